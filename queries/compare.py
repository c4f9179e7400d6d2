"""`compare`: what two messengers do, or one in two circumstances: shared, only one, opposite, with the ways."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from ..graph import schema
from ..graph.answers import Variant
from ..graph.compared import CompareAnswer, Compared, Side
from ..graph.errors import BadQuestion
from ..graph.knowledge import KnowledgeGraph
from ..graph.model import Assertion, Finding, Node, Row
from .ends import Ends, ends_of
from .filters import Filters, every_step, last_step, resolve
from .reach import INNER, joined_reach, passable_nodes, spread
from .search import Limits
from .steps import StepEdge, Steps, chosen_steps, filtered_steps, row_test
from .verdict import Way, check_limits, leading, told, ways

DEFAULT_K = 6
_KINDS = ("Process", "Condition", "Mechanism", "Neurotransmitter", "Hormone", "Gene", "CellType")
_Test = Callable[[Finding], bool]
_WORDS = {1: "increases", -1: "decreases", None: "changes"}


@dataclass(slots=True)
class _Side:
    """One side: where it starts, the steps it may take, and what it was found to do."""

    label: str
    starts: frozenset[str]
    steps: Steps
    last: Callable[[Finding], bool]
    test: Callable[[Finding], bool]


def compare(
    kg: KnowledgeGraph,
    a: str,
    b: str = "",
    *,
    on: str = "",
    sex: tuple[str, ...] = (),
    species: tuple[str, ...] = (),
    exposure: tuple[str, ...] = (),
    region: str = "",
    cell: str = "",
    stage: str = "",
    dose: str = "",
    route: str = "",
    state: str = "",
    min_tier: int = 5,
    strict: bool = False,
    no_rollup: bool = False,
    k: int = DEFAULT_K,
    max_hops: int = 3,
    grade: str = "B",
) -> CompareAnswer:
    """How two things differ in what they do, or one thing in two sexes, species or exposures.

    Give two names, or one name and one of --sex, --species, --exposure twice. A difference of circumstances is read only
    from rows that state them: what nobody looked at is on neither side. Only on one side means recorded there alone.

    Commands:
        endoneuro compare oestradiol testosterone --on Process
        endoneuro compare oestradiol --species rat --species human
        endoneuro compare corticosterone --exposure acute --exposure chronic

    Args:
        kg: the graph.
        a: name, id, kind or class.
        b: the same; leave it out to compare circumstances.
        on: a kind, class or name to look at; a structure means what was measured there. Empty for Process.
        sex: female, male; one keeps only its rows, two are compared.
        species: such as rat and human; one or two.
        exposure: acute, chronic; one or two.
        region: last step measured at or inside this structure.
        cell: last step measured in this cell type.
        stage: life stage or reproductive state of every step.
        dose: dose of every step.
        route: genomic, nongenomic; route of ligand and receptor steps.
        state: condition, drug or stimulus present at every step.
        min_tier: evidence tier N or better, 1 (trials) to 5 (reviews).
        strict: rows that do not state a filtered field are left out.
        no_rollup: a name is only itself, without its kinds and parts.
        k: how many targets of each group at the most.
        max_hops: counted steps at the most, 1 to 6.
        grade: the worst grade wanted, A to D.

    Raises:
        UnknownName, AmbiguousName: a name that is no node, or several.
        BadQuestion: nothing to compare, more than two of anything, the same thing twice, limits as `path`.

    >>> import endoneuro
    >>> from endoneuro.queries.compare import compare
    >>> answer = compare(endoneuro.load(), "cortisol", "aldosterone")
    >>> "MR" in {endoneuro.load().label(x.object) for x, _ in answer.shared_receptors}
    True

    """
    kg = kg.without_rollup() if no_rollup else kg
    limits = check_limits(k, max_hops, grade)
    first, other = ends_of(kg, a), ends_of(kg, b) if b else None
    pair = _pair(first, other, {"sex": sex, "species": species, "exposure": exposure})
    place, targets = _on(kg, on)
    if place and region:
        raise BadQuestion(f"--on {place.label!r} and --region both name a place; give one")
    base = Filters(
        region=place.label if place else region, cell=cell, stage=stage, dose=dose, min_tier=min_tier, sex=_single(sex),
        species=_single(species), exposure=_single(exposure), route=route, state=state, strict=strict, no_rollup=no_rollup,
    )  # fmt: skip
    wanted = resolve(kg, base)
    left, right = _sides(kg, first, other, pair, wanted, place)
    found: dict[str, list[tuple[tuple[object, ...], Compared]]] = {
        g: [] for g in ("opposite", "mixed", "shared", "apart", "left", "right")
    }
    near = [_near(kg, s, limits) for s in (left, right)]
    skip = left.starts | right.starts
    for target in sorted((near[0] | near[1]) & targets - skip):
        mine, theirs = _comparable(
            *(_ways(kg, s, target, limits) if target in n else [] for s, n in zip((left, right), near, strict=True))
        )
        if mine or theirs:
            group, key = _judge(mine, theirs)
            made = Compared(kg.nodes[target], _told(kg, left, mine, target), _told(kg, right, theirs, target))
            found[group].append((key, made))
    groups = {}
    for name, made_all in found.items():
        made_all.sort(key=lambda item: (item[0], item[1].node.id))
        groups[name] = tuple(c for _, c in made_all[:k])
    counts = {name: len(made_all) for name, made_all in found.items()}
    receptors, fates = ([_claims(kg, s.starts, s.test) for s in (left, right)], [_fate(kg, s.starts) for s in (left, right)])
    theirs_by = {x.object: x for x in receptors[1]}
    mine_by = {x.object: x for x in receptors[0]}
    return CompareAnswer(
        left=left.label, right=right.label, start=first.node, other=other.node if other else None, on=on, groups=groups,
        counts=counts,
        shared_receptors=tuple((x, theirs_by[x.object]) for x in receptors[0] if x.object in theirs_by) if other else (),
        own_receptors=(
            tuple(x for x in receptors[0] if x.object not in theirs_by) if other else (),
            tuple(x for x in receptors[1] if x.object not in mine_by) if other else (),
        ),
        fate=(tuple(fates[0]), tuple(fates[1])) if other else ((), ()),
        max_hops=max_hops, k=k, grade=grade, filters=base.given(), notes=_notes(kg, first, other, pair, counts),
        missing=() if any(counts.values()) else _missing(first, other, pair, base),
    )  # fmt: skip


def _pair(first: Ends, other: Ends | None, given: dict[str, tuple[str, ...]]) -> tuple[str, str, str] | None:
    """Return the circumstances to compare, (name, one, other), or None for two names."""
    pairs = [(name, *values) for name, values in given.items() if len(values) > 1]
    for name, *values in pairs:
        if len(values) > 2:
            raise BadQuestion(f"--{name} is given {len(values)} times; give two to compare, one to filter")
        if values[0] == values[1]:
            raise BadQuestion(f"--{name} {values[0]} is given twice; give two different ones")
    if other is not None:
        if other.node.id == first.node.id:
            raise BadQuestion(
                f"both sides are {first.label!r}; give two different names, or --sex, --species, --exposure twice"
            )
        if pairs:
            raise BadQuestion(f"two names and two of --{pairs[0][0]}: compare one difference at a time")
        return None
    if len(pairs) != 1:
        raise BadQuestion(
            f"compare {first.label!r} with what? give a second name, or one of --sex, --species, --exposure twice"
            if not pairs
            else f"--{pairs[0][0]} and --{pairs[1][0]} both differ: compare one difference at a time"
        )
    name, one, two = pairs[0]
    return name, one, two


def _single(values: tuple[str, ...]) -> str:
    """Return what is a filter, not a comparison."""
    return values[0] if len(values) == 1 else ""


def _on(kg: KnowledgeGraph, on: str) -> tuple[Node | None, frozenset[str]]:
    """Return the place to look at, if one was named, and the nodes that count as targets."""
    ends = ends_of(kg, on or "Process")
    if ends.single and ends.node.kind == "Structure":
        return ends.node, frozenset(n.id for n in kg.nodes.values() if n.kind in _KINDS) | ends.members
    return None, ends.members


def _sides(
    kg: KnowledgeGraph,
    first: Ends,
    other: Ends | None,
    pair: tuple[str, str, str] | None,
    filters: Filters,
    place: Node | None,
) -> tuple[_Side, _Side]:
    """Return both sides: two starts on the same steps, or one start on the steps of two circumstances."""
    last = _there(kg, place) if place else last_step(kg, filters)
    if pair is None and other is not None:
        steps, test = filtered_steps(kg, filters), every_step(kg, filters)
        shared = first.members & other.members
        return (
            _Side(first.label, first.members - shared or first.members, steps, last, test),
            _Side(other.label, other.members - shared or other.members, steps, last, test),
        )
    assert pair is not None
    name, *values = pair
    made = []
    for value in values:
        one = resolve(
            kg,
            Filters(
                sex=value if name == "sex" else "",
                species=value if name == "species" else "",
                exposure=value if name == "exposure" else "",
            ),
        )
        keep = _keep(
            kg, first.members, name, every_step(kg, one), every_step(kg, replace(one, strict=True)), row_test(kg, filters)
        )
        made.append(_Side(value, first.members, chosen_steps(kg, keep), last, every_step(kg, replace(one, strict=True))))
    return made[0], made[1]


def _keep(
    kg: KnowledgeGraph, starts: frozenset[str], name: str, loose: _Test, strict: _Test, common: Callable[[StepEdge, Row], bool]
) -> Callable[[StepEdge, Row], bool]:
    """Return which rows tell of a circumstance.

    Sex and species are those of every step, binding excepted. An exposure is that of the start: a receptor taken away for
    life says nothing of how long its hormone acted, unless one finding shows both.
    """

    def keep(e: StepEdge, row: Row) -> bool:
        f = row.finding
        if not common(e, row):
            return False
        if name != "exposure":
            return (loose if e.ligand else strict)(f)
        if e.subject in starts or row.part != "claim":
            return strict(f) and not (e.ligand and row.part == "claim")
        return kg.nodes[e.subject].kind != "Receptor" and loose(f)

    return keep


def _there(kg: KnowledgeGraph, place: Node) -> _Test:
    """Return the test of a row measured at or inside a place, or about the place itself."""

    def passes(f: Finding) -> bool:
        return kg.inside(f.object, place.id) or any(kg.inside(r, place.id) for r in f.region)

    return passes


def _near(kg: KnowledgeGraph, side: _Side, limits: Limits) -> frozenset[str]:
    """Return what may be reached at all: over joined steps where no bridge is allowed, else whatever the joins."""
    if limits.bridges:
        return frozenset(spread(kg, side.steps, side.starts, limits.hops, forward=True))
    return joined_reach(side.steps, side.starts, limits.hops, passable_nodes(kg, INNER), forward=True)


def _ways(kg: KnowledgeGraph, side: _Side, target: str, limits: Limits) -> list[Way]:
    return ways(kg, side.steps, side.starts, frozenset((target,)), limits, side.last)


def _comparable(mine: list[Way], theirs: list[Way]) -> tuple[list[Way], list[Way]]:
    """Return the best way of each sign on both sides, where they can be compared: of the aspects that both change."""
    best = [[w for w in side if w.rank == side[0].rank] for side in (mine, theirs)]
    both = {w.aspect for w in best[0]} & {w.aspect for w in best[1]}
    one, two = (leading([w for w in side if w.aspect in both] or side) for side in best)
    return one, two


def _judge(mine: list[Way], theirs: list[Way]) -> tuple[str, tuple[object, ...]]:
    """Return the group of a target and its place there: by the worse kind of evidence of both sides, then by the keys."""
    rank = max([w.rank for w in (*mine[:1], *theirs[:1])])
    key = (rank, *(w.found.key[1:8] for w in (*mine[:1], *theirs[:1])))
    if not theirs:
        return "left", key
    if not mine:
        return "right", key
    if not {w.aspect for w in mine} & {w.aspect for w in theirs}:
        return "apart", key
    one, two = {w.sign for w in mine} & {1, -1}, {w.sign for w in theirs} & {1, -1}
    if len(one) == 2 or len(two) == 2:
        return "mixed", key
    if one and two and one != two:
        return "opposite", key
    return "shared", key


def _told(kg: KnowledgeGraph, side: _Side, found: list[Way], target: str) -> Side:
    if found:
        signs = [_WORDS.get(w.sign, "goes with") for w in found]
        variants: tuple[Variant, ...] = tuple(told(kg, w) for w in found)
        return Side(" or ".join(dict.fromkeys(signs)), variants)
    against = [
        f
        for n in sorted(side.starts)
        for a in kg.between(n, target)
        for f in a.against
        if side.test(f) and side.last(f)
    ]  # fmt: skip
    against.sort(key=lambda f: (f.tier, f.id))
    return Side("looked for, no effect" if against else "not recorded", (), tuple(against))


def _claims(kg: KnowledgeGraph, starts: frozenset[str], test: _Test) -> list[Assertion]:
    """Return how something binds its receptors, the most studied first."""
    found = [
        x for n in sorted(starts) for x in kg.out(n)
        if schema.PREDICATES[x.predicate].group == "ligand" and any(test(f) for f in x.supporting)
    ]  # fmt: skip
    return sorted(found, key=lambda x: (-len(x.supporting), kg.label(x.object), x.id))


def _fate(kg: KnowledgeGraph, starts: frozenset[str]) -> list[Assertion]:
    """Return what makes, carries, holds or ends a messenger, and what it is made into."""
    found = [
        x
        for n in sorted(starts)
        for x in (*kg.into(n), *(y for y in kg.out(n) if y.predicate == "precursor_of"))
        if schema.PREDICATES[x.predicate].group == "source and fate" and x.supported
        and kg.nodes[x.subject].kind not in ("CellType", "Structure")
    ]  # fmt: skip
    return sorted(found, key=lambda x: (x.predicate, kg.label(x.subject), x.id))


def _notes(
    kg: KnowledgeGraph, first: Ends, other: Ends | None, pair: tuple[str, str, str] | None, counts: dict[str, int]
) -> tuple[str, ...]:
    lines = []
    for e in (first, other):
        if e is not None and e.single:
            kin = sorted(kg.label(n) for n in e.node.counterpart if n in kg.nodes and n not in (other.members if other else ()))
            if kin:
                lines.append(
                    f"{e.label} alone is meant; what is recorded for {', '.join(kin)} is kept apart: ask for it by name"
                )
    if counts["left"] or counts["right"]:
        lines.append("'Not recorded' means that no finding here says so, not that there is no effect.")
    if pair:
        lines.append(
            "An exposure is that of what is asked about: how long a receptor was blocked or lost says nothing of it."
            if pair[0] == "exposure"
            else f"Only rows that state their {pair[0]} count (those that bind a receptor excepted)."
        )
    return tuple(lines)


def _missing(first: Ends, other: Ends | None, pair: tuple[str, str, str] | None, filters: Filters) -> tuple[str, ...]:
    what = f"{first.label} or {other.label}" if other else f"{first.label} in {pair[1]} or {pair[2]}" if pair else first.label
    tips = ["another --on", "--max-hops 4", "--grade C"] + (["fewer filters"] if filters.given() else [])
    return (f"no effect of {what} is recorded that fits; try {', '.join(tips)}",)
