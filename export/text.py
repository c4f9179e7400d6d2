"""Answers as plain text for people: width-aware, coloured on a terminal, plain in a pipe."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterable
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from ..graph import schema
from ..graph.answers import Path, PathAnswer, Variant, claim_words
from ..graph.knowledge import KnowledgeGraph
from ..graph.model import Assertion, Finding
from .words import circumstances, sign_words, timing_words, weak_points

if TYPE_CHECKING:
    from ..graph.explored import EffectsAnswer, EvidenceAnswer, LoopsAnswer, NodeAnswer, SearchAnswer

_STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}


class Pen:
    """Writes lines of a width, with or without colour."""

    def __init__(self, width: int = 100, *, colour: bool = False) -> None:
        self.width, self.colour = max(40, min(width, 120)), colour
        self.lines: list[str] = []

    def style(self, text: str, *styles: str) -> str:
        """Return the text in colour, if this pen has colours."""
        if not self.colour or not text:
            return text
        return f"\x1b[{';'.join(_STYLES[s] for s in styles)}m{text}\x1b[0m"

    def put(self, text: str = "", indent: int = 0, hang: int = 2, *styles: str) -> None:
        """Write a paragraph, wrapped; following lines hang."""
        if not text:
            self.lines.append("")
            return
        wrapped = textwrap.wrap(
            text, self.width, initial_indent=" " * indent, subsequent_indent=" " * (indent + hang), break_on_hyphens=False
        )
        self.lines += [self.style(line, *styles) for line in wrapped]

    def columns(self, left: str, lefts: list[str], right: str, rights: list[str]) -> None:
        """Write two lists side by side."""
        half = (self.width - 3) // 2
        self.lines.append(self.style(f"{left:<{half}} | {right}", "bold"))
        self.lines.append("-" * half + "-+-" + "-" * half)
        for row in zip_longest(lefts, rights, fillvalue=""):
            made = [textwrap.wrap(x, half, subsequent_indent="  ", break_on_hyphens=False) for x in row]
            for one, two in zip_longest(*made, fillvalue=""):
                self.lines.append(f"{one:<{half}} | {two}".rstrip())
            self.lines.append(" " * half + " |")

    def text(self) -> str:
        """Return everything written."""
        return "\n".join(self.lines).rstrip("\n") + "\n"


def write_with(kg: KnowledgeGraph, answer: Any, pen: Pen) -> None:
    """Write an answer with a pen of one's own."""
    _writer(answer)(kg, answer, pen)


def to_text(kg: KnowledgeGraph, answer: Any, *, width: int = 100, colour: bool = False) -> str:
    """Return an answer as text.

    Args:
        kg: the graph the answer came from.
        answer: any answer of `graph.answers`.
        width: columns of the terminal; used between 40 and 120.
        colour: whether to use terminal colours.

    """
    pen = Pen(width, colour=colour)
    write_with(kg, answer, pen)
    return pen.text()


class MarkdownPen(Pen):
    """Writes the same answers as Markdown: headings, numbered steps, nested evidence."""

    def style(self, text: str, *styles: str) -> str:
        """Return the text as it is; Markdown carries no colours here."""
        return text

    def put(self, text: str = "", indent: int = 0, hang: int = 2, *styles: str) -> None:
        """Write a paragraph as Markdown, by its indent."""
        if not text:
            self.lines.append("")
            return
        text = text.replace("\\", "\\\\").replace("<", "&lt;").replace("*", "\\*").replace("_", "\\_")
        if "bold" in styles and indent == 0:
            level = "#" if not self.lines else "##" if "cyan" in styles else "###"
            self.lines += [f"{level} {text}", ""]
        elif indent < 5:
            self.lines += [f"- {text}"] if indent == 2 else [text, ""]
        else:
            self.lines.append(("" if indent < 8 else "    ") + f"- {text}")

    def columns(self, left: str, lefts: list[str], right: str, rights: list[str]) -> None:
        """Write two lists as a table."""
        self.lines += [f"| {left} | {right} |", "| --- | --- |"]
        for row in zip_longest(lefts, rights, fillvalue=""):
            cells = (re.sub(r"[\\|*_]", r"\\\g<0>", x).replace("<", "&lt;") for x in row)
            self.lines.append(f"| {' | '.join(cells)} |")


