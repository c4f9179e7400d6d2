"""`what-if "oestradiol down" "cortisol up"`: what follows, in which order, and what answers back. Signs and times, no numbers."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from ..graph.errors import BadQuestion, shorten
from ..graph.knowledge import KnowledgeGraph
from ..graph.model import Finding
from ..graph.replies import Change, Contribution, Forecast, LoopAnswer, WhatIfAnswer
from .ends import ends_of
from .feedback import loops_that_answer
from .filters import Filters, duration_seconds, last_step, resolve, rolled
from .paths import MAX_HOPS
from .search import Demands, Limits, search
from .steps import Steps, filtered_steps
from .verdict import GRADE_C, LOOK_FOR_HYPOTHESES, Way, by_bridges, check_limits, leading, opposing, told, ways

DEFAULT_K = 12
#: No more sequences are looked at than this to find targets nobody named.
LOOK_FOR_TARGETS = 300
#: Word -> direction, whether nothing passes through the node any more, what it is called in the answer.
WORDS: dict[str, tuple[int, bool, str]] = {
    "up": (1, False, "up"),
    "down": (-1, False, "down"),
    "excess": (1, False, "excess"),
    "deficiency": (-1, False, "deficiency"),
    "blocked": (-1, True, "blocked"),
    "withdrawn": (-1, False, "withdrawn"),
}
_ALSO = {
    "high": "up", "more": "up", "given": "up", "increased": "up", "raised": "up", "low": "down", "less": "down", "decreased": "down",
    "lowered": "down", "deficient": "deficiency", "missing": "deficiency", "lost": "deficiency", "blockade": "blocked",
    "block": "blocked", "withdrawal": "withdrawn", "stopped": "withdrawn",
}  # fmt: skip
_TARGETS = ("Process", "Condition")
_REMEDIES = ("treats", "prevents")
_APART = ("volume", "sensitivity", "density")


def what_if(
    kg: KnowledgeGraph,
    changes: tuple[str, ...],
    *,
    on: tuple[str, ...] = (),
    k: int = DEFAULT_K,
    max_hops: int = MAX_HOPS,
    grade: str = "C",
    filters: Filters | None = None,
) -> WhatIfAnswer:
    """What follows when hormones rise or fall: increase, decrease, conflicting or unknown, in order of onset.

    A change is a name and a word: up, down, excess, deficiency, blocked, withdrawn. What is blocked lets nothing through.
    The best kind of evidence decides (the change itself made and observed, observed otherwise, grade A, B, C); where it
    says both, the answer is conflicting and both ways are shown. Nothing is weighed or averaged.

    Commands:
        endoneuro what-if "oestradiol down" "cortisol up" --on mood --on sleep
        endoneuro what-if "corticosterone up" "MR blocked" --on "memory retrieval"

    Args:
        kg: the graph.
        changes: each a name and a word, such as "cortisol up" or "MR blocked".
        on: what may change: names (covering what is below them), kinds or classes; every Process and Condition if empty.
        k: how many targets at the most.
        max_hops: counted steps at the most, 1 to 6.
        grade: the worst grade wanted, A to D.
        filters: what rows must be like.

    Raises:
        UnknownName, AmbiguousName: a name that is no node, or several.
        BadQuestion: a word that is no direction, a node changed twice, a target that is changed itself, limits as `path`.

    >>> import endoneuro
    >>> from endoneuro.queries.whatif import what_if
    >>> answer = what_if(endoneuro.load(), ("CRH up",), on=("ACTH",))
    >>> answer.forecasts[0].verdict
    'increase'

    """
    kg = rolled(kg, filters)
    limits = check_limits(k, max_hops, grade)
    asked = parse_changes(kg, changes)
    wanted = resolve(kg, filters or Filters())
    steps, last = filtered_steps(kg, wanted), last_step(kg, wanted)
    ask = _Asker(kg, steps, limits, last, asked)
    targets = _targets(ask, on, k)
    made = [f for target, named in targets for f in ask.forecasts(target, named=named)]
    made.sort(key=lambda f: _order(kg, f))
    shown = made[:k]
    missing: tuple[str, ...] = ()
    if not any(f.ways for f in shown):
        names = " and ".join(c.node.label for c in asked)
        tips = [
            "--max-hops 6" if max_hops < 6 else "",
            "--grade D" if grade != "D" else "",
            "fewer filters" if wanted.given() else "",
        ]
        tip = ", ".join(t for t in tips if t)
        missing = (
            f"nothing is recorded that leads from {names} to what was asked, within {max_hops} hops at grade {grade}"
            + (f"; try {tip}" if tip else "")
            + "; 'endoneuro path A B' says for one pair what is missing",
        )
    answers: dict[str, LoopAnswer] = {}
    for c in asked:
        for x in loops_that_answer(kg, c, asked, filters):
            answers.setdefault(x.loop.name, x)
    return WhatIfAnswer(
        asked, tuple(on), tuple(shown), tuple(answers.values()), max_hops, k, grade, (filters or Filters()).given(), missing
    )  # fmt: skip


def parse_changes(kg: KnowledgeGraph, changes: tuple[str, ...]) -> tuple[Change, ...]:
    """Return what is supposed to change.

    Raises:
        BadQuestion: no change, no direction, a word that is none, a node changed twice.

    >>> import endoneuro
    >>> from endoneuro.queries.whatif import parse_changes
    >>> parse_changes(endoneuro.load(), ("GR blocked",))[0].blocked
    True

    """
    if isinstance(changes, str):
        changes = (changes,)
    known = ", ".join(WORDS)
    if not changes:
        raise BadQuestion(f'name a change, such as "cortisol up"; words: {known}')
    made: list[Change] = []
    for text in changes:
        name, _, word = " ".join(text.split()).rpartition(" ")
        word = _ALSO.get(word.casefold(), word.casefold())
        if word not in WORDS or not name:
            raise BadQuestion(f"{shorten(text)!r} does not end in a direction; write NAME and one of: {known}")
        node = kg.node(name.removesuffix(" is").removesuffix(" goes"))
        direction, blocked, called = WORDS[word]
        for other in made:
            if other.node.id == node.id:
                raise BadQuestion(f"{node.label!r} is changed twice: {other.word} and {called}")
        made.append(Change(node, called, direction, blocked))
    return tuple(made)


class _Asker:
    """Asks what each change does to a target."""

    def __init__(
        self, kg: KnowledgeGraph, steps: Steps, limits: Limits, last: Callable[[Finding], bool], changes: tuple[Change, ...]
    ) -> None:
        self.kg, self.steps, self.limits, self.last, self.changes = kg, steps, limits, last, changes
        self.blocks = {c.node.id: kg.descendants(c.node.id) for c in changes if c.blocked}

    def demands(self, change: Change) -> Demands:
        """Return what a way of this change must not pass: what the other changes block."""
        return Demands(avoid=frozenset().union(*(b for n, b in self.blocks.items() if n != change.node.id)))

    def ways(self, change: Change, starts: frozenset[str], target: str, demands: Demands) -> list[Way]:
        """Return the ways from a change to a target."""
        ends = frozenset((target,))
        return ways(
            self.kg, self.steps, starts, ends, self.limits, self.last, demands=demands, toward=change.direction
        )  # fmt: skip

    def forecasts(self, target: str, *, named: bool) -> list[Forecast]:
        """Return what happens to a target, for each side of it that must not be mixed (volume, sensitivity, density)."""
        found: dict[str, list[tuple[Change, list[Way]]]] = {}
        for change in self.changes:
            by_side: dict[str, list[Way]] = {}
            for w in self.ways(change, self.kg.descendants(change.node.id), target, self.demands(change)):
                by_side.setdefault(w.aspect if w.aspect in _APART else "", []).append(w)
            for side, mine in by_side.items():
                found.setdefault(side, []).append((change, mine))
        made = [self._forecast(target, side, mine) for side, mine in sorted(found.items())]
        if not made and (named or any(self._cut(c, target) for c in self.changes)):
            made = [self._forecast(target, "", [])]
        return made

    def _forecast(self, target: str, side: str, found: list[tuple[Change, list[Way]]]) -> Forecast:
        best = min((mine[0].rank for _, mine in found), default=0)
        main: list[Contribution] = []
        other: list[Contribution] = []
        for change, mine in found:
            hypothesis = mine[0].rank >= GRADE_C > best
            (other if hypothesis else main).extend(self._tell(change, w) for w in leading(mine))
            against = opposing(mine)
            if against is not None and against.rank < GRADE_C:
                other.append(self._tell(change, against))
        effects = {c.effect for c in main} & {1, -1}
        verdict = "conflicting" if len(effects) == 2 else "increase" if 1 in effects else "decrease" if effects else "unknown"
        agreed = next(iter(effects)) if len(effects) == 1 else None
        against_it = tuple(c for c in other if agreed is not None and c.effect == -agreed)
        shown = {change.node.id for change, mine in found if mine[0].rank < GRADE_C}
        kin = tuple(c for change in self.changes if change.node.id not in shown for c in self._kin(change, target))
        cut = tuple(c for change in self.changes for c in self._cut(change, target))
        low, high, after = _times(main)
        node = self.kg.nodes[target]
        return Forecast(node, side, verdict, tuple(main), against_it, cut, kin, low, high, after, self._why(main, cut, target))

    def _tell(self, change: Change, way: Way, kin: str = "") -> Contribution:
        effect = None if way.sign is None or _only_treats(change, way) else way.sign * change.direction
        return Contribution(change, effect, told(self.kg, way), way.rank == 0, kin)

    def _kin(self, change: Change, target: str) -> list[Contribution]:
        """Return what is recorded for the same messenger of another species, or for its class."""
        made = []
        for other in sorted(set(change.node.counterpart) | (self.kg.wholes(change.node.id) - {change.node.id})):
            if other in self.kg.nodes and self.kg.nodes[other].kind == change.node.kind and change.node.messenger:
                found = leading(self.ways(change, frozenset((other,)), target, self.demands(change)))
                made += [self._tell(change, w, self.kg.label(other)) for w in found]
        return made

    def _cut(self, change: Change, target: str) -> list[Contribution]:
        """Return the best way that the blocks of other changes take away."""
        made = []
        for n, blocked in self.blocks.items():
            if n != change.node.id and target not in blocked:
                starts = self.kg.descendants(change.node.id)
                lost = self.ways(change, starts, target, Demands(via=(blocked,)))
                made += [self._tell(change, w) for w in leading(lost)[:1]]
        return made

    def _why(self, main: list[Contribution], cut: tuple[Contribution, ...], target: str) -> str:
        label = self.kg.label(target)
        if not main:
            if cut:
                return f"every recorded way to {label} passes what is blocked"
            if not self.steps.into.get(target):
                return f"nothing is recorded to act on {label} under these filters"
            return f"no way to {label} within {self.limits.hops} hops at this grade"
        if all(c.effect is None for c in main):
            treats = [c for c in main if c.variant.steps[-1].assertion.predicate in _REMEDIES]
            if treats:
                names = " and ".join(dict.fromkeys(c.change.node.label for c in treats))
                return f"{names}, given, acts against it; that less of it brings it about is not recorded"
            return f"it changes {label}; the direction is not recorded"
        if main[0].variant.bridges:
            return f"a hypothesis only: nobody has shown the steps to {label} together"
        if len({c.effect for c in main} & {1, -1}) == 2:
            by_change = [{c.effect for c in main if c.change is change} & {1, -1} for change in self.changes]
            if any(len(effects) == 2 for effects in by_change):
                return "the evidence says both, by circumstances"
            return "the changes pull apart"
        return ""


def _only_treats(change: Change, way: Way) -> bool:
    """Whether a way tells of a remedy and the change is a lack: that more helps does not say that less harms."""
    lack = change.direction < 0 and change.word != "withdrawn"
    return lack and way.found.edges[-1].assertion.predicate in _REMEDIES


def _targets(ask: _Asker, on: tuple[str, ...], k: int) -> list[tuple[str, bool]]:
    """Return the targets, and whether each was named: names cover what is below them, groups are looked through."""
    kg = ask.kg
    changed = {c.node.id for c in ask.changes}
    made: dict[str, bool] = {}
    groups: set[str] = set()
    for text in on:
        ends = ends_of(kg, text)
        if ends.single and ends.node.id in changed:
            raise BadQuestion(f"--on {ends.label!r} is what is changed; ask what follows for something else")
        if ends.single:
            made[ends.node.id] = True
        groups |= ends.members - changed - made.keys()
    if not on:
        groups = {n.id for n in kg.nodes.values() if n.kind in _TARGETS} - changed
    for n in _reached(ask, frozenset(groups), k):
        made.setdefault(n, False)
    return list(made.items())


def _reached(ask: _Asker, ends: frozenset[str], k: int) -> list[str]:
    """Return the targets that the best ways lead to."""
    kg, found = ask.kg, dict[str, None]()
    if not ends:
        return []
    for change in ask.changes:
        starts = kg.descendants(change.node.id)
        mine: set[str] = set()
        for limits, most in by_bridges(ask.limits, LOOK_FOR_TARGETS, LOOK_FOR_HYPOTHESES * k):
            left = ends - mine
            for sequence in islice(search(kg, ask.steps, starts, left, limits, ask.last, demands=ask.demands(change)), most):
                mine.add(sequence.edges[-1].object)
                found.setdefault(sequence.edges[-1].object)
                if len(mine) == k:
                    break
            if len(mine) == k:
                break
    return list(found)


def _times(main: list[Contribution]) -> tuple[float | None, float | None, float | None]:
    """Return the earliest onset of the ways, or where none is stated, the shortest exposure after which it was seen."""
    timed = [(c.variant.timing.low, c.variant.timing.high) for c in main if c.variant.timing.low is not None]
    exposures = [duration_seconds(f.exposure.split("/")[-1]) for c in main for f in c.variant.steps[-1].findings if f.exposure]
    after = min((e for e in exposures if e), default=None)
    if not timed:
        return None, None, after
    low, high = min(timed, key=lambda t: (t[0] or 0.0, t[1] or 0.0))
    return low, high, after


def _order(kg: KnowledgeGraph, f: Forecast) -> tuple[object, ...]:
    silent = not f.ways
    when = (0, f.low, f.high) if f.low is not None else (1, f.seen_after, 0.0) if f.seen_after else (2, 0.0, 0.0)
    key = f.ways[0].variant.key if f.ways else ()
    return (silent, *when, key[:8], f.target.label, f.aspect)
