"""What a SPARQL query returned, as text: a table, CSV, JSON or Turtle."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

from ..graph.bindings import Bindings, Bound
from ..graph.errors import BadQuestion
from ..graph.knowledge import KnowledgeGraph
from ..graph.rdf_terms import escaped
from ..graph.triples import prefixes
from .rdf import Turtle, joined, safe

_BARE = {"http://www.w3.org/2001/XMLSchema#" + name for name in ("boolean", "integer")}


def to_table(kg: KnowledgeGraph, found: Bindings) -> str:
    r"""Return rows as an aligned table with short names, and their number.

    >>> import endoneuro
    >>> from endoneuro.export.bindings import to_table
    >>> from endoneuro.graph.bindings import Bindings
    >>> to_table(endoneuro.load(), Bindings("ask", truth=True))
    'yes\n'
    """
    if found.form == "ask":
        return "yes\n" if found.truth else "no\n"
    short = _Short(prefixes(kg))
    rows = [found.variables, *([short.words(t) for t in row] for row in found.rows)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(found.variables))]
    lines = ["  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in rows]
    lines.insert(1, "  ".join("-" * w for w in widths))
    what = "triple" if found.form == "graph" else "row"
    return "\n".join([*lines, "", f"{len(found.rows):,} {what}{'s' * (len(found.rows) != 1)}"]) + "\n"


def to_csv(kg: KnowledgeGraph, found: Bindings) -> str:
    """Return rows as SPARQL 1.1 CSV: plain values, addresses in full."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    if found.form == "ask":
        writer.writerows([["answer"], ["true" if found.truth else "false"]])
    else:
        writer.writerow(found.variables)
        writer.writerows(
            ["" if t is None else f"_:{t.value}" if t.kind == "bnode" else t.value for t in row] for row in found.rows
        )
    return stream.getvalue()


def to_json(kg: KnowledgeGraph, found: Bindings) -> str:
    """Return rows as SPARQL 1.1 Query Results JSON; triples as expanded JSON-LD."""
    return json.dumps(found.to_dict(kg), ensure_ascii=False, indent=2) + "\n"


def to_turtle(kg: KnowledgeGraph, found: Bindings) -> str:
    """Return the triples of a CONSTRUCT or DESCRIBE query as Turtle.

    Raises:
        BadQuestion: the query returned no triples by its form.

    """
    if found.form != "graph":
        raise BadQuestion("Turtle holds triples: use CONSTRUCT or DESCRIBE, or ask for a table, CSV or JSON")
    short = _Short(prefixes(kg))
    subjects: dict[str, set[tuple[str, str]]] = {}
    for row in found.rows:
        s, p, o = (short.turtle(t) for t in row if t is not None)
        subjects.setdefault(s, set()).add((p, o))
    return short.write.head() + "".join(f"\n{s}{joined(pairs)} .\n" for s, pairs in subjects.items())


RESULTS: dict[str, Callable[[KnowledgeGraph, Bindings], str]] = {
    "table": to_table,
    "csv": to_csv,
    "json": to_json,
    "turtle": to_turtle,
}


class _Short:
    """Writes addresses by their prefixes."""

    def __init__(self, prefixes: dict[str, str]) -> None:
        self.write = Turtle(prefixes)
        self.homes = sorted(prefixes.items(), key=lambda x: (-len(x[1]), x[0]))

    def name(self, iri: str) -> str:
        """Return an address as `prefix:local`, or in angle brackets."""
        found = next(((n, iri[len(home) :]) for n, home in self.homes if iri.startswith(home) and len(iri) > len(home)), None)
        return f"{found[0]}:{found[1]}" if found else f"<{safe(iri)}>"

    def words(self, term: Bound | None) -> str:
        """Return a term for people."""
        if term is None:
            return ""
        text = self.name(term.value) if term.kind == "uri" else term.value
        return " ".join(text.split()) if term.kind == "literal" else text

    def turtle(self, term: Bound) -> str:
        """Return a term for Turtle."""
        if term.kind == "uri":
            return self.write.name(self.name(term.value))
        if term.kind == "bnode":
            return f"_:{term.value}"
        if term.datatype in _BARE:
            return term.value
        tail = (
            f"@{term.language}" if term.language else f"^^{self.turtle(Bound('uri', term.datatype))}" if term.datatype else ""
        )
        return f'"{escaped(term.value)}"{tail}'
