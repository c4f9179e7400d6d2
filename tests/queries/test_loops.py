"""Feedback loops: declared ones as curated, computed ones closed, signed and complete; cycles as networkx finds them."""

import itertools

import networkx
import pytest
from asked import dense, some
from hypothesis import given, settings
from hypothesis import strategies as st
from made import NODES, finding, graph

from endoneuro.graph import schema
from endoneuro.graph.errors import BadQuestion, UnknownName
from endoneuro.graph.knowledge import KnowledgeGraph
from endoneuro.graph.model import Loop, LoopStep
from endoneuro.queries.filters import Filters
from endoneuro.queries.loops import cycles, loops, simple_cycles
from endoneuro.queries.steps import all_steps

THROUGH = st.sampled_from(["H:local", "H:portal", "M:ltp", "G:gene", "N:glu", "R:one"])
RING = [
    finding(1, "H:local", "increases", "M:ltp", experiment=("a",), onset="s-min"),
    finding(2, "M:ltp", "increases", "G:gene", "expression", experiment=("a",), onset="h-d"),
    finding(3, "G:gene", "decreases", "H:local", "secretion", experiment=("a",), onset="min-h"),
]


def turned(cycle):
    """Return a cycle from its smallest member on, so that two ways to write it are equal."""
    i = cycle.index(min(cycle))
    return (*cycle[i:], *cycle[:i])


# Cycles ------------------------------------------------------------------------------------------------------

EDGES = st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=30)


@settings(some, max_examples=200)
@given(EDGES, st.integers(1, 7))
def test_cycles_are_those_of_networkx(edges, length):
    numbered = range(8)
    forward = [sorted(b for a, b in edges if a == n) for n in numbered]
    backward = [sorted(a for a, b in edges if b == n) for n in numbered]
    found = [turned(tuple(c)) for c in cycles(forward, backward, length)]
    assert len(found) == len(set(found))
    assert set(found) == {turned(tuple(c)) for c in networkx.simple_cycles(networkx.DiGraph(edges), length_bound=length)}


@some
@given(dense(), st.integers(2, 6))
def test_simple_cycles_of_a_graph(kg, length):
    walkable = [a for a in kg.assertions.values() if schema.PREDICATES[a.predicate].walked]
    seen = [(a, r) for a in walkable for r in a.rows if r.finding.supports and not (r.part == "claim" and r.finding.via)]
    walked = networkx.DiGraph((a.subject, a.object) for a, _ in seen)
    found = [turned(c) for c in simple_cycles(kg, length)]
    assert len(found) == len(set(found))
    assert set(found) == {turned(tuple(c)) for c in networkx.simple_cycles(walked, length_bound=length)}


# Computed loops ----------------------------------------------------------------------------------------------


def computed(kg, through, **more):
    return [x for x in loops(kg, through=through, k=500, **more).loops if not x.declared]


@some
@given(dense(), THROUGH, st.sampled_from("ACD"))
def test_computed_loops_close_and_multiply(kg, through, grade):
    for x in computed(kg, through, grade=grade):
        assert x.steps[0].subject == x.steps[-1].object == through
        assert all(a.object == b.subject for a, b in itertools.pairwise(x.steps))
        nodes = [a.subject for a in x.steps]
        assert len(set(nodes)) == len(nodes)
        assert x.name == " > ".join(kg.label(n) for n in nodes)
        assert all(kg.assertions[a.id].supported for a in x.steps)
        signs = [a.sign for a in x.steps]
        assert x.sign == (None if None in signs else -1 if signs.count(-1) % 2 else 1)
        assert x.grade <= grade
        assert turned(tuple(nodes)) in {turned(c) for c in simple_cycles(kg, len(nodes))}


@some
@given(dense(placed=False), THROUGH)
def test_without_places_every_cycle_is_a_loop(kg, through):
    steps = all_steps(kg)
    inner = {*schema.INNER_KINDS, "Process"}
    wanted = set()
    for cycle in simple_cycles(kg, 6):
        if through not in cycle or not all(kg.nodes[n].kind in inner for n in cycle):
            continue
        if any(c in cycle for n in cycle for c in kg.nodes[n].counterpart):
            continue
        pairs = zip(cycle, (*cycle[1:], cycle[0]), strict=True)
        if sum(min(e.counted for e in steps.out[s] if e.object == o) for s, o in pairs) <= 4:
            wanted.add(turned(cycle))
    assert {turned(tuple(a.subject for a in x.steps)) for x in computed(kg, through, grade="D")} == wanted


