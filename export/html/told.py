"""An answer in words: its paths, steps and joins, as the template prints them."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from ...graph import schema
from ...graph.answers import Path as Route
from ...graph.answers import PathAnswer, Step, Variant, claim_words
from ...graph.knowledge import KnowledgeGraph
from ...graph.model import Reference
from . import words

#: Signs as the page numbers them: more, less, not known, none.
SIGN_CODE: dict[int | None, int] = {1: 0, -1: 1, None: 2, 0: 3}


def links(r: Reference) -> list[tuple[str, str]]:
    """Return where a reference can be read, as (name, https address)."""
    found = []
    if r.pmid:
        found.append(("PubMed", f"https://pubmed.ncbi.nlm.nih.gov/{quote(r.pmid, safe='')}/"))
    if r.pmcid:
        found.append(("full text", f"https://pmc.ncbi.nlm.nih.gov/articles/{quote(r.pmcid, safe='')}/"))
    if r.doi:
        found.append(("DOI", f"https://doi.org/{quote(r.doi, safe='/:;().')}"))
    return found


def cited(r: Reference) -> str:
    """Return author and year."""
    return f"{r.first_author or r.id} {r.year}".strip()


def direct(given: PathAnswer) -> str:
    """Return what was observed directly between the two ends, as a sentence, or nothing."""
    said = {
        "increase": "raises",
        "decrease": "lowers",
        "both": "raises and, in other circumstances, lowers",
        "changed": "changes",
    }
    verb = said.get(given.direct_sign)
    return f"Observed directly: {given.start.label} {verb} {given.end.label}." if verb else ""


def told(kg: KnowledgeGraph, given: PathAnswer, numbers: dict[str, int]) -> list[dict[str, Any]]:
    """Return the sections of an answer with every path, step and join in words; `numbers` gives the claims of the page."""
    count = 0
    sections = []
    for section in given.sections:
        paths = []
        for p in section.paths:
            count += 1
            paths.append(_path(kg, given, p, count, numbers))
        sections.append({"heading": section.heading, "paths": paths})
    return sections


def _path(kg: KnowledgeGraph, given: PathAnswer, p: Route, number: int, numbers: dict[str, int]) -> dict[str, Any]:
    best = p.best
    share = given.saturation.get(best.grade)
    return {
        "number": number,
        "nodes": [kg.label(n) for n in p.nodes],
        "grade": best.grade,
        "grade_meaning": schema.GRADES[best.grade] + (f"; {share:.0%} of shuffled pairs have one" if share is not None else ""),
        "sign": SIGN_CODE[best.sign],
        "glyph": words.GLYPHS[best.sign],
        "effect": f"{words.SIGN_WORDS[best.sign]} {kg.label(p.nodes[-1])}",
        "ground": "seen directly in one finding" if best.direct else "if every step holds",
        "time": words.timing(best.timing),
        "tier": f"weakest step: {schema.TIERS[best.tier]}",
        "best": _variant(kg, best, numbers),
        "others": [_variant(kg, v, numbers) for v in p.variants[1:]],
        "claims": [numbers[s.assertion.id] for s in best.steps],
    }


def _variant(kg: KnowledgeGraph, v: Variant, numbers: dict[str, int]) -> dict[str, Any]:
    joins: list[dict[str, str] | None] = [{"kind": j.kind, "why": j.why} for j in v.joins]
    return {
        "effect": words.SIGN_WORDS[v.sign],
        "glyph": words.GLYPHS[v.sign],
        "sign": SIGN_CODE[v.sign],
        "grade": v.grade,
        "steps": [_step(kg, s, numbers, join) for s, join in zip(v.steps, [*joins, None], strict=True)],
    }


def _step(kg: KnowledgeGraph, s: Step, numbers: dict[str, int], join: dict[str, str] | None) -> dict[str, Any]:
    species = dict.fromkeys(x for f in s.findings for x in f.species)
    sex = dict.fromkeys(f.sex for f in s.findings if f.sex not in ("", "not reported"))
    where = dict.fromkeys(kg.label(r) for f in s.findings for r in f.region if r != schema.SYSTEMIC)
    papers = {f.reference: kg.references.get(f.reference) for f in s.findings}
    against = len(s.assertion.against)
    return {
        "claim": numbers[s.assertion.id],
        "words": claim_words(kg, s.assertion),
        "sign": SIGN_CODE[s.assertion.sign],
        "glyph": words.GLYPHS[s.assertion.sign],
        "context": ", ".join([*species, *sex, *where]),
        "against": f"{against} finding{'s' if against > 1 else ''} against" if against else "",
        "references": [(cited(r), links(r)[0][1] if links(r) else "") for r in papers.values() if r],
        "join": join,
    }
