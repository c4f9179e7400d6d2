"""`contradictions`: claims with findings for and against, and in what their circumstances differ."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations, product

from ..graph import schema
from ..graph.errors import BadQuestion
from ..graph.knowledge import KnowledgeGraph
from ..graph.model import Finding, Node
from ..graph.surveys import Difference, Dispute, DisputesAnswer, Seen, Side
from .filters import Filters, duration_seconds, every_step, last_step, resolve, rolled
from .times import bounds, onset_class

DEFAULT_K = 15
#: Circumstances that may explain a disagreement, the likeliest first.
CIRCUMSTANCES = (
    "species", "region", "cell", "sex", "dose", "stage", "onset", "exposure", "route", "manipulation", "method", "state",
)  # fmt: skip
#: A finding that names no special state was made without one.
NO_STATE = "none stated"
_ONLY = ("opposite", "null", "unexplained")
_SIDES = ("increase", "decrease", "present", "associated", "changed", "no effect", "not found", "not associated")
_NULL = {"no effect", "not found", "not associated"}


def contradictions(
    kg: KnowledgeGraph,
    subject: str = "",
    object: str = "",
    *,
    by: str = "",
    only: str = "",
    k: int = DEFAULT_K,
    filters: Filters | None = None,
) -> DisputesAnswer:
    """Which claims are disputed: findings for and against, and what may explain it. Nothing is averaged.

    Findings disagree where, for one subject, aspect and object, some show an increase and others a decrease, or some an
    effect and others none. A circumstance that most findings state, and in which the sides have nothing in common, is shown
    as the likely reason; where there is none, the two most alike findings are named with what they differ in.

    Commands:
        endoneuro contradictions
        endoneuro contradictions cortisol memory
        endoneuro contradictions --by sex

    Args:
        kg: the graph.
        subject: name or id; with nothing else, claims about it on either side.
        object: name or id of what is acted on.
        by: only where this differs: species, region, cell, sex, dose, stage, onset, exposure, route, manipulation, method,
            state.
        only: "opposite" (both directions), "null" (an effect and none) or "unexplained".
        k: how many at the most.
        filters: what rows must be like.

    Raises:
        UnknownName, AmbiguousName: a name that is no node, or several.
        BadQuestion: an unknown circumstance or sort, k below 1.

    >>> import endoneuro
    >>> from endoneuro.queries import query
    >>> answer = query("contradictions")(endoneuro.load(), k=1)
    >>> len(answer.disputes[0].sides) >= 2
    True

    """
    kg = rolled(kg, filters)
    if k < 1:
        raise BadQuestion(f"-k {k} asks for nothing; give 1 or more")
    if by and by not in CIRCUMSTANCES:
        raise BadQuestion(f"--by {by!r} is none of: {', '.join(CIRCUMSTANCES)}")
    if only and only not in _ONLY:
        raise BadQuestion(f"--only {only!r} is none of: {', '.join(_ONLY)}")
    source = kg.node(subject) if subject else None
    target = kg.node(object) if object else None
    if source and target and source.id == target.id:
        raise BadQuestion(f"subject and object are both {source.label!r}; name it once for everything about it")
    wanted = resolve(kg, filters or Filters())
    groups = _groups(kg, source, target, wanted)
    several = {key: sides for key, sides in groups.items() if len({s.finding.id for x in sides.values() for s in x}) > 1}
    disputes = [d for key, sides in several.items() if (d := _dispute(kg, key, sides))]
    disputes = _once(disputes)
    counts = {
        "links with two findings or more": len(several),
        "disputed": len(disputes),
        "both directions": sum(d.kind == "opposite" for d in disputes),
        "an effect and none": sum(d.kind == "null" for d in disputes),
        "with a circumstance that tells the sides apart": sum(bool(d.differences) for d in disputes),
    }
    chosen = [
        d
        for d in disputes
        if (not by or any(x.what == by for x in d.differences))
        and (not only or (not d.differences if only == "unexplained" else d.kind == only))
    ]
    chosen.sort(key=_rank)
    given = (filters or Filters()).given()
    missing = () if chosen else _none(source, target, counts, by, only, given)
    return DisputesAnswer(source, target, tuple(chosen[:k]), {**counts, "that fit": len(chosen)}, k, given, missing)


_Key = tuple[str, str, str, str]


def _groups(
    kg: KnowledgeGraph, source: Node | None, target: Node | None, filters: Filters
) -> dict[_Key, dict[str, list[Seen]]]:
    """Return, by subject, aspect, object and sort of claim, what each side rests on."""
    step, last = every_step(kg, filters), last_step(kg, filters)
    mine = kg.descendants(source.id) if source else None
    theirs = kg.descendants(target.id) if target else None
    groups: dict[_Key, dict[str, list[Seen]]] = {}
    for a in kg.assertions.values():
        if mine is not None and theirs is not None:
            if a.subject not in mine or a.object not in theirs:
                continue
        elif (mine is not None and a.subject not in mine and a.object not in mine) or (
            theirs is not None and a.object not in theirs
        ):
            continue
        predicate = schema.PREDICATES[a.predicate]
        sort = predicate.name if predicate.group == "place" or predicate.name == "associated_with" else ""
        for row in a.rows:
            f = row.finding
            if not (step(f) and last(f)):
                continue
            says = _says(a.predicate, a.sign, f)
            sides = groups.setdefault((a.subject, a.aspect, a.object, sort), {})
            if all(s.finding.id != f.id for s in sides.get(says, ())):
                sides.setdefault(says, []).append(Seen(a, f, says))
    return groups


def _says(predicate: str, sign: int | None, f: Finding) -> str:
    """Return what a finding says of its claim: a direction, a presence, or none."""
    if predicate == "associated_with":
        return "associated" if f.supports else "not associated"
    if sign == 0:
        return "present" if f.supports else "not found"
    if f.result == "no effect":
        return "no effect"
    seen = sign if f.supports or sign is None else -sign
    return "changed" if seen is None else "increase" if seen > 0 else "decrease"


def _dispute(kg: KnowledgeGraph, key: _Key, found: dict[str, list[Seen]]) -> Dispute | None:
    says = [s for s in _SIDES if s in found]
    directions = [s for s in says if s in ("increase", "decrease")]
    if len(directions) < 2 and not (len(says) > 1 and _NULL & set(says)):
        return None
    if len(directions) == 2:
        says = [s for s in says if s != "changed"]
    sides = tuple(Side(s, tuple(sorted(found[s], key=lambda x: (x.finding.tier, x.finding.id)))) for s in says)
    told = [[circumstances(kg, x.finding) for x in side.seen] for side in sides]
    shared = frozenset.intersection(*(c["state"] for rows in told for c in rows))
    for rows in told:
        for c in rows:
            c["state"] = (c["state"] - shared) or frozenset((NO_STATE,))
    differences, unstated = [], []
    for what in CIRCUMSTANCES:
        values = [frozenset().union(*(c[what] for c in rows)) for rows in told]
        stated = [sum(bool(c[what]) for c in rows) * 2 >= len(rows) for rows in told]
        if not all(values) or not all(stated):
            if any(values):
                unstated.append(what)
        elif all(_apart(kg, what, x, y) for x, y in combinations(values, 2)):
            differences.append(Difference(what, tuple(tuple(_words(kg, what, v)) for v in values)))
    subject, aspect, object_, _ = key
    return Dispute(
        kg.nodes[subject], aspect, kg.nodes[object_], "opposite" if len(directions) == 2 else "null", sides,
        tuple(differences), tuple(unstated), _closest(kg, sides),
    )  # fmt: skip


def circumstances(kg: KnowledgeGraph, f: Finding) -> dict[str, frozenset[str]]:
    """Return what a finding states of each circumstance; the empty set where it states nothing (no state: `NO_STATE`)."""
    sexes = {"both": ("female", "male"), "female": ("female",), "male": ("male",)}.get(f.sex, ())
    length = ""
    if f.exposure:
        known = f.exposure in ("acute", "chronic")
        length = f.exposure if known else "chronic" if duration_seconds(f.exposure.split("/")[-1]) > 86400.0 else "acute"
    times = bounds(f)
    values: dict[str, Iterable[str]] = {
        "onset": (onset_class(times[1]) if times else "",),
        "species": f.species, "region": f.region, "cell": (f.cell,), "sex": sexes, "dose": (f.dose,), "stage": f.stage,
        "exposure": (length,), "route": (f.route,), "manipulation": (f.manipulation,), "method": (f.method,),
        "state": f.state or (NO_STATE,),
    }  # fmt: skip
    return {what: frozenset(v for v in told if v) for what, told in values.items()}


def _apart(kg: KnowledgeGraph, what: str, mine: frozenset[str], theirs: frozenset[str]) -> bool:
    if what in ("region", "cell"):
        if schema.NO_PLACE.keys() & (mine | theirs):
            return False
        return not any(kg.inside(x, y) or kg.inside(y, x) for x, y in product(mine, theirs))
    return mine.isdisjoint(theirs)


def _words(kg: KnowledgeGraph, what: str, values: frozenset[str]) -> list[str]:
    return sorted(kg.label(v) for v in values) if what in ("region", "cell", "state") else sorted(values)


def _closest(kg: KnowledgeGraph, sides: tuple[Side, ...]) -> tuple[str, str, tuple[str, ...]]:
    """Return the two findings of different sides that differ in the fewest stated circumstances, and in which."""
    best: tuple[int, int, str, str, tuple[str, ...]] | None = None
    for one, other in combinations(sides, 2):
        for x, y in product(one.seen, other.seen):
            mine, theirs = circumstances(kg, x.finding), circumstances(kg, y.finding)
            both = [w for w in CIRCUMSTANCES if mine[w] and theirs[w]]
            apart = tuple(w for w in both if (mine[w] != theirs[w] if w == "state" else _apart(kg, w, mine[w], theirs[w])))
            key = (len(apart), -len(both), x.finding.id, y.finding.id, apart)
            if best is None or key < best:
                best = key
    assert best is not None
    return best[2], best[3], best[4]


def _once(disputes: list[Dispute]) -> list[Dispute]:
    """Leave out a disagreement whose findings all stand in another: a finding with `via` speaks for two claims."""
    sets = [frozenset(s.finding.id for side in d.sides for s in side.seen) for d in disputes]
    holding: dict[str, list[int]] = {}
    for i, ids in enumerate(sets):
        for finding in ids:
            holding.setdefault(finding, []).append(i)
    kept = []
    for i, d in enumerate(disputes):
        others = set.intersection(*(set(holding[finding]) for finding in sets[i])) - {i}
        if not any(sets[i] < sets[j] or j < i for j in others):
            kept.append(d)
    return kept


def _rank(d: Dispute) -> tuple[bool, int, int, str, str, str]:
    weaker = max(side.seen[0].finding.tier for side in d.sides)
    studies = min(len({s.finding.independent for s in side.seen}) for side in d.sides)
    return d.kind != "opposite", -studies, weaker, d.subject.label, d.object.label, d.aspect


def _none(
    source: Node | None, target: Node | None, counts: dict[str, int], by: str, only: str, given: dict[str, str]
) -> tuple[str, ...]:
    about = " of " + " on ".join(n.label for n in (source, target) if n) if source or target else ""
    several, disputed = counts["links with two findings or more"], counts["disputed"]
    lines = [f"{several} links{about} have two findings or more; {disputed} of them are disputed"]
    if disputed and (by or only):
        asked = " and ".join(x for x in (f"--by {by}" if by else "", f"--only {only}" if only else "") if x)
        lines.append(f"none of these fits {asked}; ask without it to see them")
    elif given:
        lines.append("the filters take rows away: ask without them to see all")
    elif not several:
        lines.append("what rests on one finding cannot be disputed; see 'endoneuro gaps one-paper'")
    return tuple(lines)
