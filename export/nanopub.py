"""Nanopublications: one for each claim, TriG, with trusty URIs computed here. Nothing is signed or published.

The artifact code is that of module RA of the trusty URI specification: SHA-256 over the sorted statements, in which the
code itself is a blank.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Iterator

from .. import __version__
from ..graph import schema
from ..graph.knowledge import KnowledgeGraph
from ..graph.model import Assertion
from ..graph.rdf_terms import Lines, Pairs, Value, address, moment, string
from ..graph.triples import blocks, direct_predicate, prefixes
from ..graph.vocab import CURATOR, DATASET, HOME, LICENCE, XSD
from .rdf import Turtle

BASE = HOME + "nanopub/"
_EXTRA = {
    "np": "http://www.nanopub.org/nschema#",
    "npx": "http://purl.org/nanopub/x/",
    "orcid": "https://orcid.org/",
    "pav": "http://purl.org/pav/",
}
_SOURCES = ("biolink:publications", "biolink:has_evidence", "vocab:counter_evidence")
Graphs = dict[str, list[tuple[str, Pairs]]]


def to_nanopubs(graph: KnowledgeGraph) -> Iterator[str]:
    """Yield every claim as a nanopublication: head, assertion, provenance and publication info.

    The assertion graph holds the association and, where a finding supports the claim, the claim as one triple with our
    own property; the provenance names the findings and publications it comes from.

    >>> import endoneuro
    >>> from endoneuro.export.nanopub import to_nanopubs
    >>> any("np:Nanopublication" in piece for piece in to_nanopubs(endoneuro.load()))
    True
    """
    known = {**prefixes(graph), **_EXTRA}
    write, lines = Turtle(known), Lines(known)
    yield write.head()
    for block in blocks(graph):
        if block.graph == "assertions":
            a = graph.assertions[block.subject]
            yield "\n" + _text(write, lines, _graphs(graph, a, block.pairs))


def _graphs(graph: KnowledgeGraph, a: Assertion, pairs: Pairs) -> Graphs:
    """Return the four graphs of one claim; names of this nanopublication begin with a blank."""
    findings = {r.finding.id: r.finding for r in a.rows}
    subject, object_ = (str(v) for end in ("subject", "object") for p, v in pairs if p == f"biolink:{end}")
    assertion: list[tuple[str, Pairs]] = [(a.id, pairs)]
    if a.supported:
        assertion.append((subject, [(f"vocab:{a.predicate}", object_), (direct_predicate(a), object_)]))
    sources: Pairs = [("prov:wasDerivedFrom", v) for p, v in pairs if p in _SOURCES]
    curators = sorted({f.curator for f in findings.values() if f.curator})
    by: list[Value] = [address(CURATOR, c) for c in curators] or [f"<{HOME}curators>"]
    methods = sorted({schema.METHODS[f.method].eco for f in findings.values() if f.method in schema.METHODS})
    told: Pairs = [*sources, *(("prov:wasAttributedTo", c) for c in by), *(("dcterms:type", m) for m in methods)]
    days = sorted(f.date for f in findings.values() if f.date)
    info: Pairs = [
        ("dcterms:license", f"<{LICENCE}>"),
        ("dcterms:isPartOf", f"<{DATASET}>"),
        ("pav:version", string(__version__)),
        ("npx:introduces", a.id),
        *(("dcterms:creator", c) for c in by),
    ]
    info += [("dcterms:created", moment(days[-1]))] if days else []
    head: Pairs = [
        ("rdf:type", "np:Nanopublication"),
        ("np:hasAssertion", "< #assertion>"),
        ("np:hasProvenance", "< #provenance>"),
        ("np:hasPublicationInfo", "< #pubinfo>"),
    ]
    return {
        "Head": [("< >", head)],
        "assertion": assertion,
        "provenance": [("< #assertion>", told)],
        "pubinfo": [("< >", info)],
    }


def artifact_code(lines: Lines, graphs: Graphs) -> str:
    """Return the trusty code of four graphs whose own names begin with a blank.

    Statements are sorted by graph, subject, predicate and object, addresses before literals, in the order of their bytes.
    """
    rows = set()
    for name, said in graphs.items():
        for subject, pairs in said:
            for predicate, value in pairs:
                full = [_own(f"< #{name}>"), _own(lines.name(subject)), _own(lines.name(predicate))]
                if isinstance(value, str):
                    key: tuple[bytes, ...] = (b"0", _own(lines.name(value)).encode(), b"")
                    written = _own(lines.name(value))
                else:
                    datatype = lines.name(value[1])[1:-1] if value[1] else XSD + "string"
                    key = (b"1", value[0].encode(), datatype.encode())
                    written = f"^{datatype} " + value[0].replace("\\", "\\\\").replace("\n", "\\n")
                rows.add((tuple(x.encode() for x in full), key, "".join(f"{x}\n" for x in (*full, written))))
    digest = hashlib.sha256("".join(text for _, _, text in sorted(rows)).encode()).digest()
    return "RA" + urlsafe_b64encode(digest).decode().rstrip("=")


def _own(name: str) -> str:
    """Return a name in full, with the blank of this nanopublication behind its base."""
    inner = name[1:-1]
    return BASE + inner if inner.startswith(" ") else inner


def _text(write: Turtle, lines: Lines, graphs: Graphs) -> str:
    me = BASE + artifact_code(lines, graphs)

    def named(name: Value) -> Value:
        return f"<{me}{name[2:-1]}>" if isinstance(name, str) and name.startswith("< ") else name

    parts = []
    for name, said in graphs.items():
        inner = "".join(write.block(str(named(s)), [(p, named(v)) for p, v in pairs]) for s, pairs in said)
        parts.append(f"<{me}#{name}> {{\n{inner}}}\n")
    return "\n".join(parts)
