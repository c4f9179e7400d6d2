"""How names and literals of RDF are made and written, before any of the graph's own triples."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple, TypeAlias
from urllib.parse import quote

#: A name is `prefix:local` (encoded for an address) or `<address>`; a literal is its text and its type ("" for a string).
Literal: TypeAlias = tuple[str, str]
Value: TypeAlias = "str | Literal"
Pairs: TypeAlias = "list[tuple[str, Value]]"

TRUE: Literal = ("true", "xsd:boolean")
FALSE: Literal = ("false", "xsd:boolean")
#: How many names a writer remembers: more would make its memory grow with the graph.
MOST_KNOWN = 20_000
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


class Block(NamedTuple):
    """What is said of one subject, and in which named graph it stands ("" for the default one)."""

    graph: str
    subject: str
    pairs: Pairs


class Lines:
    """Writes blocks as lines of N-Triples; remembers short names."""

    def __init__(self, prefixes: dict[str, str]) -> None:
        self.prefixes = prefixes
        self.known: dict[Value, str] = {}

    def name(self, name: str) -> str:
        """Return a name in full, in angle brackets."""
        if name[0] == "<":
            return name
        found = self.known.get(name)
        if found is None:
            prefix, _, local = name.partition(":")
            found = f"<{self.prefixes[prefix]}{local}>"
            self.keep(name, found)
        return found

    def keep(self, value: Value, written: str) -> None:
        """Remember how a value is written, without letting the memory grow for ever."""
        if len(self.known) >= MOST_KNOWN:
            self.known.clear()
        self.known[value] = written

    def value(self, value: Value) -> str:
        """Return a name or a literal."""
        if isinstance(value, str):
            return self.name(value)
        text, datatype = value
        written = f'"{escaped(text)}"^^{self.name(datatype)}' if datatype else f'"{escaped(text)}"'
        if len(text) < 40:
            self.keep(value, written)
        return written

    def block(self, subject: str, pairs: Pairs) -> str:
        """Return the sorted lines of one subject, each once."""
        known, me = self.known.get, self.name(subject)
        rows = {f"{me} {known(p) or self.name(p)} {known(v) or self.value(v)} .\n" for p, v in pairs}
        return "".join(sorted(rows))


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
