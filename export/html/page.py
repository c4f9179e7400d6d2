"""The page around the figures: what it says in words, what its script needs, and the text of it all."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from ...graph import schema
from ...graph.errors import BadQuestion
from ...graph.knowledge import KnowledgeGraph
from ...graph.model import Assertion
from . import figure
from .data import SIGNS, embed, graph_data, kinds_of, packed
from .shown import Shown, show

HERE = Path(__file__).parent
LEAD = (
    "How hormones act on nervous systems, and back. "
    "Every line is a claim; every claim opens to the experiments for and against it."
)
POLICY = (
    "default-src 'none'; script-src {}; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'"
)
#: The script, in the order in which its parts run.
PARTS = ("core", "draw", "regions", "words", "search", "filters", "save", "state", "main")
#: Ways to look, by their name: what a button says and what it shows.
LAYOUTS = {
    "mechanism": ("Mechanism", "layers from source to process, paths numbered by rank"),
    "time": ("Time", "when each step is there, from milliseconds to years"),
    "axis": ("Axis", "the loops of an axis nested in one another"),
    "loop": ("Loops", "each loop as a circle, with the point where it closes"),
    "neighbourhood": ("Neighbourhood", "one node, what acts on it and what it acts on"),
    "regions": ("Regions", "the whole graph as communities that open"),
    "layers": ("Layers", "the whole graph in strips from source to process"),
}
_WHOLE = ("neighbourhood", "regions", "layers")
#: Data with more letters than this are packed, so that the page stays small enough to mail; smaller ones can be read as they are.
PACKED = 2_200_000
#: More claims than this stay out of one page: it would be slow to open and too large to mail.
MOST = 10_000


def whole_page(kg: KnowledgeGraph, layout: str = "") -> str:
    """Return the page of the whole graph, opening on the neighbourhood of its best connected hormone."""
    view = _layout(layout if layout != "mechanism" else "layers", _WHOLE)
    every = list(kg.assertions.values())
    claims = every
    if len(every) > MOST:
        claims = sorted(every, key=lambda a: (-a.supported, -len(a.rows), a.id))[:MOST]
        claims.sort(key=lambda a: a.id)
    nodes = sorted(kg.nodes) if claims is every else sorted({n for a in claims for n in (a.subject, a.object)})
    index = {n: i for i, n in enumerate(nodes)}
    drawn = figure.whole(kg, index, claims)
    data = graph_data(kg, nodes, claims)
    focus = best_connected(kg)
    data |= {
        "mode": "whole",
        "view": view,
        "focus": index.get(focus, -1),
        "answers": [{"key": "graph", "layouts": list(_WHOLE), "net": _net(drawn), "paths": []}],
        "at": [drawn.at.get(n) for n in nodes],
        "regions": [
            [r.name, [index[n] for n in r.hubs], [index[n] for n in r.members], r.x, r.y, r.rx, r.ry] for r in drawn.regions
        ],
    }
    references = {f.reference for f in kg.findings.values()}
    counts = (
        (len(kg.nodes), "hormones, receptors, places and processes"),
        (len(every), "claims"),
        (len(kg.findings), "findings"),
        (len(references), "publications"),
    )
    notice = ""
    if claims is not every:
        notice = (
            f"This graph has {len(every):,} claims, more than one page can hold: here are the {MOST:,} best supported. "
            "For everything about one question, ask it: endoneuro view START END."
        )
    return _render(
        data,
        title="endoneuro",
        lead=LEAD,
        notice=notice,
        counts=[(f"{n:,}", what) for n, what in counts],
        kinds=kinds_of(kg, nodes),
        unsupported=any(not a.supported for a in claims),
        answers=[],
        views=_views(_WHOLE),
    )


def answer_page(kg: KnowledgeGraph, given: Sequence[Any], layout: str = "") -> str:
    """Return the page of one answer or several: figures, and beside them the words; a menu switches between answers."""
    shown = [show(kg, a) for whole in given for a in _inside(whole)]
    view = _layout(layout, tuple(dict.fromkeys(x for s in shown for x in s.layouts)))
    claims: list[Assertion] = list({a.id: a for s in shown for a in s.claims}.values())
    ends = {n for s in shown for n in (*s.extra, *s.starts, *s.finish) if n in kg.nodes}
    nodes = sorted({n for a in claims for n in (a.subject, a.object)} | ends)
    index = {n: i for i, n in enumerate(nodes)}
    numbers = {a.id: i for i, a in enumerate(claims)}
    data = graph_data(kg, nodes, claims)
    answers, texts = [], []
    for number, s in enumerate(shown):
        net = _net(figure.answer(kg, index, numbers, s)) if "mechanism" in s.layouts else None
        own = [numbers[a.id] for a in s.claims]
        answers.append(
            {
                "key": f"{number + 1}",
                "title": s.title,
                "layouts": list(s.layouts),
                "net": net,
                "paths": [[numbers[c] for c in route] for route in s.routes],
                "claims": own,
                "focus": index.get(s.focus, -1),
            }
        )
        texts.append(_texts(s, numbers))
    data |= {
        "mode": "answer",
        "view": view or next(iter(shown[0].layouts), ""),
        "focus": answers[0]["focus"],
        "answers": answers,
    }
    return _render(
        data,
        title=shown[0].title,
        lead="",
        notice="",
        counts=[],
        kinds=kinds_of(kg, nodes),
        unsupported=any(not a.supported for a in claims),
        answers=texts,
        views=_views(tuple(dict.fromkeys(x for s in shown for x in s.layouts))),
    )


def _inside(answer: Any) -> list[Any]:
    """Return the answers inside a plain question's answer, or the answer itself."""
    return [x.answer for x in getattr(answer, "asked", ()) if x.answer is not None] or [answer]


