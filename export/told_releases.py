"""What changed between two releases, as text."""

from __future__ import annotations

from ..graph.answers import claim_words
from ..graph.changes import DiffAnswer, finding_words
from ..graph.knowledge import KnowledgeGraph
from .text import Pen, _missing
from .words import circumstances


def _diff(kg: KnowledgeGraph, a: DiffAnswer, pen: Pen) -> None:
    pen.put(f"What changed from {a.old} to {a.new}", 0, 2, "bold")
    pen.put(", ".join(f"{name} {n:,}" for name, n in a.counts.items()), 0, 2)
    _missing(a.missing, pen)
    later = a.later
    added = []
    for f in a.added:
        claim = finding_words(later, f)
        cited = later.references[f.reference].short if f.reference in later.references else f.reference
        added.append(f"{claim}: {f.result}. {f.finding} ({circumstances(later, f)}; {cited}) [{f.id}]")
    _part(pen, "Findings added", a.counts["findings added"], added)
    gone = [f"{t.claim}{': ' + t.reason if t.reason else ''} [{t.finding.id}]" for t in a.withdrawn]
    _part(pen, "Findings withdrawn", a.counts["findings withdrawn"], gone)
    changed = [
        f"{c.what} {c.id}: " + "; ".join(f"{n} was {b or 'empty'!s}, is {x or 'empty'!s}" for n, b, x in c.fields)
        for c in a.changed
    ]
    _part(pen, "Records changed", a.counts["records changed"], changed)
    gained = [f"{claim_words(later, x)} [{x.id}]" for x in a.claims_gained]
    _part(pen, "Claims gained", a.counts["claims gained"], gained)
    _part(pen, "Claims lost", a.counts["claims lost"], [f"{words} [{i}]" for i, words in a.claims_lost])
    _part(pen, "Nodes added", a.counts["nodes added"], [f"{n.label} ({n.kind}, {n.id})" for n in a.nodes_added])
    _part(pen, "Nodes gone", a.counts["nodes gone"], [f"{n.label} ({n.kind}, {n.id})" for n in a.nodes_gone])
    retracted = [f"{r.title} [{r.id}]" for r in a.retracted]
    _part(pen, "References newly retracted", a.counts["references newly retracted"], retracted)
    loops = [
        f"{c.what}: {c.id}" + (f" ({', '.join(n for n, _, _ in c.fields)} changed)" if c.what == "loop" else "")
        for c in a.loops
    ]
    _part(pen, "Loops", a.counts["loops changed"], loops)


def _part(pen: Pen, heading: str, count: int, lines: list[str]) -> None:
    if not lines:
        return
    pen.put()
    pen.put(f"{heading} ({len(lines):,} of {count:,} shown)" if len(lines) < count else f"{heading} ({count:,})", 0, 2, "bold")
    for line in lines:
        pen.put(line, 2, 4)
