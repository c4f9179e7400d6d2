"""CSV for `neo4j-admin database import`, with the command beside it.

Nodes carry their kind as a label; an assertion is one relationship typed by its predicate, with the circumstances of its
findings together. Each finding is also a node of its own, tied to its claim's ends, its places and its publication, so
that nothing measured is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ..graph import schema
from ..graph.knowledge import KnowledgeGraph
from ..graph.model import Finding, assertion_id
from .files import csv_line
from .pooled import EDGE_FIELDS, NODE_FIELDS, edge_fields, node_fields
from .records import ordered

#: Between the values of a list; the command tells it to the importer.
BETWEEN = "|"
_TYPES = {"string": "", "strings": ":string[]", "integer": ":int", "boolean": ":boolean"}
_REFERENCE = ("title", "first_author", "year", "journal", "type", "doi", "pmcid", "pmid", "retracted")
_PLURAL = ("region", "species", "stage", "state", "experiment")
_FINDING = tuple(c for c in schema.FINDING_COLUMNS if c not in ("id", "subject_label", "object_label"))
#: Column of a finding -> the relationship that joins it to what it names.
LINKS = {"subject": "SUBJECT", "object": "OBJECT", "via": "VIA", "region": "IN_REGION", "cell": "IN_CELL", "state": "IN_STATE"}
_COMMAND = """#!/usr/bin/env bash
# Makes a new database of the files beside this script: ./import.sh [NAME]
set -euo pipefail
cd "$(dirname "$0")"
neo4j-admin database import full "${1:-neo4j}" --overwrite-destination=true --multiline-fields=true \\
  --array-delimiter='|' \\
  --nodes=nodes.csv --nodes=findings.csv --nodes=references.csv --nodes=loops.csv \\
  --relationships=claims.csv --relationships=links.csv
"""


def to_neo4j(graph: KnowledgeGraph) -> dict[str, str | Iterable[str]]:
    """Return the CSV files and the import command, by file name.

    >>> import endoneuro
    >>> sorted(to_neo4j(endoneuro.load()))[:3]
    ['claims.csv', 'findings.csv', 'import.sh']

    """
    return {
        "nodes.csv": _nodes(graph),
        "findings.csv": _findings(graph),
        "references.csv": _references(graph),
        "loops.csv": _loops(graph),
        "claims.csv": _claims(graph),
        "links.csv": _links(graph),
        "import.sh": _COMMAND,
    }


def _nodes(graph: KnowledgeGraph) -> Iterator[str]:
    columns = [f"{name}{':string[]' if several else ''}" for name, several in NODE_FIELDS.items()]
    rows = (
        (n.id, *(_cell(node_fields(n).get(c)) for c in NODE_FIELDS), f"Entity{BETWEEN}{n.kind}") for n in ordered(graph.nodes)
    )
    return _csv(("id:ID", *columns, ":LABEL"), rows)


def _claims(graph: KnowledgeGraph) -> Iterator[str]:
    columns = [f"{name}{_TYPES[type_]}" for name, type_ in EDGE_FIELDS.items()]

    def rows() -> Iterator[tuple[str, ...]]:
        for a in ordered(graph.assertions):
            values = edge_fields(graph, a)
            yield (a.subject, a.object, a.predicate.upper(), *(_cell(values.get(c)) for c in EDGE_FIELDS))

    return _csv((":START_ID", ":END_ID", ":TYPE", *columns), rows())


def _findings(graph: KnowledgeGraph) -> Iterator[str]:
    columns = [f"{c}:string[]" if c in _PLURAL else c for c in _FINDING]
    readings: dict[str, list[str]] = {}
    for check in graph.checks:
        readings.setdefault(check.finding, []).append(check.verdict)

    def rows() -> Iterator[tuple[str, ...]]:
        for f in ordered(graph.findings):
            claim = assertion_id(f.subject, f.predicate, f.aspect, f.object)
            more = (claim, str(f.tier), _cell(readings.get(f.id)), "Finding")
            yield (_finding_id(f), *(_cell(getattr(f, c)) for c in _FINDING), *more)

    return _csv(("id:ID", *columns, "assertion", "tier:int", "second_reading:string[]", ":LABEL"), rows())


def _references(graph: KnowledgeGraph) -> Iterator[str]:
    rows = ((r.id, *(getattr(r, c) for c in _REFERENCE), "Reference") for r in ordered(graph.references))
    return _csv(("id:ID", *_REFERENCE, ":LABEL"), rows)


def _loops(graph: KnowledgeGraph) -> Iterator[str]:
    rows = (
        (
            f"loop:{x.name}",
            x.name,
            x.axis,
            x.kind,
            str(x.sign),
            _cell(x.opened_by),
            _cell(x.references),
            _cell([assertion_id(s.subject, s.predicate, s.aspect, s.object) for s in x.steps]),
            "FeedbackLoop",
        )
        for x in graph.loops
    )
    columns = ("name", "axis", "kind", "sign:int", "opened_by:string[]", "references:string[]", "steps:string[]")
    return _csv(("id:ID", *columns, ":LABEL"), rows)


def _links(graph: KnowledgeGraph) -> Iterator[str]:
    def rows() -> Iterator[tuple[str, str, str]]:
        for n in ordered(graph.nodes):
            for kind, ends in (("BELOW", n.is_a), ("INSIDE", n.part_of), ("COUNTERPART", n.counterpart)):
                yield from ((n.id, end, kind) for end in ends if end in graph.nodes)
        for f in ordered(graph.findings):
            yield _finding_id(f), f.reference, "REPORTED_IN"
            for column, kind in LINKS.items():
                value = getattr(f, column)
                ends = value if isinstance(value, tuple) else (value,)
                yield from ((_finding_id(f), end, kind) for end in ends if end in graph.nodes)

    return _csv((":START_ID", ":END_ID", ":TYPE"), rows())


def _finding_id(f: Finding) -> str:
    return f"finding:{f.id}"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return BETWEEN.join(value) if isinstance(value, list | tuple) else str(value)


def _csv(columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Yield the lines of a CSV file."""
    yield csv_line(columns)
    yield from map(csv_line, rows)
