"""A Markdown report to read: of a graph, whole or filtered, or of an answer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from ..graph import schema
from ..graph.knowledge import KnowledgeGraph
from ..graph.model import Assertion, Reference
from .words import circumstances

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~!&])")
_BREAKS = re.compile(r"\s+")
_SIGNS = {1: "increases", -1: "decreases", 0: "no sign", None: "not known"}
_RESULTS = {"supports": "+", "no effect": "0", "opposite": "−"}


def to_report(graph: KnowledgeGraph, answer: Any = None) -> str | Iterator[str]:
    """Return an answer as Markdown, or yield a report of the whole graph: counts, every claim with its findings, loops, references.

    Args:
        graph: the graph, whole or filtered.
        answer: an answer of `graph.answers` to report instead.

    >>> import endoneuro
    >>> next(to_report(endoneuro.load())).startswith("# endoneuro")
    True

    """
    if answer is not None:
        from .text import to_markdown

        return to_markdown(graph, answer)
    return _report(graph)


def _report(graph: KnowledgeGraph) -> Iterator[str]:
    against = sum(not f.supports for f in graph.findings.values())
    unsupported = sum(not a.supported for a in graph.assertions.values())
    yield "# endoneuro\n\n"
    yield (
        f"{len(graph.nodes):,} nodes, {len(graph.assertions):,} claims ({unsupported:,} of them without support), "
        f"{len(graph.findings):,} findings ({against:,} of them null or opposite), {len(graph.references):,} publications, "
        f"{len(graph.loops):,} declared loops.\n\n"
    )
    yield from _counts("Nodes by kind", Counter(n.kind for n in graph.nodes.values()), schema.KINDS)
    tiers = Counter(str(f.tier) for f in graph.findings.values())
    yield from _counts(
        "Findings by tier", tiers, {str(k): "" for k in schema.TIERS}, {str(k): v for k, v in schema.TIERS.items()}
    )
    yield from _counts("Findings by species", Counter(s for f in graph.findings.values() for s in f.species))
    yield from _counts("Claims by sign", Counter(_SIGNS[a.sign] for a in graph.assertions.values()), _SIGNS.values())
    yield "## Claims\n"
    by_subject: dict[str, list[Assertion]] = {}
    for _, a in sorted(graph.assertions.items()):
        by_subject.setdefault(a.subject, []).append(a)
    for subject in sorted(by_subject, key=lambda s: (graph.label(s).casefold(), s)):
        yield f"\n### {escape(graph.label(subject))}\n\n"
        claims = by_subject[subject]
        for a in sorted(claims, key=lambda a: (graph.label(a.object).casefold(), a.predicate, a.aspect, a.id)):
            yield from _claim(graph, a)
    yield from _loops(graph)
    yield "\n## References\n\n"
    for r in sorted(graph.references.values(), key=lambda r: ((r.first_author or r.title).casefold(), r.year, r.id)):
        yield f"- {_cited(r)}\n"


def _claim(graph: KnowledgeGraph, a: Assertion) -> Iterator[str]:
    verb = schema.PREDICATES[a.predicate].verb
    aspect = f"{a.aspect} of " if a.aspect else ""
    support = f"{len(a.supporting)} for, {len(a.against)} against" if a.against else f"{len(a.supporting)} for"
    yield f"- **{escape(verb)} {aspect}{escape(graph.label(a.object))}** ({a.id}; {support})\n"
    for row in a.rows:
        f = row.finding
        via = f" via {escape(graph.label(f.via))}" if f.via and row.part == "claim" else ""
        where = escape(circumstances(graph, f))
        cited = escape(graph.references[f.reference].short)
        yield f"  - {_RESULTS.get(f.result, '?')}{via} {escape(f.finding)} ({where}; tier {f.tier}; {cited})\n"


def _loops(graph: KnowledgeGraph) -> Iterator[str]:
    if graph.loops:
        yield "\n## Feedback loops\n\n"
    for x in graph.loops:
        sign = {1: "positive", -1: "negative"}.get(x.sign, "sign not known")
        yield f"- **{escape(x.name)}** ({escape(x.axis)}, {escape(x.kind)}, {sign})\n"
        for s in x.steps:
            aspect = f"{s.aspect} of " if s.aspect else ""
            verb = schema.PREDICATES[s.predicate].verb if s.predicate in schema.PREDICATES else s.predicate
            places = ", ".join(graph.label(r) for r in s.region)
            told = f"{graph.label(s.subject)} {verb} {aspect}{graph.label(s.object)}{f' in {places}' if places else ''}"
            yield f"  {s.step}. {escape(told)}\n"


def _cited(r: Reference) -> str:
    author = f"{escape(r.first_author)} " if r.first_author else ""
    journal = f"{escape(r.journal)}. " if r.journal else ""
    retracted = " **Retracted.**" if r.retracted == "yes" else ""
    link = f" <{r.url}>" if r.url and not re.search(r"[\s<>]", r.url) else ""
    return f"{author}{escape(r.dated)} {escape(r.title.rstrip('.'))}. {journal}{escape(r.id)}{link}{retracted}"


def _counts(
    heading: str, counts: Counter[str], order: Iterable[str] = (), meanings: dict[str, str] | None = None
) -> Iterator[str]:
    """Yield a small table; known values in their order, others by number."""
    known = [k for k in order if counts[k]]
    rest = sorted(counts.keys() - set(known), key=lambda k: (-counts[k], k))
    yield f"**{heading}**\n\n| | |\n|---|---:|\n"
    for key in (*known, *rest):
        meaning = f" ({meanings[key]})" if meanings and key in meanings else ""
        yield f"| {escape(key + meaning)} | {counts[key]:,} |\n"
    yield "\n"


def escape(text: str) -> str:
    r"""Return a text as Markdown shows it literally, on one line.

    >>> escape("a*b\n<c>")
    'a\\*b \\<c\\>'
    """
    return _SPECIAL.sub(r"\\\1", _BREAKS.sub(" ", text).strip()) if text else ""
