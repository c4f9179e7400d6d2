"""The drawing as pyvis sees it: nodes and edges with their places, shapes and signs. Colours follow in the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from ...graph import schema
from ...graph.answers import PathAnswer
from ...graph.knowledge import KnowledgeGraph
from ...graph.model import Assertion
from .layout import Band, Layout, Link, bands, layered
from .words import wrap

#: Options of vis-network that hold for every view; nothing ever moves by itself.
OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {
        "hover": True,
        "tooltipDelay": 100000,
        "multiselect": False,
        "selectConnectedEdges": False,
        "hoverConnectedEdges": False,
        "keyboard": False,
        "zoomSpeed": 0.6,
        "navigationButtons": False,
    },
    "nodes": {"borderWidth": 1.5, "shapeProperties": {"interpolation": False}},
    "edges": {"smooth": {"enabled": False}, "selectionWidth": 0, "hoverWidth": 0, "arrowStrikethrough": False},
}
_NO_CSS = "url("


@dataclass(frozen=True, slots=True)
class Figure:
    """What the page draws: pyvis nodes and edges, options, and the strips of the whole map."""

    nodes: list[dict[str, Any]]
    edges: list[dict[str, Any]]
    options: dict[str, Any]
    strips: list[dict[str, Any]]


def library() -> tuple[str, str]:
    """Return script and style of the vis-network that pyvis ships, without source map and without pictures."""
    import pyvis

    folder = Path(pyvis.__file__).parent / "lib" / "vis-9.1.2"
    script = (folder / "vis-network.min.js").read_text("utf-8")
    script = "\n".join(line for line in script.split("\n") if not line.startswith("//# sourceMappingURL"))
    style = (folder / "vis-network.css").read_text("utf-8")
    rules = [rule.strip() + "}" for rule in style.split("}") if rule.strip() and _NO_CSS not in rule and "@" not in rule]
    return re.sub(r"</(?=script)", r"<\\/", script, flags=re.IGNORECASE), "\n".join(rules)


def whole(kg: KnowledgeGraph, index: Mapping[str, int], claims: Iterable[Assertion]) -> Figure:
    """Return the map of the whole graph: one strip per layer of kinds, hubs larger, only nodes something is said of."""
    drawn = list(claims)
    degree: dict[str, int] = {}
    for a in drawn:
        for end in (a.subject, a.object):
            degree[end] = degree.get(end, 0) + 1
    layers = sorted({k.layer for k in schema.KINDS.values()})
    kinds = list(schema.KINDS)
    groups = [
        sorted(
            (n for n in degree if schema.KINDS[kg.nodes[n].kind].layer == layer),
            key=lambda n: (kinds.index(kg.nodes[n].kind), kg.nodes[n].label, n),
        )
        for layer in layers
    ]
    at, strips = bands(groups, ((a.subject, a.object) for a in drawn))
    net = _network()
    for n in sorted(at, key=lambda n: index[n]):
        x, y = at[n]
        root = degree[n] ** 0.5
        inside = schema.KINDS[kg.nodes[n].kind].shape in ("box", "ellipse")
        font = min(26.0, 12 + 1.5 * root) if inside else min(70.0, 12 + 5 * root)
        _add_node(net, kg, n, index[n], x, y, size=round(min(30.0, 7 + 2.2 * root)), font=round(font))
    for number, a in enumerate(drawn):
        net.add_edge(index[a.subject], index[a.object], id=f"e{number}", claim=number)
    return _figure(net, [_strip(kg, strip) for strip in strips if strip.members])


def answer(kg: KnowledgeGraph, index: Mapping[str, int], claims: Mapping[str, int], given: PathAnswer) -> Figure:
    """Return an answer drawn from left to right: every claim its own line, words in its middle, the best path heavy."""
    best = [s.assertion.id for s in given.paths[0].best.steps] if given.paths else []
    made = [kg.assertions[a] for a in claims]
    links = [Link(a.id, a.subject, a.object, a.id in best) for a in made]
    starts = [p.nodes[0] for p in given.paths] or [given.start.id]
    ends = [p.nodes[-1] for p in given.paths] or [given.end.id]
    if not given.paths:
        links += _gap(links, given)
    depth = {n: schema.KINDS[kg.nodes[n].kind].layer for link in links for n in (link.start, link.end)}
    layout = layered(links, starts, ends, depth)
    net = _network()
    for n, (x, y) in layout.nodes.items():
        _add_node(net, kg, n, index[n], x, y, size=20 if n in (*starts, *ends) else 16, font=15, width=15)
    for a in made:
        _add_line(net, a, claims[a.id], index, layout, best)
    return _figure(net, [])


def _gap(links: list[Link], given: PathAnswer) -> list[Link]:
    """Return lines that are never drawn: they keep what the start does left of what acts on the end."""
    reached = next((link.end for link in links if link.start == given.start.id), given.start.id)
    before = [link.start for link in links if link.end == given.end.id] or [given.end.id]
    return [Link(f"gap {n}", reached, n) for n in before if n != reached]


def _add_line(net: Any, a: Assertion, number: int, index: Mapping[str, int], layout: Layout, best: list[str]) -> None:
    points: list[int | str] = [index[a.subject]]
    step = best.index(a.id) + 1 if a.id in best else 0
    for k, (x, y) in enumerate(layout.lanes[a.id]):
        name = f"w{number}.{k}"
        if k == layout.middle[a.id]:
            verb = schema.PREDICATES[a.predicate].verb
            words = f"{verb} {a.aspect}".strip()
            net.add_node(name, label=wrap(words, 13), shape="text", x=x, y=y, claim=number, step=step)
        else:
            net.add_node(name, label=" ", shape="dot", x=x, y=y, size=0, claim=number)
        points.append(name)
    points.append(index[a.object])
    for k, (start, end) in enumerate(pairwise(points)):
        net.add_edge(start, end, id=f"e{number}.{k}", claim=number, step=step, last=k == len(points) - 2)


def _add_node(
    net: Any, kg: KnowledgeGraph, n: str, number: int, x: int, y: int, *, size: int, font: int, width: int = 20
) -> None:
    node = kg.nodes[n]
    net.add_node(
        number,
        label=wrap(node.label, width) or n,
        shape=schema.KINDS[node.kind].shape,
        group=node.kind,
        x=x,
        y=y,
        size=size,
        font={"size": font},
    )


def _network() -> Any:
    from pyvis.network import Network

    net = Network(directed=True, cdn_resources="in_line")
    net.options = OPTIONS
    return net


def _figure(net: Any, strips: list[dict[str, Any]]) -> Figure:
    import json

    nodes, edges, _heading, _height, _width, options = net.get_network_data()
    for edge in edges:
        edge.pop("arrows", None)
    return Figure(nodes, edges, json.loads(options), strips)


def _strip(kg: KnowledgeGraph, band: Band) -> dict[str, Any]:
    kinds = dict.fromkeys(kg.nodes[n].kind for n in band.members)
    return {"x": band.left + band.width // 2, "kinds": [k for k in schema.KINDS if k in kinds]}
