"""SPARQL over the graph, by pyoxigraph where it is installed, else by rdflib: the same answers, the same errors.

The triples are those of `graph/triples.py`, so a query sees what an export holds. They stand in a process of their own
(`sparql_worker.py`), made at the first query of a graph and kept: a query that takes too long is stopped by ending it.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
import weakref
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ..graph.bindings import Bindings, Bound
from ..graph.errors import BadQuestion, MissingExtra, shorten
from ..graph.knowledge import KnowledgeGraph
from ..graph.triples import ntriples, prefixes

EXAMPLES = Path(__file__).parent / "sparql"
ENGINES = ("pyoxigraph", "rdflib")
_WORKER = Path(__file__).with_name("sparql_worker.py")
_ASIDE = re.compile(
    r"""<[^<>"{}|^`\\\x00-\x20]*>|\"{3}(?:[^"\\]|\\.|"(?!""))*\"{3}|'{3}(?:[^'\\]|\\.|'(?!''))*'{3}"""
    r"""|"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*'|\#[^\n\r]*""",
    re.DOTALL,
)
_ESCAPED = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_POSITION = re.compile(r"(?:error at |line:)(\d+)(?::|, col:)(\d+)")
_NO_PREFIX = re.compile(r"Unknown namespace prefix : (\S*)")


def sparql(
    kg: KnowledgeGraph, text: str, *, limit_seconds: float = 30.0, allow_service: bool = False, engine: str = ""
) -> Bindings:
    """Answer a SPARQL 1.1 query over the graph.

    Args:
        kg: the graph.
        text: a SELECT, ASK, CONSTRUCT or DESCRIBE query; the prefixes of the graph need not be declared.
        limit_seconds: how long it may take.
        allow_service: let `SERVICE` ask other servers.
        engine: `pyoxigraph` or `rdflib`; empty takes the first that is installed.

    Returns:
        Rows, sorted unless the query orders them; a yes or no; or triples.

    Raises:
        BadQuestion: malformed (with line and column), too slow, or asking for other data than the graph.
        MissingExtra: the engine named is not installed.

    >>> import endoneuro
    >>> from endoneuro.queries.sparql_engine import sparql
    >>> sparql(endoneuro.load(), "ASK { ?finding a vocab:Finding }").truth
    True

    """
    chosen = engine or next(e for e in ENGINES if installed(e))
    if chosen not in ENGINES:
        raise BadQuestion(f"no SPARQL engine {chosen!r}; known: {', '.join(ENGINES)}")
    if not installed(chosen):
        raise MissingExtra(chosen, "oxigraph")
    if limit_seconds <= 0:
        raise BadQuestion(f"a limit of {limit_seconds:g} seconds leaves no time; give more than 0")
    _refuse(text, allow_service=allow_service)
    worker = kg.memo.get(f"sparql {chosen}")
    if worker is None or not worker.alive:
        worker = kg.memo[f"sparql {chosen}"] = _Worker(kg, chosen)
    found = worker.ask({"query": text, "prefixes": worker.prefixes}, limit_seconds)
    if "error" in found:
        raise BadQuestion(_told(text, found))
    rows = [tuple(None if t is None else Bound(*t) for t in row) for row in found.get("rows", ())]
    if not _keyword(text, r"ORDER\s+BY") or found["form"] == "graph":
        rows = sorted(set(rows) if found["form"] == "graph" else rows, key=lambda row: [x or ("",) for x in row])
    names = ("subject", "predicate", "object") if found["form"] == "graph" else tuple(found.get("variables", ()))
    return Bindings(found["form"], names, tuple(rows), found.get("truth"))


@cache
def installed(engine: str) -> bool:
    """Whether an engine is there."""
    return find_spec(engine) is not None


def examples() -> dict[str, str]:
    """Return the example queries by name; the first line of each says what it asks.

    >>> from endoneuro.queries.sparql_engine import examples
    >>> len(examples()) >= 12
    True
    """
    return {file.stem: file.read_text(encoding="utf-8") for file in sorted(EXAMPLES.glob("*.rq"))}


