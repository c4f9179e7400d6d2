"""A process of its own that holds the triples and answers SPARQL: the only way to stop a query that takes too long.

It is run as a file, not as a module of the package, so that it starts fast and imports nothing but its engine. It reads
from its standard input one line with the name of the engine, the triples as N-Triples, an empty line, and then one query
a line as JSON; it writes one line of JSON for each.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

Answer: TypeAlias = "dict[str, Any]"
_STRING = "http://www.w3.org/2001/XMLSchema#string"


def pyoxigraph_engine(triples: bytes) -> Callable[[str, dict[str, str]], Answer]:
    """Return what answers queries by pyoxigraph."""
    import pyoxigraph as ox

    store = ox.Store()
    store.bulk_load(triples, format=ox.RdfFormat.N_TRIPLES)

    def term(found: Any) -> list[str] | None:
        if isinstance(found, ox.NamedNode):
            return ["uri", found.value]
        if isinstance(found, ox.Literal):
            datatype = "" if found.language or found.datatype.value == _STRING else found.datatype.value
            return ["literal", found.value, datatype, found.language or ""]
        return None if found is None else ["bnode", getattr(found, "value", None) or str(found)]

    def ask(query: str, prefixes: dict[str, str]) -> Answer:
        found = store.query(query, prefixes=prefixes)
        if isinstance(found, ox.QuerySolutions):
            names = [v.value for v in found.variables]
            return {"form": "select", "variables": names, "rows": [[term(row[n]) for n in names] for row in found]}
        if isinstance(found, ox.QueryTriples):
            return {"form": "graph", "rows": [[term(t.subject), term(t.predicate), term(t.object)] for t in found]}
        return {"form": "ask", "truth": bool(found)}

    return ask


def rdflib_engine(triples: bytes) -> Callable[[str, dict[str, str]], Answer]:
    """Return what answers queries by rdflib."""
    import rdflib

    graph = rdflib.Graph(bind_namespaces="none").parse(data=triples, format="nt")

    def term(found: Any) -> list[str] | None:
        if found is None:
            return None
        if isinstance(found, rdflib.Literal):
            datatype = "" if found.language or str(found.datatype or _STRING) == _STRING else str(found.datatype)
            text = str(found)
            if datatype.endswith("#dateTime") and text.endswith("+00:00"):
                text = text.removesuffix("+00:00") + "Z"
            return ["literal", text, datatype, found.language or ""]
        return ["uri" if isinstance(found, rdflib.URIRef) else "bnode", str(found)]

    def ask(query: str, prefixes: dict[str, str]) -> Answer:
        found = graph.query(query, initNs=prefixes)
        if found.type == "ASK":
            return {"form": "ask", "truth": bool(found.askAnswer)}
        rows: Iterable[Any] = found
        if found.type == "SELECT":
            names = [str(v) for v in found.vars or ()]
            return {"form": "select", "variables": names, "rows": [[term(x) for x in row] for row in rows]}
        return {"form": "graph", "rows": [[term(x) for x in row] for row in rows]}

    return ask


def serve() -> None:
    """Load what stands on the standard input, then answer until it ends."""
    source, target = sys.stdin.buffer, sys.stdout.buffer
    engine = source.readline().decode().strip()
    lines = []
    for line in source:
        if line == b"\n":
            break
        lines.append(line)
    ask = (pyoxigraph_engine if engine == "pyoxigraph" else rdflib_engine)(b"".join(lines))
    lines.clear()
    target.write(b"{}\n")
    target.flush()
    for line in source:
        asked = json.loads(line)
        try:
            made = ask(asked["query"], asked["prefixes"])
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # a panic of a compiled engine is no Exception
            made = {"error": str(error), "kind": type(error).__name__}
            made |= {"at": [error.lineno, error.col]} if hasattr(error, "lineno") and hasattr(error, "col") else {}
        target.write(json.dumps(made).encode() + b"\n")
        target.flush()


if __name__ == "__main__":
    serve()
