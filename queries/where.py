"""`where`: the regions and cells of a thing, and those that hold several things at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from ..graph.errors import BadQuestion
from ..graph.knowledge import KnowledgeGraph
from ..graph.model import Finding, Node
from ..graph.surveys import Held, Seen, Together, WhereAnswer
from .filters import Filters, every_step, resolve, rolled

DEFAULT_K = 15
#: A class of more kinds of cell than this (neuron) is no cell type that two things could share.
_WIDE = 20
#: Predicate -> how it tells a place: of its subject in its object, or of its object in its subject.
_HERE = {"expressed_in": "expressed", "located_in": "located"}
_MADE = {"secretes": "secreted", "synthesizes": "made"}
Spots = dict[str, list[Seen]]


def where(
    kg: KnowledgeGraph,
    things: tuple[str, ...],
    *,
    without: tuple[str, ...] = (),
    k: int = DEFAULT_K,
    filters: Filters | None = None,
) -> WhereAnswer:
    """Where something is: regions and cells with their evidence; of several things, where all of them are.

    What was shown to be expressed, located, made or secreted in a place is told apart from what was merely measured
    there. A region includes its parts, a cell type its kinds. Of several things, the same cell type (the very type, in
    regions that agree; a class as wide as "neuron" is none) is told apart from the same region; the narrowest places
    are named.

    Commands:
        endoneuro where GR
        endoneuro where CRHR1 GR --region amygdala
        endoneuro where MR --without GR

    Args:
        kg: the graph.
        things: names or ids of molecules, cells, mechanisms or processes; each covers its descendants.
        without: leave out places where this was shown too.
        k: how many places of each sort at the most.
        filters: what rows must be like; `region` and `cell` bind the place.

    Raises:
        UnknownName, AmbiguousName: a name that is no node, or several.
        BadQuestion: nothing named, a thing named twice, a structure as the thing, k below 1.

    >>> import endoneuro
    >>> from endoneuro.queries import query
    >>> "hippocampus" in [h.place.label for h in query("where")(endoneuro.load(), ("GR",)).regions]
    True

    """
    kg = rolled(kg, filters)
    nodes, left_out = _named(kg, things, "things"), _named(kg, without, "--without")
    if k < 1:
        raise BadQuestion(f"-k {k} asks for nothing; give 1 or more")
    if not nodes:
        raise BadQuestion("where is what? name one thing or more")
    both = {n.id for n in nodes} & {n.id for n in left_out}
    if both:
        raise BadQuestion(f"{kg.label(min(both))!r} is asked for and left out at once")
    given = (filters or Filters()).given()
    wanted = resolve(kg, filters or Filters())
    spots = {n.id: _spots(kg, n, wanted) for n in (*nodes, *left_out)}
    barred = {p for n in left_out for p in _covered(kg, spots[n.id][0])}
    counts: dict[str, int] = {}
    if len(nodes) > 1:
        together = _together(kg, nodes, spots, barred, wanted)
        counts["places that hold all"] = len(together)
        missing = () if together else _nowhere_together(kg, nodes, spots, given)
        return WhereAnswer(
            nodes, left_out, kg.rollup, (), (), (), tuple(together[:k]), counts, k, given, missing
        )  # fmt: skip
    shown, absent, measured = spots[nodes[0].id]
    held = [h for h in _held(kg, shown, absent, wanted) if h.place.id not in barred]
    regions = [h for h in held if h.place.kind == "Structure"]
    cells = [h for h in held if h.place.kind == "CellType"]
    other = [h for h in _held(kg, measured, {}, wanted, nested=False) if h.place.id not in barred]
    counts |= {"regions": len(regions), "cells": len(cells), "places of other findings": len(other)}
    missing = () if held else _nowhere(kg, nodes[0], other, left_out, given)
    return WhereAnswer(
        nodes, left_out, kg.rollup, tuple(regions[:k]), tuple(cells[:k]), tuple(other[:k]), (), counts, k, given, missing
    )


def _named(kg: KnowledgeGraph, names: Iterable[str], what: str) -> tuple[Node, ...]:
    nodes: list[Node] = []
    for name in names:
        node = kg.node(name)
        if node in nodes:
            raise BadQuestion(f"{node.label!r} is named twice in {what}")
        if node.kind == "Structure":
            raise BadQuestion(f'{node.label!r} is itself a place; ask endoneuro where THING --region "{node.label}"')
        nodes.append(node)
    return tuple(nodes)


def _spots(kg: KnowledgeGraph, node: Node, filters: Filters) -> tuple[Spots, Spots, Spots]:
    """Return, by place: what shows the thing there, what looked and did not find it, and what was merely measured there."""
    passes = every_step(kg, filters)
    shown: Spots = {}
    absent: Spots = {}
    measured: Spots = {}
    for mine in sorted(kg.descendants(node.id)):
        for a in (*kg.out(mine), *kg.into(mine)):
            how = _HERE.get(a.predicate, "") if a.subject == mine else _MADE.get(a.predicate, "")
            other = a.object if a.subject == mine else a.subject
            for row in a.rows:
                f = row.finding
                if not passes(f):
                    continue
                if how and kg.nodes[other].kind in ("CellType", "Structure"):
                    places = _places(kg, f, other)
                    into = shown if f.supports else absent
                elif f.supports and a.predicate not in _HERE:
                    places, into = _places(kg, f, ""), measured
                    how = "acts" if a.subject == mine else "changes"
                else:
                    continue
                if not _bound(kg, places, filters):
                    continue
                for place in places:
                    seen = into.setdefault(place, [])
                    if all(s.finding.id != f.id for s in seen):
                        seen.append(Seen(a, f, how))
    return shown, absent, measured


def _places(kg: KnowledgeGraph, f: Finding, stated: str) -> list[str]:
    """Return the structures and cells a finding tells of; a cell that names no region is where its type lies."""
    found = [p for p in (stated, f.cell, *f.places) if p in kg.nodes]
    if not any(kg.nodes[p].kind == "Structure" for p in found):
        found += [w for p in list(found) for w in kg.nodes[p].part_of if w in kg.nodes and kg.nodes[w].kind == "Structure"]
    return list(dict.fromkeys(found))


def _bound(kg: KnowledgeGraph, places: list[str], filters: Filters) -> bool:
    """Whether the places of a finding meet `--region` and `--cell`; an unstated one passes unless `--strict`."""
    for wanted, kind in ((filters.region, "Structure"), (filters.cell, "CellType")):
        stated = [p for p in places if kg.nodes[p].kind == kind]
        if wanted and not (any(kg.inside(p, wanted) for p in stated) if stated else not filters.strict):
            return False
    return True


def _covered(kg: KnowledgeGraph, spots: Spots) -> set[str]:
    return {w for p in spots for w in kg.wholes(p)}


def _held(kg: KnowledgeGraph, shown: Spots, absent: Spots, filters: Filters, *, nested: bool = True) -> list[Held]:
    places = sorted(_covered(kg, shown) if nested else shown)
    made = []
    for place in places:
        node = kg.nodes[place]
        bound = filters.region if node.kind == "Structure" else filters.cell
        if bound and not kg.inside(place, bound):
            continue
        inner = [p for p in sorted(shown) if p != place and nested and kg.inside(p, place)]
        own = _strongest(shown.get(place, ()))
        parts = sorted(((kg.nodes[p], _strongest(shown[p])) for p in inner), key=lambda x: (-len(x[1]), x[0].label))
        if own or len(parts) > 1 or place in absent:
            made.append(Held(node, own, tuple(parts), _strongest(absent.get(place, ()))))
    for place in sorted(set(absent) - set(places)):
        node = kg.nodes[place]
        bound = filters.region if node.kind == "Structure" else filters.cell
        if not bound or kg.inside(place, bound):
            made.append(Held(node, (), (), _strongest(absent[place])))
    return sorted(made, key=_rank)


def _rank(h: Held) -> tuple[bool, bool, int, int, str]:
    tiers = [s.finding.tier for s in h.own]
    return not h.seen, not h.own, -len({s.finding.independent for s in h.own}), min(tiers, default=9), h.place.label


def _strongest(seen: Iterable[Seen]) -> tuple[Seen, ...]:
    return tuple(sorted(seen, key=lambda s: (s.finding.tier, s.finding.id)))


def _together(
    kg: KnowledgeGraph,
    nodes: tuple[Node, ...],
    spots: dict[str, tuple[Spots, Spots, Spots]],
    barred: set[str],
    filters: Filters,
) -> list[Together]:
    covered = [_covered(kg, spots[n.id][0]) for n in nodes]
    common = set.intersection(*covered) - barred
    made = []
    for place in sorted(common):
        node = kg.nodes[place]
        bound = filters.region if node.kind == "Structure" else filters.cell
        if bound and not kg.inside(place, bound):
            continue
        own = all(place in spots[n.id][0] for n in nodes)
        if node.kind == "CellType" and (
            not own or len(kg.descendants(place)) > _WIDE or not _one_place(kg, [spots[n.id][0][place] for n in nodes])
        ):
            continue
        narrower = node.kind == "Structure" and any(p != place and kg.inside(p, place) for p in common)
        if narrower and not own:
            continue
        each = tuple((n, _strongest(_inside(kg, spots[n.id][0], place))) for n in nodes)
        made.append(Together(node, "same cell" if node.kind == "CellType" else "same region", each, _one_study(each)))
    return sorted(
        made,
        key=lambda t: (
            t.how != "same cell",
            not t.one_study,
            max(min(s.finding.tier for s in seen) for _, seen in t.each),
            -min(len(seen) for _, seen in t.each),
            t.place.label,
        ),
    )


def _one_place(kg: KnowledgeGraph, each: list[list[Seen]]) -> bool:
    """Whether no two things were shown in this cell type only in regions that exclude each other."""
    for mine, theirs in combinations(each, 2):
        pairs = ((x.finding.places, y.finding.places) for x in mine for y in theirs)
        if not any(not a or not b or any(kg.inside(p, q) or kg.inside(q, p) for p in a for q in b) for a, b in pairs):
            return False
    return True


def _inside(kg: KnowledgeGraph, spots: Spots, place: str) -> Iterator[Seen]:
    told: set[str] = set()
    for p in sorted(spots):
        if kg.inside(p, place):
            for s in spots[p]:
                if s.finding.id not in told:
                    told.add(s.finding.id)
                    yield s


def _one_study(each: tuple[tuple[Node, tuple[Seen, ...]], ...]) -> str:
    shared = set.intersection(*({s.finding.reference for s in seen} for _, seen in each))
    return min(shared, default="")


def _nowhere(
    kg: KnowledgeGraph, node: Node, other: list[Held], left_out: tuple[Node, ...], given: dict[str, str]
) -> tuple[str, ...]:
    lines = [f"no finding shows where {node.label} is" + (" as asked" if given or left_out else "")]
    if given or left_out:
        asked = [f"--{name}" for name in given] + ["--without"] * bool(left_out)
        plain = _spots(kg, node, Filters())[0]
        there = sorted({kg.label(p) for p in plain})
        if there:
            lines.append(f"without {', '.join(asked)} there are {len(there)}: {_few(there)}")
    if other:
        lines.append(f"other findings about it come from {_few([h.place.label for h in other])}: below")
    lines.append("that nobody recorded it is no sign that it is absent")
    return tuple(lines)


def _nowhere_together(
    kg: KnowledgeGraph, nodes: tuple[Node, ...], spots: dict[str, tuple[Spots, Spots, Spots]], given: dict[str, str]
) -> tuple[str, ...]:
    lines = [f"no recorded place holds {' and '.join(n.label for n in nodes)}" + (" as asked" if given else "")]
    for n in nodes:
        there = sorted({kg.label(p) for p in spots[n.id][0]})
        none = "no recorded place" + (" as asked" if given else "")
        other = sorted({kg.label(p) for p in spots[n.id][2]})
        if other and not there:
            none += f"; other findings about it, which do not show it there, come from {_few(other)}"
        lines.append(f"{n.label}: {_few(there) or none}")
    lines.append("that nobody recorded it is no sign that it is absent")
    return tuple(lines)


def _few(names: list[str], most: int = 6) -> str:
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")
