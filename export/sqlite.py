"""SQLite: the tables with foreign keys, and full-text search over nodes and findings; opens in Datasette.

Lists are JSON arrays, which Datasette shows and counts as facets. What a list names is joined as well: `node_parents`,
`finding_places`.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

from ..graph.knowledge import KnowledgeGraph
from .files import clean
from .records import TABLES, Column, Table, ordered

_TYPES = {"text": "TEXT", "list": "TEXT", "integer": "INTEGER", "boolean": "INTEGER"}
_SEARCHED = {
    "nodes": ("label", "synonyms", "description"),
    "findings": ("finding",),
    "references": ("title", "first_author", "journal"),
}
_INDEXES = {"assertions": ("subject", "object"), "findings": ("subject", "object", "reference", "assertion"),
            "assertion_findings": ("finding",)}  # fmt: skip
_MORE = """
CREATE TABLE node_parents (
  node TEXT NOT NULL REFERENCES nodes(id), relation TEXT NOT NULL, parent TEXT NOT NULL REFERENCES nodes(id),
  PRIMARY KEY (node, relation, parent)) WITHOUT ROWID;
CREATE TABLE finding_places (
  finding TEXT NOT NULL REFERENCES findings(id), role TEXT NOT NULL, node TEXT NOT NULL REFERENCES nodes(id),
  PRIMARY KEY (finding, role, node)) WITHOUT ROWID;
CREATE VIEW claims AS
  SELECT a.id, s.label AS subject, a.predicate, a.aspect, o.label AS object, a.sign, a.supported, a.supporting, a.against, a.tier
  FROM assertions a JOIN nodes s ON s.id = a.subject JOIN nodes o ON o.id = a.object;
"""


def to_sqlite(graph: KnowledgeGraph) -> bytes:
    """Return the graph as a SQLite database; the same graph gives the same bytes.

    >>> import endoneuro
    >>> to_sqlite(endoneuro.load())[:15]
    b'SQLite format 3'

    """
    database = sqlite3.connect(":memory:", isolation_level=None)
    try:
        database.execute("PRAGMA foreign_keys = OFF")
        database.execute("PRAGMA page_size = 4096")
        database.execute("BEGIN")
        for table in TABLES:
            database.execute(_create(table))
            marks = ", ".join("?" * len(table.columns))
            rows = (tuple(_value(v, c) for v, c in zip(row, table.columns, strict=True)) for row in table.rows(graph))
            database.executemany(f'INSERT INTO "{table.name}" VALUES ({marks})', rows)
        for statement in filter(None, map(str.strip, _MORE.split(";\n"))):
            database.execute(statement)
        database.executemany("INSERT INTO node_parents VALUES (?, ?, ?)", _parents(graph))
        database.executemany("INSERT INTO finding_places VALUES (?, ?, ?)", _places(graph))
        for name, columns in _INDEXES.items():
            for column in columns:
                database.execute(f'CREATE INDEX "{name}_{column}" ON "{name}" ("{column}")')
        for name, columns in _SEARCHED.items():
            shown = ", ".join(f'"{c}"' for c in columns)
            database.execute(
                f'CREATE VIRTUAL TABLE "{name}_fts" USING fts5({shown}, content="{name}", tokenize="porter unicode61 remove_diacritics 2")'
            )
            database.execute(f'INSERT INTO "{name}_fts" ("{name}_fts") VALUES (\'rebuild\')')
        database.execute("COMMIT")
        return database.serialize()
    finally:
        database.close()


def _create(table: Table) -> str:
    lines = [f'"{c.name}" {_TYPES[c.type]}{" NOT NULL" if c.required else ""}' for c in table.columns]
    if table.key:
        lines.append(f"PRIMARY KEY ({', '.join(_quoted(k) for k in table.key)})")
    for c in table.columns:
        if c.table:
            target = next(t for t in TABLES if t.name == c.table)
            lines.append(f'FOREIGN KEY ("{c.name}") REFERENCES "{c.table}" ("{target.key[0]}")')
    return f'CREATE TABLE "{table.name}" ({", ".join(lines)})'


def _quoted(name: str) -> str:
    return f'"{name}"'


def _value(value: Any, column: Column) -> Any:
    if column.type == "list":
        return clean(json.dumps(list(value), ensure_ascii=False))
    return clean(value) or None if isinstance(value, str) else value


def _parents(kg: KnowledgeGraph) -> Iterator[tuple[str, str, str]]:
    for n in ordered(kg.nodes):
        for relation, parents in (("counterpart", n.counterpart), ("is_a", n.is_a), ("part_of", n.part_of)):
            yield from ((n.id, relation, p) for p in sorted(set(parents)) if p in kg.nodes)


def _places(kg: KnowledgeGraph) -> Iterator[tuple[str, str, str]]:
    for f in ordered(kg.findings):
        for role, places in (("cell", (f.cell,)), ("region", f.places), ("state", f.state)):
            yield from ((f.id, role, p) for p in sorted(set(places)) if p in kg.nodes)
