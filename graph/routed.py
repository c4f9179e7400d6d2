"""The answer that sets the membrane route and the nuclear route of a messenger side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .answers import FORMAT, Variant, assertion_dict, node_dict, references_of, variant_dict
from .display import Displayed
from .knowledge import KnowledgeGraph
from .model import Assertion, Finding, Node


@dataclass(frozen=True)
class RouteEffect:
    """An effect on one route: the way there, and the findings that state the route (none: not tested)."""

    target: Node
    variant: Variant
    receptor: Node | None
    through: Node | None
    stated: tuple[Finding, ...]

    def to_dict(self, kg: KnowledgeGraph) -> dict[str, Any]:
        """Return the effect as plain JSON values."""
        return {
            "target": node_dict(self.target),
            "receptor": node_dict(self.receptor) if self.receptor else None,
            "through": node_dict(self.through) if self.through else None,
            "route_stated_by": [f.id for f in self.stated],
            **variant_dict(kg, self.variant),
        }


@dataclass(frozen=True)
class BoundReceptor:
    """A receptor of what was asked about, and how many of its effects were tested for their route."""

    receptor: Node
    binding: Assertion | None
    nongenomic: int
    genomic: int
    untested: int


@dataclass(frozen=True)
class Handover:
    """Where the fast route hands over to the slow one.

    `kind`: `same target` (both routes reach it) or `to the nucleus` (what the fast route switches on changes a gene).
    """

    kind: str
    node: Node
    claims: tuple[Assertion, ...]
    membrane: tuple[float, float] | None
    nuclear: tuple[float, float] | None


@dataclass(frozen=True)
class RouteSection:
    """The routes of the messenger asked about, or of the same one in another species, or of its class."""

    heading: str
    node: Node
    receptors: tuple[BoundReceptor, ...]
    membrane: tuple[RouteEffect, ...]
    nuclear: tuple[RouteEffect, ...]
    untested: tuple[RouteEffect, ...]
    handovers: tuple[Handover, ...] = ()


@dataclass(frozen=True)
class RoutesAnswer(Displayed):
    """The answer to `routes A [B]`."""

    start: Node
    end: Node | None
    sections: tuple[RouteSection, ...]
    max_hops: int
    k: int
    grade: str
    filters: dict[str, str]
    missing: tuple[str, ...] = ()

    def to_dict(self, kg: KnowledgeGraph) -> dict[str, Any]:
        """Return the answer as plain JSON values."""
        effects = [e for s in self.sections for e in (*s.membrane, *s.nuclear, *s.untested)]
        return {
            "format": FORMAT,
            "question": "routes",
            "start": node_dict(self.start),
            "end": node_dict(self.end) if self.end else None,
            "max_hops": self.max_hops,
            "k": self.k,
            "grade": self.grade,
            "filters": dict(self.filters),
            "missing": list(self.missing),
            "sections": [
                {
                    "heading": s.heading,
                    "node": node_dict(s.node),
                    "receptors": [
                        {
                            "receptor": node_dict(r.receptor),
                            "class": r.receptor.cls,
                            "binding": assertion_dict(kg, r.binding) if r.binding else None,
                            "nongenomic": r.nongenomic,
                            "genomic": r.genomic,
                            "not_tested": r.untested,
                        }
                        for r in s.receptors
                    ],
                    "membrane": [e.to_dict(kg) for e in s.membrane],
                    "nuclear": [e.to_dict(kg) for e in s.nuclear],
                    "not_tested": [e.to_dict(kg) for e in s.untested],
                    "handovers": [
                        {
                            "kind": h.kind,
                            "node": node_dict(h.node),
                            "claims": [assertion_dict(kg, a) for a in h.claims],
                            "membrane_seconds": list(h.membrane) if h.membrane else None,
                            "nuclear_seconds": list(h.nuclear) if h.nuclear else None,
                        }
                        for h in s.handovers
                    ],
                }
                for s in self.sections
            ],
            "references": references_of(kg, [f.reference for e in effects for f in e.variant.findings]),
        }
