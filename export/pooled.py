"""An assertion as one edge with plain attributes, for formats whose edges cannot hold findings.

The circumstances of all its findings stand together, once each, sorted: what was seen is kept, which finding saw it is not.
"""

from __future__ import annotations

from typing import Any

from ..graph.answers import claim_words
from ..graph.knowledge import KnowledgeGraph
from ..graph.model import Assertion, Node

#: Attribute of a node -> whether it is a list.
NODE_FIELDS: dict[str, bool] = {
    "kind": False, "label": False, "synonyms": True, "class": False, "is_a": True, "part_of": True, "xrefs": True,
    "description": False, "circulates": False, "counterpart": True, "grain": False,
}  # fmt: skip
#: Fields of findings that an edge holds together.
POOLED = (
    "via", "region", "cell", "route", "route_test", "onset", "onset_range", "exposure", "species", "sex", "stage", "tested",
    "state", "manipulation", "dose", "result", "method", "reference", "study", "read",
)  # fmt: skip
#: Attribute of an edge -> its type: string, integer, boolean, strings.
EDGE_FIELDS: dict[str, str] = {
    "assertion": "string", "name": "string", "predicate": "string", "aspect": "string", "sign": "string", "supported": "boolean",
    "supporting": "integer", "against": "integer", "tier": "integer", "findings": "strings",
    **dict.fromkeys(POOLED, "strings"), "texts": "strings",
}  # fmt: skip


def node_fields(node: Node) -> dict[str, Any]:
    """Return the attributes of a node that are not empty; lists stay lists."""
    values = {name: node.cls if name == "class" else getattr(node, name) for name in NODE_FIELDS}
    return {k: list(v) if isinstance(v, tuple) else v for k, v in values.items() if v}


def edge_fields(kg: KnowledgeGraph, a: Assertion) -> dict[str, Any]:
    """Return the attributes of an assertion that are not empty: strings, numbers, booleans and lists of strings."""
    findings = [r.finding for r in a.rows]
    made: dict[str, Any] = {
        "assertion": a.id,
        "name": claim_words(kg, a),
        "predicate": a.predicate,
        "aspect": a.aspect,
        "sign": "unknown" if a.sign is None else f"{a.sign:+d}" if a.sign else "0",
        "supported": a.supported,
        "supporting": len(a.supporting),
        "against": len(a.against),
        "tier": min(f.tier for f in findings),
        "findings": sorted({f.id for f in findings}),
    }
    for name in POOLED:
        values: set[str] = set()
        for f in findings:
            value = getattr(f, name)
            values.update(value if isinstance(value, tuple) else (value,) if value else ())
        made[name] = sorted(values)
    made["texts"] = sorted({f.finding for f in findings if f.finding})
    return {k: v for k, v in made.items() if v not in ("", [])}
