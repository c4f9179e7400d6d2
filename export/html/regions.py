"""The whole graph as regions: communities of nodes that act on one another, packed side by side without overlap."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, sin, sqrt

from ...graph.knowledge import KnowledgeGraph

SPACING_X, SPACING_Y = 125.0, 66.0
#: Communities with fewer nodes, or less than this share of all, join the one they have most to do with.
LEAST, SHARE = 5, 1 / 200
#: Pixels of a usual figure, and of a letter of a region's name in it.
_DESK, _LETTER, _ROUNDS = (890, 510), 8.0, 5
#: How many claims such a link counts for.
HOLD = 6
#: Ground between two open regions.
_GAP = 60.0
_GOLDEN = pi * (3 - sqrt(5))
Pair = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Region:
    """A community: its name, its nodes from the hub outwards, where it lies, and half its width and height."""

    name: str
    hubs: tuple[str, ...]
    members: tuple[str, ...]
    x: int
    y: int
    rx: int
    ry: int


def communities(nodes: Sequence[str], links: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Return groups of nodes with many links inside (Louvain's method in a fixed order), the largest first.

    >>> from endoneuro.export.html.regions import communities
    >>> communities(["a", "b", "c", "d"], [("a", "b"), ("c", "d")])
    [['a', 'b'], ['c', 'd']]

    """
    place = {n: i for i, n in enumerate(nodes)}
    near: list[dict[int, float]] = [{} for _ in nodes]
    for a, b in links:
        i, j = place[a], place[b]
        if i != j:
            near[i][j] = near[i].get(j, 0.0) + 1.0
            near[j][i] = near[j].get(i, 0.0) + 1.0
    inside = [0.0] * len(nodes)
    members = [[i] for i in range(len(nodes))]
    while True:
        of = _moved(near, inside)
        groups: dict[int, list[int]] = {}
        for i, c in enumerate(of):
            groups.setdefault(c, []).append(i)
        if len(groups) == len(near):
            break
        number = {c: k for k, c in enumerate(groups)}
        merged: list[dict[int, float]] = [{} for _ in groups]
        loops = [0.0] * len(groups)
        for i, links_of in enumerate(near):
            mine = number[of[i]]
            loops[mine] += inside[i]
            for j, w in links_of.items():
                other = number[of[j]]
                if other == mine:
                    loops[mine] += w / 2
                else:
                    merged[mine][other] = merged[mine].get(other, 0.0) + w
        members = [[m for i in group for m in members[i]] for group in groups.values()]
        near, inside = merged, loops
    made = _joined([sorted(g) for g in members], near)
    return [[nodes[i] for i in g] for g in sorted(made, key=lambda g: (-len(g), g))]


def _moved(near: list[dict[int, float]], inside: list[float]) -> list[int]:
    degree = [sum(n.values()) + 2 * inside[i] for i, n in enumerate(near)]
    whole = sum(degree) or 1.0
    of, total = list(range(len(near))), degree[:]
    for _ in range(12):
        changed = False
        for i, links in enumerate(near):
            if not links:
                continue
            mine = of[i]
            total[mine] -= degree[i]
            weight: dict[int, float] = {mine: 0.0}
            for j, w in links.items():
                weight[of[j]] = weight.get(of[j], 0.0) + w
            best = max(weight, key=lambda c: (round(weight[c] - degree[i] * total[c] / whole, 9), c == mine, -c))
            total[best] += degree[i]
            if best != mine:
                of[i], changed = best, True
        if not changed:
            break
    return of


def _joined(groups: list[list[int]], near: list[dict[int, float]]) -> list[list[int]]:
    """Return the groups with the small ones put to their best neighbour, or, without one, together."""
    least = max(LEAST, round(SHARE * sum(map(len, groups))))
    big = [k for k, g in enumerate(groups) if len(g) >= least]
    if not big:
        return [sorted(i for g in groups for i in g)] if len(groups) > least else groups
    home: dict[int, list[int]] = {k: list(groups[k]) for k in big}
    rest: list[int] = []
    for k, g in enumerate(groups):
        if k in home:
            continue
        found = [(w, -j) for j, w in near[k].items() if j in home]
        if found:
            home[-max(found)[1]] += g
        else:
            rest += g
    return [sorted(g) for g in home.values()] + ([sorted(rest)] if rest else [])


