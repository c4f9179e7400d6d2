"""Answers in words: paths, loops, claims and findings as the template prints them, each with what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from ...graph import schema
from ...graph.answers import Path as Route
from ...graph.answers import PathAnswer, Step, Variant, claim_words
from ...graph.explored import FoundLoop
from ...graph.knowledge import KnowledgeGraph
from ...graph.model import Assertion, Finding, Reference
from .. import words
from .data import SIGN_CODE, cited
from .rings import ACTS, closing


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


def path(
    kg: KnowledgeGraph, p: Route, number: int, numbers: Mapping[str, int], saturation: Mapping[str, float] | None = None
) -> dict[str, Any]:
    """Return a path with every step and join in words; `numbers` gives the claims of the page."""
    best = p.best
    share = (saturation or {}).get(best.grade)
    return {
        "number": number,
        "nodes": [kg.label(n) for n in p.nodes],
        "grade": best.grade,
        "grade_meaning": schema.GRADES[best.grade] + (f"; {share:.0%} of shuffled pairs have one" if share is not None else ""),
        "sign": SIGN_CODE[best.sign],
        "glyph": words.GLYPHS[best.sign],
        "effect": f"{words.sign_words(best.sign)} {kg.label(p.nodes[-1])}",
        "ground": "seen directly in one finding" if best.direct else "if every step holds",
        "time": words.timing_words(best.timing),
        "tier": f"weakest step: {schema.TIERS[best.tier]}",
        "best": _variant(kg, best, numbers),
        "others": [_variant(kg, v, numbers) for v in p.variants[1:]],
        "claims": [numbers[s.assertion.id] for s in best.steps],
    }


def _variant(kg: KnowledgeGraph, v: Variant, numbers: Mapping[str, int]) -> dict[str, Any]:
    joins: list[dict[str, str] | None] = [{"kind": j.kind, "why": j.why} for j in v.joins]
    return {
        "effect": words.sign_words(v.sign),
        "glyph": words.GLYPHS[v.sign],
        "sign": SIGN_CODE[v.sign],
        "grade": v.grade,
        "steps": [_step(kg, s, numbers, join) for s, join in zip(v.steps, [*joins, None], strict=True)],
    }


def _step(kg: KnowledgeGraph, s: Step, numbers: Mapping[str, int], join: dict[str, str] | None) -> dict[str, Any]:
    return {**claim(kg, s.assertion, numbers, s.findings), "join": join}


def claim(
    kg: KnowledgeGraph, a: Assertion, numbers: Mapping[str, int], findings: Sequence[Finding] = (), most: int = 4
) -> dict[str, Any]:
    """Return a claim with the circumstances and publications of some of its findings (of all, if none are given)."""
    seen = tuple(findings) or a.supporting or a.against
    species = dict.fromkeys(x for f in seen for x in f.species)
    sex = dict.fromkeys(f.sex for f in seen if f.sex not in ("", "not reported"))
    where = dict.fromkeys(kg.label(r) for f in seen for r in f.places)
    papers = [kg.references[r] for r in dict.fromkeys(f.reference for f in seen) if r in kg.references]
    against = len(a.against)
    parts = [*species, *sex, *where]
    return {
        "claim": numbers.get(a.id, -1),
        "words": claim_words(kg, a),
        "sign": SIGN_CODE[a.sign],
        "glyph": words.GLYPHS[a.sign],
        "context": ", ".join(parts[:6]) + (f" and {len(parts) - 6} more" if len(parts) > 6 else ""),
        "against": f"{against} finding{'s' if against > 1 else ''} against" if against and a.supported else "",
        "supported": a.supported,
        "references": [(cited(r), links(r)[0][1] if links(r) else "") for r in papers[:most]],
        "more": max(0, len(papers) - most),
        "join": None,
    }


def loop(kg: KnowledgeGraph, x: FoundLoop, number: int, numbers: Mapping[str, int], figure: str) -> dict[str, Any]:
    """Return a loop with its steps in order, where it closes, what opens it, and its picture."""
    steps = []
    for a, regions in zip(x.steps, x.regions, strict=True):
        made = claim(kg, a, numbers)
        places = ", ".join(kg.label(r) for r in regions)
        steps.append({**made, "context": places or made["context"]})
    papers = [kg.references[r] for r in x.references if r in kg.references]
    return {
        "number": number,
        "name": x.name,
        "sign": SIGN_CODE[x.sign],
        "glyph": words.GLYPHS[x.sign],
        "acts": ACTS.get(x.sign or 0, "sign not known"),
        "origin": f"{x.kind} loop of the {x.axis} axis" if x.declared else f"computed, grade {x.grade}",
        "grade": x.grade,
        "closes": closing(kg, x) if x.steps else "",
        "time": words.timing_words(x.timing),
        "opened": ", ".join(kg.label(n) for n in x.opened_by),
        "steps": steps,
        "references": [(cited(r), links(r)[0][1] if links(r) else "") for r in papers],
        "claims": [numbers[a.id] for a in x.steps],
        "figure": figure,
    }


def finding(kg: KnowledgeGraph, f: Finding) -> dict[str, Any]:
    """Return a finding in the curator's words, with its circumstances and where to read it."""
    r = kg.references.get(f.reference)
    return {
        "text": f.finding,
        "result": f.result,
        "context": words.circumstances(kg, f),
        "reference": (cited(r), links(r)[0][1] if links(r) else "") if r else (f.reference, ""),
        "retracted": bool(r and r.retracted == "yes"),
    }


def claims(kg: KnowledgeGraph, some: Iterable[Assertion], numbers: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return claims in words, best supported first."""
    return [claim(kg, a, numbers) for a in sorted(some, key=lambda a: (-a.supported, -len(a.rows), a.id))]
