"""`ask`: a question in plain words, read without guessing by chance, shown as commands, and answered."""

from __future__ import annotations

import re
from typing import Any

from ..graph.errors import BadQuestion, EndoneuroError, shorten
from ..graph.knowledge import KnowledgeGraph
from ..graph.model import Node
from ..graph.surveys import AskAnswer, Asked
from . import QUERIES, query
from .ask_plans import Plan, Reading
from .ask_rules import read_question
from .filters import Filters, rolled
from .sentences import Sentence, read

MOST_LETTERS = 1000
#: Commands whose answer is a whole: `k` of a plain question does not cut them.
_OWN_LENGTH = {"axis", "what-if", "loops"}
#: Questions to offer where one is not understood: command, what it asks.
EXAMPLES: tuple[tuple[str, str], ...] = (
    ('endoneuro path cortisol "memory retrieval"', "how one thing reaches another, and within what time"),
    ("endoneuro downstream oestradiol --to Process", "what something does"),
    ("endoneuro upstream BDNF --from Hormone", "what acts on something"),
    ("endoneuro loops --axis HPA", "feedback loops of an axis, and what opens them"),
    ("endoneuro where CRHR1 GR", "which regions and cells hold something"),
    ("endoneuro contradictions", "where findings disagree, and why"),
    ("endoneuro gaps", "where the evidence is thin: one paper, rodents only, males only"),
    ('endoneuro match "Hormone -activates-> Receptor -expressed_in-> CellType{glia}"', "every place where a pattern fits"),
    ('endoneuro treatments "hot flush"', "what treats a condition, and by what way"),
    ('endoneuro what-if "oestradiol down" --on mood', "what follows when something falls, rises or is blocked"),
    ("endoneuro compare oestradiol testosterone", "two things side by side"),
    ("endoneuro routes corticosterone", "the fast route and the slow one"),
    ("endoneuro enrich oestradiol progesterone testosterone", "what a list has in common"),
)  # fmt: skip


def ask(kg: KnowledgeGraph, question: str, *, k: int = 3, filters: Filters | None = None) -> AskAnswer:
    """A question in plain words: shows how it was understood and the command that asks it, then answers.

    Nothing is guessed by chance: names are recognised by label, synonym, plural, either spelling and near spelling, the
    kind of question by its words. Where it is not understood it says so and offers the nearest three questions.

    Command:
        endoneuro ask "How does cortisol impair memory retrieval, and within what time?"

    Args:
        kg: the graph.
        question: the question, in quotation marks.
        k: how many paths, places or claims of each command at the most; forecasts, loops and cards are told whole.
        filters: what rows must be like; stronger than what the question says.

    Raises:
        BadQuestion: no words, or far too many; k below 1.

    >>> import endoneuro
    >>> from endoneuro.queries import query
    >>> answer = query("ask")(endoneuro.load(), "How does cortisol impair memory retrieval?")
    >>> answer.asked[0].command
    'endoneuro path cortisol "memory retrieval" -k 3'

    """
    kg = rolled(kg, filters)
    if k < 1:
        raise BadQuestion(f"-k {k} asks for nothing; give 1 or more")
    text = " ".join(question.split())
    if not re.search(r"\w", text):
        raise BadQuestion('ask what? for example: endoneuro ask "What does cortisol do to memory?"')
    if len(text) > MOST_LETTERS:
        raise BadQuestion(f"a question has {MOST_LETTERS:,} letters at the most; this one has {len(text):,}")
    sentence = read(kg, text)
    reading = read_question(sentence)
    things = tuple((t.words, t.node, t.how) for t in sentence.things)
    if reading is None:
        missing = ("not understood: " + _why_not(sentence),)
        return AskAnswer(text, _names(sentence), things, (), _offers(sentence), missing)
    asked: list[Asked] = []
    for plan in reading.plans:
        made = _run(kg, plan, k, filters, reading)
        if all(made.command != other.command for other in asked):
            asked.append(made)
    understood = [*_names(sentence), f"the question: {reading.kind}"]
    understood += [f"not used: {t.node.label}" for t in reading.unused]
    return AskAnswer(text, tuple(understood), things, tuple(asked))


def _run(kg: KnowledgeGraph, plan: Plan, k: int, filters: Filters | None, reading: Reading) -> Asked:
    """Ask a plan; where it finds nothing, those to be asked instead, saying so."""
    tried: list[str] = []
    first: Asked | None = None
    for one in (plan, *plan.instead):
        made = _one(kg, one, k, filters)
        if first is None:
            first = made
        if made.answer is not None and not _empty(made.answer):
            notes = [x for x in (plan.note, _premise(made.answer, reading.sign)) if x]
            if tried:
                notes.insert(0, f"nothing for {'; '.join(tried)}: asked more widely")
            return Asked(made.command, one.name, made.answer, ". ".join(notes))
        tried.append(made.command)
    assert first is not None
    return first


