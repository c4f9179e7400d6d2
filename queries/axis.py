"""`axis HPA`: one page about a declared axis, made of its loops and of what is recorded around their members."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..graph import schema
from ..graph.cards import AxisAnswer, Entry, Line
from ..graph.errors import BadQuestion, UnknownName
from ..graph.explored import FoundLoop
from ..graph.knowledge import KnowledgeGraph
from ..graph.model import Assertion, Finding, Node
from ..graph.names import distance, fold
from .filters import Filters, every_step, last_step, resolve, rolled
from .loops import declared

_TARGETS = ("Mechanism", "Process", "CellType", "Neurotransmitter", "Gene", "Structure")
_ROLES = {"Hormone": "messenger", "Neurotransmitter": "messenger", "Receptor": "receptor", "CellType": "cell", "Gene": "gene"}
_Test = Callable[[Finding], bool]


def axis(kg: KnowledgeGraph, name: str, *, k: int = 8, filters: Filters | None = None) -> AxisAnswer:
    """One page about an axis: members, loops, timing, receptor map, targets by region, disorders, drugs.

    The members are those of its declared loops. Each line carries its claim and references.

    Commands:
        endoneuro axis HPA
        endoneuro axis HPT --format markdown

    Args:
        kg: the graph.
        name: a declared axis, such as HPA, HPT, HPG, GH-IGF-1 or prolactin.
        k: how many regions, disorders and drugs at the most, and how many lines of each.
        filters: what rows must be like; --region and --cell bind targets and receptors.

    Raises:
        UnknownName: no such axis.
        BadQuestion: k below 1.

    >>> import endoneuro
    >>> from endoneuro.queries.axis import axis
    >>> card = axis(endoneuro.load(), "HPT")
    >>> "TSH" in {e.node.label for e in card.members}
    True

    """
    kg = rolled(kg, filters)
    if k < 1:
        raise BadQuestion(f"-k {k} asks for nothing; give 1 or more")
    found = axis_named(name)
    wanted = resolve(kg, filters or Filters())
    step, last = every_step(kg, wanted), last_step(kg, wanted)

    def placed(f: Finding) -> bool:
        return step(f) and last(f)

    loops = tuple(declared(kg, x) for x in kg.loops if x.axis == found)
    members = _members(kg, loops)
    hormones = frozenset(n.id for n in members if n.kind == "Hormone")
    hormones |= {c for n in members for c in n.counterpart if n.kind == "Hormone" and c in kg.nodes}
    receptors = _receptors(kg, hormones, members)
    actors = hormones | {n.id for n in receptors}
    parts: dict[str, list[Entry]] = {
        "members": [_member(kg, n, step, k) for n in members],
        "receptor_map": _receptor_map(kg, receptors, placed, k),
        "targets": _targets(kg, actors, {n.id for n in members}, placed, k),
        "disorders": _disorders(kg, hormones, loops, step, k),
        "drugs": _drugs(kg, actors, step, k),
    }
    counts = {name: len(entries) for name, entries in parts.items()}
    shown = {name: tuple(entries if name == "members" else entries[:k]) for name, entries in parts.items()}
    return AxisAnswer(
        axis=found, meaning=schema.ENUMS["axis"][found], loops=loops, receptors=receptors, counts=counts, k=k,
        filters=(filters or Filters()).given(), missing=_missing(kg, found, loops), **shown,
    )  # fmt: skip


def axis_named(name: str) -> str:
    """Return the axis of that name, in any spelling, by its letters or its meaning.

    Raises:
        UnknownName: none; offers the known ones.

    >>> from endoneuro.queries.axis import axis_named
    >>> axis_named("hpa axis")
    'HPA'

    """
    known = schema.ENUMS["axis"]
    asked = fold(name.casefold().removesuffix("axis"))
    for one, meaning in known.items():
        if asked and asked in (fold(one), fold(meaning)):
            return one
    near = sorted((distance(asked, fold(one)), one) for one in known)
    raise UnknownName(name, [one for d, one in near if d <= 2] or list(known), what="axis")


def _members(kg: KnowledgeGraph, loops: tuple[FoundLoop, ...]) -> tuple[Node, ...]:
    """Return what the loops are made of, in the order of their steps."""
    found: dict[str, Node] = {}
    for x in loops:
        for a in x.steps:
            for n in (a.subject, a.object):
                found.setdefault(n, kg.nodes[n])
    order = list(_ROLES)
    return tuple(sorted(found.values(), key=lambda n: order.index(n.kind) if n.kind in order else len(order)))


def _receptors(kg: KnowledgeGraph, hormones: frozenset[str], members: tuple[Node, ...]) -> tuple[Node, ...]:
    """Return the receptors that the hormones of the axis bind, and those in its loops; most studied first."""
    found = {n.id: 0 for n in members if n.kind == "Receptor"}
    for n in sorted(hormones):
        for a in kg.out(n):
            if schema.PREDICATES[a.predicate].group == "ligand" and kg.nodes[a.object].kind == "Receptor" and a.supported:
                found[a.object] = found.get(a.object, 0) + len(a.supporting)
    return tuple(kg.nodes[n] for n, _ in sorted(found.items(), key=lambda item: (-item[1], kg.label(item[0]))))


def _line(a: Assertion, findings: Iterable[Finding]) -> Line:
    return Line(a, tuple(sorted(findings, key=lambda f: (f.tier, f.id))), len(a.against))


def _lines(claims: Iterable[Assertion], test: _Test) -> list[Line]:
    """Return the claims with the supporting findings that pass, the best told first."""
    made = [_line(a, kept) for a in claims if (kept := [f for f in a.supporting if test(f)])]
    return sorted(made, key=_strength)


def _strength(x: Line) -> tuple[int, int, str]:
    return -len({f.independent for f in x.findings}), x.findings[0].tier, x.claim.id


def _entry(node: Node | None, role: str, lines: list[Line], k: int) -> Entry:
    return Entry(node, role, tuple(lines[:k]), len(lines))


def _member(kg: KnowledgeGraph, node: Node, test: _Test, k: int) -> Entry:
    """Return a member with what makes it and what it binds."""
    sources = [a for a in kg.into(node.id) if schema.PREDICATES[a.predicate].group == "source and fate"]
    binds = [a for a in kg.out(node.id) if schema.PREDICATES[a.predicate].group == "ligand"]
    return _entry(node, _ROLES.get(node.kind, node.kind.casefold()), _lines([*sources, *binds], test), k)


def _receptor_map(kg: KnowledgeGraph, receptors: tuple[Node, ...], test: _Test, k: int) -> list[Entry]:
    """Return each place with the receptors shown there, places with most receptors first."""
    found: dict[str, dict[str, tuple[Assertion, list[Finding]]]] = {}
    for receptor in receptors:
        for a in kg.out(receptor.id):
            if a.predicate != "expressed_in":
                continue
            for f in a.supporting:
                places = (
                    [a.object]
                    if kg.nodes[a.object].kind == "Structure"
                    else [r for r in f.region if r in kg.nodes] or [a.object]
                )
                for place in places if test(f) else ():
                    found.setdefault(place, {}).setdefault(a.id, (a, []))[1].append(f)
    made = []
    for place, claims in found.items():
        lines = sorted((_line(a, fs) for a, fs in claims.values()), key=lambda x: (kg.label(x.claim.subject), _strength(x)))
        made.append(_entry(kg.nodes[place], "region" if kg.nodes[place].kind == "Structure" else "cell", lines, 2 * k))
    made.sort(key=lambda e: (-len({x.claim.subject for x in e.lines}), -e.total, e.node.label if e.node else ""))
    return made


def _targets(kg: KnowledgeGraph, actors: frozenset[str], members: set[str], test: _Test, k: int) -> list[Entry]:
    """Return what the axis acts on, by brain region; what states no region, processes only, comes last."""
    by_region: dict[str, dict[str, tuple[Assertion, list[Finding]]]] = {}
    for n in sorted(actors):
        for a in kg.out(n):
            target = kg.nodes[a.object]
            group = schema.PREDICATES[a.predicate].group
            if group != "causal" or a.object in members or a.object in actors or target.kind not in _TARGETS:
                continue
            for f in a.supporting:
                regions = [r for r in f.region if r in kg.nodes and kg.nodes[r].cls == "brain"]
                if not regions and target.kind == "Structure" and target.cls == "brain":
                    regions = [target.id]
                if not regions and target.kind == "Process":
                    regions = [""]
                for r in regions if test(f) else ():
                    by_region.setdefault(r, {}).setdefault(a.id, (a, []))[1].append(f)
    made = []
    for region, claims in by_region.items():
        lines = sorted((_line(a, fs) for a, fs in claims.values()), key=_strength)
        made.append(_entry(kg.nodes.get(region), "region" if region else "region not stated", lines, k))
    made.sort(key=lambda e: (e.node is None, -e.total, e.node.label if e.node else ""))
    shown = [e for e in made if e.node is not None]
    return shown[: k - 1] + [e for e in made if e.node is None] + shown[k - 1 :] if k > 1 else made


def _disorders(kg: KnowledgeGraph, hormones: frozenset[str], loops: tuple[FoundLoop, ...], test: _Test, k: int) -> list[Entry]:
    """Return the conditions that open a loop, then those a hormone of the axis is tied to; endocrine ones first."""
    found: dict[str, list[Assertion]] = {
        n: [] for x in loops for n in x.opened_by if n in kg.nodes and kg.nodes[n].kind == "Condition"
    }
    opening = set(found)
    for n in sorted(hormones):
        for a in (*kg.out(n), *kg.into(n)):
            other = a.object if a.subject == n else a.subject
            if (
                kg.nodes[other].kind == "Condition"
                and a.supported
                and schema.PREDICATES[a.predicate].group in ("causal", "clinical")
            ):
                found.setdefault(other, []).append(a)
    made = []
    for n, claims in found.items():
        lines = _lines(claims, test)
        if lines or n in opening:
            made.append(_entry(kg.nodes[n], "opens a loop" if n in opening else "", lines, k))
    made.sort(
        key=lambda e: (e.role == "", e.node is not None and e.node.cls != "endocrine", -e.total, e.node.label if e.node else "")
    )
    return made


def _drugs(kg: KnowledgeGraph, actors: frozenset[str], test: _Test, k: int) -> list[Entry]:
    """Return the drugs and other interventions that act on the hormones of the axis or on their receptors."""
    found: dict[str, list[Assertion]] = {}
    for n in sorted(actors):
        for a in kg.into(n):
            if kg.nodes[a.subject].kind == "Intervention" and a.supported and schema.PREDICATES[a.predicate].walked:
                found.setdefault(a.subject, []).append(a)
    made = []
    for n, claims in found.items():
        lines = _lines(claims, test)
        clinical = _lines((a for a in kg.out(n) if kg.nodes[a.object].kind == "Condition"), test)
        if lines:
            made.append(_entry(kg.nodes[n], kg.nodes[n].cls, [*lines, *clinical], k))
    made.sort(key=lambda e: (-e.total, e.node.label if e.node else ""))
    return made


def _missing(kg: KnowledgeGraph, found: str, loops: tuple[FoundLoop, ...]) -> tuple[str, ...]:
    if loops:
        return ()
    others = sorted({x.axis for x in kg.loops})
    return (
        f"no loop of {found} ({schema.ENUMS['axis'][found]}) is declared yet, so that its members are not known; "
        f"declared: {', '.join(others) or 'none'}",
        "'endoneuro loops --through NAME' finds loops that nobody declared",
    )