def regions(
    kg: KnowledgeGraph, nodes: Sequence[str], links: Sequence[tuple[str, str]]
) -> tuple[dict[str, tuple[int, int]], list[Region]]:
    """Return where every node stands, and the regions; hubs stand in the middle of theirs.

    Args:
        kg: the graph, for names and axes.
        nodes: what to place, sorted.
        links: pairs that a claim joins.

    """
    groups = communities(nodes, [*links, *_axis_links(kg, set(nodes)) * HOLD])
    degree: dict[str, int] = dict.fromkeys(nodes, 0)
    of = {n: k for k, g in enumerate(groups) for n in g}
    shared: dict[tuple[int, int], int] = {}
    for a, b in links:
        degree[a] += 1
        degree[b] += 1
        pair = (min(of[a], of[b]), max(of[a], of[b]))
        shared[pair] = shared.get(pair, 0) + 1
    axes = _axes(kg, of)
    apart = set(range(len(groups))) - {k for pair in shared if pair[0] != pair[1] for k in pair} if len(groups) > 1 else set()
    orders = [sorted(g, key=lambda n: (-degree[n], kg.label(n), n)) for g in groups]
    tops = [tuple(([n for n in order if kg.nodes[n].messenger] or order)[:3]) for order in orders]
    names = ["not linked to the rest" if k in apart else axes.get(k) or kg.label(hubs[0]) for k, hubs in enumerate(tops)]
    signs = [
        max(len(name) * _LETTER, len(", ".join([kg.label(h) for h in hubs if kg.label(h) != name][:2])) * _LETTER * 0.78)
        for name, hubs in zip(names, tops, strict=True)
    ]
    sizes, middles = _spread([len(g) for g in groups], signs, shared)
    at: dict[str, tuple[int, int]] = {}
    made = []
    for k, order in enumerate(orders):
        cx, cy = middles[k]
        for i, n in enumerate(order):
            far, turn = sqrt(i + 0.35) * 0.82, i * _GOLDEN
            at[n] = (round(cx + SPACING_X * far * cos(turn)), round(cy + SPACING_Y * far * sin(turn)))
        made.append(Region(names[k], tops[k], tuple(order), round(cx), round(cy), round(sizes[k][0]), round(sizes[k][1])))
    return at, made


def _axis_links(kg: KnowledgeGraph, among: set[str]) -> list[tuple[str, str]]:
    """Return what belongs together whatever the number of claims: steps of declared loops, one messenger in two species."""
    steps = [(s.subject, s.object) for loop in kg.loops for s in loop.steps]
    species = [(n, c) for n in sorted(among) for c in kg.nodes[n].counterpart]
    return [(a, b) for a, b in (*steps, *species) if a in among and b in among]


def _spread(
    counts: Sequence[int], signs: Sequence[float], shared: Mapping[tuple[int, int], int]
) -> tuple[list[Pair], list[Pair]]:
    """Return sizes and middles of regions with room for their nodes when open and, on a desk, for their names when closed."""
    sizes = [_size(n) for n in counts]
    named = [(0.0, 0.0)] * len(sizes)
    middles = _packed(sizes, named, shared)
    held = 0.0
    for _ in range(_ROUNDS):
        far = [max((abs(m[i]) + s[i] for m, s in zip(middles, sizes, strict=True)), default=1.0) for i in (0, 1)]
        share = 2 * max(far[0] / _DESK[0], far[1] / _DESK[1])
        if share <= held:
            break
        held = 1.08 * share
        named = [((n + 34) / 2 * held, 32 * held) for n in signs]
        middles = _packed(sizes, named, shared)
    return sizes, middles


def _size(count: int) -> tuple[float, float]:
    r = sqrt(count) * 0.82
    return SPACING_X * r + 100, SPACING_Y * r + 80


def _axes(kg: KnowledgeGraph, of: Mapping[str, int]) -> dict[int, str]:
    """Return the axes with two fifths or more of their declared loops in one region, joined where several have."""
    votes: dict[str, dict[int, int]] = {}
    for loop in kg.loops:
        for n in dict.fromkeys(x for s in loop.steps for x in (s.subject, s.object)):
            if n in of:
                tally = votes.setdefault(loop.axis, {})
                tally[of[n]] = tally.get(of[n], 0) + 1
    names: dict[int, list[str]] = {}
    for axis, tally in votes.items():
        best = max(sorted(tally), key=lambda k: tally[k])
        if tally[best] * 5 >= sum(tally.values()) * 2:
            names.setdefault(best, []).append(axis)
    return {k: " and ".join(sorted(found)) + (" axis" if len(found) == 1 else " axes") for k, found in names.items()}


def _packed(sizes: Sequence[Pair], named: Sequence[Pair], shared: Mapping[tuple[int, int], int]) -> list[Pair]:
    """Return middles: the largest first, each next where it fits and is nearest to what it is linked with.

    Args:
        sizes: half width and half height of each region, an ellipse when open.
        named: half width and half height of each name, a box when closed.
        shared: how many claims two regions share.

    """
    ratio = SPACING_Y / SPACING_X
    places: list[Pair] = []

    def meet(spot: Pair, i: int, k: int) -> bool:
        x, y = abs(spot[0] - places[i][0]), abs(spot[1] - places[i][1])
        if x < named[i][0] + named[k][0] and y < named[i][1] + named[k][1]:
            return True
        return hypot(x / (sizes[i][0] + sizes[k][0] + _GAP), y / (sizes[i][1] + sizes[k][1] + _GAP * ratio)) < 1

    for k, (w, h) in enumerate(sizes):
        best, cost = (0.0, 0.0), float("inf")
        for j, (x, y) in enumerate(places):
            for step in range(36):
                a = 2 * pi * step / 36
                for more in (1.001, 1.25, 1.6):
                    wide, high = (sizes[j][0] + w + _GAP) * more, (sizes[j][1] + h + _GAP * ratio) * more
                    spot = (x + wide * cos(a), y + high * sin(a))
                    if any(meet(spot, i, k) for i in range(len(places))):
                        continue
                    pull = 0.25 * hypot(spot[0], spot[1] / ratio)
                    for i, p in enumerate(places):
                        pull += shared.get((i, k), 0) * hypot(spot[0] - p[0], (spot[1] - p[1]) / ratio) / 40
                    if round(pull, 6) < cost:
                        best, cost = spot, round(pull, 6)
                    break
        places.append(best)
    return places
