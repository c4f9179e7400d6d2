"""The k best paths, exactly: best first, with admissible lower bounds, over states of (steps, place, tier).

A path is what `docs/paths.md` defines. Nothing is pruned but what cannot reach the end in the hops and bridges left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from heapq import heappop, heappush
from itertools import pairwise
from typing import NamedTuple

from ..graph.knowledge import KnowledgeGraph
from ..graph.model import Finding
from .bounds import FREE, Bounds, Demands, Limits
from .places import NOWHERE, Place, arrive, meet
from .reach import INNER, chained, passable_nodes, within_reach
from .steps import BRIDGE, PLACED, StepEdge, StepRow, Steps, join


class Found(NamedTuple):
    """A sequence of steps with the rows chosen for each, and the key that ranks it."""

    key: tuple[object, ...]
    edges: tuple[StepEdge, ...]
    rows: tuple[tuple[StepRow, StepRow], ...]


class State:
    """A path begun: its last step is seen through `left`, and its right row is still open."""

    __slots__ = (
        "bridges", "edges", "hops", "hub", "left", "met", "place", "placed", "rows", "split", "studies", "summary", "tier",
        "visited",
    )  # fmt: skip

    def __init__(
        self, edges: tuple[StepEdge, ...], rows: tuple[tuple[StepRow, StepRow], ...], left: StepRow, place: Place,
        visited: frozenset[str], bridges: int, summary: int, placed: int, tier: int, studies: int, hops: int, hub: int,
        split: int,
    ) -> None:  # fmt: skip
        self.edges, self.rows, self.left, self.place, self.visited = edges, rows, left, place, visited
        self.bridges, self.summary, self.placed, self.tier = bridges, summary, placed, tier
        self.studies, self.hops, self.hub, self.split = studies, hops, hub, split
        #: Which demands are met, as bits.
        self.met = 0


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
    demands: Demands = FREE,
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
        demands: nodes to pass or to avoid, steps to use.

    """
    passable = passable_nodes(kg, inner)
    if along:
        alive = [e for a, b in pairwise(along) for e in steps.out.get(a, ()) if e.object == b]
    elif limits.bridges <= 1:
        alive = chained(steps, starts, ends, limits.hops, limits.bridges, passable)
    else:
        alive = within_reach(kg, steps, starts, ends, limits.hops, inner)
    if demands.avoid:
        alive = [e for e in alive if e.subject not in demands.avoid and e.object not in demands.avoid]
        starts, ends = starts - demands.avoid, ends - demands.avoid
    bound = Bounds(steps, alive, ends, limits, demands)
    wanted = (1 << demands.number) - 1
    heap: list[tuple[tuple[object, ...], int, State | Found]] = []
    count = 0
    for found in () if closing else _direct(kg, steps, starts, ends, limits, last):
        if (not along or _nodes(found.edges) == along) and demands.all_met(found.edges):
            heappush(heap, (found.key, count, found))
            count += 1
    for start in sorted(starts):
        for e in bound.out.get(start, ()):
            if (along and (e.subject, e.object) != along[:2]) or e.object == start:
                continue
            if e.object not in passable or start in kg.aliases(e.object):
                continue
            for state in _begin(kg, e):
                state.met = demands.met(e, first=True)
                key = bound.key(state)
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
        for f in bound.out.get(at, ()):
            target = f.object
            if target in item.visited and target != home:
                continue
            if along and (depth >= len(along) or along[depth] != target):
                continue
            if not item.visited.isdisjoint(kg.aliases(target)):
                continue
            hops = item.hops + f.counted
            met = item.met | demands.met(f, first=False)
            finishes = target in ends and hops <= limits.hops and (not along or depth == len(along) - 1) and met == wanted
            goes_on = target != home and target in passable and hops + bound.left(target, met) <= limits.hops
            if not (finishes or goes_on):
                continue
            for state in _extend(kg, item, f, steps.hub.get(at, 0), limits):
                state.met = met
                if finishes and last(state.left.finding):
                    done = _finish(state)
                    heappush(heap, (done.key, count, done))
                    count += 1
                if goes_on:
                    key = bound.key(state)
                    if key is not None:
                        heappush(heap, (key, count, state))
                        count += 1


def _begin(kg: KnowledgeGraph, e: StepEdge) -> Iterator[State]:
    visited = frozenset((e.subject, e.object))
    for row in e.kinds:
        yield State((e,), (), row, row.place, visited, 0, e.summary, 0, row.tier, e.studies, e.counted, 0, 0)


def _extend(kg: KnowledgeGraph, s: State, f: StepEdge, hub: int, limits: Limits) -> Iterator[State]:
    """Choose the right row of the last step and the left row of the next; keep the best per (left row, place, tier).

    Of the right rows only two sorts can be any use: the left row itself, and those that could join better than it does. A
    row that joins no better is never better in place, tier or order. The first step of a path is begun with every row.
    """
    e = s.edges[-1]
    rights = [s.left]
    if len(s.edges) > 1:
        rights += [r for r in e.kinds if r is not s.left and not (r.marks.isdisjoint(f.marks) and r.spots.isdisjoint(f.spots))]
    if s.bridges == limits.bridges and not e.expressed:
        rights = [r for r in rights if not (r.marks.isdisjoint(f.marks) and r.spots.isdisjoint(f.spots))]
    best: dict[tuple[int, Place, int], tuple[tuple[object, ...], StepRow, StepRow, Place, int, int]] = {}
    for right in rights:
        met = s.place if right is s.left else meet(kg, s.place, right.place)
        if met is None:
            continue
        carried = arrive(kg, met, e.object, e.assertion.aspect)
        split = 0 if right is s.left else 1
        for index, left in enumerate(f.kinds):
            place = meet(kg, carried, left.place)
            if place is None:
                continue
            how = join(e, right, f, left)
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
        yield State(
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


def _finish(s: State) -> Found:
    rows = (*s.rows, (s.left, s.left))
    return Found(_full_key(1, s, rows), s.edges, rows)


def _full_key(indirect: int, s: State, rows: tuple[tuple[StepRow, StepRow], ...]) -> tuple[object, ...]:
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
            if e.object == start or start in kg.aliases(e.object):
                continue
            if e.object in ends and e.counted <= limits.hops:
                for row in e.rows:
                    if last(row.finding):
                        s = State((e,), (), row, NOWHERE, frozenset(), 0, e.summary, 0, row.tier, e.studies, e.counted, 0, 0)
                        yield Found(_full_key(0, s, ((row, row),)), (e,), ((row, row),))
            for row in e.rows:
                if row.part != "ligand":
                    continue
                for f in steps.out.get(e.object, ()):
                    if f.object not in ends or f.object in (start, e.object) or e.counted + f.counted > limits.hops:
                        continue
                    if start in kg.aliases(f.object):
                        continue
                    for other in f.rows:
                        if other.part == "effect" and other.finding.id == row.finding.id and last(other.finding):
                            s = State(
                                (e, f), ((row, row),), other, NOWHERE, frozenset(), 0, e.summary + f.summary, 0,
                                max(row.tier, other.tier), min(e.studies, f.studies), e.counted + f.counted,
                                steps.hub.get(e.object, 0), 0,
                            )  # fmt: skip
                            rows = ((row, row), (other, other))
                            yield Found(_full_key(0, s, rows), (e, f), rows)


def _nodes(edges: tuple[StepEdge, ...]) -> tuple[str, ...]:
    return (edges[0].subject, *(e.object for e in edges))


__all__ = ["FREE", "Demands", "Found", "Limits", "search"]
