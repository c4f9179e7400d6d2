"""Phrases shared by the text, Markdown and HTML answers."""

from __future__ import annotations

from ..graph import schema
from ..graph.answers import Timing
from ..graph.knowledge import KnowledgeGraph
from ..graph.model import Finding

_UNITS = (
    (31557600.0, "years"), (2629800.0, "months"), (604800.0, "weeks"), (86400.0, "days"), (3600.0, "h"), (60.0, "min"),
)  # fmt: skip
_ISO_UNITS = {"Y": "years", "M": "months", "W": "weeks", "D": "days"}
_ISO_TIME = {"H": "h", "M": "min", "S": "s"}


def sign_words(sign: int | None) -> str:
    """Return a sign as a verb."""
    return {1: "increases", -1: "decreases", None: "changes"}.get(sign, "goes with")


def duration(seconds: float) -> str:
    """Return seconds as people say them."""
    for size, unit in _UNITS:
        if seconds >= size:
            amount = round(seconds / size, 1)
            return _amount(f"{amount:.0f}" if amount >= 10 or amount == int(amount) else f"{amount}", unit)
    return f"{seconds:.0f} s" if seconds >= 1 else f"{seconds * 1000:.0f} ms"


def _amount(number: str, unit: str) -> str:
    return f"{number} {unit[:-1] if number == '1' and unit.endswith('s') and len(unit) > 1 else unit}"


def iso_words(value: str) -> str:
    """Return an ISO duration (or range, or acute/chronic) in words."""
    if value in schema.ENUMS["exposure"]:
        return value
    return " to ".join(_iso(part) for part in value.split("/"))


def _iso(value: str) -> str:
    parts, number, units = [], "", _ISO_UNITS
    for letter in value[1:]:
        if letter == "T":
            units = _ISO_TIME
        elif letter in units:
            parts.append(_amount(number, units[letter]))
            number = ""
        else:
            number += letter
    return " ".join(parts)


def timing_words(t: Timing) -> str:
    """Return when the end is reached, and whether that was measured."""
    if t.low is None or t.high is None:
        return "time not stated"
    if t.kind == "measured":
        meaning = schema.ONSETS[t.onset].meaning if t.onset in schema.ONSETS else t.onset
        return f"time measured end to end: {meaning}"
    part = "" if t.timed == t.steps else f", {t.timed} of {t.steps} steps timed"
    slowest = f", slowest is step {t.slowest + 1}" if t.slowest is not None and t.steps > 1 else ""
    span = f"about {duration(t.low)}" if t.low == t.high else f"at least {duration(t.low)}, at most {duration(t.high)}"
    return f"time composed: {span}{slowest}{part}"


def circumstances(kg: KnowledgeGraph, f: Finding) -> str:
    """Return who, where, when and how of a finding, in a few words."""
    sex = "" if f.sex in ("", "not reported") else f" ({'both sexes' if f.sex == 'both' else f.sex})"
    place = ", ".join("whole body" if r == schema.SYSTEMIC else kg.label(r) for r in f.region)
    onset = f"onset {iso_words(f.onset_range)}" if f.onset_range else f"onset {f.onset}" if f.onset else ""
    stage = "/".join(f.stage)
    parts = [
        "/".join(f.species) + sex,
        stage + (f", tested {f.tested}" if f.tested else ""),
        place + (f", {kg.label(f.cell)}" if f.cell else ""),
        f"{f.dose} dose" if f.dose else "",
        onset,
        f"after {iso_words(f.exposure)}" if f.exposure and not onset else "",
        f"{f.route} ({f.route_test})" if f.route else "",
        ", ".join(kg.label(s) for s in f.state),
        f.method,
    ]
    return "; ".join(p for p in parts if p)
