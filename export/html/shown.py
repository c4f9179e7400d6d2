"""Each kind of answer as a page shows it: its heading, its claims, its ranked routes, its words and its pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from ...graph import schema
from ...graph.answers import Path, PathAnswer
from ...graph.explored import EffectsAnswer, EvidenceAnswer, FoundLoop, LoopsAnswer, NodeAnswer
from ...graph.knowledge import KnowledgeGraph
from ...graph.model import Assertion
from . import lanes, rings, told

#: How many claims of either end an empty answer shows; how many routes the figure of an effects answer holds.
NEARBY, ROUTES = 6, 10
#: More claims than this are told in words and tables, not drawn in layers.
DRAWN = 90


@dataclass(slots=True)
class Shown:
    """One answer, ready for the page. `words` and `pictures` are made when the claims have their numbers."""

    kind: str
    title: str
    ends: tuple[str, str] | None
    lead: str
    claims: list[Assertion]
    extra: list[str] = field(default_factory=list)
    missing: tuple[str, ...] = ()
    routes: list[list[str]] = field(default_factory=list)
    starts: list[str] = field(default_factory=list)
    finish: list[str] = field(default_factory=list)
    layouts: tuple[str, ...] = ()
    focus: str = ""
    gap: bool = False
    drawn: list[str] = field(default_factory=list)
    words: Callable[[Mapping[str, int]], dict[str, Any]] = lambda numbers: {}
    pictures: Callable[[Mapping[str, int]], dict[str, list[str]]] = lambda numbers: {}


def show(kg: KnowledgeGraph, answer: Any) -> Shown:
    """Return an answer of any type as the page shows it; those without a figure of their own stand in `others`."""
    for kind, how in _HOW.items():
        if isinstance(answer, kind):
            return how(kg, answer)
    from .others import other

    return other(kg, answer)


def _steps(paths: Iterable[Path], *, all_variants: bool = True) -> list[Assertion]:
    found = (s.assertion for p in paths for v in (p.variants if all_variants else p.variants[:1]) for s in v.steps)
    return list({a.id: a for a in found}.values())


def _path(kg: KnowledgeGraph, a: PathAnswer) -> Shown:
    filters = ", ".join(f"{k} {v}" for k, v in sorted(a.filters.items()))
    many = len(a.paths)
    if many:
        text = f"{many} path{'s' if many != 1 else ''}, best first, of at most {_hops(a.max_hops)}"
        lead = " ".join(x for x in (told.direct(a), text + (f"; {filters}" if filters else "") + ".") if x)
        claims = _steps(a.paths)
    else:
        lead = f"No path of at most {_hops(a.max_hops)} is in the graph{f' with {filters}' if filters else ''}."
        claims = list({c.id: c for c in (*_strongest(kg.out(a.start.id)), *_strongest(kg.into(a.end.id)))}.values())

    def words(numbers: Mapping[str, int]) -> dict[str, Any]:
        sections, count = [], 0
        for s in a.sections:
            rows = [told.path(kg, p, count + k + 1, numbers, a.saturation) for k, p in enumerate(s.paths)]
            count += len(rows)
            sections.append({"heading": s.heading, "paths": rows})
        grades = [(g, meaning) for g, meaning in schema.GRADES.items() if any(p.best.grade == g for p in a.paths)]
        return {"sections": sections, "grades": grades}

    return Shown(
        "path",
        f"{a.start.label} \N{RIGHTWARDS ARROW} {a.end.label}",
        (a.start.label, a.end.label),
        lead,
        claims,
        [] if many else [a.start.id, a.end.id],
        a.missing,
        [[s.assertion.id for s in p.best.steps] for p in a.paths],
        [p.nodes[0] for p in a.paths] or [a.start.id],
        [p.nodes[-1] for p in a.paths] or [a.end.id],
        ("mechanism", "time") if many else ("mechanism",),
        a.start.id,
        gap=not many,
        words=words,
        pictures=lambda numbers: {"time": [lanes.time_lanes(kg, a.paths, numbers)]} if many else {},
    )


def _hops(n: int) -> str:
    return f"{n} step{'s' if n != 1 else ''}"


def _strongest(claims: Iterable[Assertion]) -> list[Assertion]:
    return sorted((a for a in claims if a.supported and a.subject != a.object), key=lambda a: (-len(a.supporting), a.id))[
        :NEARBY
    ]


def _effects(kg: KnowledgeGraph, a: EffectsAnswer) -> Shown:
    down = a.question == "downstream"
    title = f"What {a.node.label} does" if down else f"What acts on {a.node.label}"
    order = [r for row in zip_longest(*(g[1] for g in a.groups)) for r in row if r is not None]
    drawn = [r.path for r in order[:ROUTES]]
    rank = {id(p): k + 1 for k, p in enumerate(drawn)}
    everything = [r.path for _, reached in a.groups for r in reached]
    total = len(everything)
    lead = (
        f"{total} node{'s' if total != 1 else ''} {'reached' if down else 'found'} within {a.max_hops} steps, by kind, strongest first"
        + (f"; {', '.join(f'{k} {v}' for k, v in sorted(a.filters.items()))}" if a.filters else "")
        + (f". The figure shows the first {len(drawn)}." if len(drawn) < total else ".")
    )

    def words(numbers: Mapping[str, int]) -> dict[str, Any]:
        groups = []
        for kind, reached in a.groups:
            rows = []
            for r in reached:
                best = r.path.best
                rows.append(
                    {
                        "number": rank.get(id(r.path), 0),
                        "label": r.node.label,
                        "sign": r.sign,
                        "grade": best.grade,
                        "trail": [kg.label(n) for n in r.path.nodes],
                        "steps": told.path(kg, r.path, 0, numbers)["best"],
                    }
                )
            groups.append({"kind": kind, "rows": rows})
        return {"groups": groups}

    starts = [p.nodes[0] for p in drawn] or [a.node.id]
    return Shown(
        "effects",
        title,
        None,
        lead,
        _steps(everything, all_variants=False),
        [a.node.id],
        a.missing,
        [[s.assertion.id for s in p.best.steps] for p in drawn],
        starts,
        [p.nodes[-1] for p in drawn],
        ("mechanism", "time") if drawn else ("neighbourhood",),
        a.node.id,
        words=words,
        pictures=lambda numbers: {"time": [lanes.time_lanes(kg, drawn, numbers)]} if drawn else {},
    )


def by_axis(loops: Iterable[FoundLoop]) -> dict[str, list[FoundLoop]]:
    """Return loops by their axis, as rings are numbered; computed ones last."""
    axes: dict[str, list[FoundLoop]] = {}
    for x in loops:
        if x.steps:
            axes.setdefault(x.axis or "computed", []).append(x)
    return dict(sorted(axes.items(), key=lambda item: (item[0] == "computed", item[0])))


def _loops(kg: KnowledgeGraph, a: LoopsAnswer) -> Shown:
    axes = by_axis(a.loops)
    order = [x for found in axes.values() for x in sorted(found, key=rings.order_of)]
    numbers_in_axis = {id(x): k + 1 for found in axes.values() for k, x in enumerate(sorted(found, key=rings.order_of))}
    title = f"Feedback loops through {a.through.label}" if a.through else "Feedback loops"
    if len(axes) == 1 and not a.through and "computed" not in axes:
        title += f" of the {next(iter(axes))} axis"
    minus = sum(x.sign == -1 for x in order)
    plus = sum(x.sign == 1 for x in order)
    lead = f"{len(order)} loop{'s' if len(order) != 1 else ''}: {minus} self-limiting (\N{MINUS SIGN}), {plus} self-amplifying (+)."
    claims = list({s.id: s for x in order for s in x.steps}.values())

    def words(numbers: Mapping[str, int]) -> dict[str, Any]:
        return {"loops": [told.loop(kg, x, k + 1, numbers, "") for k, x in enumerate(order)]}

    def pictures(numbers: Mapping[str, int]) -> dict[str, list[str]]:
        made = {"loop": [rings.circle(kg, x, numbers) for x in order]}
        made["axis"] = [rings.nested(kg, found, numbers) for found in axes.values()]
        return made

    def captions() -> dict[str, list[str]]:
        rows = []
        for axis, found in axes.items():
            inner = sorted(found, key=rings.order_of)[: rings.MOST]
            parts = ", ".join(f"{numbers_in_axis[id(x)]} {x.name.removeprefix(axis + ': ')}" for x in inner)
            more = len(found) - rings.MOST
            named = "Computed loops" if axis == "computed" else f"{axis} axis"
            rows.append(f"{named}, from the inside: {parts}" + (f"; {more} more are listed in words." if more > 0 else "."))
        return {"loop": [f"{k + 1}. {x.name}" for k, x in enumerate(order)], "axis": rows}

    return Shown(
        "loops",
        title,
        None,
        lead,
        claims,
        [a.through.id] if a.through else [],
        a.missing,
        [[s.id for s in x.steps] for x in order],
        layouts=("axis", "loop", "neighbourhood")
        if len(order) > 1
        else ("loop", "neighbourhood")
        if order
        else ("neighbourhood",),
        focus=a.through.id if a.through else claims[0].subject if claims else "",
        words=lambda numbers: {**words(numbers), "captions": captions()},
        pictures=pictures,
    )


def _evidence(kg: KnowledgeGraph, a: EvidenceAnswer) -> Shown:
    count = sum(len(x.rows) for x in a.assertions)
    claims = f"{len(a.assertions)} claim{'s' if len(a.assertions) != 1 else ''}"
    findings = f"{count} finding{'s' if count != 1 else ''}"
    lead = f"{claims} with {findings}, for and against." if a.assertions else "Nothing is recorded from the one to the other."

    def words(numbers: Mapping[str, int]) -> dict[str, Any]:
        return {
            "evidence": [
                {**told.claim(kg, x, numbers), "findings": [told.finding(kg, r.finding) for r in x.rows]} for x in a.assertions
            ]
        }

    return Shown(
        "evidence",
        f"{a.subject.label} \N{RIGHTWARDS ARROW} {a.object.label}",
        (a.subject.label, a.object.label),
        lead,
        list(a.assertions),
        [a.subject.id, a.object.id],
        a.missing,
        starts=[a.subject.id],
        finish=[a.object.id],
        layouts=("mechanism",),
        focus=a.subject.id,
        gap=not a.assertions,
        words=words,
    )


def _node(kg: KnowledgeGraph, a: NodeAnswer) -> Shown:
    n = a.node
    claims = list({x.id: x for x in (*a.out, *a.into)}.values())
    loops = [
        x for x in (rings.found(kg, loop) for loop in kg.loops) if x and any(n.id in (s.subject, s.object) for s in x.steps)
    ]
    claims = list({x.id: x for x in (*claims, *(s for x in loops for s in x.steps))}.values())
    meta = schema.KINDS[n.kind].name if n.kind in schema.KINDS else n.kind
    lead = " ".join(x for x in (n.description, f"{len(a.out)} claims of what it does, {len(a.into)} of what acts on it.") if x)

    def words(numbers: Mapping[str, int]) -> dict[str, Any]:
        return {
            "node": {
                "kind": meta,
                "synonyms": ", ".join(n.synonyms),
                "above": ", ".join(x.label for x in a.above),
                "below": ", ".join(x.label for x in a.below),
                "counterpart": ", ".join(kg.label(c) for c in n.counterpart),
                "out": told.claims(kg, a.out, numbers),
                "into": told.claims(kg, a.into, numbers),
            },
            "captions": {"loop": [x.name for x in loops]},
        }

    return Shown(
        "node",
        n.label,
        None,
        lead,
        claims,
        [n.id],
        layouts=("neighbourhood", "loop") if loops else ("neighbourhood",),
        focus=n.id,
        words=words,
        pictures=lambda numbers: {"loop": [rings.circle(kg, x, numbers) for x in loops]},
    )


_HOW: dict[type, Callable[[KnowledgeGraph, Any], Shown]] = {
    PathAnswer: _path,
    EffectsAnswer: _effects,
    LoopsAnswer: _loops,
    EvidenceAnswer: _evidence,
    NodeAnswer: _node,
}
