"""Surveys as text: places, patterns, disagreements, gaps, sets, plain questions, saved answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from ..graph.answers import claim_words
from ..graph.knowledge import KnowledgeGraph
from ..graph.model import Finding
from .text import Pen, _missing, _writer
from .words import circumstances, iso_words

if TYPE_CHECKING:
    from ..graph.saved import SavedAnswer
    from ..graph.surveys import (
        AskAnswer,
        Dispute,
        DisputesAnswer,
        EnrichAnswer,
        GapsAnswer,
        Held,
        MatchAnswer,
        Seen,
        WhereAnswer,
    )


def _where(kg: KnowledgeGraph, a: WhereAnswer, pen: Pen) -> None:
    names = " and ".join(n.label for n in a.things)
    without = f", but not {' or '.join(n.label for n in a.without)}" if a.without else ""
    pen.put(f"Where {names} {'is' if len(a.things) == 1 else 'are together'}{without}{_filters(a.filters)}", 0, 2, "bold")
    _missing(a.missing, pen)
    if a.without and not a.missing:
        other = " or ".join(n.label for n in a.without)
        pen.put(f"left out: places where a finding shows {other} too; that none does is no proof that it is absent", 2)
    if a.together:
        _together(kg, a, pen)
        return
    for heading, held, count in (
        ("Regions", a.regions, a.counts.get("regions", 0)),
        ("Cell types", a.cells, a.counts.get("cells", 0)),
    ):
        if held:
            pen.put()
            pen.put(f"{heading} ({len(held)} of {count} shown)", 0, 2, "bold", "cyan")
        for h in held:
            _held(kg, h, pen)
    if a.measured:
        pen.put()
        shown = f"{len(a.measured)} of {a.counts['places of other findings']} places shown"
        pen.put(f"Measured there ({shown}): findings about it that do not say it is there", 0, 2, "bold", "cyan")
        for h in a.measured:
            acts = len([s for s in h.own if s.how == "acts"])
            parts = [f"acts in {acts}" if acts else "", f"is changed in {len(h.own) - acts}" if acts < len(h.own) else ""]
            told = " and ".join(p for p in parts if p)
            pen.put(f"{h.place.label}: {told} of {_count(len(h.own), 'finding')}  [{_cited(s.finding for s in h.own)}]", 2, 4)


def _held(kg: KnowledgeGraph, h: Held, pen: Pen) -> None:
    if h.own:
        how = " and ".join(sorted({s.how for s in h.own}))
        pen.put(f"{h.place.label}: {how} ({_evidence(h.own)}){_cells(kg, h)}  [{_ids(h.own)}]", 2, 4)
    elif h.parts:
        pen.put(f"{h.place.label}: by its parts only", 2, 4)
    else:
        pen.put(f"{h.place.label}: looked for and not found", 2, 4, "yellow")
    if h.parts:
        inner = ", ".join(f"{n.label} ({len(seen)})" for n, seen in h.parts[:8])
        more = f" and {len(h.parts) - 8} more" if len(h.parts) > 8 else ""
        pen.put(f"inside it: {inner}{more}", 6, 2, "dim")
    for s in h.absent:
        pen.put(f"not found: {s.finding.finding} ({circumstances(kg, s.finding)}; {s.finding.reference})", 6, 2, "yellow")


def _cells(kg: KnowledgeGraph, h: Held) -> str:
    if h.place.kind == "CellType":
        regions = sorted({kg.label(r) for s in h.own for r in s.finding.places})
        return f" in {', '.join(regions)}" if regions else ", region not stated"
    cells = {s.finding.cell for s in h.own} | {s.assertion.object for s in h.own} | {s.assertion.subject for s in h.own}
    names = sorted(kg.nodes[c].label for c in cells if c in kg.nodes and kg.nodes[c].kind == "CellType")
    return f" in {', '.join(names)}" if names else ""


def _together(kg: KnowledgeGraph, a: WhereAnswer, pen: Pen) -> None:
    for how, meaning in (
        ("same cell", "In the same cell type"),
        ("same region", "In the same region; whether in the same cells is not recorded"),
    ):
        found = [t for t in a.together if t.how == how]
        if found:
            pen.put()
            pen.put(meaning, 0, 2, "bold", "cyan")
        for t in found:
            one = f"; both in one paper, {t.one_study}" if t.one_study else ""
            pen.put(f"{t.place.label}{one}", 2, 4)
            for n, seen in t.each:
                places = sorted({kg.label(p) for s in seen for p in (s.assertion.object, s.assertion.subject)} - {n.label})
                inner = [p for p in places if p != t.place.label and p in _place_names(kg, seen)]
                inside = f" in {', '.join(inner[:4])}" if inner else ""
                pen.put(f"{n.label}: {_evidence(seen)}{inside}  [{_ids(seen)}]", 6, 4)
    hidden = a.counts["places that hold all"] - len(a.together)
    if hidden > 0:
        pen.put(f"and {hidden} more places (-k)", 2)


def _place_names(kg: KnowledgeGraph, seen: Iterable[Seen]) -> set[str]:
    ids = {p for s in seen for p in (s.assertion.object, s.assertion.subject)}
    return {kg.label(p) for p in ids if kg.nodes[p].kind in ("Structure", "CellType")}


def _match(kg: KnowledgeGraph, a: MatchAnswer, pen: Pen) -> None:
    pen.put(f"Pattern: {a.pattern}{_filters(a.filters)}", 0, 2, "bold")
    for i, line in enumerate(a.meaning, 1):
        pen.put(f"step {i}: {line}", 2, 4, "dim")
    _missing(a.missing, pen)
    for number, m in enumerate(a.matches, 1):
        pen.put()
        sign = {1: "net increase", -1: "net decrease"}.get(m.sign or 0, "") if len(m.steps) > 1 else ""
        joins = [j for j in m.joins if j]
        how = f"joins {', '.join(joins)}" if joins else ""
        told = "; ".join(x for x in (sign and f"{sign}, if every step holds", how, f"weakest tier {m.tier}") if x)
        pen.put(f"{number}. {' - '.join(kg.label(n) for n in m.nodes)}  ({told})", 0, 3, "bold")
        for step, found in zip(m.steps, m.findings, strict=True):
            against = f", {len(step.against)} against" if step.against else ""
            pen.put(
                f"{claim_words(kg, step)}  [{step.id}; {_count(len(found), 'finding')} fit{'s' * (len(found) == 1)}{against}]",
                5,
                3,
            )
            for f in found[:2]:
                pen.put(f"{f.finding} ({circumstances(kg, f)}; {kg.references[f.reference].short})", 8, 0)
            if len(found) > 2:
                pen.put(f"and {len(found) - 2} more: {_cited(found[2:])}", 8, 2, "dim")
    if a.more:
        pen.put()
        pen.put(f"There are more than these {len(a.matches)}: ask with a higher -k, or narrow the pattern.")


def _disputes(kg: KnowledgeGraph, a: DisputesAnswer, pen: Pen) -> None:
    about = " on ".join(n.label for n in (a.subject, a.object) if n)
    pen.put(f"Contradictions{f': {about}' if about else ''}{_filters(a.filters)}", 0, 2, "bold")
    _missing(a.missing, pen)
    c = a.counts
    several = c["links with two findings or more"]
    if a.disputes:
        pen.put(
            f"{c['disputed']} of {several} links with two findings or more are disputed: {c['both directions']} in both "
            f"directions, {c['an effect and none']} with an effect and none; in "
            f"{c['with a circumstance that tells the sides apart']} of them a stated circumstance tells the sides apart. "
            f"{len(a.disputes)} of {c['that fit']} shown.",
            2, 0,
        )  # fmt: skip
    for number, d in enumerate(a.disputes, 1):
        pen.put()
        aspect = f"{d.aspect} of " if d.aspect else ""
        pen.put(f"{number}. {d.subject.label} -> {aspect}{d.object.label}", 0, 3, "bold")
        for side in d.sides:
            pen.put(f"{side.says}: {_evidence(side.seen)}  [{_ids(side.seen)}]", 5, 2)
            for s in side.seen[:3]:
                f = s.finding
                pen.put(f"{f.finding} ({circumstances(kg, f)}; {kg.references[f.reference].short})", 8, 0)
            if len(side.seen) > 3:
                pen.put(f"and {len(side.seen) - 3} more: {_cited(s.finding for s in side.seen[3:])}", 8, 2, "dim")
        _reason(kg, d, pen)


def _reason(kg: KnowledgeGraph, d: Dispute, pen: Pen) -> None:
    told = [
        f"{x.what} ({'; '.join(f'{side.says}: {_listed(v)}' for side, v in zip(d.sides, x.values, strict=True))})"
        for x in d.differences
    ]
    if told:
        pen.put(f"they differ in {', '.join(told)}", 5, 2, "cyan")
    else:
        first, second, what = d.closest
        pair = f"{first} and {second}"
        if what:
            told_pair = _apart(kg, d, first, second, what)
            pen.put(f"no circumstance tells all of them apart; the two most alike, {pair}, differ in {told_pair}", 5, 2, "cyan")
        else:
            pen.put(f"unexplained: the two most alike, {pair}, state no circumstance in which they differ", 5, 2, "yellow")
    if d.unstated:
        pen.put(f"not stated, or by few, on one side: {', '.join(d.unstated)}", 5, 2, "dim")


def _apart(kg: KnowledgeGraph, d: Dispute, first: str, second: str, what: Sequence[str]) -> str:
    says = {s.finding.id: side.says for side in d.sides for s in side.seen}
    parts = []
    for name in what:
        values = [_value(kg, kg.findings[i], name) for i in (first, second)]
        parts.append(f"{name} ({says[first]}: {values[0]}; {says[second]}: {values[1]})")
    return ", ".join(parts)


def _value(kg: KnowledgeGraph, f: Finding, name: str) -> str:
    if name == "onset":
        return iso_words(f.onset_range) if f.onset_range else f.onset
    if name == "exposure":
        return iso_words(f.exposure)
    value = getattr(f, name) or "none stated"
    many = value if isinstance(value, tuple) else (value,)
    return _listed([kg.label(v) for v in many])


def _gaps(kg: KnowledgeGraph, a: GapsAnswer, pen: Pen) -> None:
    pen.put(f"Gaps: {a.scope}{_filters(a.filters)}", 0, 2, "bold")
    _missing(a.missing, pen)
    for g in a.gaps:
        pen.put()
        share = f"{100 * g.count / g.of:.0f} %" if g.of else "none could"
        pen.put(f"{g.name}: {g.count:,} of {g.of:,} {g.unit} ({share})", 0, 2, "bold", "cyan")
        pen.put(g.meaning, 2, 0, "dim")
        for item in g.items:
            claim = f"{item.assertion.id}; " if item.assertion else ""
            cited = ", ".join(item.references[:3]) + (
                f" and {len(item.references) - 3} more" if len(item.references) > 3 else ""
            )
            pen.put(f"{item.what} ({item.why})  [{claim}{cited}]", 5, 2)
        if g.count > len(g.items):
            pen.put(f"and {g.count - len(g.items):,} more (-k)", 5, 2, "dim")


def _enrich(kg: KnowledgeGraph, a: EnrichAnswer, pen: Pen) -> None:
    pen.put(f"In common to {', '.join(n.label for n in a.members)}{_filters(a.filters)}", 0, 2, "bold")
    pen.put(
        f"Background: the {a.background} nodes of kind {' or '.join(a.background_kinds)} that reach a {' or '.join(a.kinds)} by "
        f"one claim, or by one claim of a receptor they bind; {a.size} of them are the list. {a.tested} targets tested that two "
        "or more of the background reach; exact one-sided hypergeometric p, false discovery rate q (Benjamini and Hochberg).",
        2, 0,
    )  # fmt: skip
    if a.left_out:
        pen.put(f"Without such a target, left out: {', '.join(n.label for n in a.left_out)}", 2)
    _missing(a.missing, pen)
    sure = sum(e.q < 0.05 for e in a.found)
    if a.found:
        found = f"{sure} below q 0.05." if sure else "None is below q 0.05: nothing here is more than chance might give."
        pen.put(found, 2, 0, "green" if sure else "yellow")
    for e in a.found:
        pen.put()
        pen.put(
            f"{e.target.label} ({e.target.kind}): {len(e.hits)} of {a.size} in the list, {e.background} of {a.background} in the "
            f"background; {e.fold:.1f} times the expected; p {_p(e.p)}, q {_p(e.q)}",
            0, 3, "bold",
        )  # fmt: skip
        for node, sign, ids in e.hits:
            pen.put(f"{node.label}: {sign}  [{', '.join(ids[:4])}{f' and {len(ids) - 4} more' if len(ids) > 4 else ''}]", 5, 2)


def _ask(kg: KnowledgeGraph, a: AskAnswer, pen: Pen) -> None:
    pen.put(f"Question: {a.text}", 0, 2, "bold")
    for line in a.understood:
        pen.put(line, 2, 2, "dim")
    _missing(a.missing, pen)
    for command, asks in a.offers:
        pen.put(f"{command}   ({asks})", 5, 4)
    for one in a.asked:
        pen.put()
        pen.put(f"Asked: {one.command}" if one.command else "No command for it", 0, 2, "bold", "cyan")
        if one.note:
            pen.put(one.note, 2, 2, "yellow")
        if one.answer is not None:
            pen.put()
            _writer(one.answer)(kg, one.answer, pen)


def _saved(kg: KnowledgeGraph, a: SavedAnswer, pen: Pen) -> None:
    pen.put(f"Saved answer to {a.question!r}", 0, 2, "bold")
    _plain(a.told, pen, 2)


def _plain(value: Any, pen: Pen, indent: int) -> None:
    """Write kept JSON values as an outline; what is named by label shows the label."""
    for key, held in value.items():
        if key in ("format", "question") or held in ("", None, [], {}):
            continue
        name = str(key).replace("_", " ")
        if isinstance(held, dict) and "label" not in held:
            pen.put(f"{name}:", indent, 2)
            _plain(held, pen, min(indent + 3, 20))
        elif isinstance(held, list) and any(isinstance(x, dict) and "label" not in x for x in held):
            pen.put(f"{name} ({len(held)}):", indent, 2)
            for x in held:
                if isinstance(x, dict):
                    _plain(x, pen, min(indent + 3, 20))
                else:
                    pen.put(_shown(x), min(indent + 3, 20))
        else:
            pen.put(f"{name}: {_shown(held)}", indent, 4)


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return f"{value['label']} ({value['id']})" if "id" in value else str(value["label"])
    return ", ".join(_shown(x) for x in value) if isinstance(value, list) else str(value)


def _filters(given: dict[str, str]) -> str:
    return "".join(f" --{name}" if value == "True" else f" --{name} {value}" for name, value in given.items())


def _evidence(seen: Sequence[Seen]) -> str:
    findings = [s.finding for s in seen]
    species = sorted({x for f in findings for x in f.species})
    methods = sorted({f.method for f in findings})
    return f"{_count(len(findings), 'finding')}, tier {min(f.tier for f in findings)}; {_listed(species)}; {_listed(methods)}"


def _ids(seen: Sequence[Seen]) -> str:
    ids = list(dict.fromkeys(s.assertion.id for s in seen))
    shown = ", ".join(ids[:3]) + (f" and {len(ids) - 3} more" if len(ids) > 3 else "")
    return f"{shown}; {_cited(s.finding for s in seen)}"


def _cited(findings: Iterable[Finding]) -> str:
    references = list(dict.fromkeys(f.reference for f in findings))
    return ", ".join(references[:3]) + (f" and {len(references) - 3} more" if len(references) > 3 else "")


def _listed(values: Sequence[str], most: int = 5) -> str:
    return "/".join(values[:most]) + (f" and {len(values) - most} more" if len(values) > most else "")


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _p(value: float) -> str:
    return f"{value:.2g}" if value < 0.1 else f"{value:.2f}"
