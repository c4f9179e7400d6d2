"""`loops`: feedback loops, declared by curators and computed from the graph."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from ..graph import schema
from ..graph.answers import Step, Timing
from ..graph.errors import BadQuestion
from ..graph.explored import FoundLoop, LoopsAnswer
from ..graph.knowledge import KnowledgeGraph
from ..graph.model import Assertion, Loop, assertion_id, product
from .filters import Filters, last_step, resolve, rolled
from .reach import INNER
from .search import Limits, search
from .steps import BRIDGE, PLACED, SHOWN, all_steps, filtered_steps, join
from .times import timing

MAX_LENGTH = 6
DEFAULT_K = 10
_KINDS = INNER | {"Process"}


def loops(
    kg: KnowledgeGraph,
    *,
    through: str = "",
    axis: str = "",
    sign: str = "",
    k: int = DEFAULT_K,
    max_hops: int = 4,
    grade: str = "C",
    filters: Filters | None = None,
) -> LoopsAnswer:
    """Feedback loops: the declared ones, and the best computed ones through a node.

    Command:
        endoneuro loops --through cortisol --sign -

    Args:
        kg: the graph.
        through: name or id of a node the loop must pass; computed loops start and end there.
        axis: a declared axis, such as "HPA".
        sign: "-" negative (self-limiting), "+" positive (self-amplifying); empty for both.
        k: how many computed loops at the most.
        max_hops: counted steps of a computed loop, 1 to 6.
        grade: the worst grade of a computed loop.
        filters: what rows of computed loops must be like.

    Raises:
        UnknownName, AmbiguousName, BadQuestion: a name, axis or sign that is none.

    >>> import endoneuro
    >>> all(loop.sign == -1 for loop in endoneuro.loops(endoneuro.load(), sign="-").loops)
    True

    """
    kg = rolled(kg, filters)
    if sign not in ("", "-", "+"):
        raise BadQuestion(f"--sign {sign!r} is none of: -, +")
    if axis and axis not in schema.ENUMS["axis"]:
        raise BadQuestion(f"--axis {axis!r} is none of: {', '.join(schema.ENUMS['axis'])}")
    if k < 1:
        raise BadQuestion(f"-k {k} asks for nothing; give 1 or more")
    if not 1 <= max_hops <= MAX_LENGTH:
        raise BadQuestion(f"--max-hops {max_hops} is out of range; 1 to {MAX_LENGTH}")
    if grade not in schema.GRADES:
        raise BadQuestion(f"--grade {grade!r} is none of: {', '.join(schema.GRADES)}")
    node = kg.node(through) if through else None
    wanted = {"-": -1, "+": 1}.get(sign)
    found = [declared(kg, x) for x in kg.loops if not axis or x.axis == axis]
    if node:
        family = kg.descendants(node.id)
        found = [x for x in found if any({a.subject, a.object} & family for a in x.steps)]
    region = resolve(kg, filters or Filters()).region
    if region:
        found = [x for x in found if any(kg.inside(r, region) for regions in x.regions for r in regions)]
    if wanted:
        found = [x for x in found if x.sign == wanted]
    if node and not axis:
        known = {frozenset(a.id for a in x.steps) for x in found}
        computed = (
            x
            for x in _computed(kg, node.id, max_hops, grade, filters)
            if (wanted is None or x.sign == wanted) and frozenset(a.id for a in x.steps) not in known
        )
        found += list(islice(computed, k))
    missing: tuple[str, ...] = ()
    if not found:
        missing = ("no loop is declared or computed that fits; try --max-hops 6, --grade D or another --through",)
    return LoopsAnswer(node, tuple(found), max_hops, (filters or Filters()).given(), missing)


def declared(kg: KnowledgeGraph, loop: Loop) -> FoundLoop:
    """Return a declared loop with the assertions of its steps; a step without one is left out (validation says so)."""
    steps: list[Assertion] = []
    regions: list[tuple[str, ...]] = []
    for s in loop.steps:
        found = kg.assertions.get(assertion_id(s.subject, s.predicate, s.aspect, s.object))
        if found is not None:
            steps.append(found)
            regions.append(s.region)
    seen = tuple(_step(kg, a, r) for a, r in zip(steps, regions, strict=True))
    made = tuple(s for s in seen if s is not None)
    return FoundLoop(
        loop.name, loop.axis, loop.kind, product([a.sign for a in steps]), True, tuple(steps), tuple(regions), "",
        loop.opened_by, loop.references, timing(made, direct=False) if made else Timing("unknown"),
    )  # fmt: skip


def _step(kg: KnowledgeGraph, a: Assertion, region: tuple[str, ...]) -> Step | None:
    """Return a declared step seen through its best finding at that place."""
    here = [
        f
        for f in a.supporting
        if not region or not f.places or any(kg.inside(x, y) or kg.inside(y, x) for x in f.places for y in region)
    ]
    if not here:
        return None
    best = min(here, key=lambda f: (f.tier, not f.onset, f.id))
    return Step(a, best, best, False, False, len({f.independent for f in here}))


def _computed(kg: KnowledgeGraph, node_id: str, max_hops: int, grade: str, filters: Filters | None) -> Iterator[FoundLoop]:
    wanted = resolve(kg, filters or Filters())
    limits = Limits.of(grade, max_hops)
    steps = filtered_steps(kg, wanted)
    here = frozenset((node_id,))
    for found in search(kg, steps, here, here, limits, last_step(kg, wanted), inner=_KINDS, closing=True):
        edges, rows = found.edges, found.rows
        joins = [join(edges[i - 1], rows[i - 1][1], edges[i], rows[i][0]) for i in range(len(edges))]
        bridges = joins.count(BRIDGE)
        if bridges > limits.bridges:
            continue
        letter = "D" if bridges > 1 else "C" if bridges else "B" if PLACED in joins else "A"
        assert letter != "A" or set(joins) == {SHOWN}
        seen = tuple(
            Step(e.assertion, left.finding, right.finding, e.ligand, bool(e.summary), e.studies)
            for e, (left, right) in zip(edges, rows, strict=True)
        )
        yield FoundLoop(
            " > ".join(kg.label(e.subject) for e in edges), "", "", product([e.assertion.sign for e in edges]), False,
            tuple(e.assertion for e in edges), tuple(row.finding.region for _, row in rows), letter, (), (),
            timing(seen, direct=False),
        )  # fmt: skip


def simple_cycles(kg: KnowledgeGraph, length: int = MAX_LENGTH) -> Iterator[tuple[str, ...]]:
    """Yield every simple cycle of the walkable graph with at most `length` nodes, each once, places not looked at.

    Each cycle is found from its first node in the order of the graph; a branch is left as soon as the way back is too
    long, by one breadth-first search against the edges for each first node.
    """
    steps = all_steps(kg)
    order = {n: i for i, n in enumerate(kg.nodes)}
    forward = _numbers(steps.out, order, objects=True)
    backward = _numbers(steps.into, order, objects=False)
    names = list(order)
    for cycle in cycles(forward, backward, length):
        yield tuple(names[i] for i in cycle)


def _numbers(edges: dict[str, list], order: dict[str, int], *, objects: bool) -> list[list[int]]:  # type: ignore[type-arg]
    lists: list[list[int]] = [[] for _ in order]
    for n, found in edges.items():
        lists[order[n]] = sorted({order[e.object if objects else e.subject] for e in found})
    return lists


def cycles(forward: list[list[int]], backward: list[list[int]], length: int) -> Iterator[list[int]]:
    """Yield the simple cycles of a graph given as adjacency lists of numbers, each from its smallest number."""
    for root in range(len(forward)):
        if not forward[root] or not backward[root]:
            continue
        back = {root: 0}
        level, hops = [root], 0
        while level and hops < length - 1:
            hops += 1
            later = []
            for n in level:
                for m in backward[n]:
                    if m > root and m not in back:
                        back[m] = hops
                        later.append(m)
            level = later
        trail = [root]
        on = {root}
        stack = [iter(forward[root])]
        while stack:
            for m in stack[-1]:
                if m == root:
                    yield trail[:]
                elif m in back and m not in on and len(trail) + back[m] <= length:
                    trail.append(m)
                    on.add(m)
                    stack.append(iter(forward[m]))
                    break
            else:
                stack.pop()
                on.discard(trail.pop())
