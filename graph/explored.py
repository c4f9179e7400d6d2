"""Answers that explore: effects and their causes, loops, evidence, a node, a search by name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .answers import FORMAT, UNTIMED, Path, Timing, assertion_dict, finding_dict, node_dict, timing_dict, variant_dict
from .display import Displayed
from .knowledge import KnowledgeGraph
from .model import Assertion, Node


@dataclass(frozen=True)
class Reach:
    """One target of `downstream`, or source of `upstream`, with the best path to it."""

    node: Node
    sign: str
    path: Path


@dataclass(frozen=True)
class EffectsAnswer(Displayed):
    """The answer to `upstream` or `downstream`: reached nodes grouped by kind, strongest first."""

    question: str
    node: Node
    kind: str
    groups: tuple[tuple[str, tuple[Reach, ...]], ...]
    max_hops: int
    filters: dict[str, str]
    missing: tuple[str, ...] = ()

    def to_dict(self, kg: KnowledgeGraph) -> dict[str, Any]:
        """Return the answer as plain JSON values."""
        return {
            "format": FORMAT,
            "question": self.question,
            "node": node_dict(self.node),
            "kind": self.kind,
            "max_hops": self.max_hops,
            "filters": dict(self.filters),
            "missing": list(self.missing),
            "groups": [
                {
                    "kind": kind,
                    "reached": [
                        {
                            "node": node_dict(r.node),
                            "sign": r.sign,
                            "nodes": [node_dict(kg.nodes[n]) for n in r.path.nodes],
                            "best": variant_dict(kg, r.path.best),
                        }
                        for r in reached
                    ],
                }
                for kind, reached in self.groups
            ],
        }


@dataclass(frozen=True)
class FoundLoop:
    """A loop of the graph: declared by curators, or computed."""

    name: str
    axis: str
    kind: str
    sign: int | None
    declared: bool
    steps: tuple[Assertion, ...]
    regions: tuple[tuple[str, ...], ...]
    grade: str = ""
    opened_by: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    timing: Timing = UNTIMED


@dataclass(frozen=True)
class LoopsAnswer(Displayed):
    """The answer to `loops`."""

    through: Node | None
    loops: tuple[FoundLoop, ...]
    max_length: int
    filters: dict[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()

    def to_dict(self, kg: KnowledgeGraph) -> dict[str, Any]:
        """Return the answer as plain JSON values."""
        return {
            "format": FORMAT,
            "question": "loops",
            "through": node_dict(self.through) if self.through else None,
            "max_length": self.max_length,
            "filters": dict(self.filters),
            "missing": list(self.missing),
            "loops": [
                {
                    "name": x.name,
                    "axis": x.axis,
                    "kind": x.kind,
                    "sign": x.sign,
                    "declared": x.declared,
                    "grade": x.grade,
                    "opened_by": list(x.opened_by),
                    "references": list(x.references),
                    "steps": [
                        {**assertion_dict(kg, a), "region": [node_dict(kg.nodes[r]) for r in regions if r in kg.nodes]}
                        for a, regions in zip(x.steps, x.regions, strict=True)
                    ],
                    "timing": timing_dict(x.timing),
                }
                for x in self.loops
            ],
        }


@dataclass(frozen=True)
class EvidenceAnswer(Displayed):
    """The answer to `evidence A B`: every finding between two nodes, for and against."""

    subject: Node
    object: Node
    assertions: tuple[Assertion, ...]
    filters: dict[str, str]
    missing: tuple[str, ...] = ()

    def to_dict(self, kg: KnowledgeGraph) -> dict[str, Any]:
        """Return the answer as plain JSON values."""
        return {
            "format": FORMAT,
            "question": "evidence",
            "subject": node_dict(self.subject),
            "object": node_dict(self.object),
            "filters": dict(self.filters),
            "missing": list(self.missing),
            "assertions": [
                {**assertion_dict(kg, a), "findings": [finding_dict(kg, r.finding) for r in a.rows]} for a in self.assertions
            ],
        }


@dataclass(frozen=True)
class NodeAnswer(Displayed):
    """The answer to `show X`: what the node is, and what is said of it."""

    node: Node
    above: tuple[Node, ...]
    below: tuple[Node, ...]
    out: tuple[Assertion, ...]
    into: tuple[Assertion, ...]

    def to_dict(self, kg: KnowledgeGraph) -> dict[str, Any]:
        """Return the answer as plain JSON values."""
        return {
            "format": FORMAT,
            "question": "show",
            "node": {
                **node_dict(self.node),
                "class": self.node.cls,
                "synonyms": list(self.node.synonyms),
                "description": self.node.description,
                "xrefs": list(self.node.xrefs),
                "circulates": self.node.circulates,
                "counterpart": list(self.node.counterpart),
                "grain": self.node.grain,
            },
            "above": [node_dict(n) for n in self.above],
            "below": [node_dict(n) for n in self.below],
            "out": [assertion_dict(kg, a) for a in self.out],
            "into": [assertion_dict(kg, a) for a in self.into],
        }


@dataclass(frozen=True)
class SearchAnswer(Displayed):
    """The answer to `search TEXT`."""

    text: str
    found: tuple[Node, ...]

    def to_dict(self, kg: KnowledgeGraph) -> dict[str, Any]:
        """Return the answer as plain JSON values."""
        return {
            "format": FORMAT,
            "question": "search",
            "text": self.text,
            "found": [{**node_dict(n), "synonyms": list(n.synonyms)} for n in self.found],
        }
