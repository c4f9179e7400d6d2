"""`compare`: groups, circumstances, what was looked for in vain, and what cannot be asked."""

import json

import pytest
from made import finding, graph

from endoneuro.export.text import to_markdown, to_text
from endoneuro.graph.errors import BadQuestion
from endoneuro.queries.compare import compare


def groups(kg, *names, **more):
    answer = compare(kg, *names, **more)
    for text in (to_text(kg, answer), to_markdown(kg, answer)):
        for found in answer.groups.values():
            for c in found:
                for v in (*c.left.variants, *c.right.variants):
                    assert all(s.assertion.id in text for s in v.steps)
    json.dumps(answer.to_dict(kg))
    return {name: [c.node.id for c in found] for name, found in answer.groups.items() if found}


@pytest.fixture
def two():
    return graph(
        [
            finding(1, "H:blood", "increases", "P:memory"),
            finding(2, "H:portal", "decreases", "P:memory"),
            finding(3, "H:blood", "increases", "P:recall"),
            finding(4, "H:portal", "increases", "P:recall"),
            finding(5, "H:blood", "increases", "K:ill"),
            finding(6, "H:portal", "increases", "K:ill", result="no effect"),
            finding(7, "H:portal", "increases", "M:ltp", region=("S:ca1",)),
            finding(8, "H:blood", "activates", "R:one"),
            finding(9, "H:portal", "activates", "R:one"),
            finding(10, "H:portal", "activates", "R:two"),
            finding(11, "H:blood", "precursor_of", "H:local"),
        ]
    )


def test_two_names(two):
    assert groups(two, "blood hormone", "portal hormone") == {"opposite": ["P:memory"], "shared": ["P:recall"]}
    every = groups(two, "blood hormone", "portal hormone", on="Process|Condition|Mechanism")
    assert every == {"opposite": ["P:memory"], "shared": ["P:recall"], "left": ["K:ill"], "right": ["M:ltp"]}


def test_a_null_result_is_told_apart_from_silence(two):
    answer = compare(two, "blood hormone", "portal hormone", on="illness|ltp")
    (ill,), (ltp,) = answer.groups["left"], answer.groups["right"]
    assert ill.right.sign == "looked for, no effect" and [f.id for f in ill.right.against] == ["PMID:1#6"]
    assert ltp.left.sign == "not recorded" and not ltp.left.against


def test_receptors_and_fate(two):
    answer = compare(two, "blood hormone", "portal hormone")
    assert [(a.object, b.object) for a, b in answer.shared_receptors] == [("R:one", "R:one")]
    assert [[a.object for a in side] for side in answer.own_receptors] == [[], ["R:two"]]
    assert [[a.object for a in side] for side in answer.fate] == [["H:local"], []]


def test_a_place_means_what_was_measured_there(two):
    assert groups(two, "blood hormone", "portal hormone", on="ca1") == {"right": ["M:ltp"]}
    assert groups(two, "blood hormone", "portal hormone", on="hip") == {"right": ["M:ltp"]}
    assert groups(two, "blood hormone", "portal hormone", on="pvn") == {}


def test_mixed_sides_are_no_opposites():
    kg = graph(
        [
            finding(1, "H:blood", "increases", "P:memory"),
            finding(2, "H:blood", "decreases", "P:memory", sex="female"),
            finding(3, "H:portal", "decreases", "P:memory"),
        ]
    )
    assert groups(kg, "blood hormone", "portal hormone") == {"mixed": ["P:memory"]}


def test_different_aspects_are_no_opposites():
    kg = graph(
        [
            finding(1, "H:blood", "decreases", "S:ca1", aspect="activity"),
            finding(2, "H:portal", "increases", "S:ca1", aspect="volume"),
            finding(3, "H:blood", "decreases", "H:local", aspect="secretion"),
            finding(4, "H:blood", "increases", "H:local", aspect="sensitivity"),
            finding(5, "H:portal", "increases", "H:local", aspect="secretion"),
        ]
    )
    found = compare(kg, "blood hormone", "portal hormone", on="Structure|Hormone")
    assert {g: [c.node.id for c in cs] for g, cs in found.groups.items() if cs} == {"opposite": ["H:local"], "apart": ["S:ca1"]}
    assert found.groups["opposite"][0].left.sign == "decreases"  # what both sides change: secretion