def _one(kg: KnowledgeGraph, plan: Plan, k: int, filters: Filters | None) -> Asked:
    if plan.name not in QUERIES:
        note = plan.note or f"this needs the command '{plan.name}', which is not here"
        return Asked(plan.command if plan.name else "", plan.name, None, note)
    function = query(plan.name)
    parameters = _parameters(function)
    options: dict[str, Any] = dict(plan.options)
    notes = [plan.note] if plan.note else []
    bound = {"k": k} if "k" in parameters and plan.name not in _OWN_LENGTH else {}
    options |= bound
    given = dict(plan.filters)
    if filters is not None:
        given = {name: value for name, value in given.items() if name not in filters.given()}
    if given or filters is not None:
        if "filters" in parameters:
            values = {n: getattr(filters, n) for n in Filters.__dataclass_fields__} if filters else {}
            options["filters"] = Filters(**{**values, **given})
        else:
            notes.append(f"'{plan.name}' takes no filters")
            given = {}
    shown = Plan(plan.name, plan.args, {**plan.options, **bound}, _all(given, filters))
    try:
        return Asked(shown.command, plan.name, function(kg, *plan.args, **options), ". ".join(notes))
    except EndoneuroError as error:
        return Asked(shown.command, plan.name, None, ". ".join([*notes, str(error)]))


def _parameters(function: Any) -> set[str]:
    code = getattr(function, "__wrapped__", function).__code__
    return set(code.co_varnames[: code.co_argcount + code.co_kwonlyargcount])


def _all(given: dict[str, str], filters: Filters | None) -> dict[str, str]:
    theirs = filters.given() if filters else {}
    return {**given, **theirs}


def _empty(answer: Any) -> bool:
    """Whether an answer is one that explains why it is empty."""
    return bool(getattr(answer, "missing", ())) and not getattr(answer, "paths", ())


def _premise(answer: Any, sign: int) -> str:
    """Return a remark where the question speaks of one direction and the best path found goes in the other."""
    paths = getattr(answer, "paths", ())
    if not sign or not paths:
        return ""
    signs = {v.sign for p in paths[:1] for v in p.variants}
    if {1, -1} <= signs:
        return "both directions are on record, depending on circumstances"
    if -sign in signs:
        asked, found = ("an increase", "a decrease") if sign > 0 else ("a decrease", "an increase")
        return f"the question speaks of {asked}; the best path found gives {found}"
    return ""


def _names(s: Sentence) -> tuple[str, ...]:
    lines = []
    for t in s.things:
        same = t.words.casefold() == t.node.label.casefold()
        how = f"; {t.how}" if t.how else ""
        lines.append(f"{t.words}: {t.node.kind}, {t.node.id}{how}" if same else f"{t.words}: {_called(t.node)}{how}")
    lines += [f"{x.words}: anything of kind {x.kind}" for x in s.kinds]
    if s.axis:
        lines.append(f"{s.axis}: the axis")
    lines += [f"{what}: {', '.join(values)}" for what, values in s.circumstances.items()]
    if s.unknown:
        lines.append(f"not recognised: {', '.join(s.unknown[:8])}")
    return tuple(lines)


def _called(node: Node) -> str:
    return f"{node.label} ({node.kind}, {node.id})"


def _why_not(s: Sentence) -> str:
    if not s.things and not s.kinds:
        return "it names nothing that the graph knows; 'endoneuro search WORD' looks for names"
    named = ", ".join([t.node.label for t in s.things] + [k.words for k in s.kinds])
    return f"it names {shorten(named)}, but not what is asked of it"


def _offers(s: Sentence) -> tuple[tuple[str, str], ...]:
    """Return the nearest three questions: about what is named, then those that share most words with the sentence."""
    made: list[tuple[str, str]] = []
    names = [t.node.label for t in s.things]
    if len(names) > 1:
        made.append((Plan("path", (names[0], names[1])).command, f"how {names[0]} reaches {names[1]}"))
    for name in names[:1]:
        made.append((Plan("downstream", (name,)).command, f"what {name} does"))
        made.append((Plan("upstream", (name,)).command, f"what acts on {name}"))
        made.append((Plan("show", (name,)).command, f"what is recorded of {name}"))
    words = set(re.findall(r"[a-z]{3,}", s.low))
    near = sorted(EXAMPLES, key=lambda e: -len(words & set(re.findall(r"[a-z]{3,}", f"{e[0]} {e[1]}".casefold()))))
    for command, asks in near:
        if len(made) < 3 and command.split()[1] in QUERIES:
            made.append((command, asks))
    return tuple(made[:3])