def _keyword(text: str, word: str) -> re.Match[str] | None:
    """Find a keyword outside strings, addresses, comments and names."""
    blank = _ASIDE.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), text)
    return re.search(rf"(?<![\w?$:@%.\-]){word}(?![\w:\-])", blank, re.IGNORECASE)


def _refuse(text: str, *, allow_service: bool) -> None:
    """Refuse what would reach beyond the graph, however it is spelled."""
    plain = _ESCAPED.sub(lambda m: chr(min(int(m[1] or m[2], 16), 0x10FFFF)), text)
    for seen in {text, plain}:
        if not allow_service and (met := _keyword(seen, "SERVICE")):
            raise BadQuestion(
                f"{_at(seen, met.start())}: SERVICE asks another server; allow it (--allow-service) if you mean it"
            )
        if met := _keyword(seen, "FROM"):
            raise BadQuestion(f"{_at(seen, met.start())}: FROM names other data; a query is about this graph, leave it out")


def _at(text: str, place: int) -> str:
    return f"line {text.count(chr(10), 0, place) + 1}, column {place - text.rfind(chr(10), 0, place)}"


def _told(text: str, found: dict[str, Any]) -> str:
    """Return one line about a query that failed, with the place where that is known."""
    error = str(found["error"])
    place = _POSITION.search(error)
    at = found.get("at") or ([int(place[1]), int(place[2])] if place else None)
    lines = text.split("\n")
    unknown = _NO_PREFIX.search(error)
    if not unknown and "Prefix not found" in error and at:
        unknown = re.search(r"([\w.-]*):\S*$", lines[at[0] - 1][: at[1] - 1])
    if unknown:
        met = re.search(rf"(?<![\w:]){re.escape(unknown[1])}:", text)
        return f"{_at(text, met.start() if met else 0)}: unknown prefix {unknown[1]!r}"
    if at is None:
        return f"the query failed: {shorten(error, 160)}"
    line, column = at
    rest = lines[line - 1][column - 1 :] if line <= len(lines) else ""
    after = "\n".join([rest, *lines[line:]]).strip()
    what = f"not SPARQL from here: {shorten(after, 40)!r}" if after else "the query ends too early"
    return f"line {line}, column {column}: {what}"


class _Worker:
    """The process that holds the triples of one graph."""

    def __init__(self, kg: KnowledgeGraph, engine: str) -> None:
        self.prefixes = prefixes(kg)
        command = [sys.executable, "-P", str(_WORKER)]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=1 << 16
        )
        weakref.finalize(self, _end, self.process)
        self._send(engine.encode() + b"\n")
        for lines in ntriples(kg):
            self._send(lines.encode("utf-8"))
        self._send(b"\n", flush=True)
        self._receive(None)

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    def ask(self, query: dict[str, Any], limit: float) -> dict[str, Any]:
        self._send(json.dumps(query).encode() + b"\n", flush=True)
        return self._receive(limit)

    def _stop(self) -> None:
        self.process.kill()
        self.process.wait()

    def _send(self, blob: bytes, *, flush: bool = False) -> None:
        assert self.process.stdin
        try:
            self.process.stdin.write(blob)
            if flush:
                self.process.stdin.flush()
        except OSError:
            raise BadQuestion("the SPARQL engine has stopped; ask again") from None

    def _receive(self, limit: float | None) -> dict[str, Any]:
        stream, got = self.process.stdout, [b""]
        assert stream
        reader = threading.Thread(target=lambda: got.__setitem__(0, stream.readline()), daemon=True)
        reader.start()
        try:
            reader.join(limit)
        except BaseException:  # an interrupt: the answer would be taken for that of the next query
            self._stop()
            raise
        if reader.is_alive():
            self._stop()
            raise BadQuestion(f"the query took longer than {limit:g} seconds; narrow it, add LIMIT, or allow more time")
        if not got[0]:
            self._stop()
            raise BadQuestion("the SPARQL engine has stopped (out of memory?); narrow the query")
        made: dict[str, Any] = json.loads(got[0])
        return made


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    for stream in (process.stdin, process.stdout):
        if stream:
            try:
                stream.close()
            except OSError:
                continue
    process.wait()
