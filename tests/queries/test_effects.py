"""`downstream` and `upstream` reach what `path` reaches, each the mirror of the other."""

import pytest
from asked import LEAVES, dense, some
from hypothesis import given
from hypothesis import strategies as st
from made import NODES, finding, graph

from endoneuro.graph import schema
from endoneuro.graph.errors import BadQuestion, UnknownName
from endoneuro.queries.effects import downstream, net_sign, upstream
from endoneuro.queries.filters import Filters
from endoneuro.queries.paths import path


def reached(answer):
    return {r.node.id: r for _, group in answer.groups for r in group}


@some
@given(dense(), st.sampled_from(LEAVES), st.sampled_from("AD"), st.integers(1, 4))
def test_downstream_is_where_paths_lead(kg, start, grade, hops):
    found = reached(downstream(kg, start, k=99, grade=grade, max_hops=hops))
    for end in LEAVES:
        if end != start:
            paths = path(kg, start, end, grade=grade, max_hops=hops, k=3).sections[0].paths
            assert (end in found) == bool(paths)
            if paths:
                assert found[end].path == paths[0]
                assert found[end].sign == net_sign(paths)


@some
@given(dense(), st.sampled_from("ACD"))
def test_upstream_is_downstream_seen_from_the_other_end(kg, grade):
    down = {(a, b) for a in LEAVES for b in reached(downstream(kg, a, k=99, grade=grade)) if b in LEAVES}
    up = {(a, b) for b in LEAVES for a in reached(upstream(kg, b, k=99, grade=grade)) if a in LEAVES}
    assert down == up


@some
@given(dense(), st.sampled_from(LEAVES))
def test_groups_hold_their_kind_best_first(kg, start):
    answer = downstream(kg, start, k=99)
    assert [kind for kind, _ in answer.groups] == [kind for kind in schema.KINDS if kind in dict(answer.groups)]
    for kind, group in answer.groups:
        assert group
        assert {r.node.kind for r in group} == {kind}
        assert [r.path.best.key for r in group] == sorted(r.path.best.key for r in group)
        assert downstream(kg, start, to=kind, k=99).groups == ((kind, group),)
        assert downstream(kg, start, to=kind, k=1).groups == ((kind, group[:1]),)


@some
@given(dense(), st.sampled_from(LEAVES), st.sampled_from(["rat", "human"]))
def test_filters_only_remove(kg, start, species):
    filters = Filters(species=species)
    assert set(reached(downstream(kg, start, k=99, filters=filters))) <= set(reached(downstream(kg, start, k=99)))
    assert set(reached(upstream(kg, start, k=99, filters=filters))) <= set(reached(upstream(kg, start, k=99)))


def test_a_class_reaches_what_its_members_reach():
    kg = graph([finding(1, "P:recall", "increases", "H:local", "secretion"), finding(2, "I:drug", "increases", "P:recall")])
    assert set(reached(downstream(kg, "memory process"))) == {"H:local"}
    assert set(reached(upstream(kg, "memory process"))) == {"I:drug"}


def test_disagreeing_paths_are_both():
    rows = [finding(1, "I:drug", "increases", "P:recall"), finding(2, "I:drug", "decreases", "P:recall", reference="PMID:2")]
    assert reached(downstream(graph(rows), "drug"))["P:recall"].sign == "both"
    assert reached(downstream(graph(rows[:1]), "drug"))["P:recall"].sign == "increase"
    assert reached(downstream(graph(rows[1:]), "drug"))["P:recall"].sign == "decrease"


def test_an_indirect_sign_does_not_outvote_an_observed_one():
    rows = [
        finding(1, "I:drug", "increases", "P:recall"),
        finding(2, "I:drug", "increases", "M:ltp", experiment=("a",), reference="PMID:2"),
        finding(3, "M:ltp", "decreases", "P:recall", experiment=("a",), reference="PMID:2"),
    ]
    assert reached(downstream(graph(rows), "drug"))["P:recall"].sign == "increase"


@pytest.mark.parametrize("name", ["Process", "process", "processs", "Processes"])
def test_kinds_are_named_freely(name):
    kg = graph([finding(1, "I:drug", "increases", "P:recall")])
    if name == "Processes":
        with pytest.raises(UnknownName, match="no node kind is called 'Processes'; did you mean"):
            downstream(kg, "drug", to=name)
    else:
        assert downstream(kg, "drug", to=name).kind == "Process"


def test_nothing_reached_is_said():
    kg = graph(())
    assert (
        downstream(kg, "drug")
        .missing[0]
        .startswith("no path from drug to anything within 4 hops at grade C; see 'endoneuro show'")
    )
    assert upstream(kg, "drug", frm="gene").missing[0].startswith("no path to drug from a Gene within 4 hops")
    assert "try without filters" in downstream(kg, "drug", filters=Filters(sex="male")).missing[0]


@pytest.mark.parametrize("ask", [downstream, upstream])
@pytest.mark.parametrize("asked", [{"k": 0}, {"max_hops": 0}, {"max_hops": 7}, {"grade": "F"}, {"filters": Filters(sex="x")}])
def test_bad_questions(ask, asked):
    with pytest.raises(BadQuestion):
        ask(graph((), NODES), "drug", **asked)
