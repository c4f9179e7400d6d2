"""The pattern language of `match`: from text to a checked chain of nodes and steps.

pattern  = node { step node }
node     = one { "|" one }
one      = "*" | Kind [ "{" class { "|" class } "}" ] | name | '"' name '"'
step     = "-" label "->"  |  "<-" label "-"
label    = [ predicate { "|" predicate } | "+" | "-" ] [ ":" aspect { "|" aspect } ] [ "[" key "=" value { "," ... } "]" ]
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..graph import schema
from ..graph.errors import BadQuestion, EndoneuroError
from ..graph.knowledge import KnowledgeGraph
from ..graph.names import distance
from .filters import Filters, resolve

MOST_STEPS = 5
_NAME_END = re.compile(r"\s+(?=-|<-|<)|[|{}\[\]<>]|$")
_WORD = re.compile(r"[A-Za-z_]+")
_CONTEXT = ("region", "cell", "species", "sex", "stage", "dose", "exposure", "state", "route", "tier", "method")
_KINDS = {form: kind for kind in schema.KINDS for form in (kind.casefold(), kind.casefold() + "s", kind.casefold() + "es")}
_KIND_HEAD = re.compile(rf"({'|'.join(sorted(_KINDS, key=len, reverse=True))})(?=\s*(?:[{{|<-]|$))", re.IGNORECASE)


class PatternError(BadQuestion):
    """A pattern that cannot be read; the message shows the text with a caret under the place."""

    def __init__(self, what: str, text: str, at: int) -> None:
        self.what, self.text, self.at = what, text, min(at, len(text))
        start = max(0, self.at - 60)
        shown = text[start : start + 100]
        super().__init__(f"{what}\n  {shown}\n  {' ' * (self.at - start)}^")


@dataclass(frozen=True, slots=True)
class NodePart:
    """What a node of the pattern may be: any of several kinds (with classes) or named nodes with what lies below them."""

    words: str
    at: int
    kinds: tuple[tuple[str, tuple[str, ...]], ...] = ()
    named: frozenset[str] = frozenset()
    anything: bool = False

    def fits(self, kg: KnowledgeGraph, node_id: str) -> bool:
        """Whether a node may stand here."""
        if self.anything or node_id in self.named:
            return True
        node = kg.nodes[node_id]
        return any(node.kind == kind and (not classes or node.cls in classes) for kind, classes in self.kinds)

    def may_be(self, kg: KnowledgeGraph) -> frozenset[str]:
        """Return the kinds that may stand here."""
        if self.anything:
            return frozenset(schema.KINDS)
        return frozenset(k for k, _ in self.kinds) | {kg.nodes[n].kind for n in self.named}


@dataclass(frozen=True, slots=True)
class StepPart:
    """What a step of the pattern may be; `forward` where it is read from left to right."""

    words: str
    at: int
    forward: bool
    predicates: tuple[str, ...] = ()
    sign: int = 0
    aspects: tuple[str, ...] = ()
    context: Filters | None = None
    method: str = ""


def parse(kg: KnowledgeGraph, text: str) -> tuple[tuple[NodePart, ...], tuple[StepPart, ...]]:
    """Return the nodes and the steps between them.

    Raises:
        PatternError: a syntax error, an unknown kind, class, predicate, aspect, name or context, or a step that no
            predicate allows between such kinds; with the place.

    """
    reader = _Reader(kg, text)
    nodes, steps = [reader.node()], []
    while reader.more():
        steps.append(reader.step())
        nodes.append(reader.node())
    if not steps:
        raise PatternError("a pattern needs a step, such as -activates-> or -->, and a node after it", text, len(text))
    if len(steps) > MOST_STEPS:
        raise PatternError(f"a pattern has {MOST_STEPS} steps at the most", text, steps[MOST_STEPS].at)
    for i, step in enumerate(steps):
        _allowed(kg, text, nodes[i], step, nodes[i + 1])
    return tuple(nodes), tuple(steps)


def _allowed(kg: KnowledgeGraph, text: str, left: NodePart, step: StepPart, right: NodePart) -> None:
    """Refuse a step that the schema allows between no two of the kinds."""
    source, target = (left, right) if step.forward else (right, left)
    sources, targets = source.may_be(kg), target.may_be(kg)
    for name in step.predicates:
        p = schema.PREDICATES[name]
        if sources.isdisjoint(p.domain):
            raise PatternError(f"{name} starts at {_or(p.domain)}, never at {_or(sorted(sources))}", text, source.at)
        if targets.isdisjoint(p.range):
            raise PatternError(f"{name} ends at {_or(p.range)}, never at {_or(sorted(targets))}", text, target.at)
    for name in step.aspects:
        kinds = schema.ASPECTS[name].kinds
        if targets.isdisjoint(kinds):
            raise PatternError(f"{name} is said of {_or(kinds)}, never of {_or(sorted(targets))}", text, target.at)


class _Reader:
    """Reads a pattern from left to right, remembering where it is."""

    def __init__(self, kg: KnowledgeGraph, text: str) -> None:
        self.kg, self.text, self.at = kg, text, 0

    def fail(self, what: str, at: int | None = None) -> PatternError:
        return PatternError(what, self.text, self.at if at is None else at)

    def blank(self) -> None:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1

    def more(self) -> bool:
        self.blank()
        return self.at < len(self.text)

    def take(self, mark: str) -> bool:
        if self.text.startswith(mark, self.at):
            self.at += len(mark)
            return True
        return False

    # nodes -------------------------------------------------------------------------------------------------

    def node(self) -> NodePart:
        self.blank()
        start = self.at
        if not self.more() or self.text[self.at] in "-<>{}[]|:":
            raise self.fail('a node is missing here: a kind such as Hormone, a name such as GR or "memory retrieval", or *')
        kinds: list[tuple[str, tuple[str, ...]]] = []
        named: set[str] = set()
        anything = False
        while True:
            self.blank()
            head = _KIND_HEAD.match(self.text, self.at)
            if self.take("*"):
                anything = True
            elif head:
                self.at = head.end()
                kinds.append((_KINDS[head[1].casefold()], self.classes(_KINDS[head[1].casefold()])))
            else:
                named |= self.name()
            self.blank()
            if not self.take("|"):
                break
        words = self.text[start : self.at].strip()
        return NodePart(words, start, tuple(kinds), frozenset(named), anything)

    def classes(self, kind: str) -> tuple[str, ...]:
        self.blank()
        opened = self.at
        if not self.take("{"):
            return ()
        end = self.text.find("}", self.at)
        if end < 0:
            raise self.fail("this brace is never closed", opened)
        found = []
        for word in self.text[self.at : end].split("|"):
            cls = word.strip()
            known = {c.casefold(): c for c in schema.KINDS[kind].classes}
            if cls.casefold() not in known:
                where = self.at + len(word) - len(word.lstrip())
                raise self.fail(f"{kind} has no class {cls!r}; it has {', '.join(known.values())}", where)
            found.append(known[cls.casefold()])
            self.at += len(word) + 1
        self.at = end + 1
        return tuple(found)

    def name(self) -> frozenset[str]:
        start = self.at
        quote = self.text[self.at] if self.text[self.at] in "\"'" else ""
        if quote:
            end = self.text.find(quote, self.at + 1)
            if end < 0:
                raise self.fail("this quotation mark is never closed", start)
            name, self.at = self.text[self.at + 1 : end], end + 1
        else:
            after = _NAME_END.search(self.text, self.at)
            stop = after.start() if after else len(self.text)
            name, self.at = self.text[self.at : stop].rstrip(), stop
            if self.text[stop : stop + 1] == ">" or name.endswith("-"):
                dash = re.search(r"-(?:[a-z_|:+]*-)?$", name)
                spot = start + dash.start() if dash else stop
                raise self.fail("put a space before the step: NODE -predicate-> NODE", spot)
            if self.text[stop : stop + 1] == "{":
                raise self.fail(f"classes in braces follow a kind, and {name!r} is none of: {', '.join(schema.KINDS)}", start)
        try:
            return self.kg.descendants(self.kg.node(name).id)
        except EndoneuroError as error:
            near = [k for k in schema.KINDS if distance(k.casefold(), name.casefold()) <= 2]
            raise self.fail(
                f"no kind or node is called {name!r}; did you mean {near[0]!r}?" if near else str(error), start
            ) from None

    # steps -------------------------------------------------------------------------------------------------

    def step(self) -> StepPart:
        self.blank()
        start = self.at
        forward = not self.take("<-")
        if forward and not self.take("-"):
            raise self.fail("a step is missing here: -predicate->, -+->, --> or <-predicate-")
        self.blank()
        predicates, sign = self.predicates(forward=forward)
        aspects = self.listed(schema.ASPECTS, "aspect") if self.take(":") else ()
        self.blank()
        context, method = self.context()
        self.blank()
        if not self.take("->" if forward else "-"):
            backward = not forward and self.text.startswith(">", self.at)
            ends = (
                "a backward step ends in '-', not '->'"
                if backward
                else f"this step should end here in '{'->' if forward else '-'}'"
            )
            raise self.fail(ends if self.more() else "the step is not finished: " + ends)
        if not forward and self.text.startswith(">", self.at):
            raise self.fail("a step has one arrow head: -predicate-> or <-predicate-")
        return StepPart(self.text[start : self.at], start, forward, predicates, sign, aspects, context, method)

    def predicates(self, *, forward: bool) -> tuple[tuple[str, ...], int]:
        if self.take("+"):
            return (), 1
        rest = self.text[self.at :]
        if rest.startswith("-") and (not rest.startswith("->") if forward else re.match(r"-\s*[-:\[]", rest)):
            self.at += 1
            return (), -1
        if not _WORD.match(rest):
            return (), 0
        return self.listed(schema.PREDICATES, "predicate"), 0

    def listed(self, known: Mapping[str, object], what: str) -> tuple[str, ...]:
        found = []
        while True:
            self.blank()
            word = _WORD.match(self.text, self.at)
            name = word[0] if word else ""
            if name not in known:
                near = sorted((distance(name, k), k) for k in known)[:1] if name else []
                hint = (
                    f"; did you mean {near[0][1]!r}?"
                    if near and near[0][0] <= max(2, len(name) // 3)
                    else f"; known: {', '.join(known)}"
                )
                raise self.fail(
                    f"no {what} is called {name!r}{hint}"
                    if name
                    else f"{'an' if what[0] in 'aeiou' else 'a'} {what} is missing here"
                )
            self.at += len(name)
            found.append(name)
            self.blank()
            if not self.take("|"):
                return tuple(found)

    def context(self) -> tuple[Filters | None, str]:
        opened = self.at
        if not self.take("["):
            return None, ""
        end = self.text.find("]", self.at)
        if end < 0:
            raise self.fail("this bracket is never closed", opened)
        values: dict[str, str] = {}
        method = ""
        for piece in self.text[self.at : end].split(","):
            where = self.at + len(piece) - len(piece.lstrip())
            key, mark, value = (x.strip() for x in piece.partition("="))
            if not mark or not value:
                raise self.fail("a circumstance is written key=value, such as region=CA1", where)
            if key not in _CONTEXT:
                raise self.fail(f"no circumstance is called {key!r}; known: {', '.join(_CONTEXT)}", where)
            value = value.strip("\"'")
            spot = self.at + piece.index("=") + 1
            spot += len(self.text[spot:]) - len(self.text[spot:].lstrip())
            if key in values or (key == "method" and method):
                raise self.fail(f"{key} is given twice", where)
            if key == "method":
                if value not in schema.METHODS:
                    raise self.fail(f"no method is called {value!r}; known: {', '.join(schema.METHODS)}", spot)
                method = value
            elif key == "tier" and not (value.isdecimal() and 1 <= int(value) <= 5):
                raise self.fail("a tier is a number from 1 (trials) to 5 (reviews); it or better is meant", spot)
            else:
                values[key] = value
            try:
                resolve(self.kg, _filters({key: values[key]} if key in values else {}))
            except EndoneuroError as error:
                raise self.fail(str(error).replace("--", ""), spot) from None
            self.at += len(piece) + 1
        self.at = end + 1
        return resolve(self.kg, _filters(values)), method


def _filters(values: dict[str, str]) -> Filters:
    """Return the circumstances of a step as filters; what a pattern names must be stated by the row."""
    tier = int(values.get("tier", "5"))
    stated: dict[str, Any] = {k: v for k, v in values.items() if k != "tier"}
    return Filters(**stated, min_tier=tier, strict=True)


def _or(names: Iterable[str]) -> str:
    listed = list(names)
    return listed[0] if len(listed) == 1 else f"{', '.join(listed[:-1])} or {listed[-1]}"
