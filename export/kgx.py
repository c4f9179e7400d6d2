"""KGX, the exchange format of Biolink graphs: a nodes file and an edges file, as JSON Lines or as TSV.

*Strict* holds what Biolink 4.4 names and nothing else: one edge per supported assertion, one per `is_a` and `part_of`
of a node. *Extended* adds every field of ours, as KGX allows: one edge per finding, so that circumstances stay with
the result they belong to, and a node per publication.

KGX needs both files, so the target is a folder of two (or one `.zip`), put in its place by one rename: a pair of
files of different age would be a graph that never was.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from ..graph.knowledge import KnowledgeGraph
from ..graph.model import Assertion, Check, Finding, Node, Reference, Row, assertion_id
from ..graph.vocab import VOCAB
from . import biolink
from .records import ordered

Record = dict[str, Any]
_BREAKS = re.compile("\r\n|[\t\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
NODE_COLUMNS = ("id", "category", "name", "description", "synonym", "xref", "provided_by", "iri")
EDGE_COLUMNS = (
    "id", "subject", "predicate", "object", "category", "knowledge_level", "agent_type", "primary_knowledge_source",
    "original_predicate", "qualified_predicate", "object_aspect_qualifier", "object_direction_qualifier",
    "causal_mechanism_qualifier", "anatomical_context_qualifier", "species_context_qualifier", "sex_qualifier",
    "has_evidence_of_type", "publications", "evidence_count", "update_date", "negated",
)  # fmt: skip
NODE_EXTRAS = ("kind", "class", "is_a", "part_of", "circulates", "counterpart", "grain")
REFERENCE_EXTRAS = ("title", "first_author", "year", "journal", "type", "doi", "pmcid", "pmid", "retracted")
#: Fields of a finding that stand on its edge by their own name (`claim_predicate` is ours; `predicate` is Biolink's).
FINDING_EXTRAS = (
    "via", "region", "cell", "route", "route_test", "onset", "onset_range", "exposure", "species", "sex", "stage", "tested",
    "state", "manipulation", "dose", "result", "method", "reference", "experiment", "study", "read", "finding", "curator",
    "date",
)  # fmt: skip
EDGE_EXTRAS = ("assertion", "claim_predicate", "aspect", "sign", "supported", "tier", *FINDING_EXTRAS, "second_reading")


def to_kgx(graph: KnowledgeGraph) -> dict[str, Iterable[str]]:
    """Return strict KGX as JSON Lines: `nodes.jsonl` and `edges.jsonl`.

    >>> import endoneuro
    >>> sorted(to_kgx(endoneuro.load()))
    ['edges.jsonl', 'nodes.jsonl']

    """
    return {"nodes.jsonl": _lines(lambda: strict_nodes(graph)), "edges.jsonl": _lines(lambda: strict_edges(graph))}


def to_kgx_tsv(graph: KnowledgeGraph) -> dict[str, Iterable[str]]:
    """Return strict KGX as TSV: `nodes.tsv` and `edges.tsv`."""
    return {
        "nodes.tsv": _table(NODE_COLUMNS, lambda: strict_nodes(graph)),
        "edges.tsv": _table(EDGE_COLUMNS, lambda: strict_edges(graph)),
    }


def to_kgx_extended(graph: KnowledgeGraph) -> dict[str, Iterable[str]]:
    """Return extended KGX as JSON Lines: one edge per finding, with its circumstances."""
    return {"nodes.jsonl": _lines(lambda: extended_nodes(graph)), "edges.jsonl": _lines(lambda: extended_edges(graph))}


def to_kgx_extended_tsv(graph: KnowledgeGraph) -> dict[str, Iterable[str]]:
    """Return extended KGX as TSV."""
    return {
        "nodes.tsv": _table((*NODE_COLUMNS, *NODE_EXTRAS, *REFERENCE_EXTRAS), lambda: extended_nodes(graph)),
        "edges.tsv": _table((*EDGE_COLUMNS, *EDGE_EXTRAS), lambda: extended_edges(graph)),
    }


# records -----------------------------------------------------------------------------------------------------


def strict_nodes(graph: KnowledgeGraph) -> Iterator[Record]:
    """Yield the nodes, each with its one Biolink class."""
    for node in ordered(graph.nodes):
        yield _node(graph, node)


def strict_edges(graph: KnowledgeGraph) -> Iterator[Record]:
    """Yield the supported assertions and the hierarchy; a claim that nothing supports is left out."""
    for a in ordered(graph.assertions):
        if a.supported:
            yield biolink.edge(graph, a)
    yield from _hierarchy(graph)


def extended_nodes(graph: KnowledgeGraph) -> Iterator[Record]:
    """Yield the nodes with every field of ours, then the publications."""
    for node in ordered(graph.nodes):
        more = {
            "kind": node.kind, "class": node.cls, "is_a": list(node.is_a), "part_of": list(node.part_of),
            "circulates": node.circulates, "counterpart": list(node.counterpart), "grain": node.grain,
        }  # fmt: skip
        yield {**_node(graph, node), **_filled(more)}
    for r in ordered(graph.references):
        yield {"id": r.id, "category": ["biolink:Article"], "name": r.title, "provided_by": [biolink.SOURCE], **_reference(r)}


def extended_edges(graph: KnowledgeGraph) -> Iterator[Record]:
    """Yield one edge per finding, for or against; the claims that only follow from a `via`; then the hierarchy."""
    readings: dict[str, list[Check]] = {}
    for check in graph.checks:
        readings.setdefault(check.finding, []).append(check)
    for f in ordered(graph.findings):
        claim = graph.assertions[assertion_id(f.subject, f.predicate, f.aspect, f.object)]
        yield _finding_edge(graph, claim, f, readings.get(f.id, ()))
    for a in ordered(graph.assertions):
        if all(row.part != "claim" for row in a.rows):
            yield {**biolink.edge(graph, a), **_filled(_claim(a))}
    yield from _hierarchy(graph)


def _finding_edge(graph: KnowledgeGraph, claim: Assertion, f: Finding, checks: Iterable[Check]) -> Record:
    alone = Assertion(claim.id, claim.subject, claim.predicate, claim.aspect, claim.object, (Row(f),))
    values = {name: getattr(f, name) for name in FINDING_EXTRAS}
    more = {k: list(v) if isinstance(v, tuple) else v for k, v in values.items()}
    more |= {**_claim(claim), "tier": f.tier, "second_reading": [c.verdict for c in checks]}
    return {**biolink.edge(graph, alone), "id": f.id, **_filled(more)}


def _claim(a: Assertion) -> Record:
    sign = "unknown" if a.sign is None else str(a.sign)
    return {"assertion": a.id, "claim_predicate": a.predicate, "aspect": a.aspect, "sign": sign, "supported": a.supported}


def _node(graph: KnowledgeGraph, node: Node) -> Record:
    prefix, _, local = node.id.partition(":")
    known = graph.prefixes.by_name.get(prefix)
    made = {
        "id": node.id,
        "category": [f"biolink:{biolink.category(node)}"],
        "name": node.label,
        "description": node.description,
        "synonym": list(node.synonyms),
        "xref": list(node.xrefs),
        "provided_by": [biolink.SOURCE],
        "iri": known.iri + local if known else "",
    }
    return _filled(made)


def _hierarchy(graph: KnowledgeGraph) -> Iterator[Record]:
    """Yield what a node is and is part of as edges, where both ends are nodes."""
    for node in ordered(graph.nodes):
        for name, parents in (("is_a", node.is_a), ("part_of", node.part_of)):
            for parent in sorted({p for p in parents if p in graph.nodes}):
                ends = biolink.category(node), biolink.category(graph.nodes[parent])
                yield {
                    "id": f"{node.id}-{name}-{parent}",
                    "subject": node.id,
                    "predicate": biolink.predicate(name, *ends),
                    "object": parent,
                    "category": ["biolink:Association"],
                    "knowledge_level": biolink.KNOWLEDGE_LEVEL,
                    "agent_type": "manual_agent",
                    "primary_knowledge_source": biolink.SOURCE,
                    "original_predicate": f"{VOCAB}{name}",
                }


def _reference(r: Reference) -> Record:
    return _filled({name: getattr(r, name) for name in REFERENCE_EXTRAS})


def _filled(values: Record) -> Record:
    return {k: v for k, v in values.items() if v not in ("", [])}


# text --------------------------------------------------------------------------------------------------------


class _Again:
    """Pieces that can be asked for more than once, without being kept."""

    def __init__(self, make: Callable[[], Iterator[str]]) -> None:
        self._make = make

    def __iter__(self) -> Iterator[str]:
        return self._make()


def _lines(records: Callable[[], Iterator[Record]]) -> Iterable[str]:
    def make() -> Iterator[str]:
        for record in records():
            yield json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n"

    return _Again(make)


def _table(columns: tuple[str, ...], records: Callable[[], Iterator[Record]]) -> Iterable[str]:
    def make() -> Iterator[str]:
        yield "\t".join(columns) + "\n"
        for record in records():
            yield "\t".join(_cell(record.get(c, "")) for c in columns) + "\n"

    return _Again(make)


def _cell(value: Any) -> str:
    """Return a cell as KGX writes it: lists with `|`, no quoting; what would break a row becomes a space."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return _BREAKS.sub(" ", "|".join(value) if isinstance(value, list) else str(value))
