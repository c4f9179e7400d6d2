"""Routes, treatments and the card of an axis as text and Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..graph import schema
from ..graph.answers import claim_words
from ..graph.knowledge import KnowledgeGraph
from .told_replies import cited, claim_line, evidence_words, filters_words, missing, references, trail, way
from .words import circumstances, sign_words, timing_words, when_words

if TYPE_CHECKING:
    from ..graph.cards import AxisAnswer, Entry, Line, Treatment, TreatmentsAnswer
    from ..graph.routed import RouteEffect, RoutesAnswer, RouteSection
    from .text import Pen

# routes ----------------------------------------------------------------------------------------------------------


def _routes(kg: KnowledgeGraph, a: RoutesAnswer, pen: Pen) -> None:
    end = f" to {a.end.label}" if a.end else ""
    pen.put(f"Routes of {a.start.label}{end}: at the membrane and in the nucleus{filters_words(a.filters)}", 0, 2, "bold")
    pen.put("An effect stands under a route only where a finding states it. Fast is not yet nongenomic.")
    missing(a.missing, pen)
    for section in a.sections:
        _route_section(kg, section, pen)
    effects = [e for s in a.sections for e in (*s.membrane, *s.nuclear, *s.untested)]
    references(kg, [f.reference for e in effects for f in e.variant.findings], pen)


def _route_section(kg: KnowledgeGraph, s: RouteSection, pen: Pen) -> None:
    if s.heading:
        pen.put()
        pen.put(s.heading, 0, 2, "bold", "cyan")
    if s.receptors:
        pen.put()
        pen.put("Receptors, and the routes stated for what follows", 0, 2, "bold", "cyan")
        for r in s.receptors:
            kind = r.receptor.cls or "class not known"
            claim = f"  [{r.binding.id}; {cited(r.binding.supporting)}]" if r.binding else ""
            pen.put(
                f"{r.receptor.label} ({kind}): nongenomic {r.nongenomic}, genomic {r.genomic}, not tested {r.untested}{claim}",
                2,
                4,
            )
    pen.put()
    pen.put("Side by side", 0, 2, "bold", "cyan")
    pen.columns(
        f"Membrane route ({len(s.membrane)})",
        [_cell(kg, e) for e in s.membrane] or ["no finding states a nongenomic route"],
        f"Nuclear route ({len(s.nuclear)})",
        [_cell(kg, e) for e in s.nuclear] or ["no finding states a genomic route"],
    )
    if s.handovers:
        pen.put()
        pen.put("Where one hands over to the other", 0, 2, "bold", "cyan")
        for h in s.handovers:
            first = f"membrane from {when_words(*h.membrane)}" if h.membrane else "membrane: onset not stated"
            then = f"nucleus from {when_words(*h.nuclear)}" if h.nuclear else "nucleus: onset not stated"
            pen.put(f"{h.node.label}, {h.kind}: {first}; {then}", 2, 2)
            for c in h.claims:
                pen.put(claim_line(kg, c), 6, 2)
    if s.untested:
        pen.put()
        pen.put("Route not tested; without a bridge first, then by onset", 0, 2, "bold", "cyan")
        for e in s.untested:
            pen.put(_cell(kg, e), 2, 4)
    for heading, effects in (("membrane", s.membrane), ("nuclear", s.nuclear)):
        if effects:
            pen.put()
            pen.put(f"Findings of the {heading} route", 0, 2, "bold", "cyan")
            for e in effects:
                pen.put(f"{trail(kg, e.variant)} ({evidence_words(e.variant)})", 2, 2)
                way(kg, e.variant, pen, 6, findings=False)
                for f in e.stated:
                    pen.put(f"{f.finding} ({circumstances(kg, f)}; {kg.references[f.reference].short})", 8, 0, "dim")


def _cell(kg: KnowledgeGraph, e: RouteEffect) -> str:
    receptor = e.receptor.label if e.receptor else "receptor not recorded"
    through = f", by {e.through.label}" if e.through else ""
    last = e.variant.steps[-1]
    aspect = f" ({last.assertion.aspect})" if last.assertion.aspect else ""
    t = e.variant.timing
    onset = "onset not stated" if t.low is None else f"onset {when_words(t.low, t.high)}"
    tested = ", ".join(sorted({f.route_test for f in e.stated if f.route_test}))
    places = sorted({kg.label(r) for f in (e.stated or last.findings) for r in f.places})
    effect = f"{sign_words(e.variant.sign)} {e.target.label}{aspect}"
    if last.ligand:
        effect = f"{schema.PREDICATES[last.assertion.predicate].verb} it"
    told = [effect, onset, ", ".join(places[:2]), tested]
    ids = ", ".join(s.assertion.id for s in e.variant.steps)
    return f"{receptor}{through}: {'; '.join(x for x in told if x)}  [{ids}; {cited(e.stated or last.findings, 2)}]"


# treatments ------------------------------------------------------------------------------------------------------

_TREATMENT_GROUPS = {
    "helps": "Helps",
    "failed": "Tried without effect",
    "worse": "Makes it worse, or brings it about",
    "unclear": "Changes it; the direction is not recorded",
    "in people with it": "Other outcomes, measured in those who have it",
}


def _treatments(kg: KnowledgeGraph, a: TreatmentsAnswer, pen: Pen) -> None:
    pen.put(f"Treatments: {a.condition.label}{filters_words(a.filters)}", 0, 2, "bold")
    missing(a.missing, pen)
    for group, found in a.groups.items():
        if not found:
            continue
        pen.put()
        more = f" ({len(found)} of {a.counts[group]})" if a.counts[group] > len(found) else ""
        pen.put(_TREATMENT_GROUPS[group] + more, 0, 2, "bold", "cyan")
        for t in found:
            _treatment(kg, a, t, pen)
    if a.proposed:
        pen.put()
        pen.put("Not tried here, but a way leads there", 0, 2, "bold", "cyan")
        for v in a.proposed:
            pen.put(f"{trail(kg, v)} ({sign_words(v.sign)}; {evidence_words(v)})", 2, 2)
            way(kg, v, pen, 6)
    found_all = [t for group in a.groups.values() for t in group]
    ids = [f.reference for t in found_all for f in (*t.supporting[:3], *t.against[:3])]
    ids += [f.reference for t in found_all if t.mechanism for f in t.mechanism.findings]
    references(kg, ids + [f.reference for v in a.proposed for f in v.findings], pen)


def _treatment(kg: KnowledgeGraph, a: TreatmentsAnswer, t: Treatment, pen: Pen) -> None:
    words = "; ".join(f"{claim_words(kg, c)} [{c.id}]" for c in t.claims)
    balance = f"{len(t.supporting)} for, {len(t.against)} without effect" if t.against else f"{len(t.supporting)} for"
    pen.put(f"{words} ({balance}; best tier {t.tier}, {schema.TIERS[t.tier]})", 2, 2, "bold")
    for mark, found in (("+", t.supporting), ("0", t.against)):
        for f in found[:3]:
            pen.put(f"{mark} tier {f.tier}: {f.finding} ({circumstances(kg, f)}; {kg.references[f.reference].short})", 6, 2)
        if len(found) > 3:
            pen.put(f'{mark} and {len(found) - 3} more: endoneuro evidence "{t.agent.label}" "{t.outcome.label}"', 6, 2)
    if t.mechanism is not None:
        pen.put(f"how: {trail(kg, t.mechanism)} ({evidence_words(t.mechanism)})", 6, 2)
        way(kg, t.mechanism, pen, 8, findings=False)
    elif t.binds:
        pen.put(f"acts at: {'; '.join(claim_line(kg, b) for b in t.binds)}; no recorded way on from there", 6, 2)
    else:
        pen.put("no receptor or mechanism is recorded", 6, 2)


# axis ------------------------------------------------------------------------------------------------------------

_PARTS = {
    "members": "Members",
    "receptor_map": "Receptor map",
    "targets": "Targets by region",
    "disorders": "Disorders",
    "drugs": "Drugs and other interventions",
}


def _axis(kg: KnowledgeGraph, a: AxisAnswer, pen: Pen) -> None:
    pen.put(f"{a.axis} axis: {a.meaning}{filters_words(a.filters)}", 0, 2, "bold")
    missing(a.missing, pen)
    _entries(kg, a, "members", pen)
    if a.loops:
        pen.put()
        pen.put("Feedback loops and their timing", 0, 2, "bold", "cyan")
    for x in a.loops:
        sign = {1: "positive, self-amplifying", -1: "negative, self-limiting"}.get(x.sign or 0, "sign not known")
        cites = f"; {', '.join(x.references)}" if x.references else ""
        pen.put(f"{x.name} ({x.kind}; {sign}; {timing_words(x.timing)}{cites})", 2, 2, "bold")
        for i, (step, regions) in enumerate(zip(x.steps, x.regions, strict=True)):
            places = ", ".join(kg.label(r) for r in regions)
            pen.put(
                f"{i + 1}) {claim_words(kg, step)}{f' in {places}' if places else ''}  [{step.id}; {cited(step.supporting)}]",
                6,
                3,
            )
        if x.opened_by:
            pen.put(f"opened by: {', '.join(kg.label(n) for n in x.opened_by)}", 6, 2)
    for part in ("receptor_map", "targets", "disorders", "drugs"):
        _entries(kg, a, part, pen)
    ids = [f.reference for entries in a.parts.values() for e in entries for x in e.lines for f in x.findings[:3]]
    references(kg, [*ids, *(r for x in a.loops for r in x.references if r in kg.references)], pen)


def _entries(kg: KnowledgeGraph, a: AxisAnswer, part: str, pen: Pen) -> None:
    found = a.parts[part]
    if not found:
        if a.loops:
            pen.put()
            pen.put(f"{_PARTS[part]}: nothing is recorded that fits")
        return
    pen.put()
    more = f" ({len(found)} of {a.counts[part]})" if a.counts[part] > len(found) else ""
    pen.put(_PARTS[part] + more, 0, 2, "bold", "cyan")
    for e in found:
        _entry(kg, e, part, pen)


def _entry(kg: KnowledgeGraph, e: Entry, part: str, pen: Pen) -> None:
    name = e.node.label if e.node else "region not stated"
    role = f" ({e.role})" if e.role and e.node else ""
    more = f", {len(e.lines)} of {e.total} claims" if e.total > len(e.lines) else ""
    if not e.lines:
        pen.put(f"{name}{role}" + ("" if part == "members" else ": no claim of its own"), 2, 2, "bold")
        return
    if part == "receptor_map":
        pen.put(f"{name}: {'; '.join(_expressed(kg, x) for x in e.lines)}{more}", 2, 4)
        return
    pen.put(f"{name}{role}{more}", 2, 2, "bold")
    for x in e.lines:
        pen.put(_line(kg, x), 6, 2)


def _line(kg: KnowledgeGraph, x: Line) -> str:
    species = sorted({s for f in x.findings for s in f.species})
    against = f"; {x.against} against" if x.against else ""
    return f"{claim_words(kg, x.claim)} ({', '.join(species)})  [{x.claim.id}; {cited(x.findings)}{against}]"


def _expressed(kg: KnowledgeGraph, x: Line) -> str:
    place = kg.nodes[x.claim.object]
    cell = f" in {place.label}" if place.kind == "CellType" else ""
    species = "/".join(sorted({s for f in x.findings for s in f.species}))
    return f"{kg.label(x.claim.subject)}{cell} ({species}) [{x.claim.id}; {cited(x.findings, 2)}]"
