"""`stats`: how much there is, and how much of it is known, each share with its denominator."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from ..graph import schema
from ..graph.knowledge import KnowledgeGraph
from ..graph.model import Finding, assertion_id, needs_experiment

Share = tuple[str, int, int]
#: Classes of subjects that can act both at the membrane and in the nucleus.
_ROUTED = ("steroid", "neurosteroid", "thyroid", "nuclear")
#: What says where a messenger comes from, and kinds that an effect on a nervous system ends at.
_SOURCES = ("secretes", "synthesizes", "precursor_of")
_NERVOUS = ("Process", "Mechanism", "CellType", "Neurotransmitter", "Structure")


def stats(kg: KnowledgeGraph) -> dict[str, Any]:
    """Return counts and coverage.

    Returns:
        `counts` (name to number), `nodes` and `tiers` (by kind, by tier), `coverage`: name to (met, of how many).

    >>> import endoneuro
    >>> endoneuro.stats(endoneuro.load())["coverage"]["findings with a species"][0] > 0
    True

    """
    findings = list(kg.findings.values())
    used = {n for f in findings for n in (f.subject, f.object, f.via, f.cell, *f.region) if n in kg.nodes}
    return {
        "counts": {
            "findings": len(findings),
            "assertions": len(kg.assertions),
            "references": len(kg.references),
            "nodes": len(kg.nodes),
            "nodes with a finding": len(used),
            "declared loops": len(kg.loops),
            "axes with a loop": len({x.axis for x in kg.loops}),
            "second readings": sum(not c.verdict.startswith("planted") for c in kg.checks),
        },
        "nodes": {k: Counter(kg.nodes[n].kind for n in used)[k] for k in schema.KINDS},
        "tiers": {t: sum(f.tier == t for f in findings) for t in schema.TIERS},
        "results": {r: sum(f.result == r for f in findings) for r in schema.ENUMS["result"]},
        "coverage": {name: (met, of) for name, met, of in _coverage(kg, findings, used)},
    }


def _coverage(kg: KnowledgeGraph, findings: list[Finding], used: set[str]) -> Iterable[Share]:
    def share(name: str, rows: Iterable[Any], test: Callable[[Any], object]) -> Share:
        pool = list(rows)
        return name, sum(bool(test(f)) for f in pool), len(pool)

    causal = [f for f in findings if schema.PREDICATES[f.predicate].group in ("causal", "clinical")]
    built = [f for f in findings if kg.nodes[f.subject].kind in ("Receptor", "Gene", "Mechanism")]
    messengers = [f for f in findings if kg.nodes[f.subject].kind in ("Hormone", "Receptor")]
    nervous = [f for f in findings if schema.PREDICATES[f.predicate].group == "causal" and _nervous(kg, f)]
    by_reference: dict[str, list[Finding]] = {}
    for f in findings:
        by_reference.setdefault(f.reference, []).append(f)
    due = [f for f in findings if needs_experiment(f, by_reference[f.reference])]
    read = {c.finding for c in kg.checks if not c.verdict.startswith("planted")}
    yield (
        "assertions with a reference",
        sum(any(r.finding.reference in kg.references for r in a.rows) for a in kg.assertions.values()),
        len(kg.assertions),
    )
    yield share("findings with a second reading", findings, lambda f: f.id in read)
    yield "claims on declared loops with a second reading", *_loops_read(kg, read)
    yield share("findings with a species", findings, lambda f: f.species)
    yield share("findings with a species by name", findings, lambda f: not set(f.species) & {"mammals", "rodents", "primates"})
    yield share("findings that state sex or that it is not reported", findings, lambda f: f.sex)
    yield share("findings with sex stated", findings, lambda f: f.sex and f.sex != "not reported")
    yield share("references with a first author", kg.references.values(), lambda r: r.first_author)
    yield share("references with a year", kg.references.values(), lambda r: r.year)
    yield share("causal findings with onset or exposure", causal, lambda f: f.onset or f.onset_range or f.exposure)
    yield share("causal findings with onset", causal, lambda f: f.onset or f.onset_range)
    yield share("hormone and receptor claims with a route", messengers, lambda f: f.route)
    yield share(
        "of steroids, thyroid hormones and nuclear receptors, with a route",
        [f for f in messengers if kg.nodes[f.subject].cls in _ROUTED],
        lambda f: f.route,
    )
    yield share("experiment decided where it must be", due, lambda f: f.experiment)
    yield share("region on rows whose subject is a receptor, gene or mechanism", built, lambda f: f.region)
    yield share("of these a region by name, not `whole body`", built, lambda f: f.region and schema.WHOLE_BODY not in f.region)
    yield share("cell on rows whose subject is a receptor, gene or mechanism", built, lambda f: f.cell)
    inner = [f for f in built if _nervous(kg, f)]
    yield share("of these with a molecule, cell or mechanism as object, with a region", inner, lambda f: f.systemic or f.places)
    yield share("of these with a molecule, cell or mechanism as object, with a cell", inner, lambda f: f.cell)
    yield share("region on causal rows about nervous tissue", nervous, lambda f: f.systemic or f.places)
    yield share("cell on causal rows about nervous tissue", nervous, lambda f: f.cell)
    yield share("primary studies, trials, meta-analyses", findings, lambda f: schema.METHODS[f.method].primary)
    claims = [a for a in kg.assertions.values() if schema.PREDICATES[a.predicate].group == "causal" and a.supported]
    yield (
        "causal claims with two independent references",
        sum(len({f.independent for f in a.supporting}) > 1 for a in claims),
        len(claims),
    )
    yield "ontology-grounded nodes", sum(not n.minted for n in kg.nodes.values()), len(kg.nodes)
    yield "minted nodes with a cross-reference", *_minted(kg)
    yield "references looked up and not retracted", sum(r.retracted == "no" for r in kg.references.values()), len(kg.references)
    hormones = [n for n in used if kg.nodes[n].kind == "Hormone"]
    has = [_has(kg, n) for n in hormones]
    yield "hormones with a receptor and a nervous-system effect", sum(x[1] and x[2] for x in has), len(has)
    yield "hormones with a source, a receptor and a nervous-system effect", sum(map(all, has)), len(has)


def _loops_read(kg: KnowledgeGraph, read: set[str]) -> tuple[int, int]:
    """Count the claims that declared loops name, and those of which a finding was read twice."""
    named = {assertion_id(s.subject, s.predicate, s.aspect, s.object) for x in kg.loops for s in x.steps}
    claims = [kg.assertions[i] for i in named if i in kg.assertions]
    return sum(any(r.finding.id in read for r in a.rows) for a in claims), len(claims)


def _minted(kg: KnowledgeGraph) -> tuple[int, int]:
    minted = [n for n in kg.nodes.values() if n.minted]
    return sum(bool(n.xrefs) for n in minted), len(minted)


def _nervous(kg: KnowledgeGraph, f: Finding) -> bool:
    return kg.nodes[f.object].kind in ("Mechanism", "Receptor", "Gene", "Neurotransmitter", "CellType")


def _has(kg: KnowledgeGraph, hormone: str) -> tuple[bool, bool, bool]:
    """Whether a hormone has a source, a receptor, and an effect on a nervous system; a class has what its members have."""
    own = kg.descendants(hormone)
    into = [a for n in own for a in kg.into(n) if a.supported]
    out = [a for n in own for a in kg.out(n) if a.supported]
    bound = [a for a in out if kg.nodes[a.object].kind == "Receptor" and schema.PREDICATES[a.predicate].group == "ligand"]
    beyond = [b for a in out if kg.nodes[a.object].kind == "Receptor" for b in kg.out(a.object) if b.supported]
    reached = any(kg.nodes[a.object].kind in _NERVOUS for a in (*out, *beyond))
    return any(a.predicate in _SOURCES for a in into), bool(bound), reached
