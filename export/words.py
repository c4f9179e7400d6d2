"""Phrases shared by the text, Markdown and HTML answers."""

from __future__ import annotations

from ..graph import schema
from ..graph.answers import Timing, Variant
from ..graph.knowledge import KnowledgeGraph
from ..graph.model import Finding

_UNITS = (
    (31557600.0, "years"), (2629800.0, "months"), (604800.0, "weeks"), (86400.0, "days"), (3600.0, "h"), (60.0, "min"),
)  # fmt: skip
_ISO_UNITS = {"Y": "years", "M": "months", "W": "weeks", "D": "days"}
_ISO_TIME = {"H": "h", "M": "min", "S": "s"}


Fact = tuple[str, str]
GLYPHS: dict[int | None, str] = {1: "+", -1: "\N{MINUS SIGN}", 0: "\N{MIDDLE DOT}", None: "?"}


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
    """Return an ISO duration (or range, or acute/chronic) in words; what is none comes back as it is.

    >>> from endoneuro.export.words import iso_words
    >>> iso_words("PT5M/PT1H30M")
    '5 min to 1 h 30 min'

    """
    if value in schema.ENUMS["exposure"]:
        return value
    return " to ".join(_iso(part) or part for part in value.split("/"))


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


def weak_points(v: Variant) -> str:
    """Return which step is slowest, which step and which join weakest, and why; nothing for a single step."""
    if len(v.steps) < 2:
        return ""
    parts = []
    if v.timing.slowest is not None:
        timed = [f for f in reversed(v.steps[v.timing.slowest].findings) if f.onset_range or f.onset]
        when = f" ({iso_words(timed[0].onset_range) or schema.ONSETS[timed[0].onset].meaning})" if timed else ""
        parts.append(f"Slowest step: {v.timing.slowest + 1}{when}.")
    step = v.steps[v.weakest_step]
    methods = sorted({f.method for f in step.findings if f.tier == step.tier})
    species = sorted({s for f in step.assertion.supporting for s in f.species})
    studies = "one study" if step.studies == 1 else f"{step.studies} studies"
    against = f", {len(step.assertion.against)} against" if step.assertion.against else ""
    only = f", {species[0]} only" if len(species) == 1 else ""
    parts.append(f"Weakest step: {v.weakest_step + 1} (tier {step.tier}, {', '.join(methods)}, {studies}{against}{only}).")
    if v.weakest_join is not None:
        join = v.joins[v.weakest_join]
        parts.append(f"Weakest join: {v.weakest_join + 1} to {v.weakest_join + 2}, {join.kind} ({join.why}).")
    return " ".join(parts)


def _exposure(value: str) -> str:
    return "" if not value else f"{value} exposure" if value in schema.ENUMS["exposure"] else f"after {iso_words(value)}"


def region_word(kg: KnowledgeGraph, region: str) -> str:
    """Return a region in words: its label, `everywhere` (a fact true all over the body), or `whole body`."""
    return "everywhere" if region == schema.SYSTEMIC else kg.label(region)


def place_words(kg: KnowledgeGraph, f: Finding) -> list[str]:
    """Return the regions and the cell of a finding in words."""
    cell = [kg.label(f.cell)] if f.cell else []
    if cell and schema.WHOLE_BODY in f.region:
        return [f"{cell[0]} throughout the body"]
    return [region_word(kg, r) for r in f.region] + cell


def circumstances(kg: KnowledgeGraph, f: Finding) -> str:
    """Return who, where, when and how of a finding, in a few words."""
    sex = "" if f.sex in ("", "not reported") else f" ({'both sexes' if f.sex == 'both' else f.sex})"
    place = place_words(kg, f)
    onset = f"onset {iso_words(f.onset_range)}" if f.onset_range else f"onset {f.onset}" if f.onset else ""
    stage = "/".join(f.stage)
    parts = [
        "/".join(f.species) + sex,
        stage + (f", tested {f.tested}" if f.tested else ""),
        ", ".join(place),
        f"{f.dose} dose" if f.dose else "",
        onset,
        _exposure(f.exposure) if not onset else "",
        f"{f.route} ({f.route_test})" if f.route else "",
        ", ".join(kg.label(s) for s in f.state),
        f.method,
    ]
    return "; ".join(p for p in parts if p)


def facts(kg: KnowledgeGraph, f: Finding) -> list[Fact]:
    """Return the circumstances of a finding as short labelled lines; what is not stated is left out."""
    who = [*f.species, *([f.sex] if f.sex and f.sex != "not reported" else []), *f.stage]
    if f.sex == "not reported":
        who.append("sex not reported")
    tested = f"; tested {f.tested}" if f.tested else ""
    places = place_words(kg, f)
    done = schema.ENUMS["manipulation"].get(f.manipulation, "")
    what = f"{kg.label(f.subject)} {f.manipulation}" + (f" ({done})" if done else "") if f.manipulation else ""
    onset = schema.ONSETS[f.onset].meaning if f.onset in schema.ONSETS else f.onset
    route = f.route + (f" ({schema.ENUMS['route_test'].get(f.route_test, f.route_test)})" if f.route_test else "")
    strength = f"{f.method}, tier {f.tier} of 5 ({schema.TIERS[f.tier]})" if f.method else ""
    lines = (
        ("in", ", ".join(who) + tested),
        ("where", ", ".join(places)),
        ("done", what),
        ("dose", f.dose),
        ("exposure", iso_words(f.exposure)),
        ("first seen", iso_words(f.onset_range) if f.onset_range else onset),
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


def when_words(low: float | None, high: float | None) -> str:
    """Return a span of seconds as people say it.

    >>> from endoneuro.export.words import when_words
    >>> when_words(60.0, 3600.0)
    '1 min to 1 h'

    """
    if low is None or high is None:
        return "time not stated"
    return duration(low) if low == high else f"{duration(low)} to {duration(high)}"


_ISO_SECONDS = {"Y": 31557600.0, "W": 604800.0, "D": 86400.0, "H": 3600.0, "S": 1.0}


def iso_seconds(value: str) -> float:
    """Return an ISO duration in seconds; what is none counts as 0.

    >>> from endoneuro.export.words import iso_seconds
    >>> iso_seconds("PT1H30M")
    5400.0

    """
    total, number, month = 0.0, "", 2629800.0
    for letter in value[1:]:
        if letter == "T":
            month = 60.0
        elif letter == "M" or letter in _ISO_SECONDS:
            try:
                total += float(number) * (month if letter == "M" else _ISO_SECONDS[letter])
            except ValueError:
                return 0.0
            number = ""
        else:
            number += letter
    return total


def onset_bounds(f: Finding) -> tuple[float, float] | None:
    """Return when a finding first saw its effect in seconds (lowest, highest), or None where it is not stated."""
    if f.onset_range:
        parts = [iso_seconds(p) for p in f.onset_range.split("/")]
        return parts[0], parts[-1]
    onset = schema.ONSETS.get(f.onset)
    return (onset.low, onset.high) if onset else None
