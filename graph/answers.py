"""What questions return and exporters draw: frozen, with `to_dict()`; every part carries its assertion ids."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from . import schema
from .display import Displayed
from .knowledge import KnowledgeGraph
from .model import Assertion, Finding, Node, product

#: Raised when the shape of `to_dict()` changes.
FORMAT = 1


class Step(NamedTuple):
    """One step of a path: an assertion seen through a left and a right finding (often the same)."""

    assertion: Assertion
    left: Finding
    right: Finding
    ligand: bool
    summary: bool
    studies: int

    @property
    def sign(self) -> int | None:
        """Sign of predicate times aspect."""
        return self.assertion.sign

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The one or two findings it is seen through."""
        return (self.left,) if self.left is self.right else (self.left, self.right)

    @property
    def tier(self) -> int:
        """The weaker tier of its findings."""
        return max(f.tier for f in self.findings)


class Join(NamedTuple):
    """How two neighbouring steps hang together: `shown`, `placed` or `bridge`, and on what ground."""

    kind: str
    why: str
    reference: str = ""


class Timing(NamedTuple):
    """When the end is reached: `measured` end to end, or `composed` of the steps (at least low, at most high seconds)."""

    kind: str
    low: float | None = None
    high: float | None = None
    onset: str = ""
    timed: int = 0
    steps: int = 0
    slowest: int | None = None


#: Nothing is known of the time.
UNTIMED = Timing("unknown")


