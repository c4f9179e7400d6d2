"""`show X`, `search TEXT` and `evidence A B`: what is recorded, unranked by any path."""

from __future__ import annotations

from ..graph.errors import BadQuestion, UnknownName
from ..graph.explored import EvidenceAnswer, NodeAnswer, SearchAnswer
from ..graph.knowledge import KnowledgeGraph
from ..graph.model import Assertion, Node, Row
from .filters import Filters, every_step, last_step, resolve, rolled


def search(kg: KnowledgeGraph, text: str, *, k: int = 20) -> SearchAnswer:
    """Find nodes by a part of their name, or by a name like it.

    Command:
        endoneuro search glucocort

    Args:
        kg: the graph.
        text: part of a label, synonym or id.
        k: how many names at the most.

    Raises:
        UnknownName: nothing is called anything like it.
        BadQuestion: k below 1.

    >>> import endoneuro
    >>> endoneuro.search(endoneuro.load(), "glucocort").found[0].label
    'glucocorticoids'

    """
    if k < 1:
        raise BadQuestion(f"-k {k} asks for nothing; give 1 or more")
    found = kg.names.search(text, most=k)
    if not found:
        raise UnknownName(text)
    return SearchAnswer(text, tuple(found))


def show(kg: KnowledgeGraph, node: str) -> NodeAnswer:
    """What is recorded of a node: names, place among others, claims.

    Command:
        endoneuro show "mineralocorticoid receptor"

    Args:
        kg: the graph.
        node: name or id.

    Raises:
        UnknownName, AmbiguousName: a name that is no node, or several.

    >>> import endoneuro
    >>> endoneuro.show(endoneuro.load(), "GR").node.kind
    'Receptor'

    """
    found = kg.node(node)
    above = sorted((kg.nodes[n] for n in kg.wholes(found.id) - {found.id}), key=_label)
    below = sorted((kg.nodes[n] for n in kg.descendants(found.id) - {found.id}), key=_label)
    return NodeAnswer(found, tuple(above), tuple(below), _ranked(kg, kg.out(found.id)), _ranked(kg, kg.into(found.id)))


def evidence(kg: KnowledgeGraph, subject: str, object: str, *, filters: Filters | None = None) -> EvidenceAnswer:
    """Every finding from one node to another (and what lies below them), for and against, strongest first.

    Command:
        endoneuro evidence cortisol memory

    Args:
        kg: the graph.
        subject: name or id of what acts.
        object: name or id of what is acted on.
        filters: what rows must be like.

    Raises:
        UnknownName, AmbiguousName, BadQuestion: as `path`.

    >>> import endoneuro
    >>> answer = endoneuro.evidence(endoneuro.load(), "CRH", "ACTH")
    >>> answer.assertions[0].supported
    True

    """
    kg = rolled(kg, filters)
    source, target = kg.node(subject), kg.node(object)
    wanted = resolve(kg, filters or Filters())
    step, last = every_step(kg, wanted), last_step(kg, wanted)
    ends = kg.descendants(target.id)
    found = []
    for start in sorted(kg.descendants(source.id)):
        for a in kg.out(start):
            if a.object not in ends:
                continue
            rows = [r for r in a.rows if step(r.finding) and last(r.finding)]
            if rows:
                rows.sort(key=_strength)
                found.append(Assertion(a.id, a.subject, a.predicate, a.aspect, a.object, tuple(rows)))
    found.sort(key=lambda a: (not a.supported, min(r.finding.tier for r in a.rows), -len(a.rows), a.id))
    missing: tuple[str, ...] = ()
    if not found:
        back = any(a.object in kg.descendants(source.id) for n in ends for a in kg.out(n))
        missing = (
            f"no finding says what {source.label} does to {target.label}"
            + (f'; there are some the other way: endoneuro evidence "{target.label}" "{source.label}"' if back else "")
            + f'; for indirect ways: endoneuro path "{source.label}" "{target.label}"',
        )
    return EvidenceAnswer(source, target, tuple(found), (filters or Filters()).given(), missing)


def _strength(row: Row) -> tuple[int, bool, str]:
    return row.finding.tier, not row.finding.supports, row.finding.id


def _ranked(kg: KnowledgeGraph, assertions: tuple[Assertion, ...]) -> tuple[Assertion, ...]:
    return tuple(
        sorted(assertions, key=lambda a: (a.predicate, -len(a.supporting), kg.label(a.subject), kg.label(a.object), a.aspect))
    )


def _label(node: Node) -> str:
    return node.label
