"""CX2, the network format of Cytoscape and NDEx: nodes, assertions, and a visual style made from the schema.

Colours and shapes are those of the kinds; arrows tell the sign; nodes stand in the rows of their layer.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ..graph import schema
from ..graph.knowledge import KnowledgeGraph
from ..graph.model import Node
from ..graph.vocab import DATASET, LICENCE
from .pooled import EDGE_FIELDS, NODE_FIELDS, edge_fields, node_fields
from .records import ordered

_SHAPES = {
    "dot": "ellipse", "diamond": "diamond", "square": "rectangle", "hexagon": "hexagon", "triangle": "triangle",
    "triangleDown": "vee", "star": "octagon", "box": "round-rectangle", "ellipse": "parallelogram",
}  # fmt: skip
_TYPES = {"string": "string", "strings": "list_of_string", "integer": "integer", "boolean": "boolean"}
_ARROWS = {"+1": "triangle", "-1": "tee", "0": "none", "unknown": "circle"}
_LINES = {"+1": "#1B7837", "-1": "#B2182B", "0": "#999999", "unknown": "#666666"}
_ACROSS, _DOWN, _IN_ROW = 120.0, 160.0, 25


def to_cx2(graph: KnowledgeGraph) -> Iterator[str]:
    """Yield the graph as CX2, piece by piece; its identifiers are numbers, ours stand in `represents` and `assertion`.

    >>> import endoneuro, json
    >>> json.loads("".join(to_cx2(endoneuro.load())))[0]["CXVersion"]
    '2.0'

    """
    nodes = list(ordered(graph.nodes))
    numbers = {n.id: i for i, n in enumerate(nodes)}
    claims = [a for a in ordered(graph.assertions) if a.subject in numbers and a.object in numbers]
    yield '[{"CXVersion":"2.0","hasFragments":false},\n'
    counts = {
        "attributeDeclarations": 1,
        "networkAttributes": 1,
        "nodes": len(nodes),
        "edges": len(claims),
        "visualProperties": 1,
    }
    yield from _aspect("metaData", ({"name": name, "elementCount": n} for name, n in counts.items()))
    yield from _aspect("attributeDeclarations", (_declarations(),))
    yield from _aspect("networkAttributes", (_NETWORK,))
    yield from _aspect("nodes", _nodes(nodes))
    yield from _aspect(
        "edges",
        ({"id": i, "s": numbers[a.subject], "t": numbers[a.object], "v": edge_fields(graph, a)} for i, a in enumerate(claims)),
    )
    yield from _aspect("visualProperties", (style(),))
    yield '{"status":[{"success":true}]}]\n'


_NETWORK = {
    "name": "endoneuro",
    "description": "A curated, cited knowledge graph of endocrine neuromodulation.",
    "rightsHolder": "The endoneuro curators",
    "rights": LICENCE,
    "reference": DATASET,
}


def style() -> dict[str, Any]:
    """Return the visual style: what is drawn by default, and what follows the kind and the sign."""
    colour = [{"v": k.name, "vp": k.colour} for k in schema.KINDS.values()]
    shape = [{"v": k.name, "vp": _SHAPES[k.shape]} for k in schema.KINDS.values()]
    arrow = [{"v": sign, "vp": value} for sign, value in _ARROWS.items()]
    line = [{"v": sign, "vp": value} for sign, value in _LINES.items()]
    return {
        "default": {
            "network": {"NETWORK_BACKGROUND_COLOR": "#FFFFFF"},
            "node": {"NODE_WIDTH": 90.0, "NODE_HEIGHT": 36.0, "NODE_LABEL_COLOR": "#000000", "NODE_LABEL_FONT_SIZE": 12},
            "edge": {"EDGE_WIDTH": 1.5, "EDGE_LINE_COLOR": "#999999", "EDGE_TARGET_ARROW_SHAPE": "triangle"},
        },
        "nodeMapping": {
            "NODE_LABEL": {"type": "PASSTHROUGH", "definition": {"attribute": "label", "type": "string"}},
            "NODE_BACKGROUND_COLOR": _discrete("kind", "string", colour),
            "NODE_SHAPE": _discrete("kind", "string", shape),
        },
        "edgeMapping": {
            "EDGE_LINE_COLOR": _discrete("sign", "string", line),
            "EDGE_TARGET_ARROW_SHAPE": _discrete("sign", "string", arrow),
            "EDGE_LINE_STYLE": _discrete("supported", "boolean", [{"v": True, "vp": "solid"}, {"v": False, "vp": "dotted"}]),
        },
    }


def _discrete(attribute: str, type_: str, pairs: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "DISCRETE", "definition": {"attribute": attribute, "type": type_, "map": pairs}}


def _declarations() -> dict[str, Any]:
    nodes = {name: {"d": "list_of_string" if several else "string"} for name, several in NODE_FIELDS.items()}
    return {
        "networkAttributes": {name: {"d": "string"} for name in _NETWORK},
        "nodes": {"represents": {"d": "string"}, **nodes},
        "edges": {name: {"d": _TYPES[type_]} for name, type_ in EDGE_FIELDS.items()},
    }


def _nodes(nodes: list[Node]) -> Iterator[dict[str, Any]]:
    rows: dict[int, int] = {}
    heights = _heights(nodes)
    for i, node in enumerate(nodes):
        layer = schema.KINDS[node.kind].layer
        place = rows[layer] = rows.get(layer, -1) + 1
        x, y = (place % _IN_ROW) * _ACROSS, heights[layer] + (place // _IN_ROW) * 60.0
        yield {"id": i, "x": x, "y": y, "v": {"represents": node.id, **node_fields(node)}}


def _heights(nodes: list[Node]) -> dict[int, float]:
    """Return where each layer begins, below the rows of the one above."""
    sizes: dict[int, int] = {}
    for node in nodes:
        layer = schema.KINDS[node.kind].layer
        sizes[layer] = sizes.get(layer, 0) + 1
    made, y = {}, 0.0
    for layer in sorted(sizes):
        made[layer] = y
        y += ((sizes[layer] - 1) // _IN_ROW) * 60.0 + _DOWN
    return made


def _aspect(name: str, elements: Any) -> Iterator[str]:
    yield f'{{"{name}":['
    first = True
    for element in elements:
        yield ("" if first else ",\n") + json.dumps(element, ensure_ascii=False, separators=(",", ":"))
        first = False
    yield "]},\n"
