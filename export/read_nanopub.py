"""What another program finds in our RDF 1.2 and in nanopublications. Used by `loss.py`; shares no code with the writers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote

from ..graph import schema
from ..graph.errors import MissingExtra
from .loss import Found, truth
from .parse_rdf import Triple, parse

_PREFIX = re.compile(r"^@prefix ([^:]*): <([^>]*)> \.$", re.MULTILINE)
_HOME = "https://w3id.org/endoneuro/"
_VOCAB = _HOME + "vocab/"
_BIOLINK = "https://w3id.org/biolink/vocab/"
_PROV = "http://www.w3.org/ns/prov#"
_TERMS = "http://purl.org/dc/terms/"
_REIFIES = "http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies"
_INTRODUCES = "http://purl.org/nanopub/x/introduces"


def read_rdf12(path: Path) -> Found:
    """Read RDF 1.2 Turtle: its triples of RDF 1.1 as the import does, once the reifiers are taken away.

    Raises:
        MissingExtra: rdflib cannot read RDF 1.2.

    """
    from .read_rdf import read_rdf as imported

    if not find_spec("pyoxigraph"):
        raise MissingExtra("pyoxigraph", "oxigraph")
    import pyoxigraph

    plain = path.with_name(path.name + ".nt")
    kept = (q for q in pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE) if q.predicate.value != _REIFIES)
    pyoxigraph.serialize(kept, output=str(plain), format=pyoxigraph.RdfFormat.N_TRIPLES)
    return truth(imported(plain).graph)


def read_nanopubs(path: Path) -> Found:
    """Read nanopublications: claims whole; of their findings the names, and together where they come from."""
    homes = sorted(_PREFIX.findall(path.read_text("utf-8")), key=lambda x: -len(x[1]))

    def curie(iri: str) -> str:
        return next((f"{n}:{unquote(iri[len(home) :])}" for n, home in homes if iri.startswith(home)), iri)

    about: dict[str, dict[str, list[str]]] = {}
    for s, p, o in _triples(path):
        about.setdefault(s, {}).setdefault(p, []).append(o)
    found = Found()
    methods = {m.eco: m.name for m in schema.METHODS.values()}
    for base, said in about.items():
        for claim in said.get(_INTRODUCES, ()):
            made, told = about[claim], about[base + "#assertion"]
            ends = {end: curie(made[_BIOLINK + end][0]) for end in ("subject", "object")}
            words = {name: made.get(_VOCAB + name, [""])[0] for name in ("predicate", "aspect", "supported")}
            found.put("assertion", curie(claim), {**ends, **words, "sign": made.get(_VOCAB + "sign", ["unknown"])[0]})
            for node in ends.values():
                found.put("node", node)
            for iri in (*made.get(_BIOLINK + "has_evidence", ()), *made.get(_VOCAB + "counter_evidence", ())):
                found.put("finding", unquote(iri.removeprefix(_HOME + "finding/")))
            papers = [curie(iri) for iri in made.get(_BIOLINK + "publications", ())]
            for paper in papers:
                found.put("reference", paper)
            curators = [unquote(iri.removeprefix(_HOME + "curator/")) for iri in told.get(_PROV + "wasAttributedTo", ())]
            ecos = [methods[c] for c in map(curie, told.get(_TERMS + "type", ())) if c in methods]
            days = [day.removesuffix("T00:00:00Z") for day in said.get(_TERMS + "created", ())]
            together = {"reference": papers, "curator": curators, "method": ecos, "date": days}
            claimed = {name: (value,) for name, value in {**ends, **words}.items() if value and name != "supported"}
            found.pool("finding", curie(claim), {**together, **claimed})
    return found


def _triples(path: Path) -> Iterable[tuple[str, str, str]]:
    triple: Triple
    for triple in parse(path, "trig"):
        yield triple[0], triple[1], triple[2] if isinstance(triple[2], str) else triple[2][0]
