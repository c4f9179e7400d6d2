"""What a path answer promises, on graphs made by chance: it can be checked against the graph, and nothing moves it."""

import json
from itertools import pairwise

import pytest
from asked import FILTERS, asked, some
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st
from made import NODES, finding, graph

from endoneuro.graph import schema
from endoneuro.graph.errors import AmbiguousName, BadQuestion, UnknownName
from endoneuro.graph.model import Node
from endoneuro.queries.filters import Filters
from endoneuro.queries.paths import path


def text(kg, answer):
    return json.dumps(answer.to_dict(kg), ensure_ascii=False)


def variants(answer):
    return [(p, v) for p in answer.paths for v in p.variants]


@some
@given(asked())
def test_an_answer_is_a_part_of_its_graph(question):
    kg, start, end = question
    answer = path(kg, start, end, grade="D", k=50)
    for p, v in variants(answer):
        assert p.nodes == (v.steps[0].assertion.subject, *(s.assertion.object for s in v.steps))
        assert len(set(p.nodes)) == len(p.nodes)
        assert p.nodes[-1] in kg.descendants(end)
        assert all(kg.nodes[n].kind in schema.INNER_KINDS for n in p.nodes[1:-1])
        assert sum(not s.ligand for s in v.steps) <= 4
        assert len(v.joins) == len(v.steps) - 1
        for s in v.steps:
            assert kg.assertions[s.assertion.id] == s.assertion
            assert {f.id for f in s.findings} <= {f.id for f in s.assertion.supporting}


@some
@given(asked())
def test_signs_grades_and_tiers_follow_from_the_steps(question):
    kg, start, end = question
    for _, v in variants(path(kg, start, end, grade="D", k=50)):
        sign = 1
        for s in v.steps:
            p, a = schema.PREDICATES[s.assertion.predicate], schema.ASPECTS.get(s.assertion.aspect)
            sign = None if sign is None or p.sign is None else sign * p.sign * (a.sign if a else 1)
        bridges = [j.kind for j in v.joins].count("bridge")
        placed = [j.kind for j in v.joins].count("placed")
        assert v.sign == sign
        assert v.grade == ("D" if bridges > 1 else "C" if bridges else "B" if placed else "A")
        assert v.tier == max(schema.tier(f.method, "|".join(f.species)) for f in v.findings)


@some
@given(asked())
def test_the_direct_sign_is_that_of_single_findings(question):
    kg, start, end = question
    answer = path(kg, start, end, grade="D", k=200)
    assume(len(answer.sections[0].paths) < 200)
    starts, ends = kg.descendants(start), kg.descendants(end)
    between = [a for a in kg.assertions.values() if a.subject in starts and a.object in ends and a.supported]
    seen = {a.sign for a in between if schema.PREDICATES[a.predicate].walked}
    known = seen & {1, -1}
    wanted = "both" if len(known) == 2 else {1: "increase", -1: "decrease"}[known.pop()] if known else "changed" if seen else ""
    assert answer.direct_sign == wanted


@some
@given(asked())
def test_what_is_unrelated_changes_nothing(question):
    kg, start, end = question
    lonely = Node("G:lonely", "Gene", "lonely"), Node("M:lonely", "Mechanism", "lonely too")
    apart = finding(999, "G:gene", "increases", "M:ltp", reference="PMID:1")._replace(subject="G:lonely", object="M:lonely")
    more = graph([*kg.findings.values(), apart], (*NODES, *lonely))
    assert text(kg, path(kg, start, end, k=50)) == text(more, path(more, start, end, k=50))


@some
@given(asked(), FILTERS)
def test_the_same_question_gives_the_same_bytes(question, filters):
    kg, start, end = question
    again = graph(list(kg.findings.values()))
    assert text(kg, path(kg, start, end, filters=filters)) == text(again, path(again, start, end, filters=filters))
    assert text(kg, path(kg, start, end, filters=filters)) == text(kg, path(kg, start, end, filters=filters))


