"""What changed between two releases of the tables, fact by fact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .answers import FORMAT, assertion_dict, claim_words, finding_dict, node_dict
from .display import Displayed
from .knowledge import KnowledgeGraph
from .model import Assertion, Finding, Node, Reference


@dataclass(frozen=True, slots=True)
class Changed:
    """A record that is in both releases and not the same: its id, and field by field what it was and is."""

    id: str
    what: str
    fields: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """A finding of the older release that is not among those of the newer one, with the reason where one is given."""

    finding: Finding
    claim: str
    reason: str


@dataclass(frozen=True, slots=True)
class DiffAnswer(Displayed):
    """The answer to `diff`: findings, claims, nodes, references and loops that came, went or changed."""

    old: str
    new: str
    later: KnowledgeGraph
    counts: dict[str, int]
    added: tuple[Finding, ...]
    withdrawn: tuple[Taken, ...]
    changed: tuple[Changed, ...]
    claims_gained: tuple[Assertion, ...]
    claims_lost: tuple[tuple[str, str], ...]
    nodes_added: tuple[Node, ...]
    nodes_gone: tuple[Node, ...]
    retracted: tuple[Reference, ...]
    loops: tuple[Changed, ...]
    k: int
    missing: tuple[str, ...] = ()

    def to_dict(self, kg: KnowledgeGraph) -> dict[str, Any]:
        """Return the answer as plain JSON values; `added` and `claims_gained` are told by the newer release."""
        return {
            "format": FORMAT,
            "question": "diff",
            "old": self.old,
            "new": self.new,
            "k": self.k,
            "missing": list(self.missing),
            "counts": dict(self.counts),
            "added": [
                {"claim": finding_words(self.later, f), **finding_dict(self.later, f), "finding_id": f.id} for f in self.added
            ],
            "withdrawn": [{"finding_id": t.finding.id, "claim": t.claim, "reason": t.reason} for t in self.withdrawn],
            "changed": [_changed(c) for c in self.changed],
            "claims_gained": [assertion_dict(self.later, a) for a in self.claims_gained],
            "claims_lost": [{"claim_id": i, "claim": words} for i, words in self.claims_lost],
            "nodes_added": [node_dict(n) for n in self.nodes_added],
            "nodes_gone": [node_dict(n) for n in self.nodes_gone],
            "retracted": [{"reference": r.id, "title": r.title} for r in self.retracted],
            "loops": [_changed(c) for c in self.loops],
        }


def finding_words(kg: KnowledgeGraph, f: Finding) -> str:
    """Return the claim of a finding as people say it, whether the graph still holds that claim or not."""
    return claim_words(kg, Assertion("", f.subject, f.predicate, f.aspect, f.object))


def _changed(c: Changed) -> dict[str, Any]:
    return {"what": c.what, "name": c.id, "fields": [{"field": n, "before": b, "after": a} for n, b, a in c.fields]}
