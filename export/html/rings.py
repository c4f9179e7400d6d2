"""Loops as circles with their signs and the point where they close; the loops of an axis nested in one another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from math import cos, pi, sin

from ...graph import schema
from ...graph.answers import claim_words
from ...graph.explored import FoundLoop
from ...graph.knowledge import KnowledgeGraph
from ...graph.model import Assertion, Loop, assertion_id
from ..words import GLYPHS, when_words, wrap
from . import draw

SIGN_CODE: dict[int | None, int] = {1: 0, -1: 1, None: 2, 0: 3}
ACTS = {-1: "self-limiting", 1: "self-amplifying"}
_ORDER = ("ultrashort", "local", "short", "feed-forward", "long")
#: How many loops of one axis are nested.
MOST = 12


def found(kg: KnowledgeGraph, loop: Loop) -> FoundLoop | None:
    """Return a declared loop with its claims; None where the graph lacks one of them."""
    claims = [kg.assertions.get(assertion_id(s.subject, s.predicate, s.aspect, s.object)) for s in loop.steps]
    if not claims or any(c is None for c in claims):
        return None
    steps = tuple(c for c in claims if c is not None)
    regions = tuple(s.region for s in loop.steps)
    return FoundLoop(loop.name, loop.axis, loop.kind, loop.sign, True, steps, regions, "", loop.opened_by, loop.references)


def closing(kg: KnowledgeGraph, loop: FoundLoop) -> str:
    """Return where a loop closes: the place of its last step, or what the last step acts on."""
    places = [kg.label(r) for r in loop.regions[-1] if r != schema.SYSTEMIC] if loop.regions else []
    return ", ".join(places) or kg.label(loop.steps[-1].object)


def circle(kg: KnowledgeGraph, loop: FoundLoop, numbers: Mapping[str, int] | None = None) -> str:
    """Return one loop as a circle: clockwise from the top, a numbered sign on each step, a double ring where it closes."""
    count = len(loop.steps)
    radius = 84.0 + 12 * max(0, count - 3)
    width, middle = 2 * radius + 220, (radius + 110, radius + 62)
    height = 2 * radius + 124
    parts = [f'<circle class="track" cx="{middle[0]:.1f}" cy="{middle[1]:.1f}" r="{radius:.1f}"/>']
    angles = [-pi / 2 + 2 * pi * k / count for k in range(count)]
    for k, step in enumerate(loop.steps):
        last = k == count - 1
        parts.append(_arc(kg, step, middle, radius, angles[k], angles[k] + 2 * pi / count, k + 1, numbers, last=last))
    for k, step in enumerate(loop.steps):
        node, a = kg.nodes[step.subject], angles[k]
        x, y = middle[0] + radius * cos(a), middle[1] + radius * sin(a)
        if k == 0:
            parts.append(f'<circle class="closes" cx="{x:.1f}" cy="{y:.1f}" r="15.5"/>')
        parts.append(draw.mark(node.kind, x, y, 9.5))
        parts.append(_outside(middle, radius + (24 if k == 0 else 19), a, node.label))
    parts.append(
        f'<text class="bigsign s{SIGN_CODE[loop.sign]}" x="{middle[0]:.1f}" y="{middle[1] - 4:.1f}">{GLYPHS[loop.sign]}</text>'
    )
    facts = [ACTS.get(loop.sign or 0, "sign not known"), when_words(loop.timing.low, loop.timing.high)]
    for k, fact in enumerate(f for f in facts if f != "time not stated"):
        parts.append(f'<text class="fact" x="{middle[0]:.1f}" y="{middle[1] + 18 + 15 * k:.1f}">{escape(fact)}</text>')
    where = wrap(f"closes in {closing(kg, loop)}", 34).split("\n")
    for k, line in enumerate(where):
        parts.append(
            f'<text class="fact" x="{middle[0]:.1f}" y="{height - 20 + 13 * (k - len(where) + 1) + 8:.1f}">{escape(line)}</text>'
        )
    return draw.svg(width, height, "".join(parts), title=f"{loop.name}: {facts[0]}, closes in {closing(kg, loop)}", cls="loop")


def _arc(
    kg: KnowledgeGraph,
    step: Assertion,
    middle: tuple[float, float],
    radius: float,
    start: float,
    end: float,
    number: int,
    numbers: Mapping[str, int] | None,
    *,
    last: bool = False,
    small: bool = False,
) -> str:
    gap, code = (8 if small else 13) / radius, SIGN_CODE[step.sign]
    tail = (17 if last and not small else 10 if small else 14) / radius
    a, b = start + gap, end - tail
    mid = (a + b) / 2

    def at(angle: float) -> tuple[float, float]:
        return middle[0] + radius * cos(angle), middle[1] + radius * sin(angle)

    (x1, y1), (x2, y2), (xm, ym) = at(a), at(b), at(mid)
    large = int(b - a > pi)
    d = f"M{x1:.1f} {y1:.1f}A{radius:.1f} {radius:.1f} 0 {large} 1 {x2:.1f} {y2:.1f}"
    inside = f'<path class="hit" d="{d}"/><path class="stroke" d="{d}"/>' + draw.head(x2, y2, b + pi / 2, code)
    if not small:
        inside += f'<circle class="bubble" cx="{xm:.1f}" cy="{ym:.1f}" r="13"/>'
        inside += f'<text class="step" x="{xm:.1f}" y="{ym + 4:.1f}">{number}{GLYPHS[step.sign]}</text>'
    cls = f"way s{code}" + (" last" if last else "")
    return draw.claim(numbers.get(step.id) if numbers else None, claim_words(kg, step), inside, cls=cls)


def _outside(middle: tuple[float, float], radius: float, angle: float, text: str) -> str:
    x, y = middle[0] + radius * cos(angle), middle[1] + radius * sin(angle)
    anchor = "middle" if abs(cos(angle)) < 0.3 else "start" if cos(angle) > 0 else "end"
    lines = wrap(text, 15).count("\n")
    lift = (6.5 * lines + 4) * (1 if sin(angle) > 0 else -1) if abs(cos(angle)) < 0.3 else 0
    return draw.label(x, y + lift, text, anchor=anchor, cls="name", width=15)


def nested(kg: KnowledgeGraph, loops: Sequence[FoundLoop], numbers: Mapping[str, int] | None = None) -> str:
    """Return the loops of an axis as rings in one another, shortest inside; a node keeps its direction on every ring."""
    drawn = sorted(loops, key=order_of)[:MOST]
    if not drawn:
        return ""
    order = _cyclic(drawn)
    angle = {n: -pi / 2 + 2 * pi * k / len(order) for k, n in enumerate(order)}
    gap = 27.0
    inner = 62.0
    outer = inner + gap * (len(drawn) - 1)
    middle = (outer + 150, outer + 60)
    parts = []
    for n in order:
        a, touched = angle[n], [k for k, x in enumerate(drawn) if any(n in (s.subject, s.object) for s in x.steps)]
        near = inner + gap * min(touched)
        x1, y1 = middle[0] + near * cos(a), middle[1] + near * sin(a)
        x2, y2 = middle[0] + (outer + 16) * cos(a), middle[1] + (outer + 16) * sin(a)
        parts.append(f'<path class="spoke" d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}"/>')
        parts.append(_outside(middle, outer + 22, a, kg.label(n)))
    badges = []
    for k, x in enumerate(drawn):
        radius = inner + gap * k
        parts.append(f'<circle class="track thin" cx="{middle[0]:.1f}" cy="{middle[1]:.1f}" r="{radius:.1f}"/>')
        for i, step in enumerate(x.steps):
            a = angle[step.subject]
            b = angle[step.object]
            while b <= a + 1e-9:
                b += 2 * pi
            parts.append(_arc(kg, step, middle, radius, a, b, i + 1, numbers, last=i == len(x.steps) - 1, small=True))
        for n in dict.fromkeys(s.subject for s in x.steps):
            x0, y0 = middle[0] + radius * cos(angle[n]), middle[1] + radius * sin(angle[n])
            parts += [draw.mark(kg.nodes[n].kind, x0, y0, 5.5)]
        back = angle[x.steps[-1].object] - 23 / radius
        bx, by = middle[0] + radius * cos(back), middle[1] + radius * sin(back)
        badges.append(
            f'<circle class="badge s{SIGN_CODE[x.sign]}" cx="{bx:.1f}" cy="{by:.1f}" r="8.5"/>'
            f'<text class="badgeno s{SIGN_CODE[x.sign]}" x="{bx:.1f}" y="{by + 3.5:.1f}">{k + 1}{GLYPHS[x.sign]}</text>'
        )
    width, height = 2 * outer + 300, 2 * outer + 122
    names = ", ".join(f"{k + 1} {x.name}" for k, x in enumerate(drawn))
    return draw.svg(width, height, "".join([*parts, *badges]), title=f"Nested loops, shortest inside: {names}", cls="axis")


def order_of(x: FoundLoop) -> tuple[int, int, str]:
    """Return what rings are sorted by, from the inside."""
    return (_ORDER.index(x.kind) if x.kind in _ORDER else len(_ORDER), len(x.steps), x.name)


def _cyclic(loops: Sequence[FoundLoop]) -> list[str]:
    """Return every node of the loops once, in an order round the circle that follows the longest loop."""
    longest = max(loops, key=lambda x: (len(x.steps), x.name))
    order = [s.subject for s in longest.steps]
    order = list(dict.fromkeys(order))
    for x in loops:
        for s in x.steps:
            if s.object not in order:
                order.insert(order.index(s.subject) + 1 if s.subject in order else len(order), s.object)
            if s.subject not in order:
                order.insert(order.index(s.object), s.subject)
    return order
