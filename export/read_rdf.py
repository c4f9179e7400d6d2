"""The way back: a file that these exports wrote becomes an equal graph again.

What is read is judged by writing it anew: every triple of the file that the graph read from it would not hold is foreign,
kept out and counted; every triple that it would hold and the file does not is counted as missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import unquote

from ..graph import schema
from ..graph.curies import Prefix, Prefixes
from ..graph.errors import DataError
from ..graph.knowledge import KnowledgeGraph
from ..graph.model import Check, Finding, Loop, LoopStep, Node, Problem, Reference
from ..graph.rdf_terms import Lines
from ..graph.tables import natural
from ..graph.triples import PLAIN, blocks, prefixes
from ..graph.vocab import BIOLINK, CHECK, CURATOR, FINDING, PREFIX, STANDARD, VOCAB
from .parse_rdf import Object, Triple, parse

_S = STANDARD
_TYPE, _LABEL, _COMMENT = _S["rdf"] + "type", _S["rdfs"] + "label", _S["rdfs"] + "comment"
_MADE = _S["prov"] + "generatedAtTime"
_About: TypeAlias = "dict[str, list[Object]]"


@dataclass(frozen=True, slots=True)
class Imported:
    """A graph that was read, and what of the file is not in it.

    `foreign` triples are none of ours and were kept out, with the first few of them as `examples`; `missing` ones belong to
    the graph that was read and are not in the file.
    """

    graph: KnowledgeGraph
    triples: int
    foreign: int
    missing: int
    examples: tuple[str, ...] = ()


def read_rdf(path: str | Path, *, format: str = "") -> Imported:
    """Read a Turtle, N-Triples, TriG or JSON-LD file that was exported from a graph.

    Args:
        path: the file; its suffix says how it is written, unless `format` does.
        format: `turtle`, `ntriples`, `trig` or `jsonld`.

    Returns:
        The graph, and how many triples were none of ours or are missing.

    Raises:
        DataError: the file cannot be read, is broken (with its line), or holds records that do not hang together.
        UnknownFormat: a suffix or format that cannot be read.

    >>> import endoneuro, tempfile, pathlib
    >>> from endoneuro.export.read_rdf import read_rdf
    >>> kg = endoneuro.load()
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     found = read_rdf(endoneuro.write(kg, pathlib.Path(folder) / "graph.nt"))
    >>> found.foreign, len(found.graph.nodes) == len(kg.nodes)
    (0, True)

    """
    file = Path(path)
    triples = set(parse(file, format))
    graph = _Reader(file, triples).graph()
    ours = _triples(graph)
    foreign = triples - ours
    shown = sorted(" ".join((s, p, o if isinstance(o, str) else repr(o[0]))) for s, p, o in foreign)[:3]
    return Imported(graph, len(triples), len(foreign), len(ours - triples), tuple(shown))


def _triples(kg: KnowledgeGraph) -> set[Triple]:
    """Return the triples of a graph in the shape `parse` gives them."""
    name = Lines(prefixes(kg)).name

    def full(value: Any) -> Object:
        return name(value)[1:-1] if isinstance(value, str) else (value[0], name(value[1])[1:-1] if value[1] else "")

    return {(name(b.subject)[1:-1], name(p)[1:-1], full(v)) for b in blocks(kg) for p, v in b.pairs}


class _Reader:
    """Makes records of triples."""

    def __init__(self, file: Path, triples: set[Triple]) -> None:
        self.file = file
        self.about: dict[str, _About] = {}
        for s, p, o in triples:
            self.about.setdefault(s, {}).setdefault(p, []).append(o)
        self.of_type: dict[str, list[str]] = {}
        for subject in sorted(self.about):
            for kind in self.links(subject, _TYPE):
                self.of_type.setdefault(kind, []).append(subject)
        self.prefixes = self.declared()
        self.homes = sorted({**{n: p.iri for n, p in self.prefixes.items()}, **_S}.items(), key=lambda x: (-len(x[1]), x[0]))
        self.names: dict[str, str] = {}
        self.problems: list[Problem] = []

    def graph(self) -> KnowledgeGraph:
        nodes, findings, references = list(self.nodes()), list(self.findings()), list(self.references())
        if not nodes and not findings:
            self.wrong("", "holds none of our records; give a file that 'endoneuro export' wrote")
        labels = {n.id: n.label for n in nodes}
        known = {r.id for r in references}
        for f in findings:
            for end in (f.subject, f.object, f.via):
                if end and end not in labels:
                    self.wrong(f.id, f"finding {f.id} names {end}, which is no node of the file")
            if f.reference not in known:
                self.wrong(f.id, f"finding {f.id} cites {f.reference or 'nothing'}, which is no publication of the file")
        findings = [
            f._replace(
                subject_label=self.word(s, "subject_label")
                if self.has(s, "subject_label")
                else labels.get(f.subject, f.subject),
                object_label=self.word(s, "object_label") if self.has(s, "object_label") else labels.get(f.object, f.object),
            )
            for s, f in zip(self.of_type.get(VOCAB + "Finding", ()), findings, strict=True)
        ]
        if self.problems:
            raise DataError(self.problems)
        loops = list(self.loops())
        if self.problems:
            raise DataError(self.problems)
        return KnowledgeGraph(
            nodes=sorted(nodes, key=lambda n: ([*schema.KINDS].index(n.kind), natural(n.id))),
            findings=sorted(findings, key=lambda f: natural(f.id)),
            references=sorted(references, key=lambda r: natural(r.id)),
            loops=loops,
            checks=sorted(self.checks(), key=lambda c: (natural(c.finding), natural(c.batch))),
            prefixes=Prefixes(self.prefixes),
        )

    # records -----------------------------------------------------------------------------------------------

    def declared(self) -> dict[str, Prefix]:
        made = {}
        for s in self.of_type.get(_S["sh"] + "PrefixDeclaration", ()):
            if s.startswith(PREFIX):
                name = self.text(s, _S["sh"] + "prefix")
                iri, pattern = self.text(s, _S["sh"] + "namespace"), self.text(s, _S["idot"] + "idRegexPattern")
                made[name] = Prefix(name, iri, pattern, self.text(s, _COMMENT))
        return made

    def nodes(self) -> Iterator[Node]:
        seen: set[str] = set()
        for kind in schema.KINDS:
            for s in self.of_type.get(VOCAB + kind, ()):
                if s in seen:
                    self.wrong(self.curie(s), f"{self.curie(s)} is of two kinds")
                    continue
                seen.add(s)
                orders = self.orders(s)
                parents = {
                    column: self.parents(s, relation, column)
                    for column, relation in (("is_a", _S["rdfs"] + "subClassOf"), ("part_of", _S["BFO"] + "0000050"))
                }
                yield Node(
                    self.curie(s),
                    kind,
                    self.text(s, _LABEL),
                    synonyms=orders.of("synonyms", self.texts(s, _S["skos"] + "altLabel")),
                    cls=self.word(s, "class"),
                    is_a=orders.of("is_a", parents["is_a"]),
                    part_of=orders.of("part_of", parents["part_of"]),
                    xrefs=orders.of("xrefs", self.texts(s, _S["oboInOwl"] + "hasDbXref")),
                    description=self.text(s, _S["skos"] + "definition"),
                    circulates=self.word(s, "circulates"),
                    counterpart=orders.of("counterpart", self.curies(s, VOCAB + "counterpart")),
                    grain=self.word(s, "grain"),
                    source=self.file.name,
                )

    def parents(self, s: str, relation: str, column: str) -> list[str]:
        """Return the parents a node's own table names, without those only a finding names."""
        listed = self.links(s, VOCAB + f"listed_{column}")
        return [self.curie(o) for o in self.links(s, relation) if o in listed or (s, relation, o) not in self.claimed]

    @property
    def claimed(self) -> set[Triple]:
        """The hierarchy that findings support, as direct triples."""
        if not hasattr(self, "_claimed"):
            home = {
                p.name: _S[p.ro.partition(":")[0]] + p.ro.partition(":")[2]
                for p in schema.PREDICATES.values()
                if p.ro in ("rdfs:subClassOf", "BFO:0000050")
            }
            self._claimed: set[Triple] = set()
            for s in self.of_type.get(BIOLINK + "Association", ()):
                relation = home.get(self.word(s, "predicate"))
                if relation and self.word(s, "supported") == "true":
                    ends = self.links(s, BIOLINK + "subject"), self.links(s, BIOLINK + "object")
                    self._claimed |= {(a, relation, b) for a in ends[0] for b in ends[1]}
        return self._claimed

    def claim(self, s: str, what: str) -> tuple[str, str, str, str]:
        """Return subject, predicate, aspect and object of an association (or of a step that carries them)."""
        ends = [self.curie(*self.links(s, BIOLINK + end)[:1]) for end in ("subject", "object")]
        predicate, aspect = self.word(s, "predicate"), self.word(s, "aspect")
        if not all(ends) or predicate not in schema.PREDICATES or (aspect and aspect not in schema.ASPECTS):
            self.wrong(what, f"{what}: its claim lacks a subject, an object, or a predicate or aspect we know")
        return ends[0], predicate, aspect, ends[1]

    def findings(self) -> Iterator[Finding]:
        taxa = {curie: name for name, curie in schema.SPECIES.items()}
        for s in self.of_type.get(VOCAB + "Finding", ()):
            me, orders = unquote(s.removeprefix(FINDING)), self.orders(s)
            claims = self.links(s, VOCAB + "claim")
            subject, predicate, aspect, object_ = self.claim(claims[0] if claims else "", f"finding {me}")
            species = [taxa.get(c, c) for c in self.curies(s, VOCAB + "species")]
            made = self.curies(s, _S["prov"] + "wasDerivedFrom")
            by = self.links(s, _S["prov"] + "wasAttributedTo")
            yield Finding(
                me,
                subject,
                predicate,
                aspect,
                object_,
                via=self.curie(*self.links(s, VOCAB + "via")[:1]),
                region=orders.of("region", self.regions(s)),
                cell=self.curie(*self.links(s, VOCAB + "cell")[:1]),
                species=orders.of("species", [*species, *self.texts(s, VOCAB + "species_words")]),
                stage=orders.of("stage", self.texts(s, VOCAB + "stage")),
                state=orders.of("state", [*self.curies(s, VOCAB + "state"), *self.texts(s, VOCAB + "state_words")]),
                experiment=orders.of("experiment", self.texts(s, VOCAB + "experiment")),
                reference=made[0] if made else "",
                finding=self.word(s, "text"),
                curator=unquote(by[0].removeprefix(CURATOR)) if by else "",
                date=self.day(s),
                source=self.file.name,
                **{column: self.word(s, column) for column in PLAIN},  # type: ignore[arg-type]
            )

    def references(self) -> Iterator[Reference]:
        for s in self.of_type.get(_S["bibo"] + "AcademicArticle", ()):
            yield Reference(
                self.curie(s),
                self.text(s, _S["dcterms"] + "title"),
                self.text(s, _S["dc"] + "creator"),
                self.text(s, _S["dcterms"] + "date"),
                self.text(s, _S["prism"] + "publicationName"),
                self.word(s, "publication_type"),
                self.text(s, _S["bibo"] + "doi"),
                self.text(s, _S["fabio"] + "hasPubMedCentralId"),
                self.text(s, _S["bibo"] + "pmid"),
                self.word(s, "retracted"),
                source=self.file.name,
            )

    def loops(self) -> Iterator[Loop]:
        for s in self.of_type.get(VOCAB + "FeedbackLoop", ()):
            name, orders, steps = self.text(s, _LABEL), self.orders(s), []
            for step in sorted(self.links(s, VOCAB + "steps"), key=natural):
                claims = self.links(step, VOCAB + "step_claim")
                carried = self.links(step, BIOLINK + "subject")
                claim = self.claim(step if carried else claims[0] if claims else "", f"loop {name}")
                region = self.orders(step).of("region", self.regions(step))
                steps.append(LoopStep(name, self.number(step, "step_number"), *claim, region, source=self.file.name))
            opened = [*self.curies(s, VOCAB + "opened_by"), *self.texts(s, VOCAB + "state_words")]
            yield Loop(
                name,
                self.word(s, "axis"),
                self.word(s, "loop_kind"),
                self.number(s, "sign"),
                orders.of("opened_by", opened),
                orders.of("references", self.curies(s, _S["dcterms"] + "references")),
                tuple(steps),
                source=self.file.name,
            )

    def checks(self) -> Iterator[Check]:
        for s in self.of_type.get(VOCAB + "SecondReading", ()):
            of = self.links(s, VOCAB + "reading_of")
            batch, predicate, result, species, verdict = (
                self.word(s, w) for w in ("batch", "predicate", "result", "species_words", "verdict")
            )
            finding = unquote(of[0].removeprefix(FINDING)) if of and s.startswith(CHECK) else ""
            note, day = self.text(s, _COMMENT), self.day(s)
            yield Check(finding, batch, predicate, result, species, verdict, note, day, source=self.file.name)

    # values ------------------------------------------------------------------------------------------------

    def curie(self, iri: str = "") -> str:
        """Return an address as an identifier of ours."""
        found = self.names.get(iri)
        if found is None:
            found = next((f"{n}:{unquote(iri[len(home) :])}" for n, home in self.homes if iri.startswith(home)), iri)
            self.names[iri] = found
        return found

    def links(self, s: str, p: str) -> list[str]:
        return sorted(o for o in self.about.get(s, {}).get(p, ()) if isinstance(o, str))

    def curies(self, s: str, p: str) -> list[str]:
        return [self.curie(o) for o in self.links(s, p)]

    def texts(self, s: str, p: str) -> list[str]:
        return sorted(o[0] for o in self.about.get(s, {}).get(p, ()) if not isinstance(o, str))

    def text(self, s: str, p: str) -> str:
        found = self.texts(s, p)
        if len(found) > 1:
            self.wrong(s, f"{self.curie(s)} has {len(found)} values of {self.curie(p)}; one is meant")
        return found[0] if found else ""

    def word(self, s: str, column: str) -> str:
        return self.text(s, VOCAB + column)

    def has(self, s: str, column: str) -> bool:
        return VOCAB + column in self.about.get(s, {})

    def number(self, s: str, column: str) -> int:
        text = self.word(s, column)
        if not text.lstrip("-").isdecimal():
            self.wrong(s, f"{self.curie(s)}: {column} {text[:20]!r} is no number")
            return 0
        return int(text)

    def day(self, s: str) -> str:
        at = [o for o in self.about.get(s, {}).get(_MADE, ()) if not isinstance(o, str)]
        return (at[0][0].removesuffix("T00:00:00Z") if at[0][1] else at[0][0]) if at else ""

    def regions(self, s: str) -> list[str]:
        return [
            *self.curies(s, VOCAB + "region"),
            *(r for r, term in schema.NO_PLACE.items() if self.word(s, term) == "true"),
        ]

    def orders(self, s: str) -> _Orders:
        return _Orders(self.texts(s, VOCAB + "order"))

    def wrong(self, what: str, message: str) -> None:
        self.problems.append(Problem(str(self.file), 1, "error", message, "rdf"))


class _Orders:
    """The orders a record's columns have, where they are not the sorted ones."""

    def __init__(self, texts: list[str]) -> None:
        self.ranks = {column: ranks for column, _, ranks in (t.partition(" ") for t in texts)}

    def of(self, column: str, values: list[str]) -> tuple[str, ...]:
        """Return values in their order."""
        ranked = sorted(set(values))
        try:
            return tuple(ranked[int(rank)] for rank in self.ranks[column].split())
        except (KeyError, ValueError, IndexError):
            return tuple(ranked)
