"""A Frictionless data package: the tables as TSV, and a `datapackage.json` that says what each column holds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from ..graph.knowledge import KnowledgeGraph
from ..graph.vocab import DATASET, LICENCE
from .files import csv_line
from .records import TABLES, Column, Table

#: Between the values of a list, as in our own tables.
BETWEEN = "|"


def to_datapackage(graph: KnowledgeGraph) -> dict[str, str | Iterable[str]]:
    """Return the tables and their description, by file name.

    >>> import endoneuro
    >>> "datapackage.json" in to_datapackage(endoneuro.load())
    True

    """
    files: dict[str, str | Iterable[str]] = {f"{table.name}.tsv": _rows(table, graph) for table in TABLES}
    return {"datapackage.json": json.dumps(description(), ensure_ascii=False, indent=2) + "\n", **files}


def description() -> dict[str, Any]:
    """Return the content of `datapackage.json`."""
    return {
        "profile": "tabular-data-package",
        "name": "endoneuro",
        "id": DATASET,
        "title": "endoneuro, a curated knowledge graph of endocrine neuromodulation",
        "licenses": [{"name": "CC0-1.0", "path": LICENCE}],
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": table.name.replace("_", "-"),
                "path": f"{table.name}.tsv",
                "description": table.meaning,
                "format": "tsv",
                "mediatype": "text/tab-separated-values",
                "encoding": "utf-8",
                "dialect": {"delimiter": "\t", "quoteChar": '"', "doubleQuote": True, "lineTerminator": "\n"},
                "schema": _schema(table),
            }
            for table in TABLES
        ],
    }


def _schema(table: Table) -> dict[str, Any]:
    made: dict[str, Any] = {"fields": [_field(c) for c in table.columns], "missingValues": [""]}
    if table.key:
        made["primaryKey"] = list(table.key)
    keys = {t.name: t.key[0] for t in TABLES if t.key}
    foreign = [
        {"fields": [c.name], "reference": {"resource": c.table.replace("_", "-"), "fields": [keys[c.table]]}}
        for c in table.columns
        if c.table
    ]
    if foreign:
        made["foreignKeys"] = foreign
    return made


def _field(column: Column) -> dict[str, Any]:
    made: dict[str, Any] = {"name": column.name, "type": "string" if column.type in ("text", "list") else column.type}
    if column.type == "list":
        made["description"] = f"{column.meaning + '; ' if column.meaning else ''}several values with {BETWEEN} between them"
    elif column.meaning:
        made["description"] = column.meaning
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.choices:
        constraints["enum"] = list(column.choices)
    if constraints:
        made["constraints"] = constraints
    return made


def _rows(table: Table, graph: KnowledgeGraph) -> Iterator[str]:
    yield csv_line([c.name for c in table.columns], "\t")
    for row in table.rows(graph):
        yield csv_line([_cell(v) for v in row], "\t")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return BETWEEN.join(value) if isinstance(value, tuple) else str(value)
