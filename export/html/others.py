"""Answers without a figure of their own: the ways they hold become routes, and their words come from the terminal's writer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from itertools import pairwise, zip_longest
from typing import Any, TypeVar

from ...graph.answers import Path, Variant
from ...graph.explored import FoundLoop
from ...graph.knowledge import KnowledgeGraph
from ...graph.model import Assertion, Finding, Node
from . import lanes, plain, rings, written
from .shown import ROUTES, Shown

T = TypeVar("T")
#: How many claims the figure of an answer without routes holds, so that its words can be read.
FEW = 16


def other(kg: KnowledgeGraph, answer: Any) -> Shown:
    """Return an answer of any type as the page shows it."""
    said = answer.to_dict(kg)
    claims = [kg.assertions[c] for c in plain.claim_ids(kg, said)]
    loops = sorted({x.name: x for x in found(answer, FoundLoop) if x.steps}.values(), key=rings.order_of)
    ways = list(found(answer, Variant))
    routes = routes_of(kg, said)[:ROUTES]
    ranked = {tuple(r): k for k, r in enumerate(routes)}
    timed = {tuple(s.assertion.id for s in v.steps): Path(_nodes(v.steps), (v,)) for v in reversed(ways)}
    paths = [timed[r] for r in ranked if r in timed]
    routed = {c for r in routes for c in r}
    chosen = [] if routes else few(kg, said)
    shown = [a for a in claims if a.id in routed] if routes else chosen
    # what the figure draws comes first
    claims = list({a.id: a for a in (*shown, *claims)}.values())
    missing = said.get("missing") or ()
    have = {"mechanism": bool(shown), "time": bool(paths), "axis": len(loops) > 1, "loop": bool(loops)}
    order = ("mechanism", "time", "axis", "loop") if routes else ("axis", "loop", "mechanism", "time")
    pen = written.write(kg, answer, {})
    behind = f"{len(claims)} claim{'s' if len(claims) != 1 else ''} of the graph stand{'s' if len(claims) == 1 else ''}"
    more = (
        f" The figure shows {f'the first {len(routes)} ways' if routes else f'{len(shown)} of them'}."
        if 0 < len(shown) < len(claims)
        else ""
    )

    def words(numbers: Mapping[str, int]) -> dict[str, Any]:
        names = [f"{k + 1}. {x.name}" for k, x in enumerate(loops)]
        made = written.write(kg, answer, numbers)
        told = {"written": made.blocks} if made else {"plain": plain.tell(kg, said, numbers)}
        return {**told, "captions": {"loop": names, "axis": ["; ".join(names[: rings.MOST])]}}

    def pictures(numbers: Mapping[str, int]) -> dict[str, list[str]]:
        made = {"time": [lanes.time_lanes(kg, paths, numbers)]} if paths else {}
        if loops:
            made["loop"] = [rings.circle(kg, x, numbers) for x in loops]
            made["axis"] = [rings.nested(kg, loops, numbers)]
        return made

    return Shown(
        "table",
        (pen.title if pen else "") or _title(said, answer),
        None,
        f"{behind} behind this answer.{more}" if claims else "",
        claims,
        missing=() if pen else tuple(map(str, missing)) if isinstance(missing, (list, tuple)) else (),
        routes=routes,
        starts=list(dict.fromkeys(kg.assertions[r[0]].subject for r in routes)),
        finish=list(dict.fromkeys(kg.assertions[r[-1]].object for r in routes)),
        drawn=[a.id for a in chosen],
        layouts=tuple(name for name in order if have[name]),
        focus=claims[0].subject if claims else "",
        words=words,
        pictures=pictures,
    )


def _title(said: Mapping[str, Any], answer: Any) -> str:
    name = str(said.get("question") or type(answer).__name__.removesuffix("Answer")).replace("_", " ")
    about = [v["label"] for v in said.values() if isinstance(v, dict) and set(v) == {"id", "label", "kind"}]
    about = list(dict.fromkeys(about or [v for k, v in said.items() if k == "axis" and isinstance(v, str)]))[:3]
    return name[:1].upper() + name[1:] + (f": {', '.join(about)}" if about else "")


def found(value: Any, kind: type[T]) -> Iterator[T]:
    """Yield everything of a type inside an answer, in order."""
    if isinstance(value, kind):
        yield value
    elif isinstance(value, Mapping):
        for x in value.values():
            yield from found(x, kind)
    elif isinstance(value, (list, tuple)):
        for x in value:
            yield from found(x, kind)
    elif is_dataclass(value) and not isinstance(value, (Assertion, Finding, Node)):
        for f in fields(value):
            yield from found(getattr(value, f.name), kind)


def _nodes(steps: Any) -> tuple[str, ...]:
    return (steps[0].assertion.subject, *(s.assertion.object for s in steps))


def routes_of(kg: KnowledgeGraph, said: Any) -> list[list[str]]:
    """Return the ways that the values of an answer hold, as claims from their start to their end, in order; loops apart."""
    made: dict[tuple[str, ...], None] = {}
    stack = [said]
    while stack:
        now = stack.pop()
        if isinstance(now, Mapping):
            steps = now.get("steps")
            if isinstance(steps, list) and (way := _way(kg, steps)):
                made[way] = None
            else:
                stack += [v for k, v in reversed(list(now.items())) if k != "loops"]
        elif isinstance(now, (list, tuple)):
            stack += reversed(now)
    return [list(way) for way in made]


def _way(kg: KnowledgeGraph, steps: list[Any]) -> tuple[str, ...]:
    ids = [s.get("id") for s in steps if isinstance(s, Mapping)]
    claims = [kg.assertions[i] for i in ids if isinstance(i, str) and i in kg.assertions]
    joined = all(a.object == b.subject for a, b in pairwise(claims))
    ends = [c.subject for c in claims] + [c.object for c in claims[-1:]]
    return (
        tuple(c.id for c in claims) if claims and joined and len(claims) == len(steps) and len(set(ends)) == len(ends) else ()
    )


def few(kg: KnowledgeGraph, said: Mapping[str, Any]) -> list[Assertion]:
    """Return the claims to draw where there are no routes: the first of each part of the answer in turn."""
    held = [x for k, v in said.items() if k != "loops" for x in (v.values() if isinstance(v, Mapping) else [v])]
    parts = [plain.claim_ids(kg, v) for v in held]
    order = dict.fromkeys(c for row in zip_longest(*parts) for c in row if c is not None)
    drawn = [kg.assertions[c] for c in order]
    return [a for a in drawn if a.subject != a.object][:FEW]
