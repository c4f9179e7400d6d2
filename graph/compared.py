"""The answer that sets two things, or two circumstances of one thing, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .answers import FORMAT, Variant, assertion_dict, finding_dict, node_dict, references_of, variant_dict
from .display import Displayed
from .knowledge import KnowledgeGraph
from .model import Assertion, Finding, Node


@dataclass(frozen=True)
class Side:
    """What one side of a comparison does to a target: its sign and the best way of each sign; or why there is none."""

    sign: str
    variants: tuple[Variant, ...]
    against: tuple[Finding, ...] = ()

    def to_dict(self, kg: KnowledgeGraph) -> dict[str, Any]:
        """Return the side as plain JSON values."""
        return {
            "sign": self.sign,
            "paths": [variant_dict(kg, v) for v in self.variants],
            "looked_and_saw_nothing": [finding_dict(kg, f) for f in self.against],
        }


@dataclass(frozen=True)
class Compared:
    """A target, with what both sides do to it."""

    node: Node
    left: Side
    right: Side


@dataclass(frozen=True)
class CompareAnswer(Displayed):
    """The answer to `compare`: groups named opposite, mixed, shared, apart (other aspects), left and right, each bounded."""

    left: str
    right: str
    start: Node
    other: Node | None
    on: str
    groups: dict[str, tuple[Compared, ...]]
    counts: dict[str, int]
    shared_receptors: tuple[tuple[Assertion, Assertion], ...]
    own_receptors: tuple[tuple[Assertion, ...], tuple[Assertion, ...]]
    fate: tuple[tuple[Assertion, ...], tuple[Assertion, ...]]
    max_hops: int
    k: int
    grade: str
    filters: dict[str, str]
    notes: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    def to_dict(self, kg: KnowledgeGraph) -> dict[str, Any]:
        """Return the answer as plain JSON values."""
        sides = [s for found in self.groups.values() for c in found for s in (c.left, c.right)]
        return {
            "format": FORMAT,
            "question": "compare",
            "left": self.left,
            "right": self.right,
            "start": node_dict(self.start),
            "other": node_dict(self.other) if self.other else None,
            "on": self.on,
            "max_hops": self.max_hops,
            "k": self.k,
            "grade": self.grade,
            "filters": dict(self.filters),
            "notes": list(self.notes),
            "missing": list(self.missing),
            "counts": dict(self.counts),
            "groups": {
                name: [{"node": node_dict(c.node), "left": c.left.to_dict(kg), "right": c.right.to_dict(kg)} for c in found]
                for name, found in self.groups.items()
            },
            "receptors": {
                "shared": [[assertion_dict(kg, a), assertion_dict(kg, b)] for a, b in self.shared_receptors],
                "only_left": [assertion_dict(kg, a) for a in self.own_receptors[0]],
                "only_right": [assertion_dict(kg, a) for a in self.own_receptors[1]],
            },
            "fate": {
                "left": [assertion_dict(kg, a) for a in self.fate[0]],
                "right": [assertion_dict(kg, a) for a in self.fate[1]],
            },
            "references": references_of(kg, [f.reference for s in sides for v in s.variants for f in v.findings]),
        }
