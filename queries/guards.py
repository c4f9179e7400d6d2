"""Enzymes that keep a messenger from a receptor: where expression alone does not show that the messenger acts there."""

from __future__ import annotations

from typing import NamedTuple

from ..graph import schema
from ..graph.knowledge import KnowledgeGraph
from ..graph.model import Assertion


class Guard(NamedTuple):
    """Why a messenger may not reach an effect of its receptor: two claims speak for the enzyme, the others for other ligands."""

    inactivates: Assertion
    #: The enzyme acts on the effect the other way round than the messenger would through the receptor.
    against: Assertion
    #: Other ligands of the receptor, which the enzyme spares, were seen to act as the receptor does.
    instead: tuple[Assertion, ...]


def guard(kg: KnowledgeGraph, binding: Assertion, effect: Assertion) -> Guard | None:
    """Return what guards an effect of a receptor against one of its ligands, if anything does.

    An effect is guarded where three things are recorded: an enzyme inactivates the ligand, and does not make it as well; it
    moves the effect against the way the ligand would move it through the receptor; and another ligand of the receptor, which
    the enzyme spares, was itself seen to move it that way. So 11beta-HSD2 leaves the mineralocorticoid receptor of sodium
    appetite to aldosterone, although cortisol binds the receptor as well.
    """
    guards = kg.memo.get("guards")
    if guards is None:
        guards = kg.memo["guards"] = _inactivated(kg)
    for lost in guards.get(binding.subject, ()):
        sign = _product(binding, effect)
        if not sign:
            continue
        for against in kg.between(lost.subject, effect.object):
            if against.aspect == effect.aspect and against.sign == -sign and against.supported:
                instead = _instead(kg, lost, binding, effect, sign)
                if instead:
                    return Guard(lost, against, instead)
    return None


def _inactivated(kg: KnowledgeGraph) -> dict[str, tuple[Assertion, ...]]:
    """Return the claims by which each messenger, or a class it belongs to, is inactivated."""
    found: dict[str, list[Assertion]] = {}
    for a in kg.assertions.values():
        if a.predicate == "inactivates" and a.supported:
            makes = (b.object for b in kg.out(a.subject) if b.predicate == "synthesizes" and b.supported)
            for messenger in kg.descendants(a.object).difference(*(kg.descendants(m) for m in makes)):
                found.setdefault(messenger, []).append(a)
    return {k: tuple(sorted(v, key=lambda a: (a.object != k, a.id))) for k, v in found.items()}


def _instead(kg: KnowledgeGraph, lost: Assertion, binding: Assertion, effect: Assertion, sign: int) -> tuple[Assertion, ...]:
    """Return the claims that other ligands, which the enzyme spares, move the effect as the receptor does."""
    found: dict[str, Assertion] = {}
    for other in kg.into(binding.object):
        if schema.PREDICATES[other.predicate].group != "ligand" or not other.supported or _product(other, effect) != sign:
            continue
        if binding.subject == other.subject or binding.subject in kg.aliases(other.subject):
            continue
        spared = not any(a.subject == lost.subject for a in kg.memo["guards"].get(other.subject, ()))
        for seen in kg.between(other.subject, effect.object) if spared else ():
            if seen.aspect == effect.aspect and seen.sign == sign and seen.supported:
                found[kg.label(other.subject)] = seen
    return tuple(found[label] for label in sorted(found))


def _product(first: Assertion, then: Assertion) -> int:
    """Return the sign of two claims in a row; 0 where it is not known."""
    return (first.sign or 0) * (then.sign or 0)
