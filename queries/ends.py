"""What a question may be about: a node, or a group of them by kind, class or list (`Hormone{steroid}`, `GR|MR`)."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..graph import schema
from ..graph.errors import BadQuestion, UnknownName, shorten
from ..graph.knowledge import KnowledgeGraph
from ..graph.model import Node

_GROUP = re.compile(r"^([^{}]*)\{([^{}]*)\}$")


class Ends(NamedTuple):
    """What was asked about: a node, or one made up to stand for a group, and every node it covers."""

    node: Node
    members: frozenset[str]
    single: bool

    @property
    def label(self) -> str:
        """How it is called."""
        return self.node.label


def ends_of(kg: KnowledgeGraph, text: str) -> Ends:
    """Return what a text stands for.

    Args:
        kg: the graph.
        text: a name or id (covers its descendants), a kind ("Hormone"), a kind and class ("Hormone{steroid}"),
            or several of these with `|` between.

    Raises:
        UnknownName, AmbiguousName: a name that is no node or several, a kind that is none.
        BadQuestion: a class that is none, a group that holds nothing, a brace left open.

    >>> import endoneuro
    >>> from endoneuro.queries.ends import ends_of
    >>> kg = endoneuro.load()
    >>> "cortisol" in {kg.label(n) for n in ends_of(kg, "Hormone{steroid}").members}
    True

    """
    parts = _split(text)
    if not parts:
        raise BadQuestion(f"{shorten(text)!r} holds no name; give a name, a kind such as Hormone, or Hormone{{steroid}}")
    found = [_one(kg, part) for part in parts]
    if len(found) == 1:
        return found[0]
    label = " | ".join(e.label for e in found)
    members = frozenset().union(*(e.members for e in found))
    return Ends(Node(label, found[0].node.kind, label), members, single=False)


def kind_named(name: str) -> str:
    """Return the node kind of that name, in either number and any case; empty where there is none.

    >>> from endoneuro.queries.ends import kind_named
    >>> kind_named("hormones")
    'Hormone'

    """
    word = name.strip().casefold().replace(" ", "")
    for kind in schema.KINDS:
        plural = kind[:-1] + "ies" if kind.endswith("y") else kind + "es" if kind.endswith("ss") else kind + "s"
        if word in (kind.casefold(), plural.casefold(), "stimuli" if kind == "Stimulus" else ""):
            return kind
    return ""


def _one(kg: KnowledgeGraph, text: str) -> Ends:
    group = _GROUP.match(text)
    if group:
        kind = kind_named(group[1])
        if not kind:
            raise UnknownName(group[1].strip(), _near_kinds(group[1]), what="node kind")
        classes = [c.strip() for c in group[2].split("|")]
        known = {c.casefold(): c for c in schema.KINDS[kind].classes}
        for c in classes:
            if c.casefold() not in known:
                raise BadQuestion(f"{kind} has no class {shorten(c)!r}; known: {', '.join(known.values())}")
        wanted = [known[c.casefold()] for c in classes]
        return _group(kg, kind, f"{kind}{{{'|'.join(wanted)}}}", wanted)
    if "{" in text or "}" in text:
        raise BadQuestion(f"{shorten(text)!r}: write a group as KIND{{class}}, such as Hormone{{steroid}}")
    kind = kind_named(text)
    if kind and text not in kg.nodes:
        return _group(kg, kind, kind, [])
    node = kg.node(text)
    return Ends(node, kg.descendants(node.id), single=True)


def _group(kg: KnowledgeGraph, kind: str, label: str, classes: list[str]) -> Ends:
    members = frozenset(n.id for n in kg.nodes.values() if n.kind == kind and (not classes or n.cls in classes))
    if not members:
        raise BadQuestion(f"the graph holds no {label}")
    return Ends(Node(label, kind, label), members, single=False)


def _split(text: str) -> list[str]:
    """Return the parts between bars, bars inside braces left alone."""
    parts, depth = [""], 0
    for letter in text:
        depth += (letter == "{") - (letter == "}")
        if letter == "|" and depth <= 0:
            parts.append("")
        else:
            parts[-1] += letter
    return [p.strip() for p in parts if p.strip()]


def _near_kinds(name: str) -> list[str]:
    from ..graph.names import distance

    word = name.strip().casefold()
    close = sorted((distance(word, kind.casefold()), kind) for kind in schema.KINDS)
    return [kind for d, kind in close[:3] if d <= 4] or list(schema.KINDS)
