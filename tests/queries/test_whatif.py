"""`what-if`: verdicts, what decides them, blocks, times, loops, and what cannot be asked."""

import json

import pytest
from made import BY_ID, NODES, finding, graph

from endoneuro.export.text import to_markdown, to_text
from endoneuro.graph.errors import BadQuestion, UnknownName
from endoneuro.graph.knowledge import KnowledgeGraph
from endoneuro.graph.model import Loop, LoopStep, Reference
from endoneuro.queries.whatif import WORDS, parse_changes, what_if

ONE = {"experiment": ("a",), "region": ("S:ca1",)}


def ask(kg, *changes, **more):
    answer = what_if(kg, changes, **more)
    text = to_text(kg, answer)
    shown = [c for f in answer.forecasts for c in (*f.ways, *f.against, *f.cut, *f.kin)]
    for c in shown:
        for s in c.variant.steps:
            assert s.assertion.id in kg.assertions and s.assertion.id in text
            assert s.assertion.id in to_markdown(kg, answer)
    told = json.loads(json.dumps(answer.to_dict(kg)))
    assert {r["id"] for r in told["references"]} == {f.reference for c in shown for f in c.variant.findings}
    assert told["format"] and told["question"] == "what-if"
    return answer


def verdicts(answer):
    return {f.target.id: f.verdict for f in answer.forecasts}


def test_up_and_down_are_each_others_reverse():
    kg = graph([finding(1, "H:blood", "decreases", "P:memory"), finding(2, "H:blood", "increases", "P:recall")])
    up, down = (verdicts(ask(kg, f"blood hormone {word}", on=("Process",))) for word in ("up", "down"))
    assert up == {"P:memory": "decrease", "P:recall": "increase"}
    assert down == {"P:memory": "increase", "P:recall": "decrease"}


def test_a_name_covers_what_is_below_it_but_never_mixes_it():
    kg = graph([finding(1, "H:blood", "decreases", "P:memory"), finding(2, "H:blood", "increases", "P:recall")])
    assert verdicts(ask(kg, "blood hormone up", on=("memory process",))) == {"P:memory": "decrease", "P:recall": "increase"}


def test_conflict_shows_both_ways():
    kg = graph([finding(1, "H:blood", "decreases", "P:memory"), finding(2, "H:blood", "increases", "P:memory", sex="female")])
    (forecast,) = ask(kg, "blood hormone up", on=("memory process",)).forecasts
    assert forecast.verdict == "conflicting"
    assert sorted(c.effect for c in forecast.ways) == [-1, 1]
    assert "both" in forecast.why


def test_two_changes_that_pull_apart():
    kg = graph([finding(1, "H:blood", "decreases", "P:memory"), finding(2, "H:portal", "decreases", "P:memory")])
    assert verdicts(ask(kg, "blood hormone up", "portal hormone up", on=("Process",))) == {"P:memory": "decrease"}
    (forecast,) = ask(kg, "blood hormone up", "portal hormone down", on=("Process",)).forecasts
    assert (forecast.verdict, forecast.why) == ("conflicting", "the changes pull apart")


def test_the_change_itself_made_and_observed_comes_before_its_reverse():
    kg = graph(
        [
            finding(1, "H:blood", "decreases", "P:memory", manipulation="added"),
            finding(2, "H:blood", "increases", "P:memory", manipulation="removed"),
        ]
    )
    (up,) = ask(kg, "blood hormone up", on=("memory process",)).forecasts
    (down,) = ask(kg, "blood hormone down", on=("memory process",)).forecasts
    assert (up.verdict, up.ways[0].shown, len(up.ways), [c.effect for c in up.against]) == ("decrease", True, 1, [1])
    assert (down.verdict, down.ways[0].shown, [c.effect for c in down.against]) == ("decrease", True, [1])


