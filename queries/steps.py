"""The walkable steps of a graph, made once: assertions with the rows they may be seen through, and how rows join."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from ..graph import schema
from ..graph.knowledge import KnowledgeGraph
from ..graph.model import Assertion, Finding, Row
from .filters import Filters, every_step
from .guards import Guard, guard
from .places import Place, expressed_at, row_place

SHOWN, PLACED, BRIDGE = 0, 1, 2
JOIN_NAMES = ("shown", "placed", "bridge")


class StepRow(NamedTuple):
    """A supporting row, with all that joins and places need."""

    finding: Finding
    part: str
    place: Place
    tier: int
    #: (reference, experiment label) pairs, and the id of a `via` finding: equal marks of two rows make a join shown.
    marks: frozenset[str]
    #: Identical marks of two rows make a join placed.
    spots: frozenset[str]


class StepEdge:
    """A walkable assertion.

    `rows`, `kinds` (of rows that are alike in all that joins, places and grades see, the first), `studies`, `marks` and `spots`
    (of all rows) and `expressed` (for a ligand step: where its receptor was shown to be expressed) are made when first asked
    for, since most edges are only passed by.
    """

    __slots__ = (
        "assertion", "counted", "expressed", "kg", "kinds", "ligand", "marks", "number", "object", "raw", "rows", "spots", "studies",
        "subject", "summary",
    )  # fmt: skip
    rows: tuple[StepRow, ...]
    kinds: tuple[StepRow, ...]
    studies: int
    marks: frozenset[str]
    spots: frozenset[str]
    expressed: frozenset[str]

    def __init__(self, kg: KnowledgeGraph, number: int, a: Assertion, raw: tuple[Row, ...]) -> None:
        group, nodes, receptor = schema.PREDICATES[a.predicate].group, kg.nodes, kg.nodes[a.object].kind == "Receptor"
        source = group == "source and fate" or a.aspect in ("synthesis", "secretion")
        self.number, self.assertion, self.subject, self.object = number, a, a.subject, a.object
        self.ligand = receptor and group == "ligand"
        self.counted = 0 if self.ligand else 1
        self.summary = 0 if receptor or source else int(nodes[a.subject].messenger)
        self.kg, self.raw = kg, raw

    def __getattr__(self, name: str) -> Any:
        if name == "rows":
            self.rows = tuple([_row(self.kg, r.finding, r.part) for r in self.raw])
        elif name == "kinds":
            self.kinds = self.rows if len(self.rows) == 1 else _kinds(self.rows)
        elif name == "studies":
            self.studies = len({r.finding.independent for r in self.raw})
        elif name == "marks":
            self.marks = frozenset([m for r in self.raw for m in _marks(r.finding, r.part)])
        elif name == "spots":
            self.spots = frozenset([s for r in self.raw for s in _spots(self.kg, r.finding)])
        elif name == "expressed":
            self.expressed = expressed_at(self.kg, self.object) if self.ligand else frozenset()
        else:
            raise AttributeError(name)
        return getattr(self, name)


class Near(NamedTuple):
    """The neighbours of each node on one side: one counted hop away, and by a step from a ligand to its receptor."""

    counted: dict[str, dict[str, None]]
    free: dict[str, dict[str, None]]


#: Steps at a node by the marks, and by the spots, of their rows.
_Index = tuple[dict[str, list["StepEdge"]], dict[str, list["StepEdge"]]]


class Steps:
    """Walkable steps by their ends, and the bare neighbours, by steps that count and steps that do not."""

    __slots__ = ("_after", "_ahead", "_before", "_behind", "_by_end", "_by_start", "chain", "hub", "into", "out")

    def __init__(self, out: dict[str, list[StepEdge]], into: dict[str, list[StepEdge]], hub: dict[str, int]) -> None:
        self.out, self.into, self.hub = out, into, hub
        #: The chain of joined steps from the starts asked about last, with what was asked; see `reach.chained`.
        self.chain: tuple[Any, dict[int, tuple[StepEdge, int]]] | None = None
        self._ahead: Near | None = None
        self._behind: Near | None = None
        self._before: dict[int, list[tuple[StepEdge, int]]] = {}
        self._after: dict[int, list[tuple[StepEdge, int]]] = {}
        self._by_start: dict[str, _Index] = {}
        self._by_end: dict[str, _Index] = {}

    @property
    def ahead(self) -> Near:
        """The neighbours that a node acts on."""
        if self._ahead is None:
            self._ahead = _neighbours(self.out, "object")
        return self._ahead

    @property
    def behind(self) -> Near:
        """The neighbours that act on a node."""
        if self._behind is None:
            self._behind = _neighbours(self.into, "subject")
        return self._behind

    def joined_before(self, f: StepEdge) -> list[tuple[StepEdge, int]]:
        """Return the steps that may come before one without a bridge, with the best join their rows could make."""
        known = self._before.get(f.number)
        if known is None:
            found = self._meeting(self.into, self._by_end, f.subject, f)
            if any(e.ligand for e in self.into.get(f.subject, ())):
                places = expressed_at(f.kg, f.subject)
                if places and any([_at(places, r.place) for r in f.rows]):
                    found |= {e.number: (e, SHOWN) for e in self.into[f.subject] if e.ligand and guarded(e, f) is None}
            known = self._before[f.number] = [found[n] for n in sorted(found) if found[n][0].subject != f.object]
        return known

    def joined_after(self, e: StepEdge) -> list[tuple[StepEdge, int]]:
        """Return the steps that may come after one without a bridge, with the best join their rows could make."""
        known = self._after.get(e.number)
        if known is None:
            found = self._meeting(self.out, self._by_start, e.object, e)
            if e.expressed:
                here = [f for f in self.out.get(e.object, ()) if any([_at(e.expressed, r.place) for r in f.rows])]
                found |= {f.number: (f, SHOWN) for f in here if guarded(e, f) is None}
            known = self._after[e.number] = [found[n] for n in sorted(found) if found[n][0].object != e.subject]
        return known

    def _meeting(
        self, side: dict[str, list[StepEdge]], index: dict[str, _Index], node: str, edge: StepEdge
    ) -> dict[int, tuple[StepEdge, int]]:
        """Return the steps at a node that share a mark (shown) or a spot (placed) with a step."""
        if node not in index:
            marks: dict[str, list[StepEdge]] = {}
            spots: dict[str, list[StepEdge]] = {}
            for e in side.get(node, ()):
                for m in e.marks:
                    marks.setdefault(m, []).append(e)
                for s in e.spots:
                    spots.setdefault(s, []).append(e)
            index[node] = marks, spots
        marks, spots = index[node]
        found = {e.number: (e, PLACED) for s in edge.spots for e in spots.get(s, ())}
        found |= {e.number: (e, SHOWN) for m in edge.marks for e in marks.get(m, ())}
        return found


def _neighbours(edges: dict[str, list[StepEdge]], end: str) -> Near:
    near = Near({}, {})
    for n, found in edges.items():
        for e in found:
            (near.counted if e.counted else near.free).setdefault(n, {})[getattr(e, end)] = None
    return near


def all_steps(kg: KnowledgeGraph) -> Steps:
    """Return the unfiltered steps of the graph, made on first use."""
    if "steps" not in kg.memo:
        edges: list[StepEdge] = []
        walked = {p.name for p in schema.PREDICATES.values() if p.walked}
        for a in kg.assertions.values():
            if a.predicate not in walked:
                continue
            rows = [r for r in a.rows if r.finding.result == "supports" and not (r.part == "claim" and r.finding.via)]
            if len(rows) > 1:
                rows.sort(key=lambda r: (r.finding.id, r.part))
            if rows:
                edges.append(StepEdge(kg, len(edges), a, tuple(rows)))
        kg.memo["steps"] = _index(edges, _hubs(kg))
    made: Steps = kg.memo["steps"]
    return made


def filtered_steps(kg: KnowledgeGraph, filters: Filters) -> Steps:
    """Return the steps whose rows pass the filters that bind every step, and `--route` where it binds."""
    steps = all_steps(kg)
    if not (filters.rows_only() or filters.route):
        return steps
    return chosen_steps(kg, row_test(kg, filters))


def row_test(kg: KnowledgeGraph, filters: Filters) -> Callable[[StepEdge, Row], bool]:
    """Return the test of a row of any step: the filters that bind every step, and `--route` where it binds."""
    passes = every_step(kg, filters)
    routed = _with_route(passes, filters)

    def keep(e: StepEdge, row: Row) -> bool:
        return (routed if e.ligand or kg.nodes[e.subject].kind == "Receptor" else passes)(row.finding)

    return keep


def chosen_steps(kg: KnowledgeGraph, keep: Callable[[StepEdge, Row], bool], of: Iterable[str] | None = None) -> Steps:
    """Return the steps with the rows that a test keeps; a step without any is left out.

    Args:
        kg: the graph.
        keep: the test of a row of a step.
        of: only steps that leave these nodes; None for all.

    """
    steps = all_steps(kg)
    edges = []
    for n in steps.out if of is None else of:
        for e in steps.out.get(n, ()):
            rows = tuple(r for r in e.raw if keep(e, r))
            if len(rows) == len(e.raw):
                edges.append(e)
            elif rows:
                edges.append(StepEdge(kg, e.number, e.assertion, rows))
    return _index(edges, steps.hub)


def _with_route(passes: Callable[[Finding], bool], filters: Filters) -> Callable[[Finding], bool]:
    if not filters.route:
        return passes

    def both(f: Finding) -> bool:
        return passes(f) and (f.route == filters.route if f.route else not filters.strict)

    return both


def join(before: StepEdge, left: StepRow, after: StepEdge, right: StepRow) -> int:
    """Return how the right row of a step and the left row of the next hang together."""
    if not left.marks.isdisjoint(right.marks):
        return SHOWN
    if before.expressed and _at(before.expressed, right.place) and guarded(before, after) is None:
        return SHOWN
    return PLACED if not left.spots.isdisjoint(right.spots) else BRIDGE


def best_join(before: StepEdge, after: StepEdge) -> int:
    """Return the best join that any two rows of neighbouring steps could make."""
    if not before.marks.isdisjoint(after.marks):
        return SHOWN
    if before.expressed and any(_at(before.expressed, r.place) for r in after.rows) and guarded(before, after) is None:
        return SHOWN
    return PLACED if not before.spots.isdisjoint(after.spots) else BRIDGE


def guarded(before: StepEdge, after: StepEdge) -> Guard | None:
    """Return what keeps the ligand of a step from the effect of its receptor in the next, if anything does."""
    known: dict[tuple[str, str], Guard | None] = before.kg.memo.setdefault("guarded", {})
    pair = before.assertion.id, after.assertion.id
    if pair not in known:
        known[pair] = guard(before.kg, before.assertion, after.assertion)
    return known[pair]


def why(kg: KnowledgeGraph, before: StepEdge, left: StepRow, after: StepEdge, right: StepRow) -> tuple[str, str]:
    """Return the ground of a join in words, and the reference it rests on."""
    shared = sorted(left.marks & right.marks)
    if shared:
        if left.finding.id == right.finding.id:
            return "one finding shows both steps", left.finding.reference
        return "both steps in one experiment", left.finding.reference
    kept = guarded(before, after) if before.expressed else None
    if kept is None and before.expressed and _at(before.expressed, right.place):
        places = [kg.label(p) for p in sorted(right.place[0] or {right.place[1]}) if p in before.expressed]
        return f"{kg.label(before.object)} is expressed in {', '.join(places)}", ""
    spots = left.spots & right.spots
    if spots:
        names = sorted(" in ".join(kg.label(x) for x in reversed(s.split(" "))) for s in spots)
        return f"both measured in {names[0]}", ""
    if kept is not None:
        enzyme, ligand, effect = (kg.label(n) for n in (kept.against.subject, before.subject, after.object))
        spared = " and ".join(kg.label(a.subject) for a in kept.instead)
        does = kept.instead[0].predicate.removesuffix("s" if len(kept.instead) > 1 else "")
        said = f"{enzyme} inactivates {ligand} and {kept.against.predicate} {effect}, {spared} {does} it"
        return f"{said}: nobody has shown these two steps together", kept.against.supporting[0].reference
    return "nobody has shown these two steps together", ""


def _at(expressed: frozenset[str], place: Place) -> bool:
    regions, cell = place
    if regions is not None:
        return not expressed.isdisjoint(regions)
    return bool(cell) and cell in expressed


def _row(kg: KnowledgeGraph, f: Finding, part: str) -> StepRow:
    return StepRow(f, part, row_place(f), f.tier, frozenset(_marks(f, part)), frozenset(_spots(kg, f)))


def _marks(f: Finding, part: str) -> list[str]:
    """Return what makes the join of two rows shown where both have it."""
    marks = []
    if f.experiment and schema.METHODS[f.method].primary:
        marks = [f"{f.reference} {label}" for label in f.experiment if label != schema.SEPARATE]
    if part != "claim":
        marks.append(f"via {f.id}")
    return marks


def _spots(kg: KnowledgeGraph, f: Finding) -> list[str]:
    """Return what makes the join of two rows placed where both have it."""
    spots: list[str] = []
    for region in f.places:
        grain = kg.nodes[region].grain if region in kg.nodes else ""
        if grain in ("area", "nucleus"):
            spots.append(region)
        elif grain == "crowded" and f.cell:
            spots.append(f"{region} {f.cell}")
    return spots


def _kinds(rows: tuple[StepRow, ...]) -> tuple[StepRow, ...]:
    """Return of each sort of rows the one with the smallest id: the others could only come after it, tied in all else."""
    first: dict[tuple[object, ...], StepRow] = {}
    for r in rows:  # sorted by id
        first.setdefault((r.finding.region, r.place, r.part, r.tier, r.marks, r.spots), r)
    return tuple(first.values())


def _hubs(kg: KnowledgeGraph) -> dict[str, int]:
    log = math.log
    return {n: round(400 * (log(out) + log(into))) for n, (out, into) in kg.degrees.items() if out and into}


def _index(edges: list[StepEdge], hub: dict[str, int]) -> Steps:
    made = Steps({}, {}, hub)
    edges.sort(key=lambda e: e.number)
    for e in edges:
        made.out.setdefault(e.subject, []).append(e)
        made.into.setdefault(e.object, []).append(e)
    return made
