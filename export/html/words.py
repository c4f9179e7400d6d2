"""Findings, times and signs as people say them."""

from __future__ import annotations

import re

from ...graph import schema
from ...graph.answers import Timing
from ...graph.knowledge import KnowledgeGraph
from ...graph.model import Finding

Fact = tuple[str, str]
_ISO = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?")
_UNITS = ("y", "months", "weeks", "days", "h", "min", "s")
_SIZES = (
    (31557600.0, "y"),
    (2629800.0, "months"),
    (604800.0, "weeks"),
    (86400.0, "days"),
    (3600.0, "h"),
    (60.0, "min"),
    (1.0, "s"),
)
_ONE = {"months": "month", "weeks": "week", "days": "day"}
#: What a sign does to the end of a path.
SIGN_WORDS: dict[int | None, str] = {1: "raises", -1: "lowers", 0: "goes with", None: "changes (sign not known)"}
GLYPHS: dict[int | None, str] = {1: "+", -1: "\N{MINUS SIGN}", 0: "\N{MIDDLE DOT}", None: "?"}


def duration(iso: str) -> str:
    """Return an ISO duration in words; what is none comes back as it is.

    >>> from endoneuro.export.html.words import duration
    >>> duration("PT1H30M")
    '1 h 30 min'
    """
    match = _ISO.fullmatch(iso)
    if match is None or not any(match.groups()):
        return iso
    return " ".join(_amount(float(n), unit) for n, unit in zip(match.groups(), _UNITS, strict=True) if n)


def span(text: str) -> str:
    """Return `PT5M/PT20M` as `5 min to 20 min`."""
    return " to ".join(duration(part) for part in text.split("/"))


def seconds(amount: float) -> str:
    """Return a number of seconds in the largest unit that fits."""
    for size, unit in _SIZES:
        if amount >= size:
            return _amount(amount / size, unit)
    return f"{amount * 1000:.0f} ms"


def timing(t: Timing) -> str:
    """Return when the end of a path is reached, and how that is known."""
    if t.low is None or t.high is None:
        return "time not stated"
    low, high = seconds(t.low), seconds(t.high)
    if t.kind == "measured":
        return f"seen after {low}" if low == high else f"seen after {low} to {high}"
    of = "every step" if t.timed == t.steps else f"{t.timed} of {t.steps} steps"
    return f"at least {low}, at most {high} (put together from {of})"


def facts(kg: KnowledgeGraph, f: Finding) -> list[Fact]:
    """Return the circumstances of a finding as short labelled lines; what is not stated is left out."""
    who = [*f.species, *([f.sex] if f.sex and f.sex != "not reported" else []), *f.stage]
    if f.sex == "not reported":
        who.append("sex not reported")
    tested = f"; tested {f.tested}" if f.tested else ""
    places = ["whole body" if r == schema.SYSTEMIC else kg.label(r) for r in f.region] + ([kg.label(f.cell)] if f.cell else [])
    done = schema.ENUMS["manipulation"].get(f.manipulation, "")
    what = f"{kg.label(f.subject)} {f.manipulation}" + (f" ({done})" if done else "") if f.manipulation else ""
    when = span(f.onset_range) if f.onset_range else schema.ONSETS[f.onset].meaning if f.onset in schema.ONSETS else f.onset
    route = f.route + (f" ({schema.ENUMS['route_test'].get(f.route_test, f.route_test)})" if f.route_test else "")
    strength = f"{f.method}, tier {f.tier} of 5 ({schema.TIERS[f.tier]})" if f.method else ""
    lines = (
        ("in", ", ".join(who) + tested),
        ("where", ", ".join(places)),
        ("done", what),
        ("dose", f.dose),
        ("exposure", duration(f.exposure)),
        ("first seen", when),
        ("needs", kg.label(f.via) if f.via else ""),
        ("route", route),
        ("state", ", ".join(kg.label(s) for s in f.state)),
        ("method", strength),
        ("read", f.read),
    )
    return [(name, text) for name, text in lines if text]


def wrap(label: str, width: int = 20) -> str:
    """Return a label broken at spaces (and, in very long words, anywhere) so that no line is much longer than `width`."""
    lines: list[str] = []
    for word in label.split():
        while len(word) > 2 * width:
            lines.append(word[:width])
            word = word[width:]
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return "\n".join(lines) or label


def _amount(n: float, unit: str) -> str:
    number = f"{n:.0f}" if n >= 10 or n == int(n) else f"{n:.1f}"
    return f"{number} {_ONE.get(unit, unit) if number == '1' else unit}"