@some
@given(asked(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(question, chance):
    kg, start, end = question
    binds = {
        (f.subject, f.object, f.predicate) for f in kg.findings.values() if schema.PREDICATES[f.predicate].group == "ligand"
    }
    assume(len({(s, o) for s, o, _ in binds}) == len(binds))
    rows = list(kg.findings.values())
    chance.shuffle(rows)
    assert text(kg, path(kg, start, end)) == text(graph(rows), path(graph(rows), start, end))


def test_the_order_of_rows_does_not_decide_how_a_ligand_binds():
    rows = [
        finding(1, "I:drug", "activates", "R:one"),
        finding(2, "I:drug", "blocks", "R:one", reference="PMID:2"),
        finding(3, "I:drug", "increases", "P:recall", via="R:one", reference="PMID:3"),
    ]
    assert set(graph(rows).assertions) == set(graph(rows[::-1]).assertions)


@some
@given(asked(), FILTERS, st.sampled_from("ACD"))
def test_filters_only_remove(question, filters, grade):
    kg, start, end = question
    kept = {p.nodes for p in path(kg, start, end, grade=grade, k=500, filters=filters).paths}
    assert kept <= {p.nodes for p in path(kg, start, end, grade=grade, k=500).paths}


@some
@given(asked())
def test_more_is_more_by_grade_and_hops(question):
    kg, start, end = question

    def found(**more):
        return {p.nodes for p in path(kg, start, end, k=500, **more).paths}

    by_grade = [found(grade=g) for g in "ABCD"]
    by_hops = [found(max_hops=h) for h in (1, 2, 4, 6)]
    assert all(a <= b for few in (by_grade, by_hops) for a, b in pairwise(few))


@some
@given(asked(), st.integers(1, 4))
def test_fewer_answers_are_the_first_of_more(question, k):
    kg, start, end = question
    few, more = path(kg, start, end, k=k), path(kg, start, end, k=k + 3)
    assert few.sections[0].paths == more.sections[0].paths[:k]
    assert {s.heading: s.paths for s in few.sections} == {s.heading: s.paths[:k] for s in more.sections}


@some
@given(asked())
def test_the_best_come_first(question):
    kg, start, end = question
    for section in path(kg, start, end, k=20).sections:
        keys = [[v.key for v in p.variants] for p in section.paths]
        assert all(k == sorted(k) for k in keys)
        assert [k[0] for k in keys] == sorted(k[0] for k in keys)


@some
@given(asked(starts=("H:blood",)))
def test_counterparts_are_kept_apart(question):
    kg, _, end = question
    answer = path(kg, "H:blood", end, grade="D", k=50)
    own, *others = answer.sections
    assert (own.heading, own.start) == ("", "H:blood")
    assert [(s.heading, s.start) for s in others] in ([], [("shown for twin hormone", "H:twin")])
    assert all("H:twin" not in p.nodes and p.nodes[0] == "H:blood" for p in own.paths)
    assert all("H:blood" not in p.nodes and p.nodes[0] == "H:twin" for s in others for p in s.paths)


def test_a_counterpart_alone_is_still_no_answer():
    kg = graph([finding(1, "H:twin", "increases", "P:recall")])
    answer = path(kg, "blood hormone", "recall process")
    assert answer.sections[0].paths == ()
    assert answer.missing
    assert [p.nodes for p in answer.sections[1].paths] == [("H:twin", "P:recall")]
    assert answer.direct_sign == ""


def test_the_questions_above_are_not_vacuous():
    """Chance graphs hold what the properties speak of."""
    seen = set()

    @settings(some, derandomize=True, phases=[Phase.generate])
    @given(asked())
    def look(question):
        kg, start, end = question
        answer = path(kg, start, end, grade="D", k=50)
        seen.update(j.kind for _, v in variants(answer) for j in v.joins)
        seen.update(f"{len(p.nodes)} nodes" for p in answer.paths)
        seen.update("another sign" for p in answer.paths if len({v.sign for v in p.variants}) > 1)
        seen.update("free step" for _, v in variants(answer) for s in v.steps if s.ligand)
        seen.update("counterpart" for s in answer.sections[1:])

    look()
    wanted = {
        "2 nodes",
        "3 nodes",
        "4 nodes",
        "shown",
        "placed",
        "bridge",
        "another sign",
        "free step",
        "counterpart",
    }
    assert wanted <= seen


# Questions that make no sense --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"k": 0}, "-k 0 asks for nothing; give 1 or more"),
        ({"max_hops": 0}, "--max-hops 0 is out of range; 1 to 6"),
        ({"max_hops": 7}, "--max-hops 7 is out of range; 1 to 6"),
        ({"grade": "E"}, "--grade 'E' is none of: A, B, C, D"),
        ({"grade": ""}, "--grade '' is none of: A, B, C, D"),
        ({"filters": Filters(route="scenic")}, "--route 'scenic' is none of: genomic, nongenomic"),
        ({"filters": Filters(sex="f")}, "--sex 'f' is none of: female, male"),
        ({"filters": Filters(stage="old")}, "--stage 'old' is none of: foetal"),
        ({"filters": Filters(dose="huge")}, "--dose 'huge' is none of: basal"),
        ({"filters": Filters(species="yeti")}, "--species 'yeti' is none of: human"),
        ({"filters": Filters(exposure="long")}, "--exposure 'long' is none of: acute, chronic"),
        ({"filters": Filters(min_tier=0)}, "--min-tier 0 is out of range"),
        ({"filters": Filters(min_tier=6)}, "--min-tier 6 is out of range"),
        ({"filters": Filters(region="pyr")}, "--region 'pyr' is a CellType; name a Structure"),
        ({"filters": Filters(cell="ca1")}, "--cell 'ca1' is a Structure; name a CellType"),
    ],
)
def test_bad_questions_say_what_would_do(asked, words):
    with pytest.raises(BadQuestion) as caught:
        path(graph(()), "drug", "ltp", **asked)
    assert str(caught.value).startswith(words)


def test_an_end_equal_to_the_start():
    with pytest.raises(BadQuestion, match="start and end are both 'ltp'; ask 'endoneuro loops --through'"):
        path(graph(()), "ltp", "M:ltp")


def test_unknown_and_ambiguous_names():
    kg = graph((), (*NODES, Node("G:a", "Gene", "a one", ("same",)), Node("G:b", "Gene", "b one", ("same",))))
    with pytest.raises(UnknownName, match="did you mean 'blood hormone'"):
        path(kg, "blod hormone", "ltp")
    with pytest.raises(AmbiguousName, match="'same' may be several things: a one"):
        path(kg, "drug", "same")
    with pytest.raises(UnknownName, match="no node is called 'nowhere at all'"):
        path(kg, "drug", "ltp", filters=Filters(region="nowhere at all"))
