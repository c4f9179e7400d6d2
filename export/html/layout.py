"""Where things stand: layers from left to right for an answer, bands of one kind each for the whole graph.

The layered layout is Sugiyama's: ranks, lanes for lines that pass a layer, order by barycentres, then heights.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

STEP_X, NODE_Y, LABEL_Y, LANE_Y = 216, 96, 42, 26
_SWEEPS, _ROUNDS = 16, 40
Cell = Hashable


@dataclass(frozen=True, slots=True)
class Link:
    """A line to draw; `heavy` ones are kept straight."""

    id: str
    start: str
    end: str
    heavy: bool = False


@dataclass(slots=True)
class Layout:
    """Positions of nodes, and of the points each line passes (the middle one carries its words)."""

    nodes: dict[str, tuple[int, int]] = field(default_factory=dict)
    lanes: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    middle: dict[str, int] = field(default_factory=dict)


def layered(links: Sequence[Link], starts: Iterable[str], ends: Iterable[str], depth: Mapping[str, int]) -> Layout:
    """Return a drawing from left to right with few crossings.

    Args:
        links: the lines; their order settles ties.
        starts: nodes of the first layer.
        ends: nodes of the last.
        depth: how far right a node likes to stand; deep ones (mechanisms, processes) move right where they may.

    Returns:
        Integer positions; the middle of the drawing is (0, 0).

    """
    ranks = _ranks(links, list(dict.fromkeys(starts)), set(ends), depth)
    chains = {link.id: _chain(link, ranks) for link in links}
    columns = _columns(ranks, chains)
    pairs = [(a, b) for chain in chains.values() for a, b in pairwise(chain)]
    columns = _ordered(columns, pairs)
    weights = {pair: 6.0 if link.heavy else 1.0 for link in links for pair in pairwise(chains[link.id])}
    labels = {chain[_middle(chain)] for chain in chains.values()}
    heights = {cell: NODE_Y if isinstance(cell, str) else LABEL_Y if cell in labels else LANE_Y for c in columns for cell in c}
    ys = _heights(columns, weights, heights)
    width = (len(columns) - 1) * STEP_X / 2
    low, high = min(ys.values(), default=0.0), max(ys.values(), default=0.0)
    at = {
        cell: (round(i * STEP_X / 2 - width / 2), round(ys[cell] - (low + high) / 2))
        for i, column in enumerate(columns)
        for cell in column
    }
    made = Layout(nodes={n: at[n] for n in ranks})
    for link in links:
        chain = chains[link.id]
        made.lanes[link.id] = [at[c] for c in chain[1:-1]]
        made.middle[link.id] = _middle(chain) - 1
    return made


def _ranks(links: Sequence[Link], starts: list[str], ends: set[str], depth: Mapping[str, int]) -> dict[str, int]:
    after: dict[str, list[str]] = {}
    for link in links:
        after.setdefault(link.start, [])
        after.setdefault(link.end, [])
        if link.end not in after[link.start] and link.end != link.start:
            after[link.start].append(link.end)
    for n in (*starts, *sorted(ends)):
        after.setdefault(n, [])
    forward: dict[str, list[str]] = {n: [] for n in after}
    state: dict[str, int] = {}
    finished: list[str] = []
    for root in (*starts, *after):
        if root in state:
            continue
        state[root] = 1
        stack = [(root, iter(after[root]))]
        while stack:
            node, rest = stack[-1]
            for other in rest:
                if state.get(other) != 1 and other not in starts:
                    forward[node].append(other)
                if other not in state:
                    state[other] = 1
                    stack.append((other, iter(after[other])))
                    break
            else:
                state[node] = 2
                finished.append(node)
                stack.pop()
    ranks = dict.fromkeys(after, 0)
    for node in reversed(finished):
        for other in forward[node]:
            ranks[other] = max(ranks[other], ranks[node] + 1)
    last = max(ranks.values(), default=0)
    if any(not forward[n] for n in ends) and last == 0 and len(ranks) > 1:
        last = 1
    for node in finished:
        if node in ends and not forward[node]:
            ranks[node] = last
        elif node not in starts and forward[node] and depth.get(node, 0) >= 5:
            ranks[node] = max(ranks[node], min(ranks[o] for o in forward[node]) - 1)
    return ranks


def _chain(link: Link, ranks: Mapping[str, int]) -> list[Cell]:
    a, b = 2 * ranks[link.start], 2 * ranks[link.end]
    between = range(a + 1, b) if b > a else range(a - 1, b, -1) if a > b else range(a + 1, a + 2)
    return [link.start, *((link.id, column) for column in between), link.end]


def _middle(chain: list[Cell]) -> int:
    """Return the index of the point that carries the words: the middle one that stands between layers."""
    return len(chain) // 2 if (len(chain) // 2) % 2 else len(chain) // 2 - 1


def _columns(ranks: Mapping[str, int], chains: Mapping[str, list[Cell]]) -> list[list[Cell]]:
    found: dict[int, list[Cell]] = {}
    seen: set[Cell] = set()
    for chain in chains.values():
        for cell in chain:
            if cell not in seen:
                seen.add(cell)
                found.setdefault(2 * ranks[cell] if isinstance(cell, str) else cell[1], []).append(cell)  # type: ignore[index]
    for node, rank in ranks.items():
        if node not in seen:
            found.setdefault(2 * rank, []).append(node)
    return [found.get(i, []) for i in range(max(found, default=-1) + 1)]


def _neighbours(pairs: Iterable[tuple[Cell, Cell]]) -> dict[Cell, list[Cell]]:
    near: dict[Cell, list[Cell]] = {}
    for a, b in pairs:
        near.setdefault(a, []).append(b)
        near.setdefault(b, []).append(a)
    return near


def _ordered(columns: list[list[Cell]], pairs: Sequence[tuple[Cell, Cell]]) -> list[list[Cell]]:
    """Return the columns in the order with the fewest crossings met while sweeping to and fro."""
    near = _neighbours(pairs)
    column_of = {cell: i for i, column in enumerate(columns) for cell in column}
    best, fewest = [list(c) for c in columns], _crossings(columns, near, column_of)
    now = [list(c) for c in columns]
    for sweep in range(_SWEEPS):
        if not fewest:
            break
        down = sweep % 2 == 0
        for i in range(1, len(now)) if down else range(len(now) - 2, -1, -1):
            beside = i - 1 if down else i + 1
            place = {cell: k for k, cell in enumerate(now[beside])}
            keys: dict[Cell, float] = {}
            for k, cell in enumerate(now[i]):
                seen = [place[n] for n in near.get(cell, ()) if n in place]
                keys[cell] = sum(seen) / len(seen) if seen else float(k)
            now[i].sort(key=keys.__getitem__)
        crossings = _crossings(now, near, column_of)
        if crossings < fewest:
            best, fewest = [list(c) for c in now], crossings
    return best


def _crossings(columns: list[list[Cell]], near: Mapping[Cell, list[Cell]], column_of: Mapping[Cell, int]) -> int:
    total = 0
    for i in range(len(columns) - 1):
        place = {cell: k for k, cell in enumerate(columns[i + 1])}
        ends = [k for cell in columns[i] for k in sorted(place[n] for n in near.get(cell, ()) if column_of[n] == i + 1)]
        total += sum(a > b for k, a in enumerate(ends) for b in ends[k + 1 :])
    return total


def _heights(
    columns: list[list[Cell]], weights: Mapping[tuple[Cell, Cell], float], heights: Mapping[Cell, int]
) -> dict[Cell, float]:
    """Return heights near those of the neighbours, keeping order and distances."""
    near: dict[Cell, list[tuple[Cell, float]]] = {}
    for (a, b), weight in weights.items():
        near.setdefault(a, []).append((b, weight))
        near.setdefault(b, []).append((a, weight))
    ys: dict[Cell, float] = {}
    for column in columns:
        y = -sum(heights[c] for c in column) / 2
        for cell in column:
            ys[cell] = y + heights[cell] / 2
            y += heights[cell]
    for turn in range(_ROUNDS):
        for column in columns if turn % 2 == 0 else reversed(columns):
            wished = []
            for cell in column:
                pulls = near.get(cell)
                wished.append(sum(ys[n] * w for n, w in pulls) / sum(w for _, w in pulls) if pulls else ys[cell])
            ys.update(zip(column, _apart(wished, [heights[c] for c in column]), strict=True))
    return ys


def _apart(wished: list[float], heights: list[int]) -> list[float]:
    """Return the heights nearest to those wished for that keep order and distance (pool adjacent violators)."""
    offsets = [0.0]
    for before, after in pairwise(heights):
        offsets.append(offsets[-1] + (before + after) / 2)
    pools: list[tuple[float, int]] = []
    for wish, offset in zip(wished, offsets, strict=False):
        mean, count = wish - offset, 1
        while pools and pools[-1][0] > mean:
            other, size = pools.pop()
            mean, count = (mean * count + other * size) / (count + size), count + size
        pools.append((mean, count))
    flat = [mean for mean, count in pools for _ in range(count)]
    return [y + offset for y, offset in zip(flat, offsets, strict=False)]


@dataclass(frozen=True, slots=True)
class Band:
    """A vertical strip of the whole map: its left edge, its width and what stands in it."""

    left: int
    width: int
    members: tuple[str, ...]


def bands(groups: Sequence[Sequence[str]], links: Iterable[tuple[str, str]]) -> tuple[dict[str, tuple[int, int]], list[Band]]:
    """Return positions of the whole graph: one strip per group, in each the nodes near the height of their neighbours.

    Args:
        groups: the nodes of each strip, from left to right.
        links: pairs of nodes that a line joins.

    Returns:
        Positions, and the strips.

    """
    gap_x, gap_y, aisle = 190, 84, 260
    near = _neighbours(links)
    rows = 6
    while sum(max(0, -(-len(g) // rows) - 1) * gap_x + aisle for g in groups) > 1.75 * rows * gap_y:
        rows += 1
    order = [list(g) for g in groups]
    height: dict[Cell, float] = {n: (k + 0.5) / len(g) for g in order for k, n in enumerate(g)}
    for sweep in range(8):
        for group in order if sweep % 2 == 0 else reversed(order):
            wished: dict[str, float] = {}
            for n in group:
                seen = [height[o] for o in near.get(n, ()) if o in height]
                wished[n] = sum(seen) / len(seen) if seen else height[n]
            group.sort(key=wished.__getitem__)
            for k, n in enumerate(group):
                height[n] = (k + 0.5) / len(group)
    at: dict[str, tuple[int, int]] = {}
    strips = []
    left = 0
    for group in order:
        across = max(1, -(-len(group) // rows))
        deep = -(-len(group) // across) if group else 0
        for k, n in enumerate(group):
            row, column = divmod(k, across)
            stagger = gap_y // 2 if column % 2 else 0
            at[n] = (left + column * gap_x, round((row - deep / 2) * gap_y) + stagger)
        strips.append(Band(left, (across - 1) * gap_x, tuple(group)))
        left += (across - 1) * gap_x + aisle
    return at, strips
