"""The description of the data set, VoID with DCAT and PROV in Turtle: version, licence, counts, linksets, checksums."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable

from .. import __version__
from ..graph import schema
from ..graph.knowledge import KnowledgeGraph
from ..graph.rdf_terms import Pairs, Value, address, encoded, moment, string, whole
from ..graph.triples import blocks, ntriples, prefixes
from ..graph.vocab import BIOLINK, CURATOR, DATASET, HOME, LICENCE, VOCAB
from . import jsonld, rdf
from .rdf import Turtle

_MEDIA = "https://www.iana.org/assignments/media-types/"
#: The files whose checksums stand in the description: name, media type, and what makes them.
DISTRIBUTIONS = {
    "endoneuro.ttl": ("text/turtle", rdf.to_turtle),
    "endoneuro.nt": ("application/n-triples", ntriples),
    "endoneuro.trig": ("application/trig", rdf.to_trig),
    "endoneuro.jsonld": ("application/ld+json", jsonld.to_jsonld),
}
_EXTRA = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "pav": "http://purl.org/pav/",
    "spdx": "http://spdx.org/rdf/terms#",
}


def to_void(graph: KnowledgeGraph) -> str:
    """Return the description of the data set: its parts by class and property, what it links to, and its files.

    The day it was last changed is that of the youngest finding or second reading, so that the same tables give the same
    bytes.

    >>> import endoneuro
    >>> from endoneuro.export.void import to_void
    >>> "void:triples" in to_void(endoneuro.load())
    True
    """
    subjects: set[str] = set()
    properties: Counter[str] = Counter()
    classes: Counter[str] = Counter()
    objects: set[Value] = set()
    triples = 0
    for _, subject, pairs in blocks(graph):
        subjects.add(subject)
        distinct = set(pairs)
        triples += len(distinct)
        properties.update(p for p, _ in distinct)
        classes.update(str(v) for p, v in distinct if p == "rdf:type")
        objects.update(v for _, v in distinct)
    about: list[tuple[str, Pairs]] = []
    me = f"<{DATASET}>"
    linksets = list(_linksets(graph))
    days = {f.date for f in graph.findings.values()} | {c.date for c in graph.checks}
    dated: Pairs = [("dcterms:modified", moment(max(days)))] if any(days) else []
    curators = sorted({f.curator for f in graph.findings.values() if f.curator})
    about.append(
        (
            me,
            [
                ("rdf:type", "void:Dataset"),
                ("rdf:type", "dcat:Dataset"),
                ("rdf:type", "prov:Entity"),
                ("dcterms:title", string("endoneuro, a curated knowledge graph of endocrine neuromodulation")),
                (
                    "dcterms:description",
                    string("How hormones act on nervous systems, and back: every claim with its findings."),
                ),
                ("dcterms:license", f"<{LICENCE}>"),
                ("dcterms:publisher", f"<{HOME}curators>"),
                ("pav:version", string(__version__)),
                ("dcat:version", string(__version__)),
                ("dcat:landingPage", f"<{HOME}>"),
                *dated,
                ("void:triples", whole(triples)),
                ("void:entities", whole(len(graph.nodes))),
                ("void:classes", whole(len(classes))),
                ("void:properties", whole(len(properties))),
                ("void:distinctSubjects", whole(len(subjects))),
                ("void:distinctObjects", whole(len(objects))),
                ("void:uriSpace", string(HOME)),
                ("void:vocabulary", f"<{BIOLINK}>"),
                ("void:vocabulary", f"<{VOCAB}>"),
                ("prov:wasDerivedFrom", f"<{HOME}references>"),
                *(("prov:wasAttributedTo", address(CURATOR, c)) for c in curators),
                *(("void:classPartition", _part("class", c)) for c in classes),
                *(("void:propertyPartition", _part("property", p)) for p in properties),
                *(("void:subset", name) for name, _ in linksets),
                *(("dcat:distribution", _file(name)) for name in DISTRIBUTIONS),
            ],
        )
    )
    about.append((f"<{HOME}curators>", [("rdf:type", "foaf:Group"), ("foaf:name", string("The endoneuro curators"))]))
    about.append(
        (
            f"<{HOME}references>",
            [
                ("rdf:type", "prov:Collection"),
                ("dcterms:description", string(f"{len(graph.references)} publications")),
                *(("prov:hadMember", _reference(r)) for r in graph.references),
            ],
        )
    )
    about += [(address(CURATOR, c), [("rdf:type", "prov:Agent"), ("foaf:name", string(c))]) for c in curators]
    about += [(_part("class", c), [("void:class", c), ("void:entities", whole(n))]) for c, n in classes.items()]
    about += [(_part("property", p), [("void:property", p), ("void:triples", whole(n))]) for p, n in properties.items()]
    about += linksets
    for name in DISTRIBUTIONS:
        about += _distribution(graph, name)
    write = Turtle({**prefixes(graph), **_EXTRA})
    text = [write.block(subject, pairs) for subject, pairs in about]
    return "\n".join([write.head(), text[0], *sorted(set(text[1:]))])


def checksum(pieces: Iterable[str]) -> tuple[str, int]:
    """Return the SHA-256 of a text given in pieces, and its size in bytes.

    >>> from endoneuro.export.void import checksum
    >>> checksum(["a", "b"])[1]
    2
    """
    digest, size = hashlib.sha256(), 0
    for piece in pieces:
        blob = piece.encode("utf-8")
        digest.update(blob)
        size += len(blob)
    return digest.hexdigest(), size


def _distribution(graph: KnowledgeGraph, name: str) -> list[tuple[str, Pairs]]:
    media, render = DISTRIBUTIONS[name]
    found, size = checksum(render(graph))
    me, sum_ = _file(name), f"<{HOME}file/{name}/sha256>"
    return [
        (
            me,
            [
                ("rdf:type", "dcat:Distribution"),
                ("rdf:type", "prov:Entity"),
                ("dcterms:title", string(name)),
                ("dcterms:license", f"<{LICENCE}>"),
                ("dcat:mediaType", f"<{_MEDIA}{media}>"),
                ("dcat:byteSize", (str(size), "xsd:nonNegativeInteger")),
                ("spdx:checksum", sum_),
                ("prov:specializationOf", f"<{DATASET}>"),
            ],
        ),
        (
            sum_,
            [
                ("rdf:type", "spdx:Checksum"),
                ("spdx:algorithm", "spdx:checksumAlgorithm_sha256"),
                ("spdx:checksumValue", (found, "xsd:hexBinary")),
            ],
        ),
    ]


def _linksets(graph: KnowledgeGraph) -> Iterable[tuple[str, Pairs]]:
    """Yield what the nodes link to by their cross-references, and by their place among others, for each vocabulary."""
    counts: Counter[tuple[str, str]] = Counter()
    for n in graph.nodes.values():
        counts.update(("oboInOwl:hasDbXref", x.partition(":")[0]) for x in set(n.xrefs))
        for predicate, parents in (("rdfs:subClassOf", n.is_a), ("BFO:0000050", n.part_of)):
            counts.update((predicate, p.partition(":")[0]) for p in set(parents))
    for f in graph.findings.values():
        counts["prov:wasDerivedFrom", f.reference.partition(":")[0]] += 1
        counts.update(("vocab:species", "NCBITaxon") for s in f.species if s in schema.SPECIES)
    for (predicate, prefix), number in sorted(counts.items()):
        known = graph.prefixes.by_name.get(prefix)
        if known and prefix != schema.MINTED:
            yield (
                f"<{HOME}linkset/{prefix}/{predicate.partition(':')[2]}>",
                [
                    ("rdf:type", "void:Linkset"),
                    ("void:subjectsTarget", f"<{DATASET}>"),
                    ("void:objectsTarget", f"<{HOME}target/{prefix}>"),
                    ("void:linkPredicate", predicate),
                    ("void:triples", whole(number)),
                ],
            )
            yield (f"<{HOME}target/{prefix}>", [("void:uriSpace", string(known.iri))])


def _part(what: str, name: str) -> str:
    return address(f"{HOME}part/{what}/", name)


def _file(name: str) -> str:
    return f"<{HOME}file/{name}>"


def _reference(curie: str) -> str:
    prefix, _, local = curie.partition(":")
    return f"{prefix}:{encoded(local)}"
