"""`treatments X`: what was tried against a condition, the strongest evidence first, what failed beside it, and how it works."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from ..graph import schema
from ..graph.answers import Variant
from ..graph.cards import Treatment, TreatmentsAnswer
from ..graph.errors import BadQuestion
from ..graph.knowledge import KnowledgeGraph
from ..graph.model import Assertion, Finding
from .filters import Filters, every_step, last_step, resolve, rolled
from .paths import MAX_HOPS, variant
from .search import Demands, Limits, search
from .steps import Steps, filtered_steps
from .verdict import check_limits

GROUPS = ("helps", "failed", "worse", "unclear", "in people with it")
_AGENTS = ("Intervention", "Hormone", "Neurotransmitter", "Stimulus")
#: Kinds of processes where less is better; of the others (sleep, memory) more is.
_UNWELCOME = ("Condition",)
_Test = Callable[[Finding], bool]


def treatments(
    kg: KnowledgeGraph,
    condition: str,
    *,
    k: int = 8,
    max_hops: int = MAX_HOPS,
    grade: str = "B",
    filters: Filters | None = None,
) -> TreatmentsAnswer:
    """What treats a condition: drug or hormone, receptor, mechanism; trials first, failed trials shown.

    Command:
        endoneuro treatments "major depressive disorder"

    Args:
        kg: the graph.
        condition: name or id of a condition or symptom; covers its descendants.
        k: how many treatments of each group at the most.
        max_hops: counted steps of the way it works, 1 to 6.
        grade: the worst grade of the way it works, A to D.
        filters: what rows must be like.

    Raises:
        UnknownName, AmbiguousName: a name that is no node, or several.
        BadQuestion: something that is no condition, limits as `path`.

    >>> import endoneuro
    >>> from endoneuro.queries.treatments import treatments
    >>> answer = treatments(endoneuro.load(), "PTSD")
    >>> [t.tier for t in answer.groups["helps"]][0]
    1

    """
    kg = rolled(kg, filters)
    limits = check_limits(k, max_hops, grade)
    node = kg.node(condition)
    if node.kind not in _UNWELCOME:
        raise BadQuestion(
            f"{node.label!r} is a {node.kind}; treatments are asked of a condition or symptom "
            f'(try: endoneuro upstream "{node.label}" --from Intervention)'
        )
    wanted = resolve(kg, filters or Filters())
    step, last = every_step(kg, wanted), last_step(kg, wanted)

    def test(f: Finding) -> bool:
        return step(f) and last(f)

    family = kg.descendants(node.id)
    steps = filtered_steps(kg, wanted)
    groups: dict[str, list[Treatment]] = {g: [] for g in GROUPS}
    for (agent, outcome, group), claims in _tried(kg, family, test).items():
        groups[group].append(_treatment(kg, steps, agent, outcome, claims, limits, test, group))
    for name, found in groups.items():
        found.sort(key=lambda t: (t.tier, -len(t.supporting or t.against), t.agent.label, t.outcome.label, t.claims[0].id))
        if name == "in people with it":
            found.sort(key=lambda t: (not t.supporting, t.tier))
    counts = {name: len(found) for name, found in groups.items()}
    tried = {t.agent.id for found in groups.values() for t in found}
    proposed = () if counts["helps"] else _proposed(kg, steps, family, tried, limits, last, k)
    missing = () if counts["helps"] else _missing(kg, node.label, family, wanted, counts, bool(proposed))
    return TreatmentsAnswer(
        node, {name: tuple(found[:k]) for name, found in groups.items()}, counts, proposed, max_hops, k, grade,
        (filters or Filters()).given(), missing,
    )  # fmt: skip


def _tried(
    kg: KnowledgeGraph, family: frozenset[str], test: _Test
) -> dict[tuple[str, str, str], list[tuple[Assertion, list[Finding], list[Finding]]]]:
    """Return claims about agents and outcomes by (agent, outcome, group), with the findings for and against."""
    made: dict[tuple[str, str, str], list[tuple[Assertion, list[Finding], list[Finding]]]] = {}
    for a in kg.assertions.values():
        if kg.nodes[a.subject].kind not in _AGENTS or not schema.PREDICATES[a.predicate].walked:
            continue
        if schema.PREDICATES[a.predicate].group == "ligand":
            continue
        rows = [r.finding for r in a.rows if r.part == "claim" and test(r.finding)]
        if a.object not in family:
            rows = [f for f in rows if family.intersection(f.state)]
            if kg.nodes[a.object].kind not in ("Condition", "Process"):
                continue
        if not rows:
            continue
        good, none = [f for f in rows if f.supports], [f for f in rows if not f.supports]
        if a.object not in family:
            group = "in people with it"
        elif a.sign == -1 and good:
            group = "helps"
        elif a.sign == 1 and good:
            group = "worse"
        elif not good:
            group = "failed"
        else:
            group = "unclear"
        made.setdefault((a.subject, a.object, group), []).append((a, good, none))
    helped = {(agent, outcome) for agent, outcome, group in made if group == "helps"}
    for agent, outcome in sorted(helped):  # a null result of a sister claim belongs beside what it speaks against
        for claim in made.pop((agent, outcome, "failed"), []):
            made[agent, outcome, "helps"].append(claim)
    return made


def _treatment(
    kg: KnowledgeGraph,
    steps: Steps,
    agent: str,
    outcome: str,
    claims: list[tuple[Assertion, list[Finding], list[Finding]]],
    limits: Limits,
    test: _Test,
    group: str,
) -> Treatment:
    claims.sort(key=lambda c: (not c[1], -len(c[1]), c[0].id))
    good = sorted({f.id: f for _, fs, _ in claims for f in fs}.values(), key=lambda f: (f.tier, f.id))
    none = sorted({f.id: f for _, _, fs in claims for f in fs}.values(), key=lambda f: (f.tier, f.id))
    binds = [
        a for a in kg.out(agent)
        if schema.PREDICATES[a.predicate].group == "ligand" and any(test(f) for f in a.supporting)
    ]  # fmt: skip
    binds.sort(key=lambda a: (-len(a.supporting), kg.label(a.object), a.id))
    wanted = claims[0][0].sign if group in ("helps", "worse") else None
    mechanism = _mechanism(kg, steps, agent, outcome, wanted, limits)
    return Treatment(
        kg.nodes[agent], kg.nodes[outcome], tuple(c[0] for c in claims), tuple(good), tuple(none), tuple(binds[:4]), mechanism
    )  # fmt: skip


def _mechanism(kg: KnowledgeGraph, steps: Steps, agent: str, outcome: str, sign: int | None, limits: Limits) -> Variant | None:
    """Return the best way of the same sign through a receptor; else through anything."""
    receptors = frozenset(n.id for n in kg.nodes.values() if n.kind == "Receptor")
    inner = frozenset(n.id for n in kg.nodes.values() if n.kind in schema.INNER_KINDS)
    for through in (receptors, inner):
        demands = Demands(via=(through,))
        found = search(
            kg, steps, frozenset((agent,)), frozenset((outcome,)), limits, lambda f: True, demands=demands
        )  # fmt: skip
        for one in islice(found, 12):
            v = variant(kg, one)
            if sign is None or v.sign == sign:
                return v
    return None


def _proposed(
    kg: KnowledgeGraph, steps: Steps, family: frozenset[str], tried: set[str], limits: Limits, last: _Test, k: int
) -> tuple[Variant, ...]:
    """Return ways by which a drug or hormone nobody tried would lower it, one of each, best first."""
    starts = frozenset(n.id for n in kg.nodes.values() if n.kind in ("Intervention", "Hormone")) - tried
    made: dict[str, Variant] = {}
    for found in islice(search(kg, steps, starts, family, limits, last), 200):
        v = variant(kg, found)
        if v.sign == -1:
            made.setdefault(found.edges[0].subject, v)
        if len(made) == k:
            break
    return tuple(made.values())


def _missing(
    kg: KnowledgeGraph, label: str, family: frozenset[str], filters: Filters, counts: dict[str, int], proposed: bool
) -> tuple[str, ...]:
    what = "that helps against" if any(counts.values()) else "given for"
    lines = [f"no finding tells of a drug, hormone or other treatment {what} {label}"]
    if filters.given():
        lines.append("the filters may have removed it: try without them")
    acting = sorted({kg.label(a.subject) for n in family for a in kg.into(n) if a.supported})
    if acting:
        lines.append(f"what is recorded to act on it: {', '.join(acting[:6])}")
    if not proposed:
        lines.append("no way leads there from a drug or hormone at this grade; try --grade C")
    return tuple(lines)
