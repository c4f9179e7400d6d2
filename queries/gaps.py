"""`gaps`: where the graph, or the literature behind it, is thin. Every count has its denominator."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from ..graph import schema
from ..graph.answers import claim_words
from ..graph.errors import BadQuestion, UnknownName
from ..graph.knowledge import KnowledgeGraph
from ..graph.model import Assertion, Finding, Node, assertion_id
from ..graph.names import distance
from ..graph.surveys import Gap, GapItem, GapsAnswer
from .filters import Filters, every_step, last_step, resolve, rolled
from .paths import path

DEFAULT_K = 5
_RODENTS = {"mouse", "rat", "rodents", "guinea pig", "golden hamster", "Siberian hamster", "Chinese hamster", "prairie vole"}
_OLD = 1990
NERVOUS_SYSTEM = "UBERON:0001016"


class _Claim(NamedTuple):
    """A supported claim with the supporting findings that pass, and what they say together.

    `sexes` are those stated; none for binding, which is no matter of sex.
    """

    assertion: Assertion
    rows: tuple[Finding, ...]
    species: frozenset[str]
    sexes: frozenset[str]
    tiers: frozenset[int]
    studies: int

    @staticmethod
    def of(a: Assertion, rows: tuple[Finding, ...]) -> _Claim:
        """Return a claim with what its rows say together."""
        sexes = [] if schema.PREDICATES[a.predicate].group == "ligand" else [f.sex for f in rows]
        return _Claim(
            a, rows, frozenset([s for f in rows for s in f.species]), frozenset(sexes) - {"", "not reported"},
            frozenset([f.tier for f in rows]), len({f.independent for f in rows}),
        )  # fmt: skip

    @property
    def weight(self) -> tuple[int, int]:
        """Most cited first: a gap under much work matters more."""
        return -self.studies, min(self.tiers)


#: Gap of claims -> meaning, which claims could have it, which have it.
_CLAIMS: dict[str, tuple[str, Callable[[KnowledgeGraph, _Claim], bool], Callable[[KnowledgeGraph, _Claim], bool]]] = {
    "rodent-only": (
        "claims that only rodent studies support, also of the same hormone under the name it has in other species",
        lambda kg, c: bool(c.species), lambda kg, c: c.species <= _RODENTS and not _elsewhere(kg, c)),
    "male-only": (
        "claims that were only shown in males, of those with the sex stated, binding left out", lambda kg, c: bool(c.sexes),
        lambda kg, c: c.sexes == {"male"}),
    "female-only": (
        "claims that were only shown in females, of those with the sex stated, binding left out", lambda kg, c: bool(c.sexes),
        lambda kg, c: c.sexes == {"female"}),
    "in-vitro-only": (
        "claims that were only shown in cells, slices or binding assays", lambda kg, c: min(c.tiers) < 5,
        lambda kg, c: c.tiers - {5} == {4}),
    "review-only": (
        "claims that only reviews or introductions state", lambda kg, c: True, lambda kg, c: c.tiers == {5}),
    "one-paper": (
        "claims that rest on one study", lambda kg, c: True, lambda kg, c: c.studies == 1),
    "one-group": (
        "claims with several studies, all with the same first author (the nearest to one laboratory that is recorded)",
        lambda kg, c: len({f.independent for f in c.rows}) > 1, lambda kg, c: len(_authors(kg, c)) == 1),
    "old": (
        f"claims whose newest study is older than {_OLD}", lambda kg, c: any(_years(kg, c)),
        lambda kg, c: max(_years(kg, c)) < _OLD),
    "retracted": (
        "claims with a retracted paper among their support", lambda kg, c: True,
        lambda kg, c: any(kg.references[f.reference].retracted == "yes" for f in c.rows)),
}  # fmt: skip
_HORMONES = {
    "receptor-no-effect": "hormones with a receptor shown in the nervous system but no effect on it",
    "effect-no-receptor": "hormones with an effect on the nervous system but no receptor",
}
NAMES = (*_CLAIMS, *_HORMONES)


def gaps(
    kg: KnowledgeGraph,
    which: tuple[str, ...] = (),
    *,
    about: str = "",
    frm: str = "",
    to: str = "",
    k: int = DEFAULT_K,
    filters: Filters | None = None,
) -> GapsAnswer:
    """Where it is thin: rodent-only, male-only, one paper, in vitro only, old, retracted, no receptor, no effect.

    Counts claims that carry a signal (or, for the last two, hormones), each with how many there are. With `--from` and
    `--to` only the claims of the best paths between the two count: which hops of that answer are thin.

    Commands:
        endoneuro gaps
        endoneuro gaps rodent-only male-only --about memory
        endoneuro gaps --from cortisol --to "memory retrieval"

    Args:
        kg: the graph.
        which: kinds of gap; none for all. rodent-only, male-only, female-only, in-vitro-only, review-only, one-paper,
            one-group, old, retracted, receptor-no-effect, effect-no-receptor.
        about: name or id; only claims about it.
        frm: with --to: the start of paths whose steps are judged.
        to: with --from: their end.
        k: how many examples of each kind at the most.
        filters: what rows must be like; the rest does not count as evidence.

    Raises:
        UnknownName, AmbiguousName: a name that is no node, several, or no kind of gap.
        BadQuestion: --from without --to, together with --about, k below 1.

    >>> import endoneuro
    >>> from endoneuro.queries import query
    >>> gap = query("gaps")(endoneuro.load(), ("one-paper",)).gaps[0]
    >>> 0 < gap.count <= gap.of
    True

    """
    kg = rolled(kg, filters)
    for name in which:
        if name not in NAMES:
            near = sorted(NAMES, key=lambda x: (distance(name.casefold(), x), x))
            raise UnknownName(name, near[:3], what="kind of gap")
    if k < 1:
        raise BadQuestion(f"-k {k} asks for nothing; give 1 or more")
    if bool(frm) != bool(to):
        raise BadQuestion("--from and --to go together: the two ends of the paths whose steps are judged")
    if frm and about:
        raise BadQuestion("--about and --from/--to exclude each other; name one of them")
    wanted = resolve(kg, filters or Filters())
    given = (filters or Filters()).given()
    nodes: tuple[Node, ...] = ()
    missing: tuple[str, ...] = ()
    scope = "the whole graph"
    ids: set[str] | None = None
    if about:
        nodes = (kg.node(about),)
        mine = kg.descendants(nodes[0].id)
        ids = {a.id for a in kg.assertions.values() if a.subject in mine or a.object in mine}
        scope = f"claims about {nodes[0].label}"
    elif frm:
        answer = path(kg, frm, to, filters=filters)
        nodes = (answer.start, answer.end)
        ids = {s.assertion.id for p in answer.paths for s in p.best.steps}
        scope = f"the {len(ids)} claims of the {len(answer.paths)} best paths from {answer.start.label} to {answer.end.label}"
        missing = answer.missing
    claims = _claims(kg, wanted, ids)
    names = [n for n in NAMES if (n in which or not which) and not (frm and n in _HORMONES)]
    hormones = _hormones(kg, nodes) if set(names) & set(_HORMONES) else []
    found = [_of_claims(kg, n, claims, k) if n in _CLAIMS else _of_hormones(kg, n, hormones, k) for n in names]
    if not claims and not missing:
        missing = (f"no supported claim in {scope}" + ("; the filters take rows away" if given else ""),)
    return GapsAnswer(nodes, scope, tuple(found), k, given, missing)


def _claims(kg: KnowledgeGraph, filters: Filters, ids: set[str] | None) -> list[_Claim]:
    step, last, plain = every_step(kg, filters), last_step(kg, filters), filters == Filters()
    made = []
    for a in kg.assertions.values():
        if not schema.PREDICATES[a.predicate].walked or (ids is not None and a.id not in ids):
            continue
        rows = a.supporting if plain else [f for f in a.supporting if step(f) and last(f)]
        if rows:
            made.append(_Claim.of(a, tuple({f.id: f for f in rows}.values()) if len(rows) > 1 else tuple(rows)))
    return made


def _of_claims(kg: KnowledgeGraph, name: str, claims: list[_Claim], k: int) -> Gap:
    meaning, could, has = _CLAIMS[name]
    pool = [c for c in claims if could(kg, c)]
    thin = [c for c in pool if has(kg, c)]
    items = tuple(GapItem(claim_words(kg, c.assertion), _why(kg, c), None, c.assertion, _cited(c)) for c in _first(kg, thin, k))
    return Gap(name, meaning, len(thin), len(pool), "claims", items)


def _elsewhere(kg: KnowledgeGraph, c: _Claim) -> bool:
    """Whether the same claim of a counterpart (cortisol for corticosterone) has support outside rodents."""
    a = c.assertion
    ends = [(n, *kg.nodes[n].counterpart) for n in (a.subject, a.object)]
    others = (kg.assertions.get(assertion_id(s, a.predicate, a.aspect, o)) for s in ends[0] for o in ends[1])
    return any(x is not None and any(not set(f.species) <= _RODENTS for f in x.supporting) for x in others)


def _first(kg: KnowledgeGraph, claims: list[_Claim], k: int) -> list[_Claim]:
    """Return the k weightiest; only those that could be among them are sorted by name too."""
    weights = sorted([c.weight for c in claims])[:k]
    return sorted(
        [c for c in claims if weights and c.weight <= weights[-1]],
        key=lambda c: (c.weight, claim_words(kg, c.assertion), c.assertion.id),
    )[:k]


def _why(kg: KnowledgeGraph, c: _Claim) -> str:
    studies = c.studies
    years = sorted(y for y in _years(kg, c) if y)
    parts = [f"{studies} {'study' if studies == 1 else 'studies'}", "/".join(sorted(c.species))]
    parts += ["/".join(sorted(c.sexes)), "/".join(sorted({f.method for f in c.rows}))]
    parts.append(f"{years[0]}" if len(set(years)) == 1 else f"{years[0]} to {years[-1]}" if years else "")
    return "; ".join(p for p in parts if p)


def _years(kg: KnowledgeGraph, c: _Claim) -> list[int]:
    years = (kg.references[f.reference].year[:4] for f in c.rows)
    return [int(y) for y in years if y.isdigit()]


def _authors(kg: KnowledgeGraph, c: _Claim) -> set[str]:
    return {kg.references[f.reference].first_author or f.reference for f in c.rows}


def _cited(c: _Claim) -> tuple[str, ...]:
    return tuple(sorted({f.reference for f in c.rows}))


#: A hormone with the claims that bind it to receptors, those of what follows on nerves, and where its receptors are there.
_Known = tuple[Node, list[Assertion], list[Assertion], list[Assertion]]


def _hormones(kg: KnowledgeGraph, about: tuple[Node, ...]) -> list[_Known]:
    """Return the hormones that findings speak of, by name, each with what is known of it."""
    used = {n for f in kg.findings.values() for n in (f.subject, f.object)}
    mine = {d for n in about for d in kg.descendants(n.id)}
    chosen = [n for n in kg.nodes.values() if n.kind == "Hormone" and n.id in used and (not about or n.id in mine)]
    made = []
    for h in sorted(chosen, key=lambda n: n.label):
        receptors = [
            a for a in kg.out(h.id)
            if a.supported and schema.PREDICATES[a.predicate].group == "ligand" and kg.nodes[a.object].kind == "Receptor"
        ]  # fmt: skip
        effects = [a for n in (h.id, *(a.object for a in receptors)) for a in kg.out(n) if _on_nerves(kg, a)]
        there = [a for r in receptors for a in kg.out(r.object) if a.predicate == "expressed_in" and _in_nerves(kg, a)]
        made.append((h, receptors, effects, there))
    return made


def _of_hormones(kg: KnowledgeGraph, name: str, hormones: list[_Known], k: int) -> Gap:
    items, pool = [], 0
    for h, receptors, effects, there in hormones:
        if name == "receptor-no-effect":
            pool += bool(there)
            if there and not effects:
                bound = sorted({kg.label(a.subject) for a in there})
                places = sorted({kg.label(a.object) for a in there})
                why = f"{', '.join(bound)} in {', '.join(places[:4])}" + (
                    f" and {len(places) - 4} more" if len(places) > 4 else ""
                )
                items.append(GapItem(h.label, why, h, there[0], _refs(there)))
        else:
            pool += bool(effects)
            if effects and not receptors:
                firsts = sorted({claim_words(kg, a) for a in effects})
                items.append(GapItem(h.label, f"{len(firsts)} effects, such as: {firsts[0]}", h, effects[0], _refs(effects)))
    unit = "hormones with a receptor in the nervous system" if name == "receptor-no-effect" else "hormones with such an effect"
    return Gap(name, _HORMONES[name], len(items), pool, unit, tuple(items[:k]))


def _refs(claims: Iterable[Assertion]) -> tuple[str, ...]:
    return tuple(sorted({f.reference for a in claims for f in a.supporting})[:3])


def _on_nerves(kg: KnowledgeGraph, a: Assertion) -> bool:
    """Whether a claim says what happens in, or by, the nervous system."""
    if (
        not a.supported
        or schema.PREDICATES[a.predicate].group not in ("causal", "clinical")
        or a.predicate == "associated_with"
    ):
        return False
    target = kg.nodes[a.object]
    if target.kind in ("Mechanism", "Process", "Neurotransmitter"):
        return True
    if target.kind == "Condition":
        return target.cls in ("psychiatric", "neurological")
    if target.kind in ("CellType", "Structure"):
        return _nervous(kg, target)
    return any(r in kg.nodes and _nervous(kg, kg.nodes[r]) for f in a.supporting for r in f.region)


def _in_nerves(kg: KnowledgeGraph, a: Assertion) -> bool:
    places = {a.object, *(p for f in a.supporting for p in (f.cell, *f.region))}
    return a.supported and any(p in kg.nodes and _nervous(kg, kg.nodes[p]) for p in places)


def _nervous(kg: KnowledgeGraph, place: Node) -> bool:
    return place.cls in ("brain", "nerve", "neuron", "glia") or kg.inside(place.id, NERVOUS_SYSTEM)
