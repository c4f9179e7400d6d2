"""Any other answer as a readable page: what `to_dict` says, as facts, lists and tables, claims as buttons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...graph import schema
from ...graph.answers import claim_words
from ...graph.knowledge import KnowledgeGraph
from ..words import sign_words, when_words
from .data import cited

_HIDDEN = frozenset(("format", "question", "id", "kind", "url", "joins", "k", "max_hops", "max_length"))
_DEPTH = 14
#: Wider tables, and those with lists inside, are told record by record.
_COLUMNS = 5
_SIMPLE = ("text", "claim", "link")


def claim_ids(kg: KnowledgeGraph, value: Any) -> list[str]:
    """Return every assertion of the graph that a value names, in the order in which they stand in it."""
    found: dict[str, None] = {}
    stack = [value]
    while stack:
        now = stack.pop()
        if isinstance(now, Mapping):
            stack += reversed(list(now.values()))
        elif isinstance(now, (list, tuple)):
            stack += reversed(now)
        elif isinstance(now, str) and now in kg.assertions:
            found[now] = None
    return list(found)


def tell(kg: KnowledgeGraph, value: Any, numbers: Mapping[str, int], depth: int = 0) -> dict[str, Any]:
    """Return a value as the template prints it: a text, a claim, facts, a list, or a table.

    >>> import endoneuro
    >>> from endoneuro.export.html.plain import tell
    >>> tell(endoneuro.load(), {"found": 2}, {})["rows"][0][0]
    'found'

    """
    if isinstance(value, Mapping):
        named = _named(kg, value, numbers)
        if named:
            return named
        if "low_seconds" in value and "high_seconds" in value:
            return {"type": "text", "text": when_words(value["low_seconds"], value["high_seconds"])}
        rows = [(_name(k), _value(kg, k, v, numbers, depth)) for k, v in value.items() if k not in _HIDDEN and _said(v)]
        return {"type": "facts", "rows": rows} if depth < _DEPTH else {"type": "text", "text": _short(value)}
    if isinstance(value, (list, tuple)):
        items = [v for v in value if _said(v)]
        if items and all(isinstance(v, Mapping) and not _named(kg, v, numbers) for v in items) and depth < _DEPTH:
            keys = list(dict.fromkeys(k for v in items for k in v if k not in _HIDDEN and _said(v[k])))
            cells = [[tell(kg, v.get(k), numbers, depth + 2) for k in keys] for v in items]
            if len(keys) <= _COLUMNS and all(c["type"] in _SIMPLE for row in cells for c in row):
                return {"type": "table", "heads": [_name(k) for k in keys], "rows": cells}
            return {"type": "records", "items": [tell(kg, v, numbers, depth + 1) for v in items]}
        return {"type": "list", "items": [tell(kg, v, numbers, depth + 1) for v in items]}
    if isinstance(value, str) and value in kg.assertions:
        return _claim(kg, value, numbers)
    return {"type": "text", "text": _text(kg, value)}


def _value(kg: KnowledgeGraph, key: Any, value: Any, numbers: Mapping[str, int], depth: int) -> dict[str, Any]:
    if key == "sign" and isinstance(value, int):
        return {"type": "text", "text": sign_words(value)}
    return tell(kg, value, numbers, depth + 1)


def _named(kg: KnowledgeGraph, value: Mapping[str, Any], numbers: Mapping[str, int]) -> dict[str, Any] | None:
    known = value.get("id")
    if isinstance(known, str) and known in kg.assertions:
        return _claim(kg, known, numbers)
    if set(value) == {"id", "label", "kind"}:
        return {"type": "text", "text": str(value["label"])}
    if isinstance(known, str) and known in kg.references:
        r = kg.references[known]
        return {"type": "link", "text": cited(r), "url": r.url}
    if isinstance(known, str) and known in kg.findings:
        f = kg.findings[known]
        r = kg.references[f.reference]
        return {"type": "link", "text": f"{f.finding} ({cited(r)})", "url": r.url}
    return None


def _claim(kg: KnowledgeGraph, known: str, numbers: Mapping[str, int]) -> dict[str, Any]:
    return {"type": "claim", "text": claim_words(kg, kg.assertions[known]), "claim": numbers.get(known, -1)}


def _said(value: Any) -> bool:
    return value is not None and value != "" and value != [] and value != {} and value != ()


def _name(key: Any) -> str:
    return str(key).replace("_", " ")


def _text(kg: KnowledgeGraph, value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    if value is None:
        return ""
    if isinstance(value, str):
        if value in kg.nodes:
            return kg.label(value)
        if value in kg.references:
            r = kg.references[value]
            return cited(r)
        return schema.ONSETS[value].meaning if value in schema.ONSETS else value
    return str(value)


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) < 200 else text[:199] + "\N{HORIZONTAL ELLIPSIS}"
