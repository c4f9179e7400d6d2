"""What a path may cost and must do, and what is still to be paid at least after each step of one."""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, NamedTuple

from .reach import FAR
from .steps import PLACED, StepEdge, Steps

if TYPE_CHECKING:
    from .search import State


class Limits(NamedTuple):
    """What a path may cost: counted hops, bridges, placed joins."""

    hops: int
    bridges: int
    placed: int

    @staticmethod
    def of(grade: str, hops: int) -> Limits:
        """Return the limits a grade sets."""
        bridges = {"A": 0, "B": 0, "C": 1, "D": FAR}[grade]
        return Limits(hops, bridges, 0 if grade == "A" else FAR)


class Demands(NamedTuple):
    """What else a path must, or must not, do.

    `via`: of each set of nodes, at least one stands between the ends. `avoid`: none of these nodes is anywhere on it.
    `using`: of each set of steps (by number), at least one is taken.
    """

    via: tuple[frozenset[str], ...] = ()
    avoid: frozenset[str] = frozenset()
    using: tuple[frozenset[int], ...] = ()

    @property
    def number(self) -> int:
        """How many sets must be met."""
        return len(self.via) + len(self.using)

    def met(self, e: StepEdge, *, first: bool) -> int:
        """Return which sets a step meets, as bits: those of `via` by the node it leaves, which is then an inner node."""
        bits = 0
        if not first:
            for i, nodes in enumerate(self.via):
                if e.subject in nodes:
                    bits |= 1 << i
        for i, numbers in enumerate(self.using):
            if e.number in numbers:
                bits |= 1 << (len(self.via) + i)
        return bits

    def all_met(self, edges: tuple[StepEdge, ...]) -> bool:
        """Whether a whole sequence does what is asked."""
        bits = 0
        for i, e in enumerate(edges):
            if e.object in self.avoid or e.subject in self.avoid:
                return False
            bits |= self.met(e, first=not i)
        return bits == (1 << self.number) - 1


FREE = Demands()


def _distances(into: dict[str, list[StepEdge]], ends: frozenset[str]) -> dict[str, int]:
    """Return the fewest counted hops to an end over the steps given."""
    known = dict.fromkeys(ends, 0)
    level, hops = sorted(ends), 0
    while level:
        later: list[str] = []
        for n in level:  # grows while it is walked
            if known[n] != hops:
                continue
            for e in into.get(n, ()):
                d = hops + e.counted
                if d < known.get(e.subject, FAR):
                    known[e.subject] = d
                    (later if e.counted else level).append(e.subject)
        level, hops = later, hops + 1
    return known


#: Costs (bridges, summary steps, placed joins) packed into one number that sorts as they do.
_BRIDGE_COST, _SUMMARY_COST, _PLACED_COST = 1 << 20, 1 << 10, 1


class Bounds:
    """The steps that may lie on a path, and what is still to be paid at least after each.

    The cost of a step is the cheapest way on from it, by the best join its rows could make. A bridge is paid once for all
    steps into a node, from the cheapest step out of it: never more than the truth, and far fewer pairs to look at. Each
    demand has costs and distances of its own: the cheapest way on that still meets it.
    """

    def __init__(self, steps: Steps, edges: list[StepEdge], ends: frozenset[str], limits: Limits, demands: Demands) -> None:
        self.limits, self.demands = limits, demands
        into: dict[str, list[StepEdge]] = {}
        for e in edges:
            into.setdefault(e.object, []).append(e)
        self.ahead = _distances(into, ends)
        self.cost = _costs(steps, edges, into, limits, [(0, e, 1) for end in sorted(ends) for e in into.get(end, ())])
        self.out: dict[str, list[StepEdge]] = {}
        for e in edges:
            if e.number in self.cost:
                self.out.setdefault(e.subject, []).append(e)
        self.later: list[tuple[dict[int, int], dict[str, int]]] = []
        for i in range(demands.number):
            hits = [e for e in edges if e.number in self.cost and demands.met(e, first=False) >> i & 1]
            costs = _costs(steps, edges, into, limits, [(self.cost[e.number], e, 0) for e in hits])
            self.later.append((costs, _distances_through(into, self.ahead, hits)))

    def left(self, node: str, met: int) -> int:
        """Return the fewest counted hops from a node to an end that meet the demands still open."""
        hops = self.ahead.get(node, FAR)
        for i, (_, distances) in enumerate(self.later):
            if not met >> i & 1:
                hops = max(hops, distances.get(node, FAR))
        return hops

    def key(self, s: State) -> tuple[object, ...] | None:
        """Return a lower bound of the key of whatever this path may become, or None where it cannot be in the limits."""
        e = s.edges[-1]
        cost = self.cost[e.number]
        for i, (costs, _) in enumerate(self.later):
            if not s.met >> i & 1:
                if e.number not in costs:
                    return None
                cost = max(cost, costs[e.number])
        bridges = s.bridges + cost // _BRIDGE_COST
        if bridges > self.limits.bridges:
            return None
        hops = s.hops + self.left(e.object, s.met)
        if self.later and hops > self.limits.hops:
            return None
        return (
            1,
            bridges,
            s.summary + cost // _SUMMARY_COST % _SUMMARY_COST,
            s.placed + cost % _SUMMARY_COST,
            s.tier,
            -s.studies,
            hops,
            s.hub,
            tuple(f.assertion.id for f in s.edges),
            0,
            (),
        )


def _costs(
    steps: Steps, edges: list[StepEdge], into: dict[str, list[StepEdge]], limits: Limits, seeds: list[tuple[int, StepEdge, int]]
) -> dict[int, int]:
    """Return the cheapest way on from each step to the seeds: (cost, step, whether the seed itself has that cost)."""
    alive = {e.number for e in edges}
    heap = [(cost, e.number, own, e) for cost, e, own in seeds]
    heapify(heap)
    known: dict[int, int] = {}
    bridged: set[str] = set()
    affordable = (limits.bridges + 1) * _BRIDGE_COST
    while heap:
        cost, number, own, f = heappop(heap)
        if own:
            if number in known:
                continue
            known[number] = cost
        for e, how in steps.joined_before(f):
            if e.number in alive and e.number not in known and (how != PLACED or limits.placed):
                heappush(heap, (cost + f.summary * _SUMMARY_COST + how * _PLACED_COST, e.number, 1, e))
        if f.subject not in bridged and cost + _BRIDGE_COST < affordable:
            bridged.add(f.subject)
            for e in into.get(f.subject, ()):
                if e.number not in known:
                    heappush(heap, (cost + _BRIDGE_COST, e.number, 1, e))
    return known


def _distances_through(into: dict[str, list[StepEdge]], ahead: dict[str, int], hits: list[StepEdge]) -> dict[str, int]:
    """Return the fewest counted hops to an end from each node over ways that take one of the steps given."""
    heap = sorted((e.counted + ahead.get(e.object, FAR), e.subject) for e in hits)
    known: dict[str, int] = {}
    while heap:
        hops, n = heappop(heap)
        if n in known:
            continue
        known[n] = hops
        for e in into.get(n, ()):
            if e.subject not in known:
                heappush(heap, (hops + e.counted, e.subject))
    return known
