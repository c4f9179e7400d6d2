"""A part of the graph as a graph: the findings that pass filters, that are about a node, or that an answer rests on."""

from __future__ import annotations

from collections.abc import Iterable

from ..graph import schema
from ..graph.errors import BadQuestion
from ..graph.knowledge import KnowledgeGraph
from ..graph.model import Finding
from .filters import Filters, every_step, last_step, resolve, rolled


def subgraph(
    kg: KnowledgeGraph, *, about: str = "", findings: Iterable[str] | None = None, filters: Filters | None = None
) -> KnowledgeGraph:
    """Return the part of a graph that some of its findings make, with the nodes, references and loops they need.

    Args:
        kg: the graph.
        about: name or id of a node that each finding must name as subject, object or mediator; covers what lies below it.
        findings: ids of the only findings to take.
        filters: what rows must be like; `region`, `cell` and `route` bind every row here.

    Raises:
        UnknownName, AmbiguousName: a name that is no node.
        BadQuestion: nothing is left.

    >>> import endoneuro
    >>> from endoneuro.queries.subgraph import subgraph
    >>> part = subgraph(endoneuro.load(), about="GR")
    >>> 0 < len(part.findings) < len(endoneuro.load().findings)
    True

    """
    kg = rolled(kg, filters)
    wanted = resolve(kg, filters or Filters())
    step, last = every_step(kg, wanted), last_step(kg, wanted)
    members = kg.descendants(kg.node(about).id) if about else None
    only = None if findings is None else frozenset(findings)

    def fits(f: Finding) -> bool:
        if only is not None and f.id not in only:
            return False
        if members is not None and members.isdisjoint((f.subject, f.object, f.via)):
            return False
        routed = not wanted.route or (f.route == wanted.route if f.route else not wanted.strict)
        return routed and step(f) and last(f)

    kept = [f for f in kg.findings.values() if fits(f)]
    if not kept:
        raise BadQuestion("no finding is left of the graph; loosen the filters")
    kept = _with_ligands(kg, kept)
    nodes = {n for f in kept for n in (f.subject, f.object, f.via, f.cell, *f.region, *f.state) if n in kg.nodes}
    stack = list(nodes)
    while stack:
        node = kg.nodes[stack.pop()]
        for other in (*node.is_a, *node.part_of, *node.counterpart):
            if other in kg.nodes and other not in nodes:
                nodes.add(other)
                stack.append(other)
    ids = {f.id for f in kept}
    claims = {(f.subject, f.predicate, f.aspect, f.object) for f in kept}
    loops = [x for x in kg.loops if all((s.subject, s.predicate, s.aspect, s.object) in claims for s in x.steps)]
    loops = [x for x in loops if nodes.issuperset(x.opened_by)]
    references = {f.reference for f in kept} | {r for x in loops for r in x.references}
    return KnowledgeGraph(
        nodes=[n for n in kg.nodes.values() if n.id in nodes],
        findings=kept,
        references=[r for r in kg.references.values() if r.id in references],
        loops=loops,
        checks=lambda: [c for c in kg.checks if c.finding in ids],
        prefixes=kg.prefixes,
    )


def _with_ligands(kg: KnowledgeGraph, kept: list[Finding]) -> list[Finding]:
    """Return the findings with those that say how the subjects of `via` rows bind their receptors."""
    pairs = {
        (s, r)
        for f in kept
        if f.via
        for s in kg.aliases(f.subject) | {f.subject}
        for r in kg.wholes(f.via) | kg.descendants(f.via)
    }
    have = {f.id for f in kept}
    binding = (
        f
        for f in kg.findings.values()
        if (f.subject, f.object) in pairs
        and not f.via
        and schema.PREDICATES[f.predicate].group == "ligand"
        and f.id not in have
    )
    return [*kept, *binding]


def findings_of(told: object) -> set[str]:
    """Return the ids of the findings that the JSON values of an answer name."""
    found: set[str] = set()
    stack = [told]
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            name = value.get("id")
            if isinstance(name, str) and "#" in name:
                found.add(name)
            stack += value.values()
        elif isinstance(value, list):
            stack += value
    return found
