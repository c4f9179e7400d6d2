"""Comparisons and forecasts as text and Markdown, and what they share with the other sided answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..graph.answers import Variant, claim_words
from ..graph.knowledge import KnowledgeGraph
from ..graph.model import Assertion, Finding
from .words import circumstances, duration, sign_words, timing_words, when_words

if TYPE_CHECKING:
    from ..graph.compared import CompareAnswer, Compared, Side
    from ..graph.replies import Contribution, Forecast, LoopAnswer, WhatIfAnswer
    from .text import Pen

_RANKS = {"A": "grade A", "B": "grade B", "C": "grade C, a hypothesis", "D": "grade D"}


def filters_words(filters: dict[str, str]) -> str:
    """Return the filters as they were typed."""
    return "".join(f" --{k} {v}" if v != "True" else f" --{k}" for k, v in filters.items())


def cited(findings: Iterable[Finding], most: int = 3) -> str:
    """Return the references of findings, the first few by name."""
    ids = sorted({f.reference for f in findings})
    return ", ".join(ids[:most]) + (f" and {len(ids) - most} more" if len(ids) > most else "")


def claim_line(kg: KnowledgeGraph, a: Assertion, findings: Iterable[Finding] | None = None) -> str:
    """Return a claim with its id and references."""
    against = f"; {len(a.against)} against" if a.against else ""
    return f"{claim_words(kg, a)}  [{a.id}; {cited(a.supporting if findings is None else findings)}{against}]"


def trail(kg: KnowledgeGraph, v: Variant) -> str:
    """Return a way as its nodes, with the sides that change."""
    nodes = [kg.label(v.steps[0].assertion.subject)]
    for s in v.steps:
        aspect = f" ({s.assertion.aspect})" if s.assertion.aspect else ""
        nodes.append(kg.label(s.assertion.object) + aspect)
    return " -> ".join(nodes)


def evidence_words(v: Variant) -> str:
    """Return how well a way is shown, in a few words."""
    how = "observed directly" if v.direct else _RANKS[v.grade]
    return f"{how}, tier {v.tier}"


def way(kg: KnowledgeGraph, v: Variant, pen: Pen, indent: int, *, findings: bool = True) -> None:
    """Write each step of a way with its claim id, and the finding it is seen through."""
    for i, s in enumerate(v.steps):
        join = f" [join to the next: {v.joins[i].kind}]" if i < len(v.joins) and v.joins[i].kind != "shown" else ""
        pen.put(claim_line(kg, s.assertion, s.findings) + join, indent, 2)
    if findings:
        last = v.steps[-1].right
        pen.put(f"{last.finding} ({circumstances(kg, last)}; {kg.references[last.reference].short})", indent + 2, 0, "dim")


def references(kg: KnowledgeGraph, ids: Iterable[str], pen: Pen) -> None:
    """Write a list of references, by author."""
    found = sorted((kg.references[i] for i in set(ids)), key=lambda r: (r.first_author or r.title, r.year, r.id))
    if not found:
        return
    pen.put()
    pen.put("References", 0, 2, "bold", "cyan")
    for r in found:
        author = f"{r.first_author} " if r.first_author else ""
        pen.put(f"{author}{r.dated} {r.title.rstrip('.')}. {r.id} {r.url}", 2, 2)


def missing(lines: Iterable[str], pen: Pen) -> None:
    """Write why an answer is empty, or what else to know."""
    for line in lines:
        pen.put(line, 2)


# what-if ---------------------------------------------------------------------------------------------------------


def _what_if(kg: KnowledgeGraph, a: WhatIfAnswer, pen: Pen) -> None:
    on = f" on {', '.join(a.on)}" if a.on else ""
    pen.put(f"What if {' and '.join(c.words for c in a.changes)}{on}{filters_words(a.filters)}", 0, 2, "bold")
    pen.put("In order of onset. Each verdict rests on the best kind of evidence there is; nothing is weighed or averaged.")
    missing(a.missing, pen)
    blocked = any(c.blocked for c in a.changes)
    for f in a.forecasts:
        pen.put()
        _forecast(kg, f, pen, blocked=blocked)
    if a.loops:
        pen.put()
        pen.put("Feedback that answers", 0, 2, "bold", "cyan")
        for x in a.loops:
            _loop_answer(kg, x, pen)
    all_ways = [c for f in a.forecasts for c in (*f.ways, *f.against, *f.cut, *f.kin)]
    references(kg, [f.reference for c in all_ways for f in c.variant.findings], pen)


def _forecast(kg: KnowledgeGraph, f: Forecast, pen: Pen, *, blocked: bool) -> None:
    style = {"increase": "green", "decrease": "red", "conflicting": "yellow"}.get(f.verdict, "dim")
    name = f"{f.target.label} ({f.aspect})" if f.aspect else f.target.label
    if f.low is not None:
        when = f"from {when_words(f.low, f.high)}"
    elif f.seen_after:
        when = f"onset not stated, seen after {duration(f.seen_after)}"
    else:
        when = "time not stated"
    pen.put(f"{name}: {f.verdict}" + (f" ({when})" if f.ways else ""), 0, 2, "bold", style)
    if f.why:
        pen.put(f.why[0].upper() + f.why[1:] + ".", 3, 0)
    for c in f.ways:
        _contribution(kg, c, "", pen, blocked=blocked)
    for c in f.against:
        _contribution(kg, c, "Against it, by weaker evidence: ", pen, blocked=blocked)
    for c in f.cut:
        _contribution(kg, c, "Taken away by the block: ", pen, blocked=False)
    for c in f.kin:
        _contribution(kg, c, f"Recorded for {c.kin}, kept apart: ", pen, blocked=blocked)


def _contribution(kg: KnowledgeGraph, c: Contribution, before: str, pen: Pen, *, blocked: bool) -> None:
    v = c.variant
    effect = {1: "increases", -1: "decreases"}.get(c.effect or 0, "acts on")
    last = v.steps[-1].right
    reverse = ""
    if v.direct and not c.shown:
        done = {"measured": "levels were compared"}.get(last.manipulation, f"it was {last.manipulation}")
        reverse = f", read from the study in which {done}" if last.manipulation else ""
    unknown = "; its mediator is not recorded and may be what is blocked" if blocked and any(s.summary for s in v.steps) else ""
    how = f"{c.change.words} {effect} {kg.label(v.steps[-1].assertion.object)}: {trail(kg, v)}"
    pen.put(f"{before}{how} ({evidence_words(v)}{reverse}{unknown}; {timing_words(v.timing)})", 3, 2)
    way(kg, v, pen, 6)


def _loop_answer(kg: KnowledgeGraph, x: LoopAnswer, pen: Pen) -> None:
    role = {
        "compensates": "compensation (negative feedback)", "amplifies": "amplification (positive feedback)",
        "opened": "opened by this", "answers": "sign not known",
    }[x.role]  # fmt: skip
    kin = f"; recorded for {x.kin}" if x.kin else ""
    origin = f"declared, {x.loop.axis}" if x.loop.declared else f"computed, grade {x.loop.grade}"
    pen.put(f"{x.loop.name}: {role}; {origin}{kin}", 2, 2)
    arrows = {1: "up", -1: "down", 0: "blocked, the loop stops here"}
    then = " -> ".join(
        f"{kg.label(a.object)}{' ' + a.aspect if a.aspect else ''} {'changed' if sign is None else arrows[sign]} [{a.id}]"
        for a, sign in x.steps
    )
    pen.put(f"{x.change.words} -> {then}", 6, 2)


# compare ---------------------------------------------------------------------------------------------------------

_GROUP_NAMES = {
    "opposite": "Opposite effects",
    "mixed": "One side says both, by circumstances",
    "shared": "Shared effects",
    "apart": "Effects on different aspects, not comparable",
    "left": "Only {left}",
    "right": "Only {right}",
}


def _compare(kg: KnowledgeGraph, a: CompareAnswer, pen: Pen) -> None:
    on = f" on {a.on}" if a.on else ""
    subject = "" if a.other else f"{a.start.label}: "
    pen.put(f"{subject}{a.left} and {a.right} compared{on}{filters_words(a.filters)}", 0, 2, "bold")
    counts = ", ".join(f"{n} {_GROUP_NAMES[g].format(left=a.left, right=a.right).lower()}" for g, n in a.counts.items() if n)
    pen.put(f"Within {a.max_hops} hops, grade {a.grade} or better: {counts or 'nothing on either side'}.")
    missing(a.missing, pen)
    missing(a.notes, pen)
    for group, found in a.groups.items():
        if not found:
            continue
        pen.put()
        total = a.counts[group]
        more = f" ({len(found)} of {total})" if total > len(found) else ""
        pen.put(_GROUP_NAMES[group].format(left=a.left, right=a.right) + more, 0, 2, "bold", "cyan")
        for c in found:
            _compared(kg, a, c, pen)
    if a.other:
        _receptors(kg, a, pen)
    sides = [s for found in a.groups.values() for c in found for s in (c.left, c.right)]
    references(kg, [f.reference for s in sides for v in s.variants for f in v.findings], pen)


def _compared(kg: KnowledgeGraph, a: CompareAnswer, c: Compared, pen: Pen) -> None:
    pen.put(f"{c.node.label}: {a.left} {c.left.sign}; {a.right} {c.right.sign}", 2, 2, "bold")
    for name, side in ((a.left, c.left), (a.right, c.right)):
        _side(kg, name, side, pen)


def _side(kg: KnowledgeGraph, name: str, side: Side, pen: Pen) -> None:
    for v in side.variants:
        pen.put(f"{name}: {trail(kg, v)} ({sign_words(v.sign)}; {evidence_words(v)}; {timing_words(v.timing)})", 6, 2)
        way(kg, v, pen, 8)
    for f in side.against[:3]:
        pen.put(f"{name}: looked, no effect: {f.finding} ({circumstances(kg, f)}; {kg.references[f.reference].short})", 6, 2)


def _receptors(kg: KnowledgeGraph, a: CompareAnswer, pen: Pen) -> None:
    listed = (
        ("Receptors of both", [x for pair in a.shared_receptors for x in pair]),
        (f"Receptors only of {a.left}", list(a.own_receptors[0])),
        (f"Receptors only of {a.right}", list(a.own_receptors[1])),
        (f"What makes, carries or ends {a.left}", list(a.fate[0])),
        (f"What makes, carries or ends {a.right}", list(a.fate[1])),
    )
    for heading, claims in listed:
        if claims:
            pen.put()
            pen.put(heading, 0, 2, "bold", "cyan")
            for x in claims:
                pen.put(claim_line(kg, x), 2, 4)