def test_sexes_count_only_rows_that_state_them():
    kg = graph(
        [
            finding(1, "H:blood", "increases", "P:memory", sex="female"),
            finding(2, "H:blood", "decreases", "P:memory", sex="male"),
            finding(3, "H:blood", "increases", "P:recall", sex="both"),
            finding(4, "H:blood", "increases", "K:ill", sex="not reported"),
            finding(5, "H:blood", "increases", "M:ltp", sex="female"),
        ]
    )
    asked = {"sex": ("female", "male"), "on": "Process|Condition|Mechanism"}
    assert groups(kg, "blood hormone", **asked) == {"opposite": ["P:memory"], "shared": ["P:recall"], "left": ["M:ltp"]}
    assert "K:ill" not in str(compare(kg, "blood hormone", **asked).to_dict(kg))


def test_one_value_filters_and_two_compare():
    kg = graph(
        [
            finding(1, "H:blood", "increases", "P:memory", sex="female", species=("rat",)),
            finding(2, "H:blood", "decreases", "P:memory", sex="female", species=("human",)),
            finding(3, "H:blood", "increases", "P:recall", sex="male", species=("rat",)),
        ]
    )
    assert groups(kg, "blood hormone", species=("rat", "human")) == {"opposite": ["P:memory"], "left": ["P:recall"]}
    assert groups(kg, "blood hormone", species=("rat", "human"), sex=("female",)) == {"opposite": ["P:memory"]}


def test_an_exposure_is_that_of_the_hormone_not_of_a_lost_receptor():
    kg = graph(
        [
            finding(1, "H:blood", "increases", "P:memory", exposure="acute"),
            finding(2, "H:blood", "decreases", "P:memory", exposure="P3W"),
            finding(3, "H:blood", "activates", "R:one", experiment=("a",)),
            finding(4, "R:one", "increases", "P:recall", exposure="chronic", manipulation="mutated", experiment=("a",)),
            finding(5, "H:blood", "increases", "K:ill", via="R:two", exposure="chronic"),
        ]
    )
    asked = {"exposure": ("acute", "chronic"), "on": "Process|Condition"}
    assert groups(kg, "blood hormone", **asked) == {"opposite": ["P:memory"], "right": ["K:ill"]}


def test_bounded_with_the_whole_number_told(two):
    answer = compare(two, "blood hormone", "portal hormone", on="Process|Condition|Mechanism|Hormone", k=1)
    assert all(len(found) <= 1 for found in answer.groups.values())
    assert answer.counts["left"] == 2


def test_an_empty_answer_says_so(two):
    answer = compare(two, "blood hormone", "portal hormone", on="glu")
    assert not any(answer.groups.values()) and "no effect of" in answer.missing[0]


@pytest.mark.parametrize(
    ("names", "more", "says"),
    [
        (("blood hormone",), {}, "with what"),
        (("blood hormone", "H:blood"), {}, "both sides are"),
        (("blood hormone", "portal hormone"), {"sex": ("female", "male")}, "one difference at a time"),
        (("blood hormone",), {"sex": ("female", "male"), "species": ("rat", "human")}, "one difference at a time"),
        (("blood hormone",), {"sex": ("female", "female")}, "given twice"),
        (("blood hormone",), {"sex": ("female", "male", "both")}, "3 times"),
        (("blood hormone",), {"sex": ("femal", "male")}, "none of"),
        (("blood hormone",), {"exposure": ("short", "long")}, "none of"),
        (("blood hormone", "portal hormone"), {"on": "ca1", "region": "pvn"}, "both name a place"),
        (("blood hormone", "portal hormone"), {"k": -1}, "-k -1"),
    ],
)
def test_what_cannot_be_asked(two, names, more, says):
    with pytest.raises(BadQuestion, match=says) as caught:
        compare(two, *names, **more)
    assert "\n" not in str(caught.value)
