"""The k best paths, exactly: best first, with admissible lower bounds, over states of (steps, place, tier).

A path is what `docs/paths.md` defines. Nothing is pruned but what cannot reach the end in the hops and bridges left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from heapq import heappop, heappush

from ..graph import schema
from ..graph.knowledge import KnowledgeGraph
from ..graph.model import Finding
from .places import NOWHERE, Place, arrive, meet
from .steps import BRIDGE, PLACED, StepEdge, StepRow, Steps, best_join, join

_FAR = 1 << 20
INNER = frozenset(schema.INNER_KINDS)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a path may cost: counted hops, bridges, placed joins."""

    hops: int
    bridges: int
    placed: int

    @staticmethod
    def of(grade: str, hops: int) -> Limits:
        """Return the limits a grade sets."""
        bridges = {"A": 0, "B": 0, "C": 1, "D": _FAR}[grade]
        return Limits(hops, bridges, 0 if grade == "A" else _FAR)


@dataclass(frozen=True, slots=True)
class Found:
    """A sequence of steps with the rows chosen for each, and the key that ranks it."""

    key: tuple[object, ...]
    edges: tuple[StepEdge, ...]
    rows: tuple[tuple[StepRow, StepRow], ...]


@dataclass(slots=True)
class _State:
    """A path begun: its last step is seen through `left`, and its right row is still open."""

    edges: tuple[StepEdge, ...]
    rows: tuple[tuple[StepRow, StepRow], ...]
    left: StepRow
    place: Place
    visited: frozenset[str]
    bridges: int
    summary: int
    placed: int
    tier: int
    studies: int
    hops: int
    hub: int
    split: int


def search(
    kg: KnowledgeGraph,
    steps: Steps,
    starts: frozenset[str],
    ends: frozenset[str],
    limits: Limits,
    last: Callable[[Finding], bool],
    *,
    inner: frozenset[str] = INNER,
    along: tuple[str, ...] = (),
    closing: bool = False,
) -> Iterator[Found]:
    """Yield sequences of steps from a start to an end, best first, each with its best rows.

    Args:
        kg: the graph.
        steps: its walkable steps, filtered.
        starts: node ids a path may start at.
        ends: node ids it may end at.
        limits: hops, bridges and placed joins allowed.
        last: the test of rows of the last step.
        inner: kinds allowed between the ends.
        along: where given, only sequences over exactly these nodes.
        closing: paths come back to where they began.

    """
    ahead = _hops_ahead(steps, starts, ends, limits.hops, kg, inner)
    bound = _Bounds(kg, steps, ends, ahead, inner)
    heap: list[tuple[tuple[object, ...], int, _State | Found]] = []
    count = 0
    for found in () if closing else _direct(kg, steps, starts, ends, limits, last):
        if not along or _nodes(found.edges) == along:
            heappush(heap, (found.key, count, found))
            count += 1
    for start in sorted(starts):
        for e in steps.out.get(start, ()):
            if (along and (e.subject, e.object) != along[:2]) or e.object == start:
                continue
            if e.counted + ahead.get(e.object, _FAR) > limits.hops:
                continue
            if kg.nodes[e.object].kind not in inner or start in kg.nodes[e.object].counterpart:
                continue
            for state in _begin(kg, e):
                key = bound.key(state, limits)
                if key is not None:
                    heappush(heap, (key, count, state))
                    count += 1
    emitted: set[tuple[int, ...]] = set()
    while heap:
        _, _, item = heappop(heap)
        if isinstance(item, Found):
            numbers = tuple(e.number for e in item.edges)
            if numbers not in emitted:
                emitted.add(numbers)
                yield item
            continue
        at = item.edges[-1].object
        depth = len(item.edges) + 1
        home = item.edges[0].subject if closing else ""
        for f in steps.out.get(at, ()):
            if f.object in item.visited and f.object != home:
                continue
            if not item.visited.isdisjoint(kg.nodes[f.object].counterpart):
                continue
            if along and (depth >= len(along) or along[depth] != f.object):
                continue
            hops = item.hops + f.counted
            finishes = f.object in ends and (not along or depth == len(along) - 1)
            goes_on = f.object != home and kg.nodes[f.object].kind in inner and hops + ahead.get(f.object, _FAR) <= limits.hops
            if hops > limits.hops or not (finishes or goes_on):
                continue
            for state in _extend(kg, item, f, steps.hub.get(at, 0), limits):
                if finishes and last(state.left.finding):
                    done = _finish(state)
                    heappush(heap, (done.key, count, done))
                    count += 1
                if goes_on:
                    key = bound.key(state, limits)
                    if key is not None:
                        heappush(heap, (key, count, state))
                        count += 1


