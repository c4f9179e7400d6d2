"""Answers that are one page about one thing: the card of an axis, the treatments of a condition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .answers import FORMAT, Variant, assertion_dict, finding_dict, node_dict, references_of, timing_dict, variant_dict
from .display import Displayed
from .knowledge import KnowledgeGraph
from .model import Assertion, Finding, Node

if TYPE_CHECKING:
    from .explored import FoundLoop


@dataclass(frozen=True)
class Line:
    """A claim with the findings that count here."""

    claim: Assertion
    findings: tuple[Finding, ...]
    against: int = 0

    def to_dict(self, kg: KnowledgeGraph) -> dict[str, Any]:
        """Return the line as plain JSON values."""
        return {
            **assertion_dict(kg, self.claim),
            "findings": [f.id for f in self.findings],
            "cited": sorted({f.reference for f in self.findings}),
        }


@dataclass(frozen=True)
class Entry:
    """Something of an axis with its lines: a member, a region, a disorder, a drug; `total` counts all lines there are."""

    node: Node | None
    role: str
    lines: tuple[Line, ...]
    total: int

    def to_dict(self, kg: KnowledgeGraph) -> dict[str, Any]:
        """Return the entry as plain JSON values."""
        return {
            "node": node_dict(self.node) if self.node else None,
            "role": self.role,
            "total": self.total,
            "lines": [x.to_dict(kg) for x in self.lines],
        }


@dataclass(frozen=True)
class AxisAnswer(Displayed):
    """The answer to `axis X`; `counts` says how many entries each part has in all."""

    axis: str
    meaning: str
    members: tuple[Entry, ...]
    loops: tuple[FoundLoop, ...]
    receptors: tuple[Node, ...]
    receptor_map: tuple[Entry, ...]
    targets: tuple[Entry, ...]
    disorders: tuple[Entry, ...]
    drugs: tuple[Entry, ...]
    counts: dict[str, int]
    k: int
    filters: dict[str, str]
    missing: tuple[str, ...] = ()

    @property
    def parts(self) -> dict[str, tuple[Entry, ...]]:
        """The parts of the card that are made of entries, in order."""
        return {
            "members": self.members,
            "receptor_map": self.receptor_map,
            "targets": self.targets,
            "disorders": self.disorders,
            "drugs": self.drugs,
        }

    def to_dict(self, kg: KnowledgeGraph) -> dict[str, Any]:
        """Return the answer as plain JSON values."""
        cited = {f.reference for entries in self.parts.values() for e in entries for x in e.lines for f in x.findings}
        cited |= {r for x in self.loops for r in x.references}
        return {
            "format": FORMAT,
            "question": "axis",
            "axis": self.axis,
            "meaning": self.meaning,
            "k": self.k,
            "filters": dict(self.filters),
            "missing": list(self.missing),
            "counts": dict(self.counts),
            "receptors": [node_dict(n) for n in self.receptors],
            "loops": [
                {
                    "name": x.name,
                    "kind": x.kind,
                    "sign": x.sign,
                    "opened_by": list(x.opened_by),
                    "references": list(x.references),
                    "timing": timing_dict(x.timing),
                    "steps": [
                        {**assertion_dict(kg, a), "region": [node_dict(kg.nodes[r]) for r in regions if r in kg.nodes]}
                        for a, regions in zip(x.steps, x.regions, strict=True)
                    ],
                }
                for x in self.loops
            ],
            **{name: [e.to_dict(kg) for e in entries] for name, entries in self.parts.items()},
            "references": references_of(kg, [r for r in cited if r in kg.references]),
        }


@dataclass(frozen=True)
class Treatment:
    """One drug or hormone against one outcome: what was found for and against it, its receptors, the way it works."""

    agent: Node
    outcome: Node
    claims: tuple[Assertion, ...]
    supporting: tuple[Finding, ...]
    against: tuple[Finding, ...]
    binds: tuple[Assertion, ...]
    mechanism: Variant | None

    @property
    def tier(self) -> int:
        """The best tier among what supports it; of what does not, where nothing does."""
        return min(f.tier for f in (self.supporting or self.against))

    def to_dict(self, kg: KnowledgeGraph) -> dict[str, Any]:
        """Return the treatment as plain JSON values."""
        return {
            "agent": node_dict(self.agent),
            "outcome": node_dict(self.outcome),
            "tier": self.tier,
            "claims": [assertion_dict(kg, a) for a in self.claims],
            "supporting": [finding_dict(kg, f) for f in self.supporting],
            "against": [finding_dict(kg, f) for f in self.against],
            "binds": [assertion_dict(kg, a) for a in self.binds],
            "mechanism": variant_dict(kg, self.mechanism) if self.mechanism else None,
        }


@dataclass(frozen=True)
class TreatmentsAnswer(Displayed):
    """The answer to `treatments X`: groups named helps, failed, harms, in people with it, and proposed by a path."""

    condition: Node
    groups: dict[str, tuple[Treatment, ...]]
    counts: dict[str, int]
    proposed: tuple[Variant, ...]
    max_hops: int
    k: int
    grade: str
    filters: dict[str, str]
    missing: tuple[str, ...] = ()

    def to_dict(self, kg: KnowledgeGraph) -> dict[str, Any]:
        """Return the answer as plain JSON values."""
        found = [t for group in self.groups.values() for t in group]
        return {
            "format": FORMAT,
            "question": "treatments",
            "condition": node_dict(self.condition),
            "max_hops": self.max_hops,
            "k": self.k,
            "grade": self.grade,
            "filters": dict(self.filters),
            "missing": list(self.missing),
            "counts": dict(self.counts),
            "groups": {name: [t.to_dict(kg) for t in group] for name, group in self.groups.items()},
            "proposed": [variant_dict(kg, v) for v in self.proposed],
            "references": references_of(kg, [f.reference for t in found for f in (*t.supporting, *t.against)]),
        }
