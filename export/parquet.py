"""Parquet: one file a table, lists as lists; needs the extra `parquet` (pyarrow)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from ..graph.errors import MissingExtra
from ..graph.knowledge import KnowledgeGraph
from .files import clean
from .records import TABLES, Table

_BATCH = 10_000


def to_parquet(graph: KnowledgeGraph) -> dict[str, bytes]:
    """Return a Parquet file for each table, by file name; the same graph gives the same bytes.

    Raises:
        MissingExtra: pyarrow is not installed.

    >>> import endoneuro
    >>> sorted(to_parquet(endoneuro.load()))[:2]
    ['assertion_findings.parquet', 'assertions.parquet']

    """
    pa = _pyarrow()
    return {f"{table.name}.parquet": _file(pa, table, graph) for table in TABLES}


def _pyarrow() -> Any:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise MissingExtra("pyarrow", "parquet") from None
    return pyarrow


def _file(pa: Any, table: Table, graph: KnowledgeGraph) -> bytes:
    types = {"text": pa.string(), "list": pa.list_(pa.string()), "integer": pa.int32(), "boolean": pa.bool_()}
    made = pa.schema(
        [pa.field(c.name, types[c.type], nullable=not c.required) for c in table.columns], {"about": table.meaning}
    )
    held = io.BytesIO()
    with pa.parquet.ParquetWriter(held, made, compression="zstd") as writer:
        for rows in _batches(table.rows(graph)):
            columns = [pa.array([_value(row[i]) for row in rows], types[c.type]) for i, c in enumerate(table.columns)]
            writer.write_batch(pa.record_batch(columns, schema=made))
    return held.getvalue()


def _batches(rows: Iterator[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    batch: list[tuple[Any, ...]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _value(value: Any) -> Any:
    if isinstance(value, tuple):
        return [clean(v) for v in value]
    return clean(value) or None if isinstance(value, str) else value