def _begin(kg: KnowledgeGraph, e: StepEdge) -> Iterator[_State]:
    visited = frozenset((e.subject, e.object))
    for row in e.rows:
        place = meet(kg, NOWHERE, row.place)
        if place is not None:
            yield _State((e,), (), row, place, visited, 0, e.summary, 0, row.tier, e.studies, e.counted, 0, 0)


def _extend(kg: KnowledgeGraph, s: _State, f: StepEdge, hub: int, limits: Limits) -> Iterator[_State]:
    """Choose the right row of the last step and the left row of the next; keep the best per (left row, place, tier)."""
    e = s.edges[-1]
    best: dict[tuple[int, Place, int], tuple[tuple[object, ...], StepRow, StepRow, Place, int, int]] = {}
    for right in e.rows:
        met = s.place if right is s.left else meet(kg, s.place, right.place)
        if met is None:
            continue
        carried = arrive(kg, met, e.object, e.assertion.aspect)
        split = 0 if right is s.left else 1
        for index, left in enumerate(f.rows):
            place = meet(kg, carried, left.place)
            if place is None:
                continue
            how = join(e, right, left)
            bridges = s.bridges + (how == BRIDGE)
            placed = s.placed + (how == PLACED)
            if bridges > limits.bridges or placed > limits.placed:
                continue
            tier = max(s.tier, right.tier, left.tier)
            rank = (bridges, placed, split, right.finding.id)
            spot = (index, place, tier)
            if spot not in best or rank < best[spot][0]:
                best[spot] = (rank, right, left, place, bridges, placed)
    visited = s.visited | {f.object}
    for (_, _, tier), (_, right, left, place, bridges, placed) in best.items():
        yield _State(
            (*s.edges, f),
            (*s.rows, (s.left, right)),
            left,
            place,
            visited,
            bridges,
            s.summary + f.summary,
            placed,
            tier,
            min(s.studies, f.studies),
            s.hops + f.counted,
            s.hub + hub,
            s.split + (1 if right is not s.left else 0),
        )


def _finish(s: _State) -> Found:
    rows = (*s.rows, (s.left, s.left))
    return Found(_full_key(1, s, rows), s.edges, rows)


def _full_key(indirect: int, s: _State, rows: tuple[tuple[StepRow, StepRow], ...]) -> tuple[object, ...]:
    return (
        indirect,
        s.bridges,
        s.summary,
        s.placed,
        s.tier,
        -s.studies,
        s.hops,
        s.hub,
        tuple(e.assertion.id for e in s.edges),
        s.split,
        tuple(r.finding.id for pair in rows for r in pair),
    )


def _direct(
    kg: KnowledgeGraph,
    steps: Steps,
    starts: frozenset[str],
    ends: frozenset[str],
    limits: Limits,
    last: Callable[[Finding], bool],
) -> Iterator[Found]:
    """Yield what was observed directly: a single row from start to end, `via` rows included."""
    for start in sorted(starts):
        for e in steps.out.get(start, ()):
            if e.object == start or start in kg.nodes[e.object].counterpart:
                continue
            if e.object in ends and e.counted <= limits.hops:
                for row in e.rows:
                    if last(row.finding):
                        s = _State((e,), (), row, NOWHERE, frozenset(), 0, e.summary, 0, row.tier, e.studies, e.counted, 0, 0)
                        yield Found(_full_key(0, s, ((row, row),)), (e,), ((row, row),))
            for row in e.rows:
                if row.part != "ligand":
                    continue
                for f in steps.out.get(e.object, ()):
                    if f.object not in ends or f.object in (start, e.object) or e.counted + f.counted > limits.hops:
                        continue
                    if start in kg.nodes[f.object].counterpart:
                        continue
                    for other in f.rows:
                        if other.part == "effect" and other.finding.id == row.finding.id and last(other.finding):
                            s = _State(
                                (e, f), ((row, row),), other, NOWHERE, frozenset(), 0, e.summary + f.summary, 0,
                                max(row.tier, other.tier), min(e.studies, f.studies), e.counted + f.counted,
                                steps.hub.get(e.object, 0), 0,
                            )  # fmt: skip
                            rows = ((row, row), (other, other))
                            yield Found(_full_key(0, s, rows), (e, f), rows)


