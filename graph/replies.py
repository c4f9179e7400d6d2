"""Answers that forecast: what follows when one or several things change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .answers import FORMAT, Variant, assertion_dict, node_dict, references_of, variant_dict
from .display import Displayed
from .knowledge import KnowledgeGraph
from .model import Assertion, Node

if TYPE_CHECKING:
    from .explored import FoundLoop


@dataclass(frozen=True)
class Change:
    """What is supposed to change, and which way: +1 more, -1 less; `blocked` where nothing passes through it."""

    node: Node
    word: str
    direction: int
    blocked: bool = False

    @property
    def words(self) -> str:
        """How it was asked."""
        return f"{self.node.label} {self.word}"


@dataclass(frozen=True)
class Contribution:
    """What one change does to a target by one way; `shown` where the change itself was made in the direct observation."""

    change: Change
    effect: int | None
    variant: Variant
    shown: bool = False
    kin: str = ""

    def to_dict(self, kg: KnowledgeGraph) -> dict[str, Any]:
        """Return the contribution as plain JSON values."""
        return {
            "change": self.change.words,
            "effect": self.effect,
            "shown_by_this_change": self.shown,
            "recorded_for": self.kin,
            **variant_dict(kg, self.variant),
        }


@dataclass(frozen=True)
class Forecast:
    """What happens to one target: increase, decrease, conflicting or unknown, with the ways that say so.

    `against`: ways of a worse grade that say the opposite. `cut`: ways that a block takes away. `kin`: what is recorded
    for the same messenger of another species, or for its class, where nothing is for itself.
    """

    target: Node
    aspect: str
    verdict: str
    ways: tuple[Contribution, ...]
    against: tuple[Contribution, ...] = ()
    cut: tuple[Contribution, ...] = ()
    kin: tuple[Contribution, ...] = ()
    low: float | None = None
    high: float | None = None
    seen_after: float | None = None
    why: str = ""


@dataclass(frozen=True)
class LoopAnswer(Displayed):
    """What a feedback loop does about a change: `compensates`, `amplifies`, or `opened` by a block.

    Each step comes with what becomes of its object: +1 more, -1 less, 0 blocked (the loop stops there), None not known.
    """

    loop: FoundLoop
    change: Change
    role: str
    steps: tuple[tuple[Assertion, int | None], ...]
    kin: str = ""


@dataclass(frozen=True)
class WhatIfAnswer(Displayed):
    """The answer to `what-if`: forecasts in order of onset, and the loops that answer."""

    changes: tuple[Change, ...]
    on: tuple[str, ...]
    forecasts: tuple[Forecast, ...]
    loops: tuple[LoopAnswer, ...]
    max_hops: int
    k: int
    grade: str
    filters: dict[str, str]
    missing: tuple[str, ...] = ()

    def to_dict(self, kg: KnowledgeGraph) -> dict[str, Any]:
        """Return the answer as plain JSON values."""
        all_ways = [c for f in self.forecasts for c in (*f.ways, *f.against, *f.cut, *f.kin)]
        return {
            "format": FORMAT,
            "question": "what-if",
            "changes": [
                {"node": node_dict(c.node), "word": c.word, "direction": c.direction, "blocked": c.blocked}
                for c in self.changes
            ],
            "on": list(self.on),
            "max_hops": self.max_hops,
            "k": self.k,
            "grade": self.grade,
            "filters": dict(self.filters),
            "missing": list(self.missing),
            "forecasts": [
                {
                    "target": node_dict(f.target),
                    "aspect": f.aspect,
                    "verdict": f.verdict,
                    "onset_seconds": None if f.low is None else [f.low, f.high],
                    "seen_after_seconds": f.seen_after,
                    "why": f.why,
                    **{
                        name: [c.to_dict(kg) for c in found]
                        for name, found in (("ways", f.ways), ("against", f.against), ("cut", f.cut), ("kin", f.kin))
                    },
                }
                for f in self.forecasts
            ],
            "loops": [
                {
                    "name": x.loop.name,
                    "axis": x.loop.axis,
                    "sign": x.loop.sign,
                    "declared": x.loop.declared,
                    "change": x.change.words,
                    "role": x.role,
                    "recorded_for": x.kin,
                    "steps": [{**assertion_dict(kg, a), "then": sign} for a, sign in x.steps],
                }
                for x in self.loops
            ],
            "references": references_of(kg, [f.reference for c in all_ways for f in c.variant.findings]),
        }
