"""What a plain question is turned into: commands, and the words that give a direction, a change or a place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .sentences import Sentence, Thing

Values = str | int | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """One command: its name, arguments and options; `instead` is asked where it finds nothing."""

    name: str
    args: tuple[str | tuple[str, ...], ...] = ()
    options: dict[str, Values] = field(default_factory=dict)
    filters: dict[str, str] = field(default_factory=dict)
    note: str = ""
    instead: tuple[Plan, ...] = ()

    @property
    def command(self) -> str:
        """The command line that asks it."""
        words = [f"endoneuro {self.name}"]
        for arg in self.args:
            words += [quoted(a) for a in ((arg,) if isinstance(arg, str) else arg)]
        for name, value in (*self.options.items(), *self.filters.items()):
            flag = {"frm": "--from", "k": "-k"}.get(name, "--" + name.replace("_", "-"))
            for one in value if isinstance(value, tuple) else (value,):
                words += [flag] if str(one) == "True" else [flag, quoted(str(one))]
        return " ".join(words)


@dataclass(frozen=True, slots=True)
class Reading:
    """How a sentence was understood: the kind of question in words, its commands, what was left unused."""

    kind: str
    plans: tuple[Plan, ...]
    sign: int = 0
    unused: tuple[Thing, ...] = ()


DOWN = r"impair|reduc|lower|decreas|suppress|inhibit|dampen|weaken|block|stops?|slow(?:s|ed)? down|worsen|blunt|shrink|curb|diminish"
UP = r"rais|increas|enhanc|improv|provok|caus|induc|stimulat|promot|strengthen|boost|trigger|elevat|activat|worsen anxiety"
LOW = r"low|lower|lowered|less|no|lack of|loss of|absence of|absent|missing|without|deficient|deficiency of|too little"
HIGH = r"high|higher|raised|elevated|excess|excess of|too much|more|chronic|added|giving|taking|extra"
FALLS = r"falls?|drops?|declines?|goes down|decreases?|is low|is missing|is absent|is lacking|are missing|deficiency|loss|is removed"
RISES = r"rises?|goes up|increases?|is high|excess|is given|is added|surges?|is raised"
BLOCK = r"block|antagoni[sz]e|knock out|delete|remove|inhibit|silence"
BLOCKED = r"blockade|is blocked|antagonist|antagonism|knockout|is deleted|block"
TIMES = r"\b(?:minutes?|hours?|weeks?|days?|seconds?)\b"


def loose(plan: Plan, *others: Plan) -> Plan:
    """Return the plan, to be asked again without its filters, and without `--via`, where it finds nothing; then others."""
    options = {k: v for k, v in plan.options.items() if k != "via"}
    steps = []
    if plan.filters:
        steps.append(Plan(plan.name, plan.args, plan.options))
    if "via" in plan.options:
        steps.append(Plan(plan.name, plan.args, options))
    return Plan(plan.name, plan.args, plan.options, plan.filters, plan.note, (*steps, *others))


def subject_first(s: Sentence, things: tuple[Thing, ...]) -> list[Thing]:
    """Return the things with what acts first: the one after "by" in a passive sentence, else the order of the words."""
    ordered = list(things)
    passive = re.search(r"\b\w+(?:ed|en|ven) (?:\w+ )?by\b", s.low)
    if passive:
        agents = [t for t in ordered if t.start >= passive.end()]
        if agents and agents[0] is not ordered[0]:
            ordered = [agents[0], *(t for t in ordered if t is not agents[0])]
    return ordered


def through(s: Sentence, t: Thing) -> bool:
    """Whether the sentence says that the way goes through the thing."""
    before, after = s.low[: t.start].rstrip(), s.low[t.end :]
    return bool(re.search(r"\b(?:via|through|by|at|need|needs|using)(?: an?| the)?$", before) or after.startswith("-dependent"))


def placed(s: Sentence, t: Thing) -> bool:
    """Whether the sentence names the thing as a place: in CA1, hippocampal."""
    before = s.low[: t.start].rstrip()
    adjective = t.words.casefold() != t.node.label.casefold() and t.words.casefold().endswith(("al", "ic", "ar"))
    return adjective or bool(re.search(r"\b(?:in|at|within|inside|of)(?: the)?$", before))


def verb_sign(s: Sentence) -> int:
    """Return the direction the sentence speaks of: +1, -1, or 0 where it speaks of none or of both."""
    low = s.low
    for t in sorted(s.things, key=lambda x: -x.start):
        low = low[: t.start] + " " * (t.end - t.start) + low[t.end :]
    up, down = bool(re.search(rf"\b(?:{UP})", low)), bool(re.search(rf"\b(?:{DOWN})", low))
    return 0 if up == down else 1 if up else -1


def name_of(t: Thing) -> str:
    """Return the label of a thing as a pattern writes it."""
    label = t.node.label
    return label if re.fullmatch(r"[\w-]+", label) and not label.endswith("-") else f'"{label}"'


def quoted(text: str) -> str:
    """Return a word of a command line, in quotation marks where it needs them."""
    if re.fullmatch(r"[\w.,:+-]+", text):
        return text
    return f'"{text}"' if '"' not in text else f"'{text}'"
