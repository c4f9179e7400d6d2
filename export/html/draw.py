"""Pieces of figures as SVG text: marks of each kind, lines of each sign, labels; every string is escaped."""

from __future__ import annotations

from html import escape
from math import cos, pi, sin

from ...graph import schema
from ..words import wrap

#: Shapes around (0, 0) with a radius of about 10; `box` and `ellipse` are open.
_PATHS = {
    "diamond": "M0-10 10 0 0 10-10 0z",
    "square": "M-8-8H8V8H-8z",
    "hexagon": "M-10 0-5-8.7H5L10 0 5 8.7H-5z",
    "triangle": "M0-9 10 8H-10z",
    "triangleDown": "M0 9 10-8H-10z",
    "box": "M-11-7H11V7H-11z",
}


def number(value: float) -> str:
    """Return a coordinate, short."""
    return f"{value:.1f}".removesuffix(".0").replace("-0", "0") if abs(value) < 0.05 else f"{value:.1f}".removesuffix(".0")


def mark(kind: str, x: float, y: float, size: float = 8) -> str:
    """Return the mark of a kind, centred."""
    shape = schema.KINDS[kind].shape if kind in schema.KINDS else "dot"
    place = f'transform="translate({number(x)} {number(y)}) scale({size / 10:.2f})"'
    ring = " ring" if kind == "Neurotransmitter" else " open" if shape in ("box", "ellipse") else ""
    broken = " broken" if kind == "Stimulus" else ""
    cls = f'class="mark k-{kind}{ring}{broken}"'
    if shape in _PATHS:
        return f'<path {cls} {place} d="{_PATHS[shape]}"/>'
    if shape == "star":
        points = " ".join(
            f"{number((11 if k % 2 == 0 else 4.6) * sin(pi * k / 5))},{number(-(11 if k % 2 == 0 else 4.6) * cos(pi * k / 5))}"
            for k in range(10)
        )
        return f'<polygon {cls} {place} points="{points}"/>'
    if shape == "ellipse":
        return f'<ellipse {cls} {place} rx="12" ry="7"/>'
    return f'<circle {cls} {place} r="9"/>'


def label(x: float, y: float, text: str, *, anchor: str = "middle", cls: str = "", width: int = 18) -> str:
    """Return a label of one or more lines; y is the middle of them."""
    lines = wrap(text, width).split("\n")
    top = y - (len(lines) - 1) * 6.5 + 4
    spans = "".join(f'<tspan x="{number(x)}" y="{number(top + 13 * k)}">{escape(line)}</tspan>' for k, line in enumerate(lines))
    return f'<text text-anchor="{anchor}" class="{cls}">{spans}</text>'


def head(x: float, y: float, angle: float, code: int) -> str:
    """Return the end of a line that comes in at `angle` (radians): arrow, bar, dot, or nothing."""
    turn = f'transform="translate({number(x)} {number(y)}) rotate({number(angle * 180 / pi)})"'
    shapes = {
        0: '<path class="head" d="M1 0-9-4.5V4.5z"/>',
        1: '<path class="bar" d="M0-6.5V6.5"/>',
        2: '<circle class="head" cx="-3.5" r="3.5"/>',
    }
    return f"<g {turn}>{shapes[code]}</g>" if code in shapes else ""


def claim(number_: int | None, title: str, inside: str, *, cls: str = "") -> str:
    """Return a group that stands for a claim: with a number of the page it can be chosen by mouse and keyboard."""
    if number_ is None:
        return f'<g class="{cls}"><title>{escape(title)}</title>{inside}</g>'
    return (
        f'<g class="claim {cls}" data-claim="{number_}" role="button" tabindex="0" aria-label="{escape(title, quote=True)}">'
        f"<title>{escape(title)}</title>{inside}</g>"
    )


def svg(width: float, height: float, inside: str, *, title: str, cls: str = "") -> str:
    """Return a whole picture that scales with its place."""
    role = "group" if "data-claim" in inside else "img"
    return (
        f'<svg class="drawing {cls}" viewBox="0 0 {number(width)} {number(height)}" width="{number(width)}" '
        f'height="{number(height)}" role="{role}" aria-label="{escape(title, quote=True)}">{inside}</svg>'
    )