@some
@given(dense(), THROUGH, st.sampled_from("+-"))
def test_a_sign_chooses_among_all(kg, through, sign):
    wanted = {"+": 1, "-": -1}[sign]
    every = loops(kg, through=through, k=500).loops
    assert [x.name for x in loops(kg, through=through, sign=sign, k=500).loops] == [x.name for x in every if x.sign == wanted]


@some
@given(dense(), THROUGH, st.integers(1, 3))
def test_fewer_loops_are_the_first_of_more(kg, through, k):
    assert loops(kg, through=through, k=k).loops == loops(kg, through=through, k=k + 3).loops[:k]


def test_a_loop_shown_in_one_experiment():
    (x,) = loops(graph(RING), through="local hormone").loops
    assert (x.sign, x.grade, x.declared) == (-1, "A", False)
    assert x.name == "local hormone > ltp > gene"
    assert (x.timing.kind, x.timing.onset) == ("measured", "min-h")


def test_the_join_that_closes_a_loop_counts():
    rows = [*RING[:2], RING[2]._replace(experiment=("b",))]
    assert loops(graph(rows), through="local hormone", grade="C").loops == ()
    (x,) = loops(graph(rows), through="local hormone", grade="D").loops
    assert x.grade == "D"


def test_filters_bind_computed_loops():
    assert loops(graph(RING), through="local hormone", filters=Filters(species="rat")).loops
    assert not loops(graph(RING), through="local hormone", filters=Filters(species="human")).loops


# Declared loops ----------------------------------------------------------------------------------------------


def with_loop(rows=RING, sign=-1):
    claims = [(f.subject, f.predicate, f.aspect, f.object, f.region) for f in RING]
    steps = tuple(LoopStep("ring", i, *claim) for i, claim in enumerate(claims, 1))
    declared = Loop("ring", "HPA", "short", sign, ("K:ill",), ("PMID:1",), steps)
    other = Loop("another", "HPT", "long", 1, (), (), steps[:1])
    base = graph(rows)
    return KnowledgeGraph(nodes=NODES, findings=rows, references=base.references.values(), loops=(declared, other))


def test_declared_loops_come_by_name_with_their_steps():
    another, ring = loops(with_loop()).loops
    assert (another.name, ring.name) == ("another", "ring")
    assert [a.subject for a in ring.steps] == ["H:local", "M:ltp", "G:gene"]
    assert (ring.sign, ring.axis, ring.kind, ring.opened_by, ring.declared) == (-1, "HPA", "short", ("K:ill",), True)
    assert (ring.timing.kind, ring.timing.onset) == ("measured", "min-h")


def test_an_axis_chooses():
    assert [x.name for x in loops(with_loop(), axis="HPT").loops] == ["another"]
    assert loops(with_loop(), axis="RAAS").missing


def test_a_declared_loop_is_not_computed_again():
    found = loops(with_loop(), through="gene").loops
    assert [(x.name, x.declared) for x in found] == [("ring", True)]


def test_a_node_that_is_no_part_of_it():
    assert [x.name for x in loops(with_loop(), through="spine").loops] == []


def test_a_class_stands_for_its_members():
    rows = [finding(1, "P:recall", "increases", "H:local", "secretion"), finding(2, "H:local", "increases", "P:recall")]
    step = (
        LoopStep("l", 1, "P:recall", "increases", "secretion", "H:local"),
        LoopStep("l", 2, "H:local", "increases", "", "P:recall"),
    )
    kg = KnowledgeGraph(
        nodes=NODES, findings=rows, references=graph(rows).references.values(), loops=(Loop("l", "HPA", "long", 1, steps=step),)
    )
    assert "l" in [x.name for x in loops(kg, through="memory process").loops]


def test_nothing_found_says_what_to_try():
    assert loops(graph(())).missing == (
        "no loop is declared or computed that fits; try --max-hops 6, --grade D or another --through",
    )


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"sign": "minus"}, "--sign 'minus' is none of: -, +"),
        ({"axis": "hpa"}, "--axis 'hpa' is none of: HPA,"),
        ({"k": 0}, "-k 0 asks for nothing"),
        ({"max_hops": 7}, "--max-hops 7 is out of range"),
        ({"grade": "Z"}, "--grade 'Z' is none of: A, B, C, D"),
        ({"through": "ltp", "filters": Filters(sex="x")}, "--sex 'x' is none of"),
    ],
)
def test_bad_questions(asked, words):
    with pytest.raises(BadQuestion) as caught:
        loops(graph(()), **asked)
    assert str(caught.value).startswith(words)


def test_an_unknown_node():
    with pytest.raises(UnknownName):
        loops(graph(()), through="nobody at all")


def test_filters_are_checked_without_a_node():
    with pytest.raises(BadQuestion, match="--sex 'x' is none of"):
        loops(with_loop(), filters=Filters(sex="x"))
