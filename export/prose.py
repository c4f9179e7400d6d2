"""Answers told in sentences: templates over claims, each sentence ending in the claims and references it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from ..graph import schema
from ..graph.answers import Join, Path, Section, Step, Variant, claim_words
from ..graph.errors import BadQuestion
from ..graph.explored import FoundLoop
from ..graph.knowledge import KnowledgeGraph
from ..graph.model import Assertion, Finding, Node
from ..graph.replies import Contribution, Forecast, LoopAnswer
from ..graph.saved import SavedAnswer
from ..graph.surveys import Dispute, Held, Match, Seen, Together
from .words import duration, sign_words

#: So many references are named at the end of a sentence.
MOST_CITED = 4


def to_prose(kg: KnowledgeGraph, answer: Any) -> str:
    """Return an answer in sentences, a paragraph for each path, loop, place, pattern or disagreement.

    Each sentence ends in brackets: the ids of the claims it tells of, then references. Nothing is told that no claim of
    the answer says. An answer without claims gives what it says of why it is empty.

    Args:
        kg: the graph the answer came from.
        answer: any answer that carries claims.

    Raises:
        BadQuestion: an answer that was kept as JSON and not rebuilt, or one that lists names only.

    >>> import endoneuro
    >>> from endoneuro.export.prose import to_prose
    >>> kg = endoneuro.load()
    >>> text = to_prose(kg, endoneuro.path(kg, "CRH", "ACTH", k=1))
    >>> text.split(" in ")[0]
    'CRH increases secretion of ACTH'

    """
    if isinstance(answer, SavedAnswer):
        raise BadQuestion(f"a saved answer to {answer.question!r} cannot be told in sentences; ask it again with --explain")
    paragraphs = _joined(_paragraphs(kg, answer, ""))
    if not paragraphs:
        missing = tuple(getattr(answer, "missing", ()))
        if not missing:
            raise BadQuestion("this answer carries no claims that could be told in sentences")
        paragraphs = [_capital(line) + "." for line in missing]
    return "\n\n".join(paragraphs) + "\n"


def _joined(told: Iterable[list[str]]) -> list[str]:
    """Return paragraphs: single sentences that follow each other in one, none that was told before."""
    made: list[list[str]] = []
    known: set[str] = set()
    single = False
    for sentences in told:
        if all(s in known for s in sentences):
            continue
        known.update(sentences)
        if len(sentences) == 1 and single:
            made[-1] += sentences
        else:
            made.append(list(sentences))
        single = len(sentences) == 1
    return [" ".join(sentences) for sentences in made]


def _paragraphs(kg: KnowledgeGraph, value: Any, heading: str) -> Iterator[list[str]]:
    """Yield the sentences of everything in an answer that rests on claims, in its order."""
    if isinstance(value, Section):
        for path in value.paths:
            yield from _path(kg, path, value.heading)
    elif isinstance(value, Path):
        yield from _path(kg, value, heading)
    elif isinstance(value, Variant):
        yield _variant(kg, value, heading)
    elif isinstance(value, FoundLoop):
        yield _loop(kg, value)
    elif isinstance(value, LoopAnswer):
        yield _loop(kg, value.loop)
    elif isinstance(value, Forecast):
        for c in (*value.ways, *value.against, *value.kin, *value.cut):
            yield _consequence(kg, c, value, cut=c in value.cut)
    elif isinstance(value, Held):
        yield _held(kg, value)
    elif isinstance(value, Together):
        yield [_seen(kg, seen) for _, seen in value.each]
    elif isinstance(value, Match):
        yield [_claim(kg, a, found) for a, found in zip(value.steps, value.findings, strict=True)]
    elif isinstance(value, Seen):
        yield [_seen(kg, (value,))]
    elif isinstance(value, Dispute):
        yield _dispute(kg, value)
    elif isinstance(value, Assertion):
        yield [_claim(kg, value, value.supporting)] if value.supported else [_null(kg, value)]
    elif isinstance(value, (Node, Finding, str)):
        return
    elif is_dataclass(value):
        for f in fields(value):
            yield from _paragraphs(kg, getattr(value, f.name), heading)
    elif isinstance(value, (tuple, list)):
        for x in value:
            yield from _paragraphs(kg, x, heading)
    elif isinstance(value, dict):
        for x in value.values():
            yield from _paragraphs(kg, x, heading)


# paths -----------------------------------------------------------------------------------------------------


def _path(kg: KnowledgeGraph, path: Path, heading: str) -> Iterator[list[str]]:
    told: set[int | None] = set()
    for v in path.variants:
        if v.sign not in told:
            told.add(v.sign)
            yield _variant(kg, v, heading)


def _variant(kg: KnowledgeGraph, v: Variant, heading: str) -> list[str]:
    start, end = kg.label(v.steps[0].assertion.subject), kg.label(v.steps[-1].assertion.object)
    sentences = []
    for i, step in enumerate(v.steps):
        lead = "" if not i else f"{_lead(kg, v.joins[i - 1], v.steps[i - 1])} "
        sentences.append(_step(kg, step, lead))
    if len(v.steps) > 1:
        aspect = v.steps[-1].assertion.aspect
        what = f"{aspect} of {end}" if aspect else end
        apart = f" ({heading})" if heading else ""
        if v.direct:
            effect = f"one finding showed the whole of it: {start} {sign_words(v.sign)} {what}"
        else:
            effect = f"if every step holds, {start} {sign_words(v.sign)} {what}"
        sentences.append(_sentence(f"{effect}{apart}; {_grade(v)}{_when(v)}", [s.assertion for s in v.steps], v.findings))
    return sentences


def _lead(kg: KnowledgeGraph, join: Join, before: Step) -> str:
    if join.kind == "shown":
        return "in the same experiment," if join.reference else f"where {kg.label(before.assertion.object)} is expressed,"
    return "in the same region," if join.kind == "placed" else "as a hypothesis,"


def _step(kg: KnowledgeGraph, step: Step, lead: str) -> str:
    sign = step.assertion
    found = step.findings
    no_mediator = " (by what receptor is not recorded)" if step.summary else ""
    return _sentence(f"{lead}{_told(kg, sign, found)}{no_mediator}", [sign], found, against=len(sign.against))


def _grade(v: Variant) -> str:
    if len(v.steps) == 1 or v.direct:
        return "observed directly"
    bridges = v.bridges
    if bridges:
        which = "the two steps" if len(v.steps) == 2 else f"{_number(bridges)} of the {_number(len(v.joins))} pairs of steps"
        return f"nobody has shown {which} together, grade {v.grade}"
    return f"all joins were shown, grade {v.grade}" if v.grade == "A" else f"no join is a guess, grade {v.grade}"


def _when(v: Variant) -> str:
    t = v.timing
    if t.low is None or t.high is None:
        return "; the time is not stated"
    if t.kind == "measured":
        meaning = schema.ONSETS[t.onset].meaning if t.onset in schema.ONSETS else t.onset
        return f"; measured time from end to end: {meaning}"
    slow = ""
    if t.slowest is not None and len(v.steps) > 1:
        which = _ordinal(t.slowest + 1)
        slow = f" (only the {which} step is timed)" if t.timed == 1 else f", the {which} step being the slowest"
    return f"; it takes at least {duration(t.low)}" + (f" and at most {duration(t.high)}" if t.high != t.low else "") + slow


def _consequence(kg: KnowledgeGraph, c: Contribution, f: Forecast, *, cut: bool) -> list[str]:
    aspect = f"{f.aspect} of " if f.aspect else ""
    would = {1: "rise", -1: "fall"}.get(c.effect or 0, "change, in a direction that is not known")
    then = f"with {c.change.words}, {aspect}{f.target.label} would {would}"
    if cut:
        then = f"this way of {c.change.node.label} is closed by what is blocked"
    if c.kin:
        then += f" (recorded for {c.kin})"
    claims = [s.assertion for s in c.variant.steps]
    return [*_variant(kg, c.variant, ""), _sentence(then, claims, c.variant.findings)]


# the others ------------------------------------------------------------------------------------------------


def _loop(kg: KnowledgeGraph, x: FoundLoop) -> list[str]:
    sentences = []
    for a, regions in zip(x.steps, x.regions, strict=True):
        here = [f for f in a.supporting if not regions or any(r in f.region for r in regions)] or list(a.supporting)
        sentences.append(_claim(kg, a, here))
    kind = {1: "amplifies itself", -1: "limits itself"}.get(x.sign or 0, "has no known sign")
    names = [kg.label(n) for n in x.opened_by]
    opened = f", and {_and(names)} {'opens' if len(names) == 1 else 'open'} it" if names else ""
    name = f"the loop {x.name!r}" if x.declared else "this loop"
    cited = [f for a in x.steps for f in a.supporting]
    return [*sentences, _sentence(f"{name} closes and {kind}{opened}", x.steps, cited)]


def _held(kg: KnowledgeGraph, h: Held) -> list[str]:
    if {s.how for s in h.own} & {"acts", "changes"}:
        claims, found = list(dict.fromkeys(s.assertion for s in h.own)), [s.finding for s in h.own]
        tell = "one other finding tells" if len(found) == 1 else f"{_number(len(found))} other findings tell"
        return [_sentence(f"{tell} of something measured in {_the(h.place.label)}", claims, found)]
    by_claim: dict[str, list[Seen]] = {}
    for s in h.own:
        by_claim.setdefault(s.assertion.id, []).append(s)
    told = [_seen(kg, tuple(seen)) for seen in by_claim.values()]
    return told + [_null(kg, s.assertion) for s in h.absent]


def _seen(kg: KnowledgeGraph, seen: tuple[Seen, ...]) -> str:
    claims = list(dict.fromkeys(s.assertion for s in seen))
    found = [s.finding for s in seen]
    first = claims[0]
    if len({(a.subject, a.predicate, a.aspect) for a in claims}) == 1:
        words = [kg.label(a.object) for a in claims[:6]] + ([f"{len(claims) - 6} more"] if len(claims) > 6 else [])
        told = f"{claim_words(kg, first).removesuffix(kg.label(first.object))}{_and(words)}"
    else:
        words = [claim_words(kg, a) for a in claims[:4]] + ([f"{len(claims) - 4} more say so"] if len(claims) > 4 else [])
        told = _and(words)
    return _sentence(f"{told}{_who(found)}", claims, found)


def _dispute(kg: KnowledgeGraph, d: Dispute) -> list[str]:
    aspect = f"the {d.aspect} of " if d.aspect else ""
    sentences = []
    for side in d.sides:
        claims = list(dict.fromkeys(s.assertion for s in side.seen))
        found = [s.finding for s in side.seen]
        verb = {
            "increase": "increases", "decrease": "decreases", "changed": "changes", "no effect": "did not change",
            "present": "is found in", "not found": "was not found in", "associated": "goes with",
            "not associated": "did not go with",
        }[side.says]  # fmt: skip
        number = "one finding says" if len(found) == 1 else f"{_number(len(found))} findings say"
        sentences.append(
            _sentence(f"{number} that {d.subject.label} {verb} {aspect}{d.object.label}{_who(found)}", claims, found)
        )
    if d.differences:
        claims = list(dict.fromkeys(s.assertion for side in d.sides for s in side.seen))
        found = [s.finding for side in d.sides for s in side.seen]
        told = [f"{x.what} ({' against '.join('/'.join(v[:4]) for v in x.values)})" for x in d.differences]
        sentences.append(_sentence(f"the sides differ in {_and(told)}", claims, found))
    return sentences


# sentences -------------------------------------------------------------------------------------------------


def _claim(kg: KnowledgeGraph, a: Assertion, found: Iterable[Finding]) -> str:
    rows = tuple(found)
    return _sentence(_told(kg, a, rows), [a], rows, against=len(a.against))


def _null(kg: KnowledgeGraph, a: Assertion) -> str:
    return _sentence(f"that {claim_words(kg, a)} was looked for and not seen{_who(a.against)}", [a], a.against)


def _told(kg: KnowledgeGraph, a: Assertion, found: Iterable[Finding]) -> str:
    rows = list(found)
    places = sorted({kg.label(r) for f in rows for r in f.places if r != a.object})
    where = f" in {_and([_the(p) for p in places])}" if 0 < len(places) <= 2 else f" in {len(places)} regions" if places else ""
    fast = [schema.ONSETS[f.onset].meaning for f in rows if f.onset in schema.ONSETS and a.object != f.via]
    when = f", within {fast[0]}" if fast and fast[0] != schema.ONSETS["developmental"].meaning else ""
    return f"{claim_words(kg, a)}{where}{when}{_who(rows)}"


def _who(found: Iterable[Finding]) -> str:
    groups: dict[str, set[str]] = {}
    for f in found:
        for s in f.species:
            groups.setdefault(s, set()).add(f.sex)
    words = []
    for species, sexes in sorted(groups.items()):
        if species == "human":
            words.append({"male": "men", "female": "women"}.get(next(iter(sexes)), "people") if len(sexes) == 1 else "people")
        else:
            words.append(_plural(species))
    if not words:
        return ""
    return f" in {words[0]}" if len(words) == 1 else f" in {', in '.join(words[:-1])} and in {words[-1]}"


def _plural(species: str) -> str:
    known = {"mouse": "mice", "sheep": "sheep", "cattle": "cattle", "zebrafish": "zebrafish", "zebra finch": "zebra finches"}
    return known.get(species, species if species.endswith("s") else species + "s")


def _sentence(text: str, claims: Iterable[Assertion], found: Iterable[Finding], *, against: int = 0) -> str:
    """Return a sentence that ends in the ids of its claims and its references."""
    ids = ", ".join(dict.fromkeys(a.id for a in claims))
    references = list(dict.fromkeys(f.reference for f in found))
    cited = ", ".join(references[:MOST_CITED])
    more = f" and {len(references) - MOST_CITED} more" if len(references) > MOST_CITED else ""
    note = f", against {_number(against)} {'finding' if against == 1 else 'findings'} that did not see it" if against else ""
    return f"{_capital(text + note)} [{ids}; {cited}{more}]."


def _capital(text: str) -> str:
    """Return the text with a capital letter first, where the first word has no spelling of its own (mTOR, c-Fos)."""
    first = text.split(" ", 1)[0]
    return text if not first.rstrip(",").isalpha() or not first.rstrip(",").islower() else text[0].upper() + text[1:]


def _the(place: str) -> str:
    return f"the {place}" if place[:1].islower() else place


def _number(number: int) -> str:
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return words[number] if number < len(words) else f"{number:,}"


def _and(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _ordinal(number: int) -> str:
    return {1: "first", 2: "second", 3: "third"}.get(number, f"{number}th")
