"""A file of RDF as plain triples, by pyoxigraph where it is installed, else by rdflib; broken files name their line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeAlias

from ..graph.errors import DataError, UnknownFormat, shorten
from ..graph.model import Problem
from ..graph.vocab import XSD

#: An address, a blank node (`_:x`), or a literal as its text and its type ("" for a string, `@en` for a language).
Object: TypeAlias = "str | tuple[str, str]"
Triple: TypeAlias = tuple[str, str, Object]
#: Formats that can be read: name, suffix, how pyoxigraph and rdflib call it.
READS = {
    "turtle": (".ttl", "TURTLE", "turtle"),
    "ntriples": (".nt", "N_TRIPLES", "nt"),
    "trig": (".trig", "TRIG", "trig"),
    "jsonld": (".jsonld", "JSON_LD", "json-ld"),
}
_LINE = re.compile(r"(?:at )?line:? (\d+)")
_STRING = XSD + "string"


def parse(file: Path, format: str = "", *, engine: str = "") -> Iterator[Triple]:
    """Yield the triples of a file; the names of its graphs do not count.

    Args:
        file: the file.
        format: a name of `READS`; empty goes by the suffix.
        engine: `pyoxigraph` or `rdflib`; empty takes the first that is installed.

    Raises:
        DataError: the file cannot be read or is broken; the problem names the line.
        UnknownFormat: a format that cannot be read.

    """
    by_suffix = {suffix: name for name, (suffix, _, _) in READS.items()}
    name = format or by_suffix.get(file.suffix.casefold(), "")
    if name not in READS:
        raise UnknownFormat(name or file.suffix or file.name, [*READS] if format else [*by_suffix])
    try:
        blob = file.read_bytes()
        text = blob.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _broken(file, blob.count(b"\n", 0, error.start) + 1, "is not UTF-8") from None
    except OSError as error:
        raise _broken(file, 1, f"cannot be read ({error.strerror})") from None
    if name == "jsonld":
        _no_remote_context(file, text)
    chosen = engine or ("pyoxigraph" if find_spec("pyoxigraph") else "rdflib")
    yield from (_by_pyoxigraph if chosen == "pyoxigraph" else _by_rdflib)(file, text, name)


def _by_pyoxigraph(file: Path, text: str, name: str) -> Iterator[Triple]:
    import pyoxigraph

    try:
        for quad in pyoxigraph.parse(text, format=getattr(pyoxigraph.RdfFormat, READS[name][1])):
            subject, object_ = quad.subject, quad.object
            at = subject.value if isinstance(subject, pyoxigraph.NamedNode) else str(subject)
            if isinstance(object_, pyoxigraph.NamedNode):
                yield at, quad.predicate.value, object_.value
            elif isinstance(object_, pyoxigraph.Literal):
                datatype = "@" + object_.language if object_.language else object_.datatype.value
                yield at, quad.predicate.value, (object_.value, "" if datatype == _STRING else datatype)
            else:
                yield at, quad.predicate.value, str(object_)
    except SyntaxError as error:
        raise _broken(file, error.lineno or 1, re.sub(r"^Parser error at line .*?: ", "", error.msg)) from None


def _by_rdflib(file: Path, text: str, name: str) -> Iterator[Triple]:
    import rdflib

    data = rdflib.Dataset()
    try:
        data.parse(data=text, format=READS[name][2])
    except Exception as error:
        raise _broken(file, _line_of(error), _reason(error)) from None
    for s, p, o, _ in data.quads((None, None, None, None)):
        at = str(s) if isinstance(s, rdflib.URIRef) else f"_:{s}"
        if isinstance(o, rdflib.Literal):
            datatype = "@" + o.language if o.language else str(o.datatype or "")
            yield at, str(p), _as_written(str(o), "" if datatype == _STRING else datatype)
        else:
            yield at, str(p), str(o) if isinstance(o, rdflib.URIRef) else f"_:{o}"


def _as_written(text: str, datatype: str) -> tuple[str, str]:
    """Undo what rdflib makes of a moment: it writes UTC as +00:00."""
    return (text.removesuffix("+00:00") + "Z" if datatype == XSD + "dateTime" and text.endswith("+00:00") else text), datatype


def _no_remote_context(file: Path, text: str) -> None:
    """Refuse a context that would have to be fetched: files are read without network."""
    import json

    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise _broken(file, error.lineno, f"is not JSON: {error.msg}") from None
    except RecursionError:
        raise _broken(file, 1, "is nested too deeply") from None
    stack: list[Any] = [data]
    while stack:
        found = stack.pop()
        if isinstance(found, list):
            stack += found
        elif isinstance(found, dict):
            stack += found.values()
            named = found.get("@context")
            for context in named if isinstance(named, list) else [named]:
                address = context.get("@import") if isinstance(context, dict) else context
                if isinstance(address, str):
                    line = text.count("\n", 0, max(text.find(address), 0)) + 1
                    raise _broken(file, line, f"names a context to fetch ({shorten(address)}); put it into the file")


def _line_of(error: Exception) -> int:
    lines = getattr(error, "lines", None)
    if isinstance(lines, int):
        return lines + 1
    found = _LINE.search(str(error))
    return int(found[1]) if found else 1


def _reason(error: Exception) -> str:
    text = str(error).partition("Bad syntax (")[2].partition(") at ^")[0]
    return text or str(error) or type(error).__name__


def _broken(file: Path, line: int, reason: str) -> DataError:
    return DataError([Problem(str(file), line, "error", shorten(reason, 160), "rdf")])
