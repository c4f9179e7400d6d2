"""The whole graph as regions: communities of nodes that act on one another, packed side by side without overlap."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, sin, sqrt

from ...graph.knowledge import KnowledgeGraph

SPACING_X, SPACING_Y = 125.0, 66.0
#: Communities with fewer nodes join the one they have most to do with.
LEAST = 5
_GOLDEN = pi * (3 - sqrt(5))


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
    big = [k for k, g in enumerate(groups) if len(g) >= LEAST]
    if not big:
        return [sorted(i for g in groups for i in g)] if len(groups) > LEAST else groups
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
    groups = communities(nodes, links)
    degree: dict[str, int] = dict.fromkeys(nodes, 0)
    of = {n: k for k, g in enumerate(groups) for n in g}
    shared: dict[tuple[int, int], int] = {}
    for a, b in links:
        degree[a] += 1
        degree[b] += 1
        pair = (min(of[a], of[b]), max(of[a], of[b]))
        shared[pair] = shared.get(pair, 0) + 1
    sizes = [_size(len(g)) for g in groups]
    middles = _packed(sizes, shared)
    axes = _axes(kg, of)
    at: dict[str, tuple[int, int]] = {}
    made = []
    for k, g in enumerate(groups):
        order = sorted(g, key=lambda n: (-degree[n], kg.label(n), n))
        cx, cy = middles[k]
        for i, n in enumerate(order):
            far, turn = sqrt(i + 0.35) * 0.82, i * _GOLDEN
            at[n] = (round(cx + SPACING_X * far * cos(turn)), round(cy + SPACING_Y * far * sin(turn)))
        lone = all(not degree[n] for n in g)
        messengers = [n for n in order if kg.nodes[n].messenger] or order
        hubs = tuple(messengers[:3])
        name = "not linked to the rest" if lone else axes.get(k) or kg.label(hubs[0])
        made.append(Region(name, hubs, tuple(order), round(cx), round(cy), round(sizes[k][0]), round(sizes[k][1])))
    return at, made


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


def _packed(sizes: Sequence[tuple[float, float]], shared: Mapping[tuple[int, int], int]) -> list[tuple[float, float]]:
    """Return middles of ellipses: the largest first, each next where it touches and is nearest to what it is linked with."""
    ratio = SPACING_Y / SPACING_X
    radius = [max(w, h / ratio) for w, h in sizes]
    places: list[tuple[float, float]] = []
    for k, r in enumerate(radius):
        if not k:
            places.append((0.0, 0.0))
            continue
        best, cost = (0.0, 0.0), float("inf")
        for j, (x, y) in enumerate(places):
            for step in range(36):
                a = 2 * pi * step / 36
                d = radius[j] + r + 60
                spot = (x + d * cos(a), y + d * sin(a))
                if any(hypot(spot[0] - p[0], spot[1] - p[1]) < radius[i] + r + 55 for i, p in enumerate(places)):
                    continue
                pull = 0.25 * hypot(*spot)
                for i, p in enumerate(places):
                    pull += shared.get((i, k), 0) * hypot(spot[0] - p[0], spot[1] - p[1]) / 40
                if round(pull, 6) < cost:
                    best, cost = spot, round(pull, 6)
        places.append(best)
    return [(x, y * ratio) for x, y in places]
