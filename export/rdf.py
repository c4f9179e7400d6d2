"""RDF 1.1 as text: Turtle, N-Triples, TriG. The triples themselves are made in `graph/triples.py`.

The text is written here, sorted, so that the same graph gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import quote

from ..graph.knowledge import KnowledgeGraph
from ..graph.rdf_terms import NOTHING, Pairs, Pieces, Shared, Value, escaped, remember
from ..graph.triples import blocks, ntriples, prefixes, subjects
from ..graph.vocab import GRAPH

_PREFIX = re.compile(r"[A-Za-z](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?")
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?")
_BAD_IN_IRI = re.compile(r"[\x00-\x20<>\"{}|\\^`\x7f\ud800-\udfff]")
_BARE = ("xsd:boolean", "xsd:integer")


def to_turtle(graph: KnowledgeGraph) -> Iterator[str]:
    """Yield the graph as RDF 1.1 Turtle, a subject at a time; the same graph gives the same bytes.

    Args:
        graph: the graph.

    Returns:
        The pieces of a `.ttl` file.

    Raises:
        DataError: an identifier has a prefix that is not registered.

    >>> import endoneuro
    >>> from endoneuro.export import to_turtle
    >>> next(iter(to_turtle(endoneuro.load()))).startswith("@prefix ")
    True

    """
    write = Turtle(prefixes(graph))
    yield write.head()
    for subject, shared, pairs in subjects(graph):
        yield "\n" + write.block(subject, pairs, shared)


def to_ntriples(graph: KnowledgeGraph) -> Iterator[str]:
    r"""Yield the graph as RDF 1.1 N-Triples, some lines at a time; memory does not grow with the graph.

    >>> import endoneuro
    >>> from endoneuro.export.rdf import to_ntriples
    >>> next(iter(to_ntriples(endoneuro.load()))).endswith(" .\n")
    True
    """
    return ntriples(graph)


def to_trig(graph: KnowledgeGraph) -> Iterator[str]:
    """Yield the graph as RDF 1.1 TriG: one named graph for each kind of record, the data set in the default graph.

    Direct triples stand alone in `graph/claims`, so that they can be queried without their evidence, or left out.

    >>> import endoneuro
    >>> from endoneuro.export.rdf import to_trig
    >>> "<https://w3id.org/endoneuro/graph/claims> {" in "".join(to_trig(endoneuro.load()))
    True
    """
    write = Turtle(prefixes(graph))
    yield write.head()
    parts: dict[str, list[str]] = {}
    for name, subject, pairs in blocks(graph):
        parts.setdefault(name, []).append(write.block(subject, pairs))
    for name, written in parts.items():
        inner = "\n".join(written)
        yield f"\n<{GRAPH}{name}> {{\n{inner}}}\n" if name else f"\n{inner}"


class Turtle:
    """Writes blocks as Turtle; remembers how each name is written."""

    def __init__(self, prefixes: dict[str, str]) -> None:
        self.prefixes = prefixes
        self.known: dict[str, str] = {}
        self.pieces = Pieces(self.writer, self.several, " ;\n    ")

    def head(self) -> str:
        """Return the declarations of the prefixes."""
        named = ((name, iri) for name, iri in sorted(self.prefixes.items()) if _PREFIX.fullmatch(name))
        return "".join(f"@prefix {name}: <{safe(iri)}> .\n" for name, iri in named)

    def name(self, name: str) -> str:
        """Return a name: short where Turtle allows that, else in full."""
        if name[0] == "<":
            return name
        found = self.known.get(name)
        if found is None:
            prefix, _, local = name.partition(":")
            short = _LOCAL.fullmatch(local) and _PREFIX.fullmatch(prefix)
            found = remember(self.known, name, name if short else f"<{safe(self.prefixes[prefix])}{local}>")
        return found

    def predicate(self, name: str) -> str:
        """Return a name in the place of a predicate."""
        return "a" if name == "rdf:type" else self.name(name)

    def value(self, value: Value) -> str:
        """Return a name or a literal."""
        if isinstance(value, str):
            return self.name(value)
        text, datatype = value
        if datatype in _BARE:
            return text
        return f'"{escaped(text)}"^^{datatype}' if datatype else f'"{escaped(text)}"'

    def writer(self, predicate: str) -> Callable[[Value], str]:
        """Return what writes the values of a predicate."""
        head, name, other = self.predicate(predicate) + " ", self.name, self.value

        def write(value: Value) -> str:
            if isinstance(value, str):
                return head + name(value)
            return head + other(value) if value[1] else f'{head}"{escaped(value[0])}"'

        return write

    def pairs(self, pairs: Pairs, shared: Shared = NOTHING) -> str:
        """Return predicates in the order they come, each with its objects, each once, sorted."""
        return " " + self.pieces.text(shared, pairs)

    def several(self, predicate: str, pieces: list[str]) -> str:
        """Return one predicate with its objects, given with the predicate before each."""
        head = self.predicate(predicate) + " "
        return head + ",\n        ".join([piece[len(head) :] for piece in pieces])

    def block(self, subject: str, pairs: Pairs, shared: Shared = NOTHING) -> str:
        """Return one subject with its predicates and objects."""
        return f"{self.name(subject)}{self.pairs(pairs, shared)} .\n"


def joined(written: Iterable[tuple[str, str]], *, indent: str = "    ") -> str:
    """Return predicates and objects that are written already, sorted, with `;` and `,` between them."""
    parts = []
    before = ""
    for predicate, value in sorted(written):
        if predicate == before:
            parts.append(f",\n{indent}    {value}")
        else:
            parts.append(f" ;\n{indent}{predicate} {value}" if before else f" {predicate} {value}")
            before = predicate
    return "".join(parts)


def safe(iri: str) -> str:
    """Return an address with what an address may not hold encoded."""
    return _BAD_IN_IRI.sub(lambda m: quote(m.group().encode("utf-8", "replace"), safe=""), iri)
