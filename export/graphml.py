"""GraphML: nodes and assertions with typed attributes; lists are joined with `|`, as in our tables.

XML has no place for control characters and lone surrogates: they become U+FFFD.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..graph.knowledge import KnowledgeGraph
from .pooled import EDGE_FIELDS, NODE_FIELDS, edge_fields, node_fields
from .records import ordered

_TYPES = {"string": "string", "strings": "string", "integer": "int", "boolean": "boolean"}
_BAD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""


def to_graphml(graph: KnowledgeGraph) -> Iterator[str]:
    """Yield the graph as GraphML, piece by piece: a directed graph, one edge per assertion.

    >>> import endoneuro
    >>> "".join(to_graphml(endoneuro.load())).startswith('<?xml version="1.0"')
    True

    """
    node_keys = {name: f"n{i}" for i, name in enumerate(NODE_FIELDS)}
    edge_keys = {name: f"e{i}" for i, name in enumerate(EDGE_FIELDS)}
    yield _HEAD
    for name, key in node_keys.items():
        yield f'  <key id="{key}" for="node" attr.name="{name}" attr.type="string"/>\n'
    for name, key in edge_keys.items():
        yield f'  <key id="{key}" for="edge" attr.name="{name}" attr.type="{_TYPES[EDGE_FIELDS[name]]}"/>\n'
    yield '  <graph id="endoneuro" edgedefault="directed">\n'
    for node in ordered(graph.nodes):
        yield f'    <node id="{escape(node.id)}">\n{_data(node_keys, node_fields(node))}    </node>\n'
    for a in ordered(graph.assertions):
        ends = f'id="{escape(a.id)}" source="{escape(a.subject)}" target="{escape(a.object)}"'
        yield f"    <edge {ends}>\n{_data(edge_keys, edge_fields(graph, a))}    </edge>\n"
    yield "  </graph>\n</graphml>\n"


def _data(keys: dict[str, str], values: dict[str, Any]) -> str:
    return "".join(f'      <data key="{keys[name]}">{escape(_plain(value))}</data>\n' for name, value in values.items())


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "|".join(value) if isinstance(value, list) else str(value)


def escape(text: str) -> str:
    """Return a text as XML holds it, in an element or in an attribute.

    >>> escape('a < "b" & ]]>')
    'a &lt; &quot;b&quot; &amp; ]]&gt;'
    """
    text = _BAD.sub("\ufffd", text)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return text.replace("\r", "&#13;").replace("\n", "&#10;").replace("\t", "&#9;")