def _texts(s: Shown, numbers: dict[str, int]) -> dict[str, Any]:
    words = s.words(numbers)
    pictures = s.pictures(numbers)
    captions = words.pop("captions", {})
    drawn = {
        name: list(zip(pictures[name], captions.get(name) or [""] * len(pictures[name]), strict=False)) for name in pictures
    }
    return {
        "kind": s.kind,
        "title": s.title,
        "ends": s.ends,
        "lead": s.lead,
        "missing": list(s.missing),
        "found": bool(s.claims) and not s.gap,
        "pictures": drawn,
        "sections": [],
        "grades": [],
        "groups": [],
        "loops": [],
        "evidence": [],
        "node": None,
        "plain": None,
        "written": [],
        **words,
    }


def _layout(asked: str, able: Sequence[str]) -> str:
    if asked and asked not in able:
        known = ", ".join(able) if able else "none: it is a table"
        raise BadQuestion(f"--layout {asked!r} does not fit this answer; it can be shown as: {known}")
    return asked or next(iter(able), "")


def _views(names: Sequence[str]) -> list[tuple[str, str, str]]:
    return [(name, *LAYOUTS[name]) for name in names]


def _net(drawn: figure.Figure) -> dict[str, Any]:
    return {"nodes": packed(drawn.nodes), "edges": packed(drawn.edges), "options": drawn.options, "strips": drawn.strips}


def best_connected(kg: KnowledgeGraph) -> str:
    """Return the hormone with most supported claims; without hormones any node, without claims an empty string."""
    degree: dict[str, int] = {}
    for a in kg.assertions.values():
        if a.supported:
            for n in (a.subject, a.object):
                degree[n] = degree.get(n, 0) + 1
    hormones = {n: d for n, d in degree.items() if kg.nodes[n].kind == "Hormone"} or degree
    return min(hormones, key=lambda n: (-hormones[n], kg.label(n), n), default="")


def script() -> str:
    """Return the script of every page, its parts joined."""
    parts = "\n".join((HERE / "js" / f"{name}.js").read_text("utf-8").rstrip("\n") for name in PARTS)
    return f'"use strict";\n(async function () {{\n{parts}\n}})();\n'


def environment() -> Any:
    """Return the templates' environment: everything is escaped, nothing may be missing."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def digest(text: str) -> str:
    """Return a script's hash as a Content-Security-Policy writes it."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _render(data: dict[str, Any], **said: Any) -> str:
    data["shapes"] = {k.name: k.shape for k in schema.KINDS.values()}
    data["options"] = figure.OPTIONS
    library, library_style = figure.library()
    own = script()
    text: str = (
        environment()
        .get_template("template.html")
        .render(
            **said,
            signs=SIGNS,
            policy=POLICY.format(" ".join(map(digest, (library, own)))),
            library=library,
            script=own,
            style=(HERE / "page.css").read_text("utf-8"),
            library_style=library_style,
            data=embed(data, most=PACKED),
        )
    )
    return text.encode("utf-8", "replace").decode("utf-8")
