"""What the questions cost, warm, on the generated Core graph (10,000 assertions) and on the shipped one.

Each question is asked of many starts; the medians and the slowest are printed in processor time, which a busy machine does
not distort, with how many were asked.
Targets: `what-if` and `loops` below 200 ms on Core.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from core import core

import endoneuro
from endoneuro.graph.errors import EndoneuroError
from endoneuro.graph.knowledge import KnowledgeGraph
from endoneuro.queries.compare import compare
from endoneuro.queries.loops import loops
from endoneuro.queries.paths import path
from endoneuro.queries.reach import spread
from endoneuro.queries.routes import routes
from endoneuro.queries.steps import all_steps
from endoneuro.queries.treatments import treatments
from endoneuro.queries.whatif import what_if

TARGET = 0.2
MANY = 20


def asked(kg: KnowledgeGraph) -> list[tuple[str, bool, list[Callable[[], Any]]]]:
    """Return questions: what, whether a target binds it, and the calls."""
    rnd = random.Random(3)
    acting = {a.subject for a in kg.assertions.values() if a.supported}
    reached = {a.object for a in kg.assertions.values() if a.supported}
    hormones = sorted(n.id for n in kg.nodes.values() if n.kind == "Hormone" and n.id in acting)
    conditions = sorted(n.id for n in kg.nodes.values() if n.kind == "Condition" and n.id in reached)
    busy = sorted(hormones, key=lambda n: (-len(kg.out(n)), n))[:MANY]
    turning = sorted(acting & reached, key=lambda n: (-len(kg.out(n)) * len(kg.into(n)), n))[:MANY]
    two = [tuple(rnd.sample(hormones, 2)) for _ in range(MANY)]
    pairs = []  # a hormone and two processes that lie within three hops of it, whatever the joins
    while len(pairs) < MANY:
        start = rnd.choice(hormones)
        near = sorted(
            n for n in spread(kg, all_steps(kg), frozenset((start,)), 3, forward=True) if kg.nodes[n].kind == "Process"
        )
        if len(near) > 1:
            pairs.append((start, tuple(rnd.sample(near, 2))))
    return [
        ("what-if, two changes on two processes", True, [
            lambda a=a, b=b, on=on: what_if(kg, (f"{a} down", f"{b} up"), on=on)
            for (a, on), (b, _) in zip(pairs, (*pairs[1:], pairs[0]), strict=True) if a != b]),
        ("what-if, one change, whatever follows", True, [lambda a=a: what_if(kg, (f"{a} up",)) for a in busy]),
        ("loops through the busiest nodes, grade C", True, [lambda a=a: loops(kg, through=a) for a in turning]),
        ("loops through the busiest nodes, grade D", True, [lambda a=a: loops(kg, through=a, grade="D") for a in turning]),
        ("path", False, [lambda a=a, b=b: path(kg, a, b[0]) for a, b in pairs]),
        ("path via any receptor", False, [lambda a=a, b=b: path(kg, a, b[0], via=("Receptor",)) for a, b in pairs]),
        ("path from every hormone", False, [lambda b=b: path(kg, "Hormone", b[0]) for _, b in pairs]),
        ("routes", False, [lambda a=a: routes(kg, a) for a in busy]),
        ("compare on every process", False, [lambda a=a, b=b: compare(kg, a, b) for a, b in two]),
        ("treatments", False, [lambda c=c: treatments(kg, c) for c in rnd.sample(conditions, min(MANY, len(conditions)))]),
    ]  # fmt: skip


def once(call: Callable[[], Any]) -> tuple[float, bool] | None:
    """Return the seconds of a call and whether it found anything, or None where it cannot be asked (equal ends)."""
    start = time.process_time()
    try:
        answer = call()
    except EndoneuroError:
        return None
    spent = time.process_time() - start
    return spent, not answer.missing or any(s.untested for s in getattr(answer, "sections", ()) if hasattr(s, "untested"))


def measure(kg: KnowledgeGraph, label: str, *, bar: bool) -> bool:
    """Print what every question costs; return whether the targets are met."""
    fine = True
    print(f"{label}: {len(kg.nodes):,} nodes, {len(kg.assertions):,} assertions")
    for what, binds, calls in asked(kg):
        for call in calls[:2]:
            once(call)
        done = [t for call in calls if (t := once(call)) is not None]
        taken, found = [t for t, _ in done], sum(f for _, f in done)
        if bar and not found:
            print(f"  {what:<42} nothing found: that is a failure")
            fine = False
            continue
        median, most = statistics.median(taken), max(taken)
        met = median <= TARGET
        fine &= met or not (binds and bar)
        verdict = ("met" if met else "NOT MET") + " (median <= 200 ms)" if binds and bar else ""
        print(
            f"  {what:<42} median {median * 1000:7.1f} ms  slowest {most * 1000:7.1f} ms  "
            f"({found} of {len(taken)} answered)  {verdict}"
        )
    return fine


def main() -> None:
    fine = measure(core(), "Core", bar=True)
    measure(endoneuro.load(), "shipped", bar=False)
    raise SystemExit(0 if fine else 1)


if __name__ == "__main__":
    main()
