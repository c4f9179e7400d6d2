"""The page around the figure: what it says in words, what its script needs, and the text of it all."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ...graph import schema
from ...graph.answers import PathAnswer
from ...graph.knowledge import KnowledgeGraph
from ...graph.model import Assertion, Finding, Node, Reference
from . import figure, words
from .told import SIGN_CODE, cited, direct, links, told

HERE = Path(__file__).parent
#: How many claims of either end an empty answer shows.
NEARBY = 6
LEAD = (
    "How hormones act on nervous systems, and back. "
    "Every line is a claim; every claim opens to the experiments for and against it."
)
POLICY = (
    "default-src 'none'; script-src {}; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'"
)
_SIGNS: tuple[tuple[int | None, str, str, str], ...] = (
    (1, "more", "more of it gives more", "+"),
    (-1, "less", "more of it gives less", "\N{MINUS SIGN}"),
    (None, "unknown", "changes it, sign not known", "?"),
    (0, "none", "place or association, no sign", "\N{MIDDLE DOT}"),
)
_RESULTS = ("supports", "no effect", "opposite")


def whole_page(kg: KnowledgeGraph) -> str:
    """Return the page of the whole graph, opening on the neighbourhood of its best connected hormone."""
    claims = list(kg.assertions.values())
    nodes = sorted(kg.nodes)
    data = _data(kg, nodes, claims, figure.whole(kg, {n: i for i, n in enumerate(nodes)}, claims))
    data["mode"] = "whole"
    data["focus"] = nodes.index(focus) if (focus := best_connected(kg)) else -1
    references = {f.reference for f in kg.findings.values()}
    counts = (
        (len(kg.nodes), "hormones, receptors, places and processes"),
        (len(kg.assertions), "claims"),
        (len(kg.findings), "findings"),
        (len(references), "publications"),
    )
    return _render(
        data,
        title="endoneuro",
        lead=LEAD,
        counts=[(f"{n:,}", what) for n, what in counts],
        kinds=_kinds_of(kg, nodes),
        unsupported=any(not a.supported for a in claims),
        answer=None,
    )


def answer_page(kg: KnowledgeGraph, given: PathAnswer) -> str:
    """Return the page of an answer: its figure, and its paths in words beside it."""
    found = [s.assertion for p in given.paths for v in p.variants for s in v.steps]
    if not found:
        found = [*_strongest(kg.out(given.start.id)), *_strongest(kg.into(given.end.id))]
    claims = list({a.id: a for a in found}.values())
    ends = [given.start.id, given.end.id] if not given.paths else []
    nodes = sorted({n for a in claims for n in (a.subject, a.object)} | set(ends))
    numbers = {a.id: i for i, a in enumerate(claims)}
    drawn = figure.answer(kg, {n: i for i, n in enumerate(nodes)}, numbers, given)
    data = _data(kg, nodes, claims, drawn)
    data["mode"] = "answer"
    data["focus"] = -1
    sections = told(kg, given, numbers)
    data["paths"] = [p["claims"] for s in sections for p in s["paths"]]
    return _render(
        data,
        title=f"{given.start.label} \N{RIGHTWARDS ARROW} {given.end.label}",
        lead="",
        counts=[],
        kinds=_kinds_of(kg, nodes),
        unsupported=any(not a.supported for a in claims),
        answer={
            "start": given.start.label,
            "end": given.end.label,
            "sections": sections,
            "missing": given.missing,
            "found": len(given.paths),
            "direct": direct(given),
            "filters": ", ".join(f"{k} {v}" for k, v in sorted(given.filters.items())),
            "max_hops": given.max_hops,
            "grades": [(g, meaning) for g, meaning in schema.GRADES.items() if any(p.best.grade == g for p in given.paths)],
        },
    )


def best_connected(kg: KnowledgeGraph) -> str:
    """Return the hormone with most supported claims; without hormones any node, without claims an empty string."""
    degree: dict[str, int] = {}
    for a in kg.assertions.values():
        if a.supported:
            for n in (a.subject, a.object):
                degree[n] = degree.get(n, 0) + 1
    hormones = {n: d for n, d in degree.items() if kg.nodes[n].kind == "Hormone"} or degree
    return min(hormones, key=lambda n: (-hormones[n], kg.label(n), n), default="")


def embed(data: Any) -> str:
    """Return data as JSON that can stand inside a script element, whatever the strings hold."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def _data(kg: KnowledgeGraph, nodes: list[str], claims: list[Assertion], drawn: figure.Figure) -> dict[str, Any]:
    index = {n: i for i, n in enumerate(nodes)}
    findings: dict[str, Finding] = {row.finding.id: row.finding for a in claims for row in a.rows}
    place = {f: i for i, f in enumerate(findings)}
    references = sorted({f.reference for f in findings.values()})
    numbers = {r: i for i, r in enumerate(references)}
    return {
        "kinds": {k.name: [k.colour, _lighter(k.colour), k.layer, _plain(k.name)] for k in schema.KINDS.values()},
        "nodes": [_node(kg, kg.nodes[n]) for n in nodes],
        "claims": [
            [
                a.id,
                index[a.subject],
                index[a.object],
                SIGN_CODE[a.sign],
                _verb(a),
                int(a.supported),
                [place[r.finding.id] for r in a.rows],
            ]
            for a in claims
        ],
        "findings": [
            [f.id, _RESULTS.index(f.result) if f.result in _RESULTS else 1, f.finding, words.facts(kg, f), numbers[f.reference]]
            for f in findings.values()
        ],
        "references": [_reference(kg.references.get(r), r) for r in references],
        "net": {"nodes": drawn.nodes, "edges": drawn.edges, "options": drawn.options, "strips": drawn.strips},
    }


