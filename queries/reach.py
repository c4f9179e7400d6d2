"""Which steps may lie on a path at all: found from both ends, so that the rest of the graph is never touched."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..graph import schema
from ..graph.knowledge import KnowledgeGraph
from .steps import Near, StepEdge, Steps

FAR = 1 << 20
INNER = frozenset(schema.INNER_KINDS)


def chained(
    steps: Steps, starts: frozenset[str], ends: frozenset[str], most: int, bridges: int, passable: frozenset[str]
) -> list[StepEdge]:
    """Return the steps that may lie on a path of the hops allowed with at most one bridge.

    Such a path is a chain of joined steps from a start, at most one bridge, and a chain of joined steps to an end. Both
    chains are short, because few neighbouring steps were shown together.
    """
    forward = _ahead(steps, starts, most, passable)
    backward = _chain((e for n in ends for e in steps.into.get(n, ())), steps.joined_before, most, passable, ahead=False)
    if bridges:
        return [e for e, _ in {**backward, **forward}.values()]
    both = ((e, hops + backward[number][1]) for number, (e, hops) in forward.items() if number in backward)
    return [e for e, hops in both if hops - e.counted <= most]


def _ahead(steps: Steps, starts: frozenset[str], most: int, passable: frozenset[str]) -> dict[int, tuple[StepEdge, int]]:
    """Return the chain from the starts; the last one is kept, since one question asks from the same starts many times."""
    asked = (starts, most, passable)
    if steps.chain is None or steps.chain[0] != asked:
        first = (e for n in starts for e in steps.out.get(n, ()))
        steps.chain = asked, _chain(first, steps.joined_after, most, passable, ahead=True)
    return steps.chain[1]


def joined_reach(steps: Steps, starts: frozenset[str], most: int, passable: frozenset[str], *, forward: bool) -> frozenset[str]:
    """Return every node that a chain of joined steps leads to, against the steps if not forward: no bridge is taken."""
    if forward:
        return frozenset(e.object for e, _ in _ahead(steps, starts, most, passable).values())
    first = (e for n in starts for e in steps.into.get(n, ()))
    return frozenset(e.subject for e, _ in _chain(first, steps.joined_before, most, passable, ahead=False).values())


def _chain(
    first: Iterable[StepEdge],
    joined: Callable[[StepEdge], list[tuple[StepEdge, int]]],
    most: int,
    passable: frozenset[str],
    *,
    ahead: bool,
) -> dict[int, tuple[StepEdge, int]]:
    """Return the steps that a chain of joined steps reaches, with the fewest counted hops, their own included."""
    known: dict[int, tuple[StepEdge, int]] = {}
    buckets: list[list[StepEdge]] = [[] for _ in range(most + 2)]
    for e in first:
        buckets[e.counted].append(e)
    for hops, bucket in enumerate(buckets[: most + 1]):
        for e in bucket:  # grows while it is walked
            if e.number in known:
                continue
            known[e.number] = (e, hops)
            if (e.object if ahead else e.subject) in passable:
                for f, _ in joined(e):
                    if f.number not in known:
                        buckets[hops + f.counted].append(f)
    return known


def within_reach(
    kg: KnowledgeGraph, steps: Steps, starts: frozenset[str], ends: frozenset[str], most: int, inner: frozenset[str]
) -> list[StepEdge]:
    """Return the steps that may lie on a path of the hops allowed, whatever their joins.

    Both sides spread, the smaller first, until their depths add up to the hops allowed; then each is completed inside
    what the other reached. Nodes too far from either end are never touched.
    """
    forward = _Spread(kg, steps.ahead, starts, inner)
    backward = _Spread(kg, steps.behind, ends, inner)
    while forward.depth + backward.depth < most and forward.level and backward.level:
        (forward if len(forward.level) <= len(backward.level) else backward).grow()
    to_end = _complete(steps.behind, backward.reached, forward.reached, most)
    from_start = _complete(steps.ahead, forward.reached, backward.reached, most)
    ahead = {**{n: backward.reached[n] for n in from_start}, **to_end}
    behind = {**{n: forward.reached[n] for n in to_end}, **from_start}
    return [e for n, d in behind.items() for e in steps.out.get(n, ()) if d + e.counted + ahead.get(e.object, FAR) <= most]


class _Spread:
    """A breadth-first search, one counted hop at a time, through inner nodes only."""

    def __init__(self, kg: KnowledgeGraph, near: Near, sources: frozenset[str], inner: frozenset[str]) -> None:
        self.near, self.sources, self.passable = near, sources, passable_nodes(kg, inner)
        self.depth = 0
        self.reached = dict.fromkeys(sources, 0)
        self.level = sorted(sources)
        self._close()

    def _close(self) -> None:
        """Follow the steps that do not count."""
        free, reached = self.near.free, self.reached
        for n in self.level:  # grows while it is walked
            if n in free and (n in self.passable or n in self.sources):
                for m in free[n]:
                    if m not in reached:
                        reached[m] = self.depth
                        self.level.append(m)

    def grow(self) -> None:
        """Go one counted hop further."""
        before, self.level = self.level, []
        self.depth += 1
        counted, reached, passable, depth = self.near.counted, self.reached, self.passable, self.depth
        level = self.level
        for n in before:
            if n in counted and (n in passable or n in self.sources):
                for m in counted[n]:
                    if m not in reached:
                        reached[m] = depth
                        level.append(m)
        self._close()


def passable_nodes(kg: KnowledgeGraph, inner: frozenset[str]) -> frozenset[str]:
    """Return the nodes that may stand inside a path, remembered."""
    known: dict[frozenset[str], frozenset[str]] = kg.memo.setdefault("passable", {})
    if inner not in known:
        known[inner] = frozenset(n.id for n in kg.nodes.values() if n.kind in inner)
    return known[inner]


def _complete(near: Near, mine: dict[str, int], other: dict[str, int], most: int) -> dict[str, int]:
    """Return the distances of one side, carried on into what the other reached, no further than the hops allowed."""
    known: dict[str, int] = {}
    buckets: list[list[str]] = [[] for _ in range(most + 1)]
    few, many = (mine, other) if len(mine) < len(other) else (other, mine)
    for n in few:
        if n in many and mine[n] + other[n] <= most:
            known[n] = mine[n]
            buckets[mine[n]].append(n)
    counted, free = near.counted, near.free
    for distance, bucket in enumerate(buckets):
        for n in bucket:
            if known[n] != distance:
                continue
            for m in free.get(n, ()):
                if m in other and distance < known.get(m, FAR) and distance + other[m] <= most:
                    known[m] = distance
                    bucket.append(m)
            d = distance + 1
            if d <= most:
                for m in counted.get(n, ()):
                    if m in other and d < known.get(m, FAR) and d + other[m] <= most:
                        known[m] = d
                        buckets[d].append(m)
    return known


def spread(
    kg: KnowledgeGraph, steps: Steps, sources: frozenset[str], most: int, inner: frozenset[str] = INNER, *, forward: bool
) -> dict[str, int]:
    """Return the fewest counted hops from the sources to every node within `most`, against the edges if not forward."""
    made = _Spread(kg, steps.ahead if forward else steps.behind, sources, inner)
    while made.depth < most and made.level:
        made.grow()
    return made.reached
