"""`contradictions`: both sides stay, differences are named only where they tell the sides apart, nothing is averaged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import finding, graph, graphs

from endoneuro.graph.errors import BadQuestion
from endoneuro.queries.disputes import CIRCUMSTANCES, circumstances, contradictions
from endoneuro.queries.filters import Filters


def pair(one=None, other=None, predicate="decreases", **more):
    return graph(
        [
            finding(1, "H:blood", "increases", "M:ltp", **(one or {})),
            finding(2, "H:blood", predicate, "M:ltp", reference="PMID:2", **(other or {}), **more),
        ]
    )


def only(answer):
    assert len(answer.disputes) == 1
    return answer.disputes[0]


def test_opposite_signs_and_an_effect_and_none():
    d = only(contradictions(pair()))
    assert d.kind == "opposite"
    assert [(s.says, [x.finding.id for x in s.seen]) for s in d.sides] == [
        ("increase", ["PMID:1#1"]),
        ("decrease", ["PMID:2#2"]),
    ]
    d = only(contradictions(pair(predicate="increases", result="no effect")))
    assert d.kind == "null"
    assert [s.says for s in d.sides] == ["increase", "no effect"]


def test_the_sign_of_an_aspect_counts():
    kg = graph(
        [
            finding(1, "H:blood", "increases", "N:glu", "uptake"),
            finding(2, "H:blood", "decreases", "N:glu", "uptake", reference="PMID:2"),
        ]
    )
    assert [(s.says, s.seen[0].finding.predicate) for s in only(contradictions(kg)).sides] == [
        ("increase", "decreases"),
        ("decrease", "increases"),
    ]


def test_agreement_and_different_aspects_are_no_dispute():
    agree = graph([finding(i, "H:blood", "increases", "M:ltp", reference=f"PMID:{i}") for i in (1, 2)])
    answer = contradictions(agree)
    assert not answer.disputes
    assert answer.counts["links with two findings or more"] == 1
    assert "1 links" in answer.missing[0]
    apart = graph(
        [
            finding(1, "H:blood", "increases", "N:glu", "release"),
            finding(2, "H:blood", "decreases", "N:glu", "synthesis", reference="PMID:2"),
        ]
    )
    assert not contradictions(apart).disputes


@pytest.mark.parametrize(
    ("what", "one", "other"),
    [
        ("species", {"species": ("rat",)}, {"species": ("human",)}),
        ("region", {"region": ("S:ca1",)}, {"region": ("S:pvn",)}),
        ("cell", {"cell": "C:pyr"}, {"cell": "C:glia"}),
        ("sex", {"sex": "male"}, {"sex": "female"}),
        ("dose", {"dose": "low"}, {"dose": "high"}),
        ("stage", {"stage": ("adult",)}, {"stage": ("aged",)}),
        ("onset", {"onset": "s-min"}, {"onset": "d-wk"}),
        ("exposure", {"exposure": "PT1H"}, {"exposure": "P3W"}),
        ("route", {"route": "genomic"}, {"route": "nongenomic"}),
        ("manipulation", {"manipulation": "added"}, {"manipulation": "mutated"}),
        ("method", {"method": "in vivo"}, {"method": "ex vivo"}),
        ("state", {"state": ("fed",)}, {}),
    ],
)
def test_each_circumstance_is_named(what, one, other):
    d = only(contradictions(pair(one, other)))
    assert [x.what for x in d.differences] == [what]
    assert d.closest == ("PMID:1#1", "PMID:2#2", (what,))
    assert only(contradictions(pair(one, other), by=what)) == d
    rest = next(w for w in CIRCUMSTANCES if w != what)
    assert not contradictions(pair(one, other), by=rest).disputes


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"region": ("S:hip",)}, {"region": ("S:ca1",)}),
        ({"region": ("systemic",)}, {"region": ("S:ca1",)}),
        ({"region": ("whole body",)}, {"region": ("S:ca1",)}),
        ({"cell": "C:neuron"}, {"cell": "C:pyr"}),
        ({"sex": "both"}, {"sex": "female"}),
        ({"sex": "not reported"}, {"sex": "female"}),
        ({"species": ("rat", "mouse")}, {"species": ("mouse",)}),
        ({"state": ("fed",)}, {"state": ("fed",)}),
        ({}, {}),
    ],
)
def test_what_overlaps_or_is_not_stated_explains_nothing(one, other):
    d = only(contradictions(pair(one, other)))
    assert d.differences == ()
    assert d.closest[2] == ()
    assert contradictions(pair(one, other), only="unexplained").disputes == (d,)


def test_one_in_three_who_states_it_is_no_reason():
    rows = [finding(i, "H:blood", "increases", "M:ltp", reference=f"PMID:{i}", sex="not reported") for i in (1, 2)]
    rows.append(finding(3, "H:blood", "increases", "M:ltp", reference="PMID:3", sex="female"))
    rows.append(finding(4, "H:blood", "decreases", "M:ltp", reference="PMID:4", sex="male"))
    d = only(contradictions(graph(rows)))
    assert "sex" not in [x.what for x in d.differences]
    assert "sex" in d.unstated


def test_a_via_finding_is_told_once():
    kg = graph(
        [
            finding(1, "H:blood", "activates", "R:one"),
            finding(2, "H:blood", "increases", "M:ltp", via="R:one"),
            finding(3, "H:blood", "decreases", "M:ltp", via="R:one", reference="PMID:2"),
        ]
    )
    assert len(contradictions(kg).disputes) == 1


def test_names_narrow_it():
    kg = pair()
    assert contradictions(kg, "blood hormone", "ltp").disputes
    assert contradictions(kg, "ltp").disputes
    assert not contradictions(kg, "ltp", "blood hormone").disputes
    assert not contradictions(kg, "glu").disputes


@pytest.mark.parametrize("more", [{"k": 0}, {"by": "moon"}, {"only": "some"}, {"subject": "ltp", "object": "ltp"}])
def test_bad_questions(more):
    with pytest.raises(BadQuestion) as caught:
        contradictions(pair(), **more)
    assert "\n" not in str(caught.value)


@given(graphs())
def test_every_side_and_difference_is_what_the_findings_say(kg):
    for d in contradictions(kg, k=99).disputes:
        assert len({s.says for s in d.sides}) == len(d.sides) > 1
        for side in d.sides:
            for x in side.seen:
                assert (x.assertion.subject, x.assertion.aspect, x.assertion.object) == (d.subject.id, d.aspect, d.object.id)
                assert x.finding.supports != (side.says in ("no effect", "not found", "not associated"))
        for diff in d.differences:
            if diff.what in ("species", "dose", "route", "method"):
                sides = [{v for x in s.seen for v in circumstances(kg, x.finding)[diff.what]} for s in d.sides]
                assert all(not (a & b) for i, a in enumerate(sides) for b in sides[i + 1 :])


@given(graphs(), st.sampled_from(["rat", "human"]))
def test_filters_only_remove(kg, species):
    every = {x.finding.id for d in contradictions(kg, k=99).disputes for s in d.sides for x in s.seen}
    fewer = contradictions(kg, k=99, filters=Filters(species=species))
    assert {x.finding.id for d in fewer.disputes for s in d.sides for x in s.seen} <= every


def test_the_shipped_graph(kg):
    answer = contradictions(kg, "cortisol", "memory retrieval")
    assert [s.says for s in answer.disputes[0].sides] == ["increase", "decrease", "no effect"]
