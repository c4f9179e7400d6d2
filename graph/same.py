"""Whether two graphs say the same: their records one by one, without where in a file each was read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from .knowledge import KnowledgeGraph
from .model import Check, Finding, Loop, LoopStep, Node, Reference

_PLACES = ("source", "line")
_FIELDS: dict[type, tuple[str, ...]] = {
    t: tuple(f for f in (getattr(t, "_fields", ()) or getattr(t, "__dataclass_fields__", ())) if f not in _PLACES)
    for t in (Node, Finding, Reference, Loop, LoopStep, Check)
}


def differences(one: KnowledgeGraph, other: KnowledgeGraph) -> list[str]:
    """Return how two graphs differ, a line for each record and field; empty where they are equal.

    Nodes, findings, references, loops with their steps, and second readings are compared in every field but the file and
    line they were read from. The order of records does not count; the order of values within a field does.

    >>> import endoneuro
    >>> from endoneuro.graph.same import differences
    >>> kg = endoneuro.load()
    >>> differences(kg, kg)
    []
    """
    found: list[str] = []
    for what, mine, theirs in (
        ("node", one.nodes, other.nodes),
        ("finding", one.findings, other.findings),
        ("reference", one.references, other.references),
        ("loop", {x.name: x for x in one.loops}, {x.name: x for x in other.loops}),
        ("check", _keyed(one.checks), _keyed(other.checks)),
    ):
        for key in sorted({*mine, *theirs}):
            if key not in mine or key not in theirs:
                found.append(f"{what} {key}: only in the {'second' if key in theirs else 'first'}")
            else:
                found += (f"{what} {key}: {field} differs" for field in _unlike(mine[key], theirs[key]))
    return found


def _keyed(checks: Iterable[Check]) -> dict[str, Check]:
    made: dict[str, Check] = {}
    for check in sorted(checks, key=lambda c: tuple(getattr(c, f) for f in _FIELDS[Check])):
        key, again = f"{check.finding} {check.batch}", 1
        while key in made:
            again += 1
            key = f"{check.finding} {check.batch} {again}"
        made[key] = check
    return made


def _unlike(mine: Any, theirs: Any) -> Iterator[str]:
    for field in _FIELDS[type(mine)]:
        a, b = getattr(mine, field), getattr(theirs, field)
        if field == "steps":
            if len(a) != len(b) or any(list(_unlike(x, y)) for x, y in zip(a, b, strict=True)):
                yield field
        elif a != b:
            yield field