def to_markdown(kg: KnowledgeGraph, answer: Any) -> str:
    """Return an answer as Markdown, with the same content as `to_text`."""
    pen = MarkdownPen()
    write_with(kg, answer, pen)
    return pen.text()


def _missing(missing: Iterable[str], pen: Pen) -> None:
    for line in missing:
        pen.put(f"- {line}", 2)


def _path(kg: KnowledgeGraph, a: PathAnswer, pen: Pen) -> None:
    filters = "".join(f" --{k} {v}" if v != "True" else f" --{k}" for k, v in a.filters.items())
    demands = "".join(f" --via {v}" for v in a.via) + "".join(f" --avoid {v}" for v in a.avoid)
    limits = (f" --max-hops {a.max_hops}" if a.max_hops != 4 else "") + (f" --grade {a.grade}" if a.grade != "C" else "")
    pen.put(f"{a.start.label} -> {a.end.label}{demands}{limits}{filters}", 0, 2, "bold")
    number = 0
    for section in a.sections:
        if section.heading:
            pen.put()
            pen.put(f"{section.heading} (kept apart: another species' hormone)", 0, 2, "bold", "cyan")
        if not section.paths:
            pen.put()
            pen.put(f"No path from {kg.label(section.start)} to {a.end.label} as asked.")
            _missing(a.missing, pen)
        for path in section.paths:
            number += 1
            pen.put()
            _one_path(kg, number, path, pen)
    if a.saturation and a.paths:
        shares = ", ".join(
            f"{100 * share:.0f} % {grade}{'' if grade == 'A' else ' or better'}" for grade, share in a.saturation.items()
        )
        pen.put()
        pen.put(f"Of {a.start.kind} and {a.end.kind} drawn by chance, so many have a path of a grade: {shares}.", 0, 2, "dim")
    if a.paths:
        pen.put()
        _references(kg, a.paths, pen)


def _one_path(kg: KnowledgeGraph, number: int, path: Path, pen: Pen) -> None:
    best = path.best
    trail = " -> ".join(kg.label(n) for n in path.nodes)
    pen.put(f"{number}. {trail}", 0, 3, "bold")
    pen.put(headline(kg, path, best), 3, 0, _grade_style(best))
    if weak := weak_points(best):
        pen.put(weak, 3, 0)
    _steps(kg, best, pen)
    for other in path.variants[1:]:
        if other.sign != best.sign:
            pen.put(f"In other circumstances, {headline(kg, path, other)}", 3, 0, "yellow")
            _steps(kg, other, pen)


def headline(kg: KnowledgeGraph, path: Path, v: Variant) -> str:
    """Return a variant in one sentence: effect, grade, time, tier."""
    end = kg.label(path.nodes[-1])
    verb = sign_words(v.sign)
    aspect = v.steps[-1].assertion.aspect
    goal = f"{end} ({aspect})" if aspect else end
    if v.direct:
        effect = f"observed directly: {verb} {goal}"
    else:
        effect = f"{verb} {goal}, if every step holds"
        seen = {w.sign for w in path.variants if w.direct}
        if seen:
            effect += ", as observed directly" if v.sign in seen else ", unlike the direct observation"
    weakest = f"weakest evidence tier {v.tier} ({schema.TIERS[v.tier]})"
    meaning = schema.GRADES[v.grade] if v.joins else "a single step"
    return f"{effect}. Grade {v.grade} ({meaning}); {timing_words(v.timing)}; {weakest}."


def _grade_style(v: Variant) -> str:
    return {"A": "green", "B": "green", "C": "yellow"}.get(v.grade, "red")


