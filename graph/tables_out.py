"""A graph back as tables of the shape of `data/`: what was imported can be read, diffed and validated."""

from __future__ import annotations

from typing import Any

from . import schema
from .knowledge import KnowledgeGraph
from .load import NODE_TABLES, TABLES, TableSpec
from .tables import canonical

_LISTS = ("synonyms", "is_a", "part_of", "xrefs", "counterpart", "region", "species", "stage", "state", "experiment",
          "opened_by", "references")  # fmt: skip


def to_tables(graph: KnowledgeGraph) -> dict[str, str]:
    """Return every table of a graph in canonical form: path -> text.

    >>> import endoneuro
    >>> from endoneuro.graph.tables_out import to_tables
    >>> sorted(to_tables(endoneuro.load()))[:2]
    ['checks.tsv', 'findings/findings.tsv']
    """
    made: dict[str, str] = {}
    for kind, spec in NODE_TABLES.items():
        rows = [_row(n, {"class": n.cls}) for n in graph.nodes.values() if n.kind == kind]
        if rows:
            made[spec.path] = _text(rows, spec)
    findings = [_row(f, {}) for f in graph.findings.values()]
    made["findings/findings.tsv"] = canonical(findings, schema.FINDING_COLUMNS, ("id",))
    made["references.tsv"] = _text([_row(r, {}) for r in graph.references.values()], TABLES["references"])
    made["checks.tsv"] = _text([_row(c, {}) for c in graph.checks], TABLES["checks"])
    signs = {1: "+", -1: "-", 0: ""}
    made["loops.tsv"] = _text([_row(x, {"sign": signs[x.sign]}) for x in graph.loops], TABLES["loops"])
    steps = [_row(s, {"step": str(s.step)}) for x in graph.loops for s in x.steps]
    made["loop_steps.tsv"] = _text(steps, TABLES["loop_steps"])
    prefixes = [
        {"prefix": p.name, "iri": p.iri, "pattern": p.pattern, "meaning": p.meaning} for p in graph.prefixes.by_name.values()
    ]
    made["prefixes.tsv"] = _text(prefixes, TABLES["prefixes"])
    return made


def _text(rows: list[dict[str, str]], spec: TableSpec) -> str:
    return canonical(rows, spec.columns, spec.key)


def _row(record: Any, special: dict[str, str]) -> dict[str, str]:
    names = getattr(record, "_fields", ()) or tuple(record.__dataclass_fields__)
    row = {}
    for name in names:
        value = getattr(record, name)
        row[name] = "|".join(value) if name in _LISTS and isinstance(value, tuple) else value if isinstance(value, str) else ""
    return {**row, **special}
