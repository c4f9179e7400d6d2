"""Which feedback loops answer a change: what compensates for it, what amplifies it, what a block opens."""

from __future__ import annotations

from ..graph.explored import FoundLoop
from ..graph.knowledge import KnowledgeGraph
from ..graph.model import Assertion
from ..graph.replies import Change, LoopAnswer
from .filters import Filters
from .loops import declared, loops


def loops_that_answer(
    kg: KnowledgeGraph, change: Change, changes: tuple[Change, ...], filters: Filters | None
) -> list[LoopAnswer]:
    """Return the loops that act on a change: declared ones, and where none is, the best computed ones."""
    own = kg.descendants(change.node.id)
    kin = {n for n in change.node.counterpart if n in kg.nodes}
    made = []
    for x in kg.loops:
        loop = declared(kg, x)
        first = next((i for i, a in enumerate(loop.steps) if a.subject in own), None)
        other = next((i for i, a in enumerate(loop.steps) if a.subject in kin), None)
        if first is None and other is None and change.node.id not in loop.opened_by:
            continue
        start = first if first is not None else other
        label = kg.label(loop.steps[start].subject) if first is None and start is not None else ""
        made.append(_answer(kg, loop, change, changes, start, label))
    if not made:
        found = loops(kg, through=change.node.id, sign="-", k=2, max_hops=3, grade="B", filters=filters).loops
        made = [_answer(kg, loop, change, changes, 0, "") for loop in found if not loop.declared]
    return made


def _answer(
    kg: KnowledgeGraph, loop: FoundLoop, change: Change, changes: tuple[Change, ...], start: int | None, kin: str
) -> LoopAnswer:
    blocked = frozenset[str]().union(*(kg.descendants(c.node.id) for c in changes if c.blocked))
    opened = any(a.subject in blocked or a.object in blocked for a in loop.steps) or change.node.id in loop.opened_by
    role = "opened" if opened else "compensates" if loop.sign == -1 else "amplifies" if loop.sign == 1 else "answers"
    steps: list[tuple[Assertion, int | None]] = []
    if start is not None:
        sign: int | None = change.direction
        for a in (*loop.steps[start:], *loop.steps[:start]):
            if a.object in blocked:
                steps.append((a, 0))
                break
            sign = None if sign is None or a.sign is None else sign * a.sign
            steps.append((a, sign))
    else:
        steps = [(a, None) for a in loop.steps]
    return LoopAnswer(loop, change, role, tuple(steps), kin)
