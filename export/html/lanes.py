"""Time lanes: each path runs from its start to its end through four lanes; how far right is how late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from math import atan2, cos, log10, sin

from ...graph.answers import Path, Step, Variant, claim_words
from ...graph.knowledge import KnowledgeGraph
from ...graph.model import Finding
from ..words import GLYPHS, onset_bounds, when_words
from . import draw

LANES = ("periphery", "hypothalamus and pituitary", "region", "process")
_MIDDLE = frozenset(("UBERON:0001898", "UBERON:0000007", "UBERON:0009976"))
_TICKS = (
    (0.001, "1 ms"), (1.0, "1 s"), (60.0, "1 min"), (3600.0, "1 h"), (86400.0, "1 day"), (604800.0, "1 week"),
    (31557600.0, "1 year"), (315576000.0, "10 years"),
)  # fmt: skip
_LEFT, _RIGHT, _WIDTH, _NO_TIME = 150.0, 180.0, 1090.0, 190.0
_ROW, _PAD, _TOP = 22.0, 12.0, 44.0
_NEXT = 66.0
#: How many paths a figure holds.
MOST = 10
SIGN_CODE: dict[int | None, int] = {1: 0, -1: 1, None: 2, 0: 3}


def lane_of(kg: KnowledgeGraph, node_id: str, findings: Sequence[Finding]) -> int:
    """Return the lane of a node on a path: by its kind, by what makes it, and by where the step was measured."""
    node = kg.nodes[node_id]
    if node.kind in ("Process", "Condition"):
        return 3
    places = [node_id] if node.kind == "Structure" else [*node.part_of] if node.kind == "CellType" else []
    if node.messenger:
        places = [a.subject for a in kg.into(node_id) if a.predicate in ("secretes", "synthesizes") and a.supported]
        if node.circulates == "portal":
            return 1
        if not any(_central(kg, p) for p in places):
            return 0 if node.circulates == "yes" else 2
        return 1
    if node.kind in ("Intervention", "Stimulus"):
        return 0
    places += [r for f in findings for r in f.places]
    if any(_central(kg, p) for p in places):
        return 1
    structures = [kg.nodes[p] for p in places if p in kg.nodes and kg.nodes[p].kind == "Structure"]
    return 0 if structures and all(s.cls not in ("brain", "nerve") for s in structures) else 2


def _central(kg: KnowledgeGraph, place: str) -> bool:
    node = kg.nodes.get(place)
    inside = set(kg.wholes(place)) | {w for p in (node.part_of if node else ()) for w in kg.wholes(p)}
    return bool(inside & _MIDDLE)


def x_of(seconds: float) -> float:
    """Return how far right a time stands; the axis is logarithmic, from a millisecond to ten years."""
    low, high = log10(_TICKS[0][0]), log10(_TICKS[-1][0])
    share = (log10(max(seconds, _TICKS[0][0])) - low) / (high - low)
    return _LEFT + _NO_TIME + min(1.0, share) * (_WIDTH - _LEFT - _NO_TIME - _RIGHT)


def step_bounds(step: Step) -> tuple[float, float] | None:
    """Return the onset of a step; a finding with `via` times the effect, not the binding."""
    timed = [f for f in (step.right, step.left) if step.assertion.object != f.via]
    return next((b for f in timed if (b := onset_bounds(f)) is not None), None)


def route_of(step: Step) -> str:
    """Return the route the findings of a step tested, or nothing."""
    return next((f.route for f in step.findings if f.route), "")


def time_lanes(kg: KnowledgeGraph, paths: Sequence[Path], numbers: Mapping[str, int] | None = None) -> str:
    """Return the best variants of paths as time lanes, in SVG; nothing without paths.

    Args:
        kg: the graph.
        paths: in order of rank; the first ten are drawn.
        numbers: which claim of the page an assertion is, so that it can be chosen.

    """
    drawn = [(k, p) for k, p in enumerate(paths[:MOST])]
    if not drawn:
        return ""
    where = {k: _lanes(kg, p) for k, p in drawn}
    rows: dict[tuple[int, int], float] = {}
    y, bands, parts = _TOP, [], []
    for lane in range(len(LANES)):
        top = y
        y += _PAD
        for k, _ in drawn:
            for i, at in enumerate(where[k]):
                if at == lane:
                    rows[k, i] = y + _ROW / 2
                    y += _ROW
        y += _PAD + (14 if y == top + _PAD else 0)
        bands.append((top, y))
    for lane, (top, bottom) in enumerate(bands):
        shade = "lane even" if lane % 2 == 0 else "lane"
        parts.append(f'<rect class="{shade}" x="0" y="{top:.0f}" width="{_WIDTH:.0f}" height="{bottom - top:.0f}"/>')
        parts.append(draw.label(12, (top + bottom) / 2, LANES[lane], anchor="start", cls="lanename", width=16))
    for seconds, name in _TICKS:
        x = draw.number(x_of(seconds))
        parts.append(
            f'<path class="grid" d="M{x} {_TOP:.0f}V{y:.0f}"/><text class="tick" x="{x}" y="{_TOP - 8:.0f}">{name}</text>'
        )
    total = draw.number(_WIDTH - _RIGHT + 40)
    parts.append(f'<text class="tick start" x="{_LEFT + 8:.0f}" y="{_TOP - 8:.0f}">start, no time stated</text>')
    parts.append(f'<text class="tick start" x="{total}" y="{_TOP - 8:.0f}">start to end</text>')
    lines, marks = [], []
    for k, p in drawn:
        made = _path(kg, p, k, rows, numbers)
        lines.append(made[0])
        marks.append(made[1])
    return draw.svg(_WIDTH, y + 4, "".join([*parts, *lines, *marks]), title=f"Time lanes of {len(drawn)} paths", cls="lanes")


def _lanes(kg: KnowledgeGraph, p: Path) -> list[int]:
    steps = p.best.steps
    return [
        lane_of(kg, n, [f for s in (steps[max(0, i - 1) : i + 1]) for f in s.findings] if steps else [])
        for i, n in enumerate(p.nodes)
    ]


def _path(
    kg: KnowledgeGraph, p: Path, rank: int, rows: Mapping[tuple[int, int], float], numbers: Mapping[str, int] | None
) -> tuple[str, str]:
    best = p.best
    spots = _spots(best)
    lines = []
    for i, step in enumerate(best.steps):
        x1, y1, x2, y2 = spots[i][0], rows[rank, i], spots[i + 1][0], rows[rank, i + 1]
        code, route = SIGN_CODE[step.assertion.sign], route_of(step)
        angle = atan2(y2 - y1, x2 - x1)
        x1, y1, x2, y2 = x1 + 8 * cos(angle), y1 + 8 * sin(angle), x2 - 9 * cos(angle), y2 - 9 * sin(angle)
        d = f"M{draw.number(x1)} {draw.number(y1)}L{draw.number(x2)} {draw.number(y2)}"
        cls = f"way s{code} {route or 'untested'}" + ("" if spots[i + 1][3] else " untimed")
        doubled = f'<path class="split" d="{d}"/>' if route == "nongenomic" else ""
        inside = f'<path class="hit" d="{d}"/><path class="stroke" d="{d}"/>{doubled}' + draw.head(x2, y2, angle, code)
        title = claim_words(kg, step.assertion) + (f", {route}" if route else "")
        lines.append(draw.claim(numbers.get(step.assertion.id) if numbers else None, title, inside, cls=cls))
    marks = []
    for i, n in enumerate(p.nodes):
        x, low, high, timed = spots[i]
        y, node = rows[rank, i], kg.nodes[n]
        if i and timed and high > low:
            a, b = x_of(low), x_of(high)
            marks.append(f'<path class="range" d="M{draw.number(a)} {draw.number(y)}H{draw.number(b)}"/>')
        marks.append(draw.mark(node.kind, x, y, 7))
        marks.append(f'<text class="name" x="{draw.number(x + 11)}" y="{draw.number(y + 4)}">{escape(node.label)}</text>')
    first, last = rows[rank, 0], rows[rank, len(p.nodes) - 1]
    x0 = spots[0][0] - 20
    marks.append(
        f'<circle class="rank" cx="{draw.number(x0)}" cy="{draw.number(first)}" r="8.5"/>'
        f'<text class="rankno" x="{draw.number(x0)}" y="{draw.number(first + 4)}">{rank + 1}</text>'
    )
    told = f"{rank + 1}  {GLYPHS[best.sign]}  {when_words(best.timing.low, best.timing.high)}"
    x3 = _WIDTH - _RIGHT + 40
    marks.append(f'<text class="total" x="{draw.number(x3)}" y="{draw.number(last + 4)}">{escape(told)}</text>')
    return "".join(lines), "".join(marks)


def _spots(v: Variant) -> list[tuple[float, float, float, bool]]:
    """Return where each node stands, its earliest and latest time, and whether its step has a time.

    A node whose step has a time stands at that time, and no earlier node stands right of it; one without stands between its
    neighbours, or, after the last one with a time, a little further right.
    """
    low, high = 0.0, 0.0
    times: list[tuple[float, float] | None] = [None]
    for i, step in enumerate(v.steps):
        bounds = step_bounds(step)
        if i == len(v.steps) - 1 and v.timing.kind == "measured" and v.timing.low is not None and v.timing.high is not None:
            low, high = bounds = v.timing.low, v.timing.high
        elif bounds:
            low, high = max(low, bounds[0]), high + bounds[1]
        times.append((low, high) if bounds else None)
    xs: list[float | None] = [(x_of(t[0]) + x_of(t[1])) / 2 if t else None for t in times]
    xs[0] = _LEFT + 12
    limit = float("inf")
    for i in reversed(range(len(xs))):
        x = xs[i]
        if x is not None:
            limit = xs[i] = min(x, limit)
    placed: list[float] = []
    for i, x in enumerate(xs):
        if x is None:
            later = [(k, y) for k, y in enumerate(xs[i:], 1) if y is not None]
            room = min(_NEXT, (later[0][1] - placed[-1]) / later[0][0]) if later else _NEXT
            x = placed[-1] + room
        placed.append(x)
    return [(x, *(t or (0.0, 0.0)), t is not None or i == 0) for i, (x, t) in enumerate(zip(placed, times, strict=True))]