@dataclass(frozen=True)
class Variant:
    """One sequence of assertions over the nodes of a path, with its best findings."""

    steps: tuple[Step, ...]
    joins: tuple[Join, ...]
    key: tuple[Any, ...] = field(repr=False)
    direct: bool = False
    timing: Timing = UNTIMED

    @property
    def sign(self) -> int | None:
        """The product of the signs of its steps: what follows if every step holds."""
        return product([s.sign for s in self.steps])

    @property
    def bridges(self) -> int:
        """How many joins nobody has shown."""
        return sum(j.kind == "bridge" for j in self.joins)

    @property
    def grade(self) -> str:
        """A all joins shown, B no bridge, C one bridge, D more."""
        if all(j.kind == "shown" for j in self.joins):
            return "A"
        return "B" if not self.bridges else "C" if self.bridges == 1 else "D"

    @property
    def tier(self) -> int:
        """The weakest step's tier."""
        return max(s.tier for s in self.steps)

    @property
    def weakest_step(self) -> int:
        """The step (from 0) with the worst tier, then the fewest studies, then the most findings against it."""
        return min(
            range(len(self.steps)),
            key=lambda i: (-self.steps[i].tier, self.steps[i].studies, -len(self.steps[i].assertion.against), i),
        )

    @property
    def weakest_join(self) -> int | None:
        """The join (from 0) least shown: a bridge, then a place, then expression, then one experiment; None for one step."""
        rank = {"bridge": 0, "placed": 1, "shown": 2}
        order = sorted(range(len(self.joins)), key=lambda i: (rank[self.joins[i].kind], bool(self.joins[i].reference), i))
        return order[0] if order else None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding it rests on, once each, in the order of its steps."""
        seen: dict[str, Finding] = {}
        for step in self.steps:
            for f in step.findings:
                seen.setdefault(f.id, f)
        return tuple(seen.values())


class Path(NamedTuple):
    """An answer: a sequence of nodes with all its variants, the best first."""

    nodes: tuple[str, ...]
    variants: tuple[Variant, ...]

    @property
    def best(self) -> Variant:
        """The first variant."""
        return self.variants[0]


class Section(NamedTuple):
    """Paths under one heading: for the hormone asked about, or for its counterpart in another species."""

    heading: str
    start: str
    paths: tuple[Path, ...]


@dataclass(frozen=True)
class PathAnswer(Displayed):
    """The answer to `path A B`."""

    start: Node
    end: Node
    sections: tuple[Section, ...]
    max_hops: int
    k: int
    grade: str
    filters: dict[str, str]
    direct_sign: str = ""
    missing: tuple[str, ...] = ()
    saturation: dict[str, float] = field(default_factory=dict)
    via: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()

    @property
    def paths(self) -> tuple[Path, ...]:
        """All paths of all sections, in order."""
        return tuple(p for s in self.sections for p in s.paths)

    def to_dict(self, kg: KnowledgeGraph) -> dict[str, Any]:
        """Return the answer as plain JSON values."""
        return {
            "format": FORMAT,
            "question": "path",
            "start": node_dict(self.start),
            "end": node_dict(self.end),
            "max_hops": self.max_hops,
            "k": self.k,
            "grade": self.grade,
            "filters": dict(self.filters),
            "via": list(self.via),
            "avoid": list(self.avoid),
            "direct_sign": self.direct_sign,
            "missing": list(self.missing),
            "saturation": dict(self.saturation),
            "sections": [
                {
                    "heading": s.heading,
                    "start": s.start,
                    "paths": [
                        {
                            "nodes": [node_dict(kg.nodes[n]) for n in p.nodes],
                            "variants": [variant_dict(kg, v) for v in p.variants],
                        }
                        for p in s.paths
                    ],
                }
                for s in self.sections
            ],
            "references": [
                reference_dict(kg, r) for r in sorted({f.reference for p in self.paths for v in p.variants for f in v.findings})
            ],
        }


def node_dict(node: Node) -> dict[str, Any]:
    """Return what names a node."""
    return {"id": node.id, "label": node.label, "kind": node.kind}


def assertion_dict(kg: KnowledgeGraph, a: Assertion) -> dict[str, Any]:
    """Return a claim with its sign and counts."""
    return {
        "id": a.id,
        "subject": node_dict(kg.nodes[a.subject]),
        "predicate": a.predicate,
        "aspect": a.aspect,
        "object": node_dict(kg.nodes[a.object]),
        "sign": a.sign,
        "supporting": len(a.supporting),
        "against": len(a.against),
        "references": sorted({r.finding.reference for r in a.rows}),
    }


def finding_dict(kg: KnowledgeGraph, f: Finding) -> dict[str, Any]:
    """Return a finding with its circumstances; empty fields are left out."""
    shown = {
        "id": f.id, "result": f.result, "via": f.via, "region": list(f.region), "cell": f.cell, "route": f.route,
        "route_test": f.route_test, "onset": f.onset, "onset_range": f.onset_range, "exposure": f.exposure,
        "species": list(f.species), "sex": f.sex, "stage": list(f.stage), "tested": f.tested,
        "state": [kg.label(s) for s in f.state], "manipulation": f.manipulation, "dose": f.dose, "method": f.method,
        "tier": f.tier, "experiment": list(f.experiment), "study": f.study, "read": f.read, "finding": f.finding,
    }  # fmt: skip
    return {**{k: v for k, v in shown.items() if v}, "reference": reference_dict(kg, f.reference)}


def reference_dict(kg: KnowledgeGraph, reference_id: str) -> dict[str, Any]:
    """Return how to cite a reference and where to read it."""
    r = kg.references[reference_id]
    return {
        "id": r.id, "first_author": r.first_author, "year": r.year, "title": r.title, "journal": r.journal, "url": r.url,
        "retracted": r.retracted,
    }  # fmt: skip


def claim_words(kg: KnowledgeGraph, a: Assertion) -> str:
    """Return a claim as people say it: `cortisol decreases secretion of ACTH`."""
    aspect = f"{a.aspect} of " if a.aspect else ""
    return f"{kg.label(a.subject)} {verb(kg.label(a.subject), a.predicate)} {aspect}{kg.label(a.object)}"


def verb(subject: str, predicate: str) -> str:
    """Return a predicate as a verb that agrees with its subject: GR activates, glucocorticoids activate."""
    words = schema.PREDICATES[predicate].verb
    if not subject.endswith("s") or subject.endswith(("ss", "us", "is", "CaS")):
        return words
    first, space, rest = words.partition(" ")
    return ({"is": "are", "lies": "lie"}.get(first) or first.removesuffix("s")) + space + rest


def timing_dict(t: Timing) -> dict[str, Any]:
    """Return when the end of a path is reached."""
    return {
        "kind": t.kind, "low_seconds": t.low, "high_seconds": t.high, "onset": t.onset, "timed_steps": t.timed,
        "steps": t.steps, "slowest_step": t.slowest,
    }  # fmt: skip


def variant_dict(kg: KnowledgeGraph, v: Variant) -> dict[str, Any]:
    """Return a variant with its steps, their findings and joins."""
    return {
        "sign": v.sign,
        "grade": v.grade,
        "tier": v.tier,
        "direct": v.direct,
        "timing": timing_dict(v.timing),
        "weakest_step": v.weakest_step,
        "weakest_join": v.weakest_join,
        "steps": [
            {
                **assertion_dict(kg, s.assertion),
                "ligand": s.ligand,
                "summary": s.summary,
                "studies": s.studies,
                "findings": [finding_dict(kg, f) for f in s.findings],
            }
            for s in v.steps
        ],
        "joins": [{"kind": j.kind, "why": j.why, "reference": j.reference} for j in v.joins],
    }


def references_of(kg: KnowledgeGraph, ids: list[str]) -> list[dict[str, Any]]:
    """Return how to cite each reference, once, in order."""
    return [reference_dict(kg, r) for r in sorted(set(ids))]