def _steps(kg: KnowledgeGraph, v: Variant, pen: Pen) -> None:
    told: set[str] = set()
    for i, step in enumerate(v.steps):
        note = " [no mediator recorded]" if step.summary and not v.direct else ""
        more = f"; {step.studies} studies" if step.studies > 1 else ""
        against = f"; {len(step.assertion.against)} against" if step.assertion.against else ""
        pen.put(f"{i + 1}) {claim_words(kg, step.assertion)}{note}  [{step.assertion.id}{more}{against}]", 5, 3)
        for f in step.findings:
            _finding(kg, f, pen, 8, short=f.id in told)
            told.add(f.id)
        if i < len(v.joins):
            join = v.joins[i]
            mark = {"shown": "=", "placed": "~", "bridge": "?"}[join.kind]
            pen.put(f"{mark} join {join.kind}: {join.why}", 8, 2, "dim")


def _finding(kg: KnowledgeGraph, f: Finding, pen: Pen, indent: int, *, short: bool = False) -> None:
    reference = kg.references[f.reference]
    if short:
        pen.put(f"the same finding ({reference.id})", indent, 2, "dim")
        return
    where = circumstances(kg, f)
    pen.put(f"{f.finding} ({where}; {reference.short})", indent, 0)


def _references(kg: KnowledgeGraph, paths: Iterable[Path], pen: Pen) -> None:
    ids = {f.reference for p in paths for v in p.variants for f in v.findings}
    pen.put("References", 0, 2, "bold")
    for reference in sorted((kg.references[i] for i in ids), key=lambda r: (r.first_author or r.title, r.year, r.id)):
        title, journal = reference.title.rstrip("."), f"{reference.journal}. " if reference.journal else ""
        begin = (
            f"{reference.first_author} {reference.dated} {title}." if reference.first_author else f"{title}. {reference.dated}"
        )
        pen.put(f"{begin} {journal}{reference.id} {reference.url}", 2, 2)


def _effects(kg: KnowledgeGraph, a: EffectsAnswer, pen: Pen) -> None:
    title = f"Downstream of {a.node.label}" if a.question == "downstream" else f"Upstream of {a.node.label}"
    pen.put(title + (f" ({a.kind} only)" if a.kind else ""), 0, 2, "bold")
    _missing(a.missing, pen)
    for kind, reached in a.groups:
        pen.put()
        pen.put(f"{kind} ({len(reached)} shown)", 0, 2, "bold", "cyan")
        for r in reached:
            best = r.path.best
            trail = " -> ".join(kg.label(n) for n in r.path.nodes)
            grade = "observed directly" if best.direct else f"grade {best.grade}"
            sources = sorted({f.reference for f in best.findings})
            pen.put(f"{r.node.label}: {r.sign} ({grade}, tier {best.tier}; {trail}; {', '.join(sources[:3])})", 2, 4)


def _loops(kg: KnowledgeGraph, a: LoopsAnswer, pen: Pen) -> None:
    pen.put("Feedback loops" + (f" through {a.through.label}" if a.through else ""), 0, 2, "bold")
    _missing(a.missing, pen)
    for x in a.loops:
        pen.put()
        sign = {1: "positive (+, self-amplifying)", -1: "negative (-, self-limiting)"}.get(x.sign or 0, "sign not known")
        origin = f"declared, {x.axis}, {x.kind}" if x.declared else f"computed, grade {x.grade}"
        pen.put(x.name, 0, 2, "bold")
        pen.put(f"{sign}; {origin}; {timing_words(x.timing)}", 3, 0, "green" if x.sign == -1 else "yellow")
        for i, (step, regions) in enumerate(zip(x.steps, x.regions, strict=True)):
            places = ", ".join(kg.label(r) for r in regions)
            references = sorted({f.reference for f in step.supporting})
            cited = ", ".join(references[:3]) + (f" and {len(references) - 3} more" if len(references) > 3 else "")
            pen.put(f"{i + 1}) {claim_words(kg, step)}{f' in {places}' if places else ''}  [{step.id}; {cited}]", 5, 3)
        if x.opened_by:
            pen.put(f"opened by: {', '.join(kg.label(n) for n in x.opened_by)}", 5, 2)


