"""Answers that look over many claims at once: places, patterns, disagreements, gaps, sets, and plain questions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .answers import FORMAT, assertion_dict, finding_dict, node_dict
from .display import Displayed
from .knowledge import KnowledgeGraph
from .model import Assertion, Finding, Node, product


@dataclass(frozen=True, slots=True)
class Seen:
    """A finding as it speaks for one claim; `how` says in what way it tells a place."""

    assertion: Assertion
    finding: Finding
    how: str


@dataclass(frozen=True, slots=True)
class Held:
    """A place of something: what says so of the place itself, what of its parts, and what says it is not there."""

    place: Node
    own: tuple[Seen, ...]
    parts: tuple[tuple[Node, tuple[Seen, ...]], ...] = ()
    absent: tuple[Seen, ...] = ()

    @property
    def seen(self) -> tuple[Seen, ...]:
        """Everything that puts it there, by itself or by a part, each finding once."""
        found = {s.finding.id: s for s in (*self.own, *(s for _, more in self.parts for s in more))}
        return tuple(found[i] for i in sorted(found))


@dataclass(frozen=True, slots=True)
class Together:
    """A place that holds all the things asked for; `how` is `same cell` or `same region`."""

    place: Node
    how: str
    each: tuple[tuple[Node, tuple[Seen, ...]], ...]
    one_study: str = ""


@dataclass(frozen=True, slots=True)
class WhereAnswer(Displayed):
    """The answer to `where`: regions and cells of a thing, or those that hold all of several."""

    things: tuple[Node, ...]
    without: tuple[Node, ...]
    rollup: bool
    regions: tuple[Held, ...]
    cells: tuple[Held, ...]
    measured: tuple[Held, ...]
    together: tuple[Together, ...]
    counts: dict[str, int]
    k: int
    filters: dict[str, str]
    missing: tuple[str, ...] = ()

    def to_dict(self, kg: KnowledgeGraph) -> dict[str, Any]:
        """Return the answer as plain JSON values."""
        return {
            "format": FORMAT,
            "question": "where",
            "things": [node_dict(n) for n in self.things],
            "without": [node_dict(n) for n in self.without],
            "rollup": self.rollup,
            "k": self.k,
            "filters": dict(self.filters),
            "missing": list(self.missing),
            "counts": dict(self.counts),
            "regions": [_held(kg, x) for x in self.regions],
            "cells": [_held(kg, x) for x in self.cells],
            "measured": [_held(kg, x) for x in self.measured],
            "together": [
                {
                    "place": node_dict(t.place),
                    "how": t.how,
                    "one_study": t.one_study,
                    "each": [{"thing": node_dict(n), "evidence": [_seen(kg, s) for s in seen]} for n, seen in t.each],
                }
                for t in self.together
            ],
        }


@dataclass(frozen=True, slots=True)
class Match:
    """One place where a pattern fits: its nodes in the order of the pattern, the claims between them with their findings."""

    nodes: tuple[str, ...]
    steps: tuple[Assertion, ...]
    findings: tuple[tuple[Finding, ...], ...]
    forward: tuple[bool, ...]
    joins: tuple[str, ...]

    @property
    def tier(self) -> int:
        """The weakest step's tier, each step at its best finding."""
        return max(f[0].tier for f in self.findings)

    @property
    def sign(self) -> int | None:
        """The product of the signs, where all steps run forward and carry one."""
        signs = [a.sign for a in self.steps]
        return product(signs) if all(self.forward) and 0 not in signs else None


