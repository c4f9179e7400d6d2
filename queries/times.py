"""When: the onset of a path, measured end to end where one experiment spans it, else composed of its steps."""

from __future__ import annotations

from ..graph import schema
from ..graph.answers import Step, Timing
from ..graph.model import Finding
from .filters import duration_seconds


def bounds(f: Finding) -> tuple[float, float] | None:
    """Return the onset of a finding in seconds (lowest, highest), or None where it is not stated."""
    if f.onset_range:
        parts = [duration_seconds(p) for p in f.onset_range.split("/")]
        return parts[0], parts[-1]
    if f.onset in schema.ONSETS:
        onset = schema.ONSETS[f.onset]
        return onset.low, onset.high
    return None


def onset_class(seconds: float, *, at_least: bool = False) -> str:
    """Return the class a latency falls in; on the edge of two classes the earlier one, the later for "at least"."""
    for onset in schema.ONSETS.values():
        if (seconds < onset.high) if at_least else (seconds <= onset.high):
            return onset.name
    return "mo-y"


def timing(steps: tuple[Step, ...], *, direct: bool) -> Timing:
    """Return the timing of a sequence of steps.

    Measured: one finding, or one experiment, spans it; its last step's clock counts. Composed: at least the slowest
    step, at most the sum, over the steps whose onset is known.
    """
    ranges = [_step(s) for s in steps]
    timed = [(i, r) for i, r in enumerate(ranges) if r is not None]
    if not timed:
        return Timing("unknown", steps=len(steps))
    slowest = max(timed, key=lambda item: (item[1][0], item[1][1]))[0]
    if (direct or _one_experiment(steps)) and ranges[-1] is not None:
        low, high = ranges[-1]
        return Timing("measured", low, high, steps[-1].right.onset or onset_class(high), len(timed), len(steps), slowest)
    low = max(r[0] for _, r in timed)
    high = sum(r[1] for _, r in timed)
    return Timing("composed", low, high, onset_class(low, at_least=True), len(timed), len(steps), slowest)


def _step(step: Step) -> tuple[float, float] | None:
    """Return the onset of a step; the clock of a `via` finding is that of its effect, not of the binding."""
    timed = [f for f in (step.right, step.left) if step.assertion.object != f.via]
    return next((b for f in timed if (b := bounds(f)) is not None), None)


def _one_experiment(steps: tuple[Step, ...]) -> bool:
    shared: set[tuple[str, str]] | None = None
    for step in steps:
        for f in step.findings:
            marks = {(f.reference, label) for label in f.experiment if label != schema.SEPARATE}
            shared = marks if shared is None else shared & marks
    return bool(shared)