def _evidence(kg: KnowledgeGraph, a: EvidenceAnswer, pen: Pen) -> None:
    pen.put(f"Evidence: {a.subject.label} -> {a.object.label}", 0, 2, "bold")
    _missing(a.missing, pen)
    for assertion in a.assertions:
        pen.put()
        pen.put(
            f"{claim_words(kg, assertion)}  [{assertion.id}; {len(assertion.supporting)} for, "
            f"{len(assertion.against)} against]",
            0,
            2,
            "bold",
        )
        for row in assertion.rows:
            f = row.finding
            verdict = {"supports": "+", "no effect": "0", "opposite": "-"}[f.result]
            via = f" via {kg.label(f.via)}" if f.via and row.part == "claim" else ""
            reference = kg.references[f.reference]
            pen.put(f"{verdict} tier {f.tier}{via}: {f.finding} ({circumstances(kg, f)}; {reference.short})", 2, 2)


def _node(kg: KnowledgeGraph, a: NodeAnswer, pen: Pen) -> None:
    n = a.node
    pen.put(f"{n.label}  ({n.kind}{', ' + n.cls if n.cls else ''}; {n.id})", 0, 2, "bold")
    pen.put(n.description)
    for name, values in (
        ("also called", list(n.synonyms)),
        ("circulates", [schema.ENUMS["circulates"][n.circulates]] if n.circulates else []),
        ("in other species", [kg.label(c) for c in n.counterpart]),
        ("above it", [x.label for x in a.above]),
        ("below it", [x.label for x in a.below]),
        ("elsewhere", list(n.xrefs)),
    ):
        if values:
            pen.put(f"{name}: {', '.join(values)}", 2)
    _claims(kg, f"What it does ({len(a.out)} claims)", a.out, pen)
    _claims(kg, f"What acts on it ({len(a.into)} claims)", a.into, pen)
    if not a.out and not a.into:
        pen.put()
        pen.put("No finding about it yet.")


def _claims(kg: KnowledgeGraph, heading: str, claims: tuple[Assertion, ...], pen: Pen) -> None:
    if not claims:
        return
    pen.put()
    pen.put(heading, 0, 2, "bold", "cyan")
    for a in claims:
        against = f", {len(a.against)} against" if a.against else ""
        style = () if a.supported else ("dim",)
        references = sorted({r.finding.reference for r in a.rows})
        cited = ", ".join(references[:2]) + (f" and {len(references) - 2} more" if len(references) > 2 else "")
        pen.put(f"{claim_words(kg, a)}  [{len(a.supporting)} for{against}; {cited}]", 2, 4, *style)


def _search(kg: KnowledgeGraph, a: SearchAnswer, pen: Pen) -> None:
    for n in a.found:
        also = f"  ({', '.join(n.synonyms[:3])})" if n.synonyms else ""
        pen.put(f"{n.label}  [{n.kind}, {n.id}]{also}", 0, 4)


Writer = Callable[[KnowledgeGraph, Any, Pen], None]
#: Class of an answer -> how it is written: a function of this module, or `module:function`, imported when needed.
WRITERS: dict[str, Writer | str] = {
    "PathAnswer": _path,
    "EffectsAnswer": _effects,
    "LoopsAnswer": _loops,
    "EvidenceAnswer": _evidence,
    "NodeAnswer": _node,
    "SearchAnswer": _search,
    "RoutesAnswer": "told_cards:_routes",
    "AxisAnswer": "told_cards:_axis",
    "CompareAnswer": "told_replies:_compare",
    "WhatIfAnswer": "told_replies:_what_if",
    "TreatmentsAnswer": "told_cards:_treatments",
    "WhereAnswer": "told_surveys:_where",
    "MatchAnswer": "told_surveys:_match",
    "DisputesAnswer": "told_surveys:_disputes",
    "GapsAnswer": "told_surveys:_gaps",
    "EnrichAnswer": "told_surveys:_enrich",
    "AskAnswer": "told_surveys:_ask",
    "DiffAnswer": "told_releases:_diff",
    "SavedAnswer": "told_surveys:_saved",
}


def _writer(answer: Any) -> Writer:
    found = WRITERS[type(answer).__name__]
    if isinstance(found, str):
        from importlib import import_module

        module, _, function = found.partition(":")
        made: Writer = getattr(import_module(f"{__package__}.{module}"), function)
        return made
    return found


__all__ = ["WRITERS", "MarkdownPen", "Pen", "headline", "to_markdown", "to_text", "write_with"]
