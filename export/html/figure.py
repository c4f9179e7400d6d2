"""The drawing as pyvis sees it: nodes and edges with their places, shapes and signs. Colours follow in the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from ...graph import schema
from ...graph.knowledge import KnowledgeGraph
from ...graph.model import Assertion
from ..words import wrap
from .layout import Band, Layout, Link, bands, layered
from .regions import Region, regions
from .shown import DRAWN, Shown

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


@dataclass(slots=True)
class Figure:
    """What the page draws: pyvis nodes and edges, options, and the strips of the whole map."""

    nodes: list[dict[str, Any]]
    edges: list[dict[str, Any]]
    options: dict[str, Any]
    strips: list[dict[str, Any]]
    at: dict[str, tuple[int, int]] = field(default_factory=dict)
    regions: list[Region] = field(default_factory=list)


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
        net.add_edge(index[a.subject], index[a.object], claim=number)
    made = _figure(net, [_strip(kg, strip) for strip in strips if strip.members])
    made.at, made.regions = regions(kg, sorted(at), [(a.subject, a.object) for a in drawn])
    return made


def answer(kg: KnowledgeGraph, index: Mapping[str, int], numbers: Mapping[str, int], shown: Shown) -> Figure:
    """Return an answer drawn from left to right: every claim its own line, words in its middle, the best path heavy."""
    wanted = {c for route in shown.routes for c in route} | set(shown.drawn)
    chosen = shown.claims if shown.kind in ("path", "evidence") else [a for a in shown.claims if a.id in wanted]
    made = [a for a in (chosen or shown.claims)[:DRAWN] if a.subject != a.object]
    best = shown.routes[0] if shown.routes else []
    links = [Link(a.id, a.subject, a.object, a.id in best) for a in made]
    if shown.gap:
        links += _gap(links, shown)
    known = {n for link in links for n in (link.start, link.end)} | set(shown.starts) | set(shown.finish)
    depth = {n: schema.KINDS[kg.nodes[n].kind].layer for n in known}
    starts = [n for n in shown.starts if n in known]
    layout = layered(links, starts, [n for n in shown.finish if n in known], depth)
    net = _network()
    for n, (x, y) in layout.nodes.items():
        _add_node(net, kg, n, index[n], x, y, size=20 if n in (*starts, *shown.finish) else 16, font=15, width=15)
    for a in made:
        _add_line(net, a, numbers[a.id], index, layout)
    columns: dict[int, list[str]] = {}
    for n, (x, _) in layout.nodes.items():
        columns.setdefault(x, []).append(n)
    strips = [{"x": x, "kinds": _kinds(kg, members)} for x, members in sorted(columns.items())]
    return _figure(net, strips)


def _gap(links: list[Link], shown: Shown) -> list[Link]:
    """Return lines that are never drawn: they keep what the start does left of what acts on the end."""
    start, end = shown.starts[0], shown.finish[0]
    reached = next((link.end for link in links if link.start == start), start)
    before = [link.start for link in links if link.end == end] or [end]
    return [Link(f"gap {n}", reached, n) for n in before if n != reached]


def _add_line(net: Any, a: Assertion, number: int, index: Mapping[str, int], layout: Layout) -> None:
    points: list[int | str] = [index[a.subject]]
    for k, (x, y) in enumerate(layout.lanes[a.id]):
        name = f"w{number}.{k}"
        if k == layout.middle[a.id]:
            verb = schema.PREDICATES[a.predicate].verb
            net.add_node(name, label=wrap(f"{verb} {a.aspect}".strip(), 13), shape="text", x=x, y=y, claim=number)
        else:
            net.add_node(name, label=" ", shape="dot", x=x, y=y, size=0, claim=number)
        points.append(name)
    points.append(index[a.object])
    for k, (start, end) in enumerate(pairwise(points)):
        net.add_edge(start, end, id=f"e{number}.{k}", claim=number, last=k == len(points) - 2)


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
    return {"x": band.left + band.width // 2, "kinds": _kinds(kg, band.members)}


def _kinds(kg: KnowledgeGraph, members: Iterable[str]) -> list[str]:
    kinds = {kg.nodes[n].kind for n in members}
    return [k for k in schema.KINDS if k in kinds]
