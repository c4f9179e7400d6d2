"""The graph as tables of plain records: one list of columns and one stream of rows a table.

SQLite, Parquet and the data package are made of these, so that they cannot differ in what they hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from ..graph import schema
from ..graph.knowledge import KnowledgeGraph
from ..graph.model import assertion_id

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its type (`text`, `list`, `integer`, `boolean`), what it means, and what it points to."""

    name: str
    type: str = "text"
    meaning: str = ""
    table: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its key columns, its columns and its rows in their order."""

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: Callable[[KnowledgeGraph], Iterator[tuple[Any, ...]]]
    meaning: str


def ordered(mapping: Mapping[str, T]) -> Iterator[T]:
    """Yield the values of a mapping in the order of their keys; holds the keys alone."""
    for key in sorted(mapping):
        yield mapping[key]


def _words(column: str) -> tuple[str, ...]:
    return tuple(schema.ENUMS[column])


_NODES = (
    Column("id", required=True), Column("kind", required=True, choices=tuple(schema.KINDS)), Column("label", required=True),
    Column("synonyms", "list"), Column("class"), Column("is_a", "list"), Column("part_of", "list"), Column("xrefs", "list"),
    Column("description"), Column("circulates", choices=_words("circulates")), Column("counterpart", "list"),
    Column("grain", choices=_words("grain")),
)  # fmt: skip
_REFERENCES = tuple(
    Column(c, required=c == "id", choices=_words("retracted") if c == "retracted" else ()) for c in schema.REFERENCE_COLUMNS
)
_ASSERTIONS = (
    Column("id", required=True), Column("subject", table="nodes", required=True),
    Column("predicate", required=True, choices=tuple(schema.PREDICATES)), Column("aspect", choices=tuple(schema.ASPECTS)),
    Column("object", table="nodes", required=True),
    Column("sign", "integer", "1 more of the object, -1 less, 0 no sign; empty where it is not known"),
    Column("supported", "boolean", "whether at least one finding supports it", required=True),
    Column("supporting", "integer", "findings that support it", required=True),
    Column("against", "integer", "findings that saw nothing, or the reverse", required=True),
    Column("tier", "integer", "the strongest tier among its findings", required=True),
)  # fmt: skip
_LISTS = ("region", "species", "stage", "state", "experiment")
_CHOICES = {c: _words(c) for c in ("route", "route_test", "sex", "manipulation", "dose", "result", "read")} | {
    "predicate": tuple(schema.PREDICATES), "aspect": tuple(schema.ASPECTS), "onset": tuple(schema.ONSETS),
    "method": tuple(schema.METHODS),
}  # fmt: skip
_POINTS = {"subject": "nodes", "object": "nodes", "via": "nodes", "reference": "references"}
_COLUMNS = tuple(c for c in schema.FINDING_COLUMNS if c not in ("subject_label", "object_label"))
_FINDINGS = (
    *(
        Column(
            c,
            "list" if c in _LISTS else "text",
            table=_POINTS.get(c, ""),
            required=c in ("id", "subject", "predicate", "object", "result", "reference"),
            choices=_CHOICES.get(c, ()),
        )
        for c in _COLUMNS
    ),
    Column("assertion", meaning="the assertion of its own claim", table="assertions", required=True),
    Column("tier", "integer", "strength of the method, 1 (trial) to 5 (review)", required=True),
)
_ROWS = (
    Column("assertion", table="assertions", required=True),
    Column("finding", table="findings", required=True),
    Column("part", meaning="claim, or the ligand or effect step of a finding with via", required=True),
)
_LOOPS = (
    Column("name", required=True), Column("axis", choices=_words("axis")), Column("kind", choices=_words("loop_kind")),
    Column("sign", "integer", required=True), Column("opened_by", "list"), Column("references", "list"),
)  # fmt: skip
_LOOP_STEPS = (
    Column("loop", table="loops", required=True), Column("step", "integer", required=True), Column("subject"),
    Column("predicate", choices=tuple(schema.PREDICATES)), Column("aspect", choices=tuple(schema.ASPECTS)),
    Column("object"), Column("region", "list"),
    Column("assertion", meaning="the assertion of this claim, where the graph holds it", table="assertions"),
)  # fmt: skip
_CHECKS = (
    Column("finding", meaning="the finding that was read again; it may have been withdrawn since", required=True),
    *(Column(c, required=c == "batch") for c in schema.CHECK_COLUMNS[1:]),
)


def _nodes(kg: KnowledgeGraph) -> Iterator[tuple[Any, ...]]:
    for n in ordered(kg.nodes):
        yield (n.id, n.kind, n.label, n.synonyms, n.cls, n.is_a, n.part_of, n.xrefs, n.description, n.circulates,
               n.counterpart, n.grain)  # fmt: skip


def _references(kg: KnowledgeGraph) -> Iterator[tuple[Any, ...]]:
    for r in ordered(kg.references):
        yield tuple(getattr(r, c.name) for c in _REFERENCES)


def _assertions(kg: KnowledgeGraph) -> Iterator[tuple[Any, ...]]:
    for a in ordered(kg.assertions):
        tier = min(r.finding.tier for r in a.rows)
        yield (a.id, a.subject, a.predicate, a.aspect, a.object, a.sign, a.supported, len(a.supporting), len(a.against), tier)


def _findings(kg: KnowledgeGraph) -> Iterator[tuple[Any, ...]]:
    for f in ordered(kg.findings):
        claim = assertion_id(f.subject, f.predicate, f.aspect, f.object)
        yield (*(getattr(f, c) for c in _COLUMNS), claim, f.tier)


def _assertion_findings(kg: KnowledgeGraph) -> Iterator[tuple[Any, ...]]:
    for a in ordered(kg.assertions):
        yield from sorted({(a.id, r.finding.id, r.part) for r in a.rows})


def _loops(kg: KnowledgeGraph) -> Iterator[tuple[Any, ...]]:
    for x in kg.loops:
        yield (x.name, x.axis, x.kind, x.sign, x.opened_by, x.references)


def _loop_steps(kg: KnowledgeGraph) -> Iterator[tuple[Any, ...]]:
    for x in kg.loops:
        for s in x.steps:
            claim = assertion_id(s.subject, s.predicate, s.aspect, s.object)
            known = claim if claim in kg.assertions else ""
            yield (x.name, s.step, s.subject, s.predicate, s.aspect, s.object, s.region, known)


def _checks(kg: KnowledgeGraph) -> Iterator[tuple[Any, ...]]:
    for c in sorted(kg.checks, key=lambda c: (c.finding, c.batch, c.date, c.verdict, c.note)):
        yield tuple(getattr(c, column.name) for column in _CHECKS)


TABLES: tuple[Table, ...] = (
    Table("nodes", ("id",), _NODES, _nodes, "What the graph is about: hormones, receptors, places, processes."),
    Table("references", ("id",), _REFERENCES, _references, "Publications."),
    Table("assertions", ("id",), _ASSERTIONS, _assertions, "Claims, each made by one or more findings."),
    Table("findings", ("id",), _FINDINGS, _findings, "Measured results of publications, with their circumstances."),
    Table(
        "assertion_findings",
        ("assertion", "finding", "part"),
        _ROWS,
        _assertion_findings,
        "Which finding speaks for which claim.",
    ),
    Table("loops", ("name",), _LOOPS, _loops, "Declared feedback loops."),
    Table("loop_steps", ("loop", "step"), _LOOP_STEPS, _loop_steps, "Their steps, in order, with their places."),
    Table("checks", (), _CHECKS, _checks, "Second, blind readings of findings."),
)