def _node(kg: KnowledgeGraph, node: Node) -> list[Any]:
    prefix, _, local = node.id.partition(":")
    known = kg.prefixes.by_name.get(prefix)
    url = known.iri + quote(local, safe="_-.") if known and not node.minted else ""
    return [node.id, node.label, node.kind, node.cls, list(node.synonyms), node.description, url]


def _reference(r: Reference | None, reference_id: str) -> list[Any]:
    if r is None:
        return [reference_id, "", "", [], ""]
    return [cited(r), r.title, r.journal, links(r), r.retracted if r.retracted == "yes" else ""]


def _verb(a: Assertion) -> str:
    verb = schema.PREDICATES[a.predicate].verb
    return f"{verb} {a.aspect} of" if a.aspect else verb


def _plain(kind: str) -> str:
    return "cell type" if kind == "CellType" else kind.casefold()


def _kinds_of(kg: KnowledgeGraph, nodes: Iterable[str]) -> list[dict[str, str]]:
    used = {kg.nodes[n].kind for n in nodes}
    return [
        {
            "name": k.name,
            "plain": _plain(k.name),
            "shape": k.shape,
            "meaning": k.meaning,
            "light": k.colour,
            "dark": _lighter(k.colour),
        }
        for k in schema.KINDS.values()
        if k.name in used
    ]


def _lighter(colour: str) -> str:
    """Return a colour (`#rrggbb`) mixed with white, for dark grounds."""
    parts = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(part + (255 - part) * 0.38):02x}" for part in parts)


def _strongest(claims: Iterable[Assertion]) -> list[Assertion]:
    return sorted((a for a in claims if a.supported and a.subject != a.object), key=lambda a: (-len(a.supporting), a.id))[
        :NEARBY
    ]


# the text ----------------------------------------------------------------------------------------------------


def _render(data: dict[str, Any], **said: Any) -> str:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    library, library_style = figure.library()
    script = (HERE / "page.js").read_text("utf-8")
    data["signs"] = [[word, meaning, glyph] for _, word, meaning, glyph in _SIGNS]
    hashes = " ".join(f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in (library, script))
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    text = environment.get_template("template.html").render(
        **said,
        signs=data["signs"],
        policy=POLICY.format(hashes),
        library=library,
        script=script,
        style=(HERE / "page.css").read_text("utf-8"),
        library_style=library_style,
        data=embed(data),
    )
    return text.encode("utf-8", "replace").decode("utf-8")