@dataclass(frozen=True, slots=True)
class MatchAnswer(Displayed):
    """The answer to `match`: where a pattern fits, the best shown first."""

    pattern: str
    meaning: tuple[str, ...]
    matches: tuple[Match, ...]
    more: bool
    k: int
    filters: dict[str, str]
    missing: tuple[str, ...] = ()

    def to_dict(self, kg: KnowledgeGraph) -> dict[str, Any]:
        """Return the answer as plain JSON values."""
        return {
            "format": FORMAT,
            "question": "match",
            "pattern": self.pattern,
            "meaning": list(self.meaning),
            "k": self.k,
            "more": self.more,
            "filters": dict(self.filters),
            "missing": list(self.missing),
            "matches": [
                {
                    "nodes": [node_dict(kg.nodes[n]) for n in m.nodes],
                    "sign": m.sign,
                    "tier": m.tier,
                    "joins": list(m.joins),
                    "steps": [
                        {**assertion_dict(kg, a), "forward": ahead, "findings": [finding_dict(kg, f) for f in found]}
                        for a, found, ahead in zip(m.steps, m.findings, m.forward, strict=True)
                    ],
                }
                for m in self.matches
            ],
        }


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a disagreement: `increase`, `decrease`, `no effect`, `present` or `not found`, with what says so."""

    says: str
    seen: tuple[Seen, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A circumstance in which the sides of a disagreement have nothing in common: values of each side, in their order."""

    what: str
    values: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """Claims on one subject, aspect and object that do not agree."""

    subject: Node
    aspect: str
    object: Node
    kind: str
    sides: tuple[Side, ...]
    differences: tuple[Difference, ...]
    unstated: tuple[str, ...]
    closest: tuple[str, str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class DisputesAnswer(Displayed):
    """The answer to `contradictions`."""

    subject: Node | None
    object: Node | None
    disputes: tuple[Dispute, ...]
    counts: dict[str, int]
    k: int
    filters: dict[str, str]
    missing: tuple[str, ...] = ()

    def to_dict(self, kg: KnowledgeGraph) -> dict[str, Any]:
        """Return the answer as plain JSON values."""
        return {
            "format": FORMAT,
            "question": "contradictions",
            "subject": node_dict(self.subject) if self.subject else None,
            "object": node_dict(self.object) if self.object else None,
            "k": self.k,
            "filters": dict(self.filters),
            "missing": list(self.missing),
            "counts": dict(self.counts),
            "disputes": [
                {
                    "subject": node_dict(d.subject),
                    "aspect": d.aspect,
                    "object": node_dict(d.object),
                    "kind": d.kind,
                    "sides": [{"says": s.says, "evidence": [_seen(kg, x) for x in s.seen]} for s in d.sides],
                    "differences": [{"what": x.what, "values": [list(v) for v in x.values]} for x in d.differences],
                    "unstated": list(d.unstated),
                    "closest": {"findings": list(d.closest[:2]), "differ_in": list(d.closest[2])},
                }
                for d in self.disputes
            ],
        }


@dataclass(frozen=True, slots=True)
class GapItem:
    """One thing that has a gap: a claim, a node, or a reference; `why` says on what it rests."""

    what: str
    why: str
    node: Node | None = None
    assertion: Assertion | None = None
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """One kind of gap: how many of how many, and the first of them."""

    name: str
    meaning: str
    count: int
    of: int
    unit: str
    items: tuple[GapItem, ...]


@dataclass(frozen=True, slots=True)
class GapsAnswer(Displayed):
    """The answer to `gaps`: what is thin, each kind with its denominator."""

    about: tuple[Node, ...]
    scope: str
    gaps: tuple[Gap, ...]
    k: int
    filters: dict[str, str]
    missing: tuple[str, ...] = ()

    def to_dict(self, kg: KnowledgeGraph) -> dict[str, Any]:
        """Return the answer as plain JSON values."""
        return {
            "format": FORMAT,
            "question": "gaps",
            "about": [node_dict(n) for n in self.about],
            "scope": self.scope,
            "k": self.k,
            "filters": dict(self.filters),
            "missing": list(self.missing),
            "gaps": [
                {
                    "name": g.name,
                    "meaning": g.meaning,
                    "count": g.count,
                    "of": g.of,
                    "unit": g.unit,
                    "items": [
                        {
                            "what": i.what,
                            "why": i.why,
                            "node": node_dict(i.node) if i.node else None,
                            "assertion": assertion_dict(kg, i.assertion) if i.assertion else None,
                            "references": list(i.references),
                        }
                        for i in g.items
                    ],
                }
                for g in self.gaps
            ],
        }


@dataclass(frozen=True, slots=True)
class Enriched:
    """A target, and how many of the list and of the background reach it; `p` exact, `q` corrected for all targets tested."""

    target: Node
    hits: tuple[tuple[Node, str, tuple[str, ...]], ...]
    background: int
    expected: float
    fold: float
    p: float
    q: float


@dataclass(frozen=True, slots=True)
class EnrichAnswer(Displayed):
    """The answer to `enrich`: targets that more of a list reach than chance would have it."""

    members: tuple[Node, ...]
    kinds: tuple[str, ...]
    rollup: bool
    size: int
    background: int
    background_kinds: tuple[str, ...]
    tested: int
    found: tuple[Enriched, ...]
    left_out: tuple[Node, ...]
    k: int
    filters: dict[str, str]
    missing: tuple[str, ...] = ()

    def to_dict(self, kg: KnowledgeGraph) -> dict[str, Any]:
        """Return the answer as plain JSON values."""
        return {
            "format": FORMAT,
            "question": "enrich",
            "members": [node_dict(n) for n in self.members],
            "left_out": [node_dict(n) for n in self.left_out],
            "kinds": list(self.kinds),
            "rollup": self.rollup,
            "background": {"size": self.background, "kinds": list(self.background_kinds), "list": self.size},
            "tested": self.tested,
            "test": "one-sided hypergeometric, false discovery rate by Benjamini and Hochberg",
            "k": self.k,
            "filters": dict(self.filters),
            "missing": list(self.missing),
            "found": [
                {
                    "target": node_dict(e.target),
                    "p": e.p,
                    "q": e.q,
                    "expected": e.expected,
                    "fold": e.fold,
                    "background_hits": e.background,
                    "hits": [{"member": node_dict(n), "sign": sign, "assertions": list(ids)} for n, sign, ids in e.hits],
                }
                for e in self.found
            ],
        }


@dataclass(frozen=True, slots=True)
class Asked:
    """One question a plain question was read as: the command that asks it, and its answer (or why there is none)."""

    command: str
    question: str
    answer: Any = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class AskAnswer(Displayed):
    """The answer to `ask`: how the question was understood, and the answers to the questions it was read as."""

    text: str
    understood: tuple[str, ...]
    things: tuple[tuple[str, Node, str], ...]
    asked: tuple[Asked, ...]
    offers: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()

    def to_dict(self, kg: KnowledgeGraph) -> dict[str, Any]:
        """Return the answer as plain JSON values, with the answers inside as they would be on their own."""
        return {
            "format": FORMAT,
            "question": "ask",
            "text": self.text,
            "understood": list(self.understood),
            "things": [{"words": words, **node_dict(n), "how": how} for words, n, how in self.things],
            "missing": list(self.missing),
            "offers": [{"command": command, "asks": asks} for command, asks in self.offers],
            "asked": [
                {
                    "command": a.command,
                    "question": a.question,
                    "note": a.note,
                    "answer": a.answer.to_dict(kg) if a.answer is not None else None,
                }
                for a in self.asked
            ],
        }


def _seen(kg: KnowledgeGraph, s: Seen) -> dict[str, Any]:
    return {"assertion": s.assertion.id, "how": s.how, **finding_dict(kg, s.finding)}


def _held(kg: KnowledgeGraph, x: Held) -> dict[str, Any]:
    return {
        "place": node_dict(x.place),
        "evidence": [_seen(kg, s) for s in x.own],
        "parts": [{"place": node_dict(n), "evidence": [_seen(kg, s) for s in seen]} for n, seen in x.parts],
        "absent": [_seen(kg, s) for s in x.absent],
    }
