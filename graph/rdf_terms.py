"""How names and literals of RDF are made and written, before any of the graph's own triples."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeAlias
from urllib.parse import quote

#: A name is `prefix:local` (encoded for an address) or `<address>`; a literal is its text and its type ("" for a string).
Literal: TypeAlias = tuple[str, str]
Value: TypeAlias = "str | Literal"
Pairs: TypeAlias = "list[tuple[str, Value]]"

TRUE: Literal = ("true", "xsd:boolean")
FALSE: Literal = ("false", "xsd:boolean")
#: How many names a writer remembers: more would make its memory grow with the graph.
MOST_KNOWN = 4_000
_MOST_PIECES = 1_000
_SHORT_PIECE = 120
#: Predicates whose values are seldom the same: looking them up would take longer than writing them.
_SEEN_ONCE = frozenset((
    "biolink:has_evidence", "vocab:counter_evidence", "vocab:claim", "vocab:text", "vocab:reading_of", "rdfs:label",
    "skos:altLabel", "skos:definition", "oboInOwl:hasDbXref", "dcterms:title", "dcterms:identifier", "bibo:doi", "bibo:pmid",
    "fabio:hasPubMedCentralId", "idot:idRegexPattern", "sh:namespace", "sh:prefix",
))  # fmt: skip
_UNRESERVED = re.compile(r"[A-Za-z0-9\-._~]*")
_NEARLY = re.compile(r"[A-Za-z0-9\-._~:#/]*")
_PLAIN = re.compile(r"[A-Za-z0-9\-._~!$&'()*+,;=:@/]*")
_SURROGATE = re.compile("[\ud800-\udfff]")
_DAY = re.compile(
    r"(?!0000)\d{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
)
_YEAR = re.compile(r"(?!0000)\d{4}")
_BAD_IN_TEXT = re.compile(r'[\x00-\x1f"\\\x7f]')
_SHORT = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


class Shared(tuple[tuple[str, Value], ...]):
    """A run of pairs that many records share; equal only to itself, so that a writer can remember it as one thing."""

    __slots__ = ()
    __eq__ = object.__eq__
    __hash__ = object.__hash__


NOTHING = Shared()


class Block(NamedTuple):
    """What is said of one subject, and in which named graph it stands ("" for the default one)."""

    graph: str
    subject: str
    pairs: Pairs


class Pieces(dict[str, Callable[[Value], str]]):
    """How a predicate with a value is written: `pieces[predicate](value)`; what comes again and again is remembered.

    `writer` is asked once for each predicate and returns what writes its values, `several` joins the sorted pieces of one
    predicate, `between` stands between those of two.
    """

    def __init__(
        self, writer: Callable[[str], Callable[[Value], str]], several: Callable[[str, list[str]], str], between: str
    ) -> None:
        super().__init__()
        self.writer, self.several, self.between = writer, several, between
        self.shared: dict[Shared, str] = {}

    def __missing__(self, predicate: str) -> Callable[[Value], str]:
        made = self[predicate] = remembering(predicate, self.writer(predicate))
        return made

    def text(self, shared: Shared, pairs: Pairs) -> str:
        """Return what all pairs say, in the order the predicates come."""
        if not shared:
            return self.joined(pairs)
        found = self.shared.get(shared)
        if found is None:
            if len(self.shared) >= _MOST_PIECES:
                self.shared.clear()
            found = self.shared[shared] = self.joined(shared) + self.between
        return found + self.joined(pairs) if pairs else found.removesuffix(self.between)

    def joined(self, pairs: Sequence[tuple[str, Value]]) -> str:
        """Return what pairs say, each once."""
        pieces = [self[predicate](value) for predicate, value in pairs]
        if len({predicate for predicate, _ in pairs}) == len(pieces):
            return self.between.join(pieces)
        made: dict[str, set[str]] = {}
        for (predicate, _), piece in zip(pairs, pieces, strict=True):
            made.setdefault(predicate, set()).add(piece)
        several = self.several
        return self.between.join([several(p, sorted(held)) if len(held) > 1 else held.pop() for p, held in made.items()])


class _Values(dict[Value, str]):
    def __init__(self, write: Callable[[Value], str]) -> None:
        super().__init__()
        self.write = write

    def __missing__(self, value: Value) -> str:
        written = self.write(value)
        if len(written) < _SHORT_PIECE and len(self) < _MOST_PIECES:
            self[value] = written
        return written


def remembering(predicate: str, write: Callable[[Value], str]) -> Callable[[Value], str]:
    """Return what writes the values of a predicate and remembers some, where values are seen more than once."""
    return write if predicate in _SEEN_ONCE else _Values(write).__getitem__


class Lines:
    """Writes blocks as lines of N-Triples; remembers short names."""

    def __init__(self, prefixes: dict[str, str]) -> None:
        self.prefixes = prefixes
        self.known: dict[str, str] = {}
        self.tails: dict[str, Callable[[Value], str]] = {}
        self.shared: dict[Shared, set[str]] = {}

    def name(self, name: str) -> str:
        """Return a name in full, in angle brackets."""
        if name[0] == "<":
            return name
        found = self.known.get(name)
        if found is None:
            prefix, _, local = name.partition(":")
            found = remember(self.known, name, f"<{self.prefixes[prefix]}{local}>")
        return found

    def value(self, value: Value) -> str:
        """Return a name or a literal."""
        if isinstance(value, str):
            return self.name(value)
        text, datatype = value
        return f'"{escaped(text)}"^^{self.name(datatype)}' if datatype else f'"{escaped(text)}"'

    def writer(self, predicate: str) -> Callable[[Value], str]:
        """Return what writes the values of a predicate, as lines without their subject."""
        head, name = self.name(predicate) + " ", self.name

        def write(value: Value) -> str:
            if isinstance(value, str):
                return f"{head}{name(value)} .\n"
            text, datatype = value
            return f'{head}"{escaped(text)}"^^{name(datatype)} .\n' if datatype else f'{head}"{escaped(text)}" .\n'

        return write

    def block(self, subject: str, pairs: Pairs, shared: Shared = NOTHING) -> str:
        """Return the sorted lines of one subject, each once."""
        rows = self.rows(pairs)
        if shared:
            found = self.shared.get(shared)
            if found is None:
                if len(self.shared) >= _MOST_PIECES:
                    self.shared.clear()
                found = self.shared[shared] = self.rows(shared)
            rows |= found
        me = self.name(subject) + " "
        return me + me.join(sorted(rows))

    def rows(self, pairs: Iterable[tuple[str, Value]]) -> set[str]:
        """Return lines without their subject."""
        tails = self.tails
        return {(tails.get(p) or tails.setdefault(p, remembering(p, self.writer(p))))(v) for p, v in pairs}


def remember(known: dict[str, str], name: str, written: str) -> str:
    """Keep how a name is written, without letting the memory grow for ever; return what was given."""
    if len(known) >= MOST_KNOWN:
        known.clear()
    known[name] = written
    return written


def escaped(text: str) -> str:
    r"""Return a string as it stands between the quotes of a Turtle or N-Triples literal.

    >>> from endoneuro.graph.rdf_terms import escaped
    >>> escaped('say "5-HT"')
    'say \\"5-HT\\"'
    """
    if text.isprintable() and '"' not in text and "\\" not in text:
        return text
    return _BAD_IN_TEXT.sub(_escape, text)


def encoded(local: str) -> str:
    """Return the local part of an identifier as an address holds it; `urllib.parse.unquote` gives it back."""
    return local if _PLAIN.fullmatch(local) else quote(local.encode("utf-8", "replace"), safe="-._~!$&'()*+,;=:@/")


def address(home: str, *parts: str) -> str:
    """Return the name of a record of ours below `home`; the parts may hold anything."""
    return f"<{home}{'/'.join([p if _UNRESERVED.fullmatch(p) else _quoted(p) for p in parts])}>"


def _quoted(part: str) -> str:
    if _NEARLY.fullmatch(part):  # identifiers: the general way takes ten times as long
        return part.replace(":", "%3A").replace("#", "%23").replace("/", "%2F")
    return quote(part.encode("utf-8", "replace"), safe="")


def order(column: str, values: Sequence[str]) -> Pairs:
    """Return the triple that keeps the order of several values, or none where it is their sorted order."""
    if len(values) < 2:
        return []
    ranked = sorted(set(values))
    if list(values) == ranked:
        return []
    rank = {value: str(i) for i, value in enumerate(ranked)}
    return [("vocab:order", (" ".join((column, *(rank[v] for v in values))), ""))]


def string(text: str) -> Literal:
    """Return a string literal; half characters, which no file can hold, become U+FFFD."""
    return (text if text.isascii() else _SURROGATE.sub("\ufffd", text), "")


def whole(number: int) -> Literal:
    """Return an integer literal."""
    return (str(number), "xsd:integer")


def moment(day: str) -> Literal:
    """Return a day as PROV wants it, with a time; other words as they are."""
    return (f"{day}T00:00:00Z", "xsd:dateTime") if day.isascii() and _DAY.fullmatch(day) else string(day)


def _escape(match: re.Match[str]) -> str:
    char = match.group()
    return _SHORT.get(char) or f"\\u{ord(char):04X}"


def year(text: str) -> Literal:
    """Return a year as such, other words as they are."""
    return (text, "xsd:gYear") if text.isascii() and _YEAR.fullmatch(text) else string(text)
