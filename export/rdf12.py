"""RDF 1.2 Turtle: every claim as a reifier of its triple, with its evidence as annotations.

It holds all triples of the RDF 1.1 files and one `rdf:reifies` for each claim. A claim that no finding supports reifies a
triple that is not asserted. Readers of RDF 1.1 alone (rdflib among them) cannot read it; pyoxigraph does.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from ..graph.knowledge import KnowledgeGraph
from ..graph.rdf_terms import Pairs
from ..graph.triples import blocks, direct_predicate, prefixes
from .rdf import Turtle, joined


def to_rdf12(graph: KnowledgeGraph) -> Iterator[str]:
    """Yield the graph as RDF 1.2 Turtle.

    >>> import endoneuro
    >>> from endoneuro.export.rdf12 import to_rdf12
    >>> any("{|" in piece for piece in to_rdf12(endoneuro.load()))
    True
    """
    write = Turtle(prefixes(graph))
    yield write.head()
    about: dict[str, Pairs] = {b.subject: b.pairs for b in blocks(graph) if b.graph == "assertions"}
    for subject, same in groupby((b for b in blocks(graph) if b.graph != "assertions"), key=lambda b: b.subject):
        if pairs := [pair for block in same if block.graph != "claims" for pair in block.pairs]:
            yield "\n" + write.block(subject, pairs)
    claims: dict[tuple[str, str, str], list[str]] = {}
    for _, a in sorted(graph.assertions.items()):
        subject, object_ = (str(v) for end in ("subject", "object") for p, v in about[a.id] if p == f"biolink:{end}")
        triple = (write.name(subject), write.name(direct_predicate(a)), write.name(object_))
        if a.supported:
            claims.setdefault(triple, []).append(a.id)
        else:
            reified = ("rdf:reifies", f"<<( {' '.join(triple)} )>>")
            written = {("a" if p == "rdf:type" else write.name(p), write.value(v)) for p, v in about[a.id]}
            yield f"\n{write.name(a.id)}{joined({*written, reified})} .\n"
    for triple, ids in sorted(claims.items()):
        notes = (f" ~ {write.name(i)} {{|{write.pairs(about[i])} |}}" for i in ids)
        yield f"\n{' '.join(triple)}{''.join(notes)} .\n"
