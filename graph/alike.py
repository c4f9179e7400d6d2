"""What many records say alike: runs of pairs that are made once and shared, so that a writer writes them once.

A run holds every value its predicates have in a record, so that a record is its run and then what is its own.
"""

from __future__ import annotations

from functools import lru_cache

from . import schema
from .rdf_terms import FALSE, TRUE, Pairs, Shared, Value, address, moment, string, whole
from .vocab import CURATOR

_MOST = 4096
_DIRECTION = {1: "increased", -1: "decreased"}


@lru_cache(_MOST)
def of_nodes(kind: str, cls: str, circulates: str, grain: str) -> Shared:
    """Return what is said of every node of a kind, class and so on.

    >>> from endoneuro.graph.alike import of_nodes
    >>> of_nodes("Gene", "", "", "")[0]
    ('rdf:type', 'vocab:Gene')
    """
    pairs: Pairs = [("rdf:type", f"vocab:{kind}")]
    if kind in schema.KINDS:
        pairs.append(("rdf:type", schema.KINDS[kind].biolink))
    return Shared(pairs + _words(("class", cls), ("circulates", circulates), ("grain", grain)))


@lru_cache(_MOST)
def of_claims(name: str, aspect: str, sign: int | None, supported: bool) -> Shared:
    """Return what is said of every claim of a predicate and aspect.

    >>> from endoneuro.graph.alike import of_claims
    >>> ("vocab:sign", ("1", "xsd:integer")) in of_claims("increases", "", 1, True)
    True
    """
    predicate = schema.PREDICATES[name]
    pairs: Pairs = [
        ("rdf:type", "biolink:Association"),
        ("biolink:predicate", predicate.biolink),
        ("biolink:knowledge_level", ("knowledge_assertion", "")),
        ("biolink:agent_type", ("automated_agent", "")),
        ("vocab:predicate", (name, "")),
        ("vocab:supported", TRUE if supported else FALSE),
    ]
    if sign is not None:
        pairs.append(("vocab:sign", whole(sign)))
    if aspect:
        pairs.append(("vocab:aspect", (aspect, "")))
    told = schema.ASPECTS[aspect].biolink if aspect else "activity" if predicate.group == "ligand" else ""
    if told:
        pairs.append(("biolink:object_aspect_qualifier", (told, "")))
    if predicate.biolink == "biolink:affects" and predicate.sign in _DIRECTION and predicate.group in ("ligand", "causal"):
        pairs.append(("biolink:object_direction_qualifier", (_DIRECTION[predicate.sign], "")))
        pairs.append(("biolink:qualified_predicate", "biolink:causes"))
    return Shared(pairs)


@lru_cache(_MOST)
def of_findings(
    tier: int, result: str, sex: str, manipulation: str, method: str, read: str, curator: str, date: str, species: str | None
) -> Shared:
    """Return what is said of every finding of one method, species and so on; `species` is None where there are several, or none.

    >>> from endoneuro.graph.alike import of_findings
    >>> of_findings(3, "supports", "", "", "", "", "", "", "rat")[-1]
    ('vocab:species', 'NCBITaxon:10116')
    """
    pairs: Pairs = [("rdf:type", "vocab:Finding"), ("vocab:tier", whole(tier))]
    if method in schema.METHODS:
        pairs.append(("rdf:type", schema.METHODS[method].eco))
    pairs += _words(("result", result), ("sex", sex), ("manipulation", manipulation), ("method", method), ("read", read))
    if curator:
        pairs.append(("prov:wasAttributedTo", address(CURATOR, curator)))
    if date:
        pairs.append(("prov:generatedAtTime", moment(date)))
    return Shared(pairs if species is None else [*pairs, of_species(species)])


@lru_cache(_MOST)
def of_checks(batch: str, predicate: str, result: str, species: str, verdict: str, date: str) -> Shared:
    """Return what is said of every second reading of one batch, verdict and so on.

    >>> from endoneuro.graph.alike import of_checks
    >>> len(of_checks("b1", "", "", "", "agrees", ""))
    3
    """
    pairs: Pairs = [("rdf:type", "vocab:SecondReading")]
    pairs += _words(
        ("batch", batch), ("predicate", predicate), ("result", result), ("species_words", species), ("verdict", verdict)
    )
    return Shared([*pairs, ("prov:generatedAtTime", moment(date))] if date else pairs)


def of_species(name: str) -> tuple[str, Value]:
    """Return what a species says: its taxon where we know it, else the word.

    >>> from endoneuro.graph.alike import of_species
    >>> of_species("yeti")
    ('vocab:species_words', ('yeti', ''))
    """
    known = schema.SPECIES.get(name)
    return ("vocab:species", known) if known else ("vocab:species_words", string(name))


def _words(*columns: tuple[str, str]) -> Pairs:
    return [(f"vocab:{column}", string(word)) for column, word in columns if word]
