"""RDF against rdflib in one run: serializers and queries (targets 5 and 6). Ratios count, not seconds.

The serializers are timed from the graph of records to the last byte, rdflib's from its own filled graph, both into a file
that keeps nothing, in seconds of this process, so that other work on the machine does not count much; queries, which ours
answers in another process, by the clock. Writers are timed in turn, ours and theirs, so that a slow minute of the machine
is in both; the shortest of each counts, as what else runs can only make them longer.
"""

from __future__ import annotations

import gc
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import rdflib
from rdflib.compare import isomorphic

import endoneuro
from endoneuro.export.jsonld import context, to_jsonld
from endoneuro.export.rdf import to_ntriples, to_trig, to_turtle
from endoneuro.graph.triples import prefixes
from endoneuro.queries.sparql_engine import sparql

QUERIES = {
    "group": "SELECT ?p (COUNT(*) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?p",
    "join": 'SELECT ?f ?l WHERE { ?f vocab:region ?r . ?r rdfs:label ?l ; a vocab:Structure . ?f vocab:sex "female" }',
    "property path": 'SELECT ?f WHERE { ?r BFO:0000050* ?w . ?w rdfs:label "hippocampus" . ?f vocab:region ?r }',
}
#: Bars of performance.md; None has no bar.
TARGETS = {"turtle": 20, "json-ld": 20, "nt": 3, "trig": None, "group": 10, "join": 10, "property path": None}


def took(call: Callable[[], object], times: int, clock: Callable[[], float] = time.perf_counter) -> float:
    taken = []
    for _ in range(times):
        gc.collect()
        gc.disable()
        start = clock()
        call()
        taken.append(clock() - start)
        gc.enable()
    return statistics.median(taken)


def pour(pieces: Iterable[str]) -> None:
    """Write pieces where nothing is kept, as an export writes them to its file."""
    with Path(os.devnull).open("wb") as nowhere:
        for piece in pieces:
            nowhere.write(piece.encode())


def in_turn(mine: Callable[[], object], theirs: Callable[[], object]) -> tuple[float, float]:
    """Return the shortest of ours and theirs, measured in turn; ours three times for each of theirs, being so much shorter."""
    ours: list[float] = []
    others: list[float] = []
    for _ in range(3):
        ours += [took(mine, 1, time.process_time) for _ in range(3)]
        others.append(took(theirs, 1, time.process_time))
    return min(ours), min(others)


def row(number: str, what: str, ours: float, theirs: float, key: str) -> bool:
    ratio, bar = theirs / ours, TARGETS[key]
    verdict = "" if bar is None else "met" if ratio >= bar else "NOT MET"
    wanted = "" if bar is None else f">= {bar}x"
    print(
        f"{number:<3} {what:<54} {ours * 1000:>10.2f} ms {theirs * 1000:>11.1f} ms {ratio:>9.1f}x  rdflib {wanted:<8} {verdict}"
    )
    return bar is None or ratio >= bar


def main() -> int:
    kg = endoneuro.load()
    lines = "".join(to_ntriples(kg))
    filled = rdflib.Graph(bind_namespaces="none").parse(data=lines, format="nt")
    for name, iri in prefixes(kg).items():
        filled.bind(name, iri)
    data = rdflib.Dataset()
    data.parse(data="".join(to_trig(kg)), format="trig")
    gc.collect()
    gc.freeze()  # what stands loaded is no part of what is measured
    print(f"RDF of the shipped graph: {len(filled):,} triples; ours from the records, theirs from a filled graph")
    met = True
    for what, write, form, source in (
        ("Turtle", to_turtle, "turtle", filled), ("JSON-LD", to_jsonld, "json-ld", filled), ("N-Triples", to_ntriples, "nt", filled),
        ("TriG", to_trig, "trig", data),
    ):  # fmt: skip
        mine, theirs = in_turn(
            lambda write=write: pour(write(kg)),  # type: ignore[misc]
            lambda form=form, source=source: source.serialize(os.devnull, format=form, encoding="utf-8"),  # type: ignore[misc]
        )
        met &= row("5", f"write {what}", mine, theirs, form)
    ours = context(prefixes(kg))
    mine, theirs = in_turn(
        lambda: pour(to_jsonld(kg)),
        lambda: filled.serialize(os.devnull, format="json-ld", context=ours, encoding="utf-8"),
    )
    row("5", "  the same, theirs by our context too", mine, theirs, "trig")
    for what, write, form in (("Turtle", to_turtle, "turtle"), ("JSON-LD", to_jsonld, "json-ld")):
        same = set(rdflib.Graph().parse(data="".join(write(kg)), format=form)) == set(filled)
        met &= same
        print(f"5   {what} read back by rdflib: {'the same triples' if same else 'NOT THE SAME'}")
    small = rdflib.Graph().parse(data="".join(lines.splitlines(keepends=True)[:5000]), format="nt")
    assert isomorphic(small, small)
    for name, text in QUERIES.items():
        rows = sparql(kg, text).rows
        mine = took(lambda text=text: sparql(kg, text), 15)  # type: ignore[misc]
        counts: list[int] = []
        theirs = took(lambda text=text, counts=counts: counts.append(len(list(filled.query(text, initNs=prefixes(kg))))), 3)  # type: ignore[misc]
        assert counts[0] == len(rows) > 0, name
        met &= row("6", f"SPARQL {name}, {len(rows):,} rows, graph loaded", mine, theirs, name)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
