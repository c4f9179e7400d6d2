"""`evidence`, `show` and `search` tell everything that is recorded, for and against, and nothing else."""

import re

import pytest
from asked import FILTERS, dense, some
from hypothesis import given
from hypothesis import strategies as st
from made import NODES, finding, graph

from endoneuro.graph.errors import BadQuestion, UnknownName
from endoneuro.graph.model import Node
from endoneuro.queries.evidence import evidence, search, show
from endoneuro.queries.filters import Filters

SUBJECTS = st.sampled_from(["H:blood", "R:one", "M:ltp", "I:drug", "C:neuron"])
OBJECTS = st.sampled_from(["P:memory", "M:ltp", "N:glu", "R:one", "K:ill"])


def told(answer):
    return {(a.id, r.finding.id, r.part) for a in answer.assertions for r in a.rows}


@some
@given(dense(), SUBJECTS, OBJECTS)
def test_every_finding_between_two_nodes(kg, subject, object_):
    sources, targets = kg.descendants(subject), kg.descendants(object_)
    found = told(evidence(kg, subject, object_))
    wanted = {f.id for f in kg.findings.values() if f.subject in sources and f.object in targets}
    halves = {f.id for f in kg.findings.values() if f.via in targets and f.subject in sources and f.supports}
    halves |= {f.id for f in kg.findings.values() if f.via in sources and f.object in targets and f.supports}
    assert {f for _, f, part in found if part == "claim"} == wanted
    assert {f for _, f, part in found if part != "claim"} == halves


@some
@given(dense(), SUBJECTS, OBJECTS)
def test_supported_first_then_by_strength(kg, subject, object_):
    assertions = evidence(kg, subject, object_).assertions
    assert [a.supported for a in assertions] == sorted((a.supported for a in assertions), reverse=True)
    for a in assertions:
        assert [r.finding.tier for r in a.rows] == sorted(r.finding.tier for r in a.rows)


@some
@given(dense(), SUBJECTS, OBJECTS, FILTERS)
def test_filters_only_remove(kg, subject, object_, filters):
    assert told(evidence(kg, subject, object_, filters=filters)) <= told(evidence(kg, subject, object_))


def test_what_speaks_against_is_told_too():
    rows = [finding(1, "I:drug", "increases", "P:recall"), finding(2, "I:drug", "increases", "P:recall", result="no effect")]
    (a,) = evidence(graph(rows), "drug", "memory process").assertions
    assert ([f.id for f in a.supporting], [f.id for f in a.against]) == (["PMID:1#1"], ["PMID:1#2"])


def test_nothing_recorded_names_the_other_way():
    kg = graph([finding(1, "M:ltp", "increases", "H:local", "secretion")])
    (line,) = evidence(kg, "local hormone", "ltp").missing
    assert "no finding says what local hormone does to ltp" in line
    assert re.search(r"the other way: endoneuro evidence .ltp. .local hormone.", line)
    (line,) = evidence(kg, "drug", "ltp").missing
    assert "the other way" not in line


def test_evidence_checks_its_filters():
    with pytest.raises(BadQuestion, match="--sex"):
        evidence(graph(()), "drug", "ltp", filters=Filters(sex="x"))


# show --------------------------------------------------------------------------------------------------------


@some
@given(dense(), SUBJECTS)
def test_show_holds_every_claim_about_a_node(kg, node):
    answer = show(kg, node)
    assert {a.id for a in answer.out} == {a.id for a in kg.assertions.values() if a.subject == node}
    assert {a.id for a in answer.into} == {a.id for a in kg.assertions.values() if a.object == node}
    assert len(answer.out) == len(kg.out(node))
    assert len(answer.into) == len(kg.into(node))


def test_show_names_what_lies_above_and_below():
    answer = show(graph(()), "hip")
    assert ([n.label for n in answer.above], [n.label for n in answer.below]) == ([], ["ca1", "ca3"])
    assert [n.label for n in show(graph(()), "recall process").above] == ["memory process"]


# search ------------------------------------------------------------------------------------------------------


def test_search_finds_parts_of_names():
    kg = graph((), (*NODES, Node("G:x", "Gene", "other", ("receptor-like",))))
    assert [n.label for n in search(kg, "receptor").found] == ["receptor one", "receptor two", "other"]
    assert [n.label for n in search(kg, "RECEPTOR", k=1).found] == ["receptor one"]
    assert [n.label for n in search(kg, "recptor one").found][:1] == ["receptor one"]


def test_search_says_when_there_is_nothing():
    with pytest.raises(UnknownName, match="no node is called 'zzzz'"):
        search(graph(()), "zzzz")
    with pytest.raises(BadQuestion, match="-k 0 asks for nothing"):
        search(graph(()), "ltp", k=0)