def test_direct_evidence_decides_and_a_shown_way_against_it_is_told():
    kg = graph(
        [
            finding(1, "H:blood", "decreases", "P:memory"),
            finding(2, "H:blood", "activates", "R:one", **ONE),
            finding(3, "R:one", "increases", "P:memory", **ONE),
        ]
    )
    (forecast,) = ask(kg, "blood hormone up", on=("memory process",)).forecasts
    assert forecast.verdict == "decrease"
    assert [c.effect for c in forecast.against] == [1]


def test_a_bridge_is_a_hypothesis_only():
    kg = graph([finding(1, "H:blood", "activates", "R:one"), finding(2, "R:one", "increases", "P:memory", reference="PMID:2")])
    (forecast,) = ask(kg, "blood hormone up", on=("memory process",)).forecasts
    assert forecast.verdict == "increase" and "hypothesis" in forecast.why
    (none,) = ask(kg, "blood hormone up", on=("memory process",), grade="B").forecasts
    assert none.verdict == "unknown"


def test_a_block_cuts_the_ways_through_it():
    kg = graph(
        [
            finding(1, "H:blood", "activates", "R:one", **ONE),
            finding(2, "R:one", "increases", "P:memory", **ONE),
            finding(3, "H:blood", "activates", "R:two", **ONE),
            finding(4, "R:two", "increases", "P:recall", **ONE),
        ]
    )
    answer = ask(kg, "blood hormone up", "receptor one blocked", on=("Process",))
    by_target = {f.target.id: f for f in answer.forecasts}
    assert by_target["P:recall"].verdict == "increase" and not by_target["P:recall"].cut
    memory = by_target["P:memory"]
    assert memory.verdict == "decrease", "the block itself lowers it"
    assert [[s.assertion.object for s in c.variant.steps] for c in memory.cut] == [["R:one", "P:memory"]]
    assert all(c.change.node.id == "R:one" for c in memory.ways)


def test_order_of_onset_and_what_has_no_onset():
    kg = graph(
        [
            finding(1, "H:blood", "increases", "P:memory", onset="d-wk"),
            finding(2, "H:blood", "increases", "P:recall", onset="s-min"),
            finding(3, "H:blood", "increases", "K:ill"),
            finding(4, "H:blood", "increases", "M:ltp", exposure="P8W"),
        ]
    )
    answer = ask(kg, "blood hormone up", on=("Process", "Condition", "Mechanism"))
    assert [f.target.id for f in answer.forecasts] == ["P:recall", "P:memory", "M:ltp", "K:ill"]
    ltp = answer.forecasts[2]
    assert ltp.low is None and ltp.seen_after == 8 * 604800.0, "an exposure is not an onset"


def test_a_remedy_does_not_say_that_its_lack_harms():
    kg = graph([finding(1, "H:blood", "treats", "K:ill", method="randomized trial", species=("human",))])
    assert verdicts(ask(kg, "blood hormone up", on=("illness",))) == {"K:ill": "decrease"}
    (lack,) = ask(kg, "blood hormone deficiency", on=("illness",)).forecasts
    assert lack.verdict == "unknown" and "not recorded" in lack.why
    assert verdicts(ask(kg, "blood hormone withdrawn", on=("illness",))) == {"K:ill": "increase"}


def test_kin_is_kept_apart():
    kg = graph([finding(1, "H:twin", "decreases", "P:memory")])
    (forecast,) = ask(kg, "blood hormone up", on=("memory process",)).forecasts
    assert forecast.verdict == "unknown" and not forecast.ways
    assert [(c.kin, c.effect) for c in forecast.kin] == [("twin hormone", -1)]


def test_kin_is_told_for_each_change_that_has_nothing_of_its_own():
    kg = graph([finding(1, "H:twin", "decreases", "P:memory"), finding(2, "H:portal", "decreases", "P:memory")])
    (forecast,) = ask(kg, "blood hormone up", "portal hormone up", on=("memory process",)).forecasts
    assert [c.change.node.id for c in forecast.ways] == ["H:portal"]
    assert [(c.change.node.id, c.kin) for c in forecast.kin] == [("H:blood", "twin hormone")]