def _nodes(edges: tuple[StepEdge, ...]) -> tuple[str, ...]:
    return (edges[0].subject, *(e.object for e in edges))


def _hops_ahead(
    steps: Steps, starts: frozenset[str], ends: frozenset[str], most: int, kg: KnowledgeGraph, inner: frozenset[str]
) -> dict[str, int]:
    """Return the fewest counted hops from a node to an end, for nodes a start can reach in time."""
    behind = spread(steps.out, starts, most, kg, inner, forward=True)
    ahead = spread(steps.into, ends, most, kg, inner, forward=False)
    return {n: d for n, d in ahead.items() if n in behind and behind[n] + d <= most}


def spread(
    edges: dict[str, list[StepEdge]],
    sources: frozenset[str],
    most: int,
    kg: KnowledgeGraph,
    inner: frozenset[str],
    *,
    forward: bool,
) -> dict[str, int]:
    reached = dict.fromkeys(sources, 0)
    level = sorted(sources)
    hops = 0
    while level:
        later = []
        while level:
            n = level.pop()
            if reached[n] != hops or (n not in sources and kg.nodes[n].kind not in inner):
                continue
            for e in edges.get(n, ()):
                m = e.object if forward else e.subject
                d = hops + e.counted
                if d <= most and d < reached.get(m, _FAR):
                    reached[m] = d
                    (later if e.counted else level).append(m)
        level, hops = later, hops + 1
    return reached


class _Bounds:
    """What is still to be paid at least, per last step: (bridges, summary steps, placed joins), lexicographic."""

    def __init__(
        self, kg: KnowledgeGraph, steps: Steps, ends: frozenset[str], ahead: dict[str, int], inner: frozenset[str]
    ) -> None:
        self.ahead = ahead
        self.cost: dict[int, tuple[int, int, int]] = {}
        alive = {n for n in ahead if n in ends or kg.nodes[n].kind in inner}
        heap: list[tuple[tuple[int, int, int], int, StepEdge]] = []
        for end in ends:
            for e in steps.into.get(end, ()):
                heappush(heap, ((0, 0, 0), e.number, e))
        while heap:
            cost, number, f = heappop(heap)
            if number in self.cost:
                continue
            self.cost[number] = cost
            if f.subject not in alive or kg.nodes[f.subject].kind not in inner:
                continue
            for e in steps.into.get(f.subject, ()):
                if e.number not in self.cost and e.subject != f.object:
                    how = best_join(e, f)
                    paid = (cost[0] + (how == BRIDGE), cost[1] + f.summary, cost[2] + (how == PLACED))
                    heappush(heap, (paid, e.number, e))

    def key(self, s: _State, limits: Limits) -> tuple[object, ...] | None:
        """Return a lower bound of the key of whatever this path may become, or None where it cannot be in the limits."""
        e = s.edges[-1]
        rest = self.cost.get(e.number)
        if rest is None or s.bridges + rest[0] > limits.bridges:
            return None
        return (
            1,
            s.bridges + rest[0],
            s.summary + rest[1],
            s.placed + rest[2],
            s.tier,
            -s.studies,
            s.hops + self.ahead.get(e.object, 0),
            s.hub,
            tuple(e.assertion.id for e in s.edges),
            0,
            (),
        )