def test_unknown_sign_is_unknown():
    kg = graph([finding(1, "H:blood", "affects", "P:memory")])
    (forecast,) = ask(kg, "blood hormone up", on=("memory process",)).forecasts
    assert forecast.verdict == "unknown" and "direction" in forecast.why


def test_sides_of_a_structure_are_not_mixed():
    kg = graph([
        finding(1, "H:blood", "decreases", "S:ca1", "volume"), finding(2, "H:blood", "increases", "S:ca1", "activity"),
    ])  # fmt: skip
    answer = ask(kg, "blood hormone up", on=("ca1",))
    assert {(f.aspect, f.verdict) for f in answer.forecasts} == {("volume", "decrease"), ("", "increase")}


def test_an_empty_answer_says_why():
    kg = graph([finding(1, "H:blood", "decreases", "P:memory")])
    answer = ask(kg, "portal hormone up", on=("illness",))
    assert verdicts(answer) == {"K:ill": "unknown"}
    assert "nothing is recorded to act on illness" in answer.forecasts[0].why
    assert "nothing is recorded that leads from portal hormone" in answer.missing[0]


@pytest.fixture
def looped():
    findings = [
        finding(1, "H:portal", "increases", "H:blood", "secretion"),
        finding(2, "H:blood", "decreases", "H:portal", "secretion"),
    ]
    steps = (
        LoopStep("brake", 1, "H:portal", "increases", "secretion", "H:blood"),
        LoopStep("brake", 2, "H:blood", "decreases", "secretion", "H:portal"),
    )
    return KnowledgeGraph(
        nodes=NODES, findings=findings, references=[Reference("PMID:1", "P", "M", "2000", pmid="1")],
        loops=[Loop("brake", "HPA", "long", -1, (), ("PMID:1",), steps)],
    )  # fmt: skip


def test_loops_compensate(looped):
    (x,) = ask(looped, "blood hormone down", on=("Process",)).loops
    assert (x.loop.name, x.role) == ("brake", "compensates")
    assert [(a.object, sign) for a, sign in x.steps] == [("H:portal", 1), ("H:blood", 1)]
    (x,) = ask(looped, "twin hormone up", on=("Process",)).loops
    assert x.kin == "blood hormone"
    (x,) = ask(looped, "blood hormone up", "portal hormone blocked", on=("Process",)).loops
    assert x.role == "opened"
    assert [(a.object, sign) for a, sign in x.steps] == [("H:portal", 0)]


@pytest.mark.parametrize("word", WORDS)
def test_every_word_is_understood(word):
    kg = graph([finding(1, "H:blood", "decreases", "P:memory")])
    (change,) = parse_changes(kg, (f"blood hormone {word}",))
    assert (change.node, change.word) == (BY_ID["H:blood"], word)


@pytest.mark.parametrize(
    ("changes", "more", "says"),
    [
        ((), {}, "name a change"),
        (("blood hormone sideways",), {}, "up, down, excess, deficiency, blocked, withdrawn"),
        (("up",), {}, "up, down"),
        (("blood hormone up", "H:blood down"), {}, "changed twice"),
        (("blood hormone up",), {"on": ("blood hormone",)}, "is what is changed"),
        (("blood hormone up",), {"k": 0}, "-k 0"),
        (("blood hormone up",), {"max_hops": 7}, "1 to 6"),
        (("blood hormone up",), {"grade": "E"}, "A, B, C, D"),
    ],
)
def test_what_cannot_be_asked(changes, more, says):
    kg = graph([finding(1, "H:blood", "decreases", "P:memory")])
    with pytest.raises(BadQuestion, match=says) as caught:
        what_if(kg, changes, **more)
    assert "\n" not in str(caught.value)


def test_unknown_names():
    kg = graph([finding(1, "H:blood", "decreases", "P:memory")])
    with pytest.raises(UnknownName, match="blood hormone"):
        what_if(kg, ("blood hormon zzz up",))


def test_bounded():
    kg = graph([finding(i, "H:blood", "increases", t) for i, t in enumerate(("P:memory", "P:recall", "K:ill"), 1)])
    assert len(ask(kg, "blood hormone up", k=2).forecasts) == 2
