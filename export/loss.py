"""What a format loses: which of our fields it carries, approximates or drops, counted on what a re-import finds.

Nothing here is told by hand. The graph is written, the file is read back by a reader that shares no code with the
writer (`readback.py`), and every value found is held against the graph.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..graph import schema
from ..graph.errors import BadQuestion, UnknownFormat
from ..graph.knowledge import KnowledgeGraph
from ..graph.model import assertion_id
from ..graph.tables import write_atomic

Value = str | tuple[str, ...]
Records = dict[str, dict[str, dict[str, Value]]]
NODE = ("kind", "label", "synonyms", "class", "is_a", "part_of", "xrefs", "description", "circulates", "counterpart", "grain")
ASSERTION = ("subject", "predicate", "aspect", "object", "sign", "supported")
FINDING = tuple(c for c in schema.FINDING_COLUMNS if c not in ("id", "subject_label", "object_label"))
REFERENCE = tuple(c for c in schema.REFERENCE_COLUMNS if c != "id")
LOOP = ("axis", "kind", "sign", "opened_by", "references", "steps", "step_regions")
CHECK = tuple(c for c in schema.CHECK_COLUMNS if c not in ("finding", "batch"))
#: What a graph is made of: kind of record -> its fields, after its identifier.
FIELDS: dict[str, tuple[str, ...]] = {
    "node": NODE, "assertion": ASSERTION, "finding": FINDING, "reference": REFERENCE, "loop": LOOP, "check": CHECK,
}  # fmt: skip
#: Lists whose order says something.
ORDERED = ("synonyms", "steps")


@dataclass(slots=True)
class Found:
    """What a reader found: records by kind, identifier and field; and values that stand only with their owner.

    `pooled` holds, for findings by the assertion of their claim and for checks by their finding, the values that are
    there without telling whose they are.
    """

    records: Records = field(default_factory=lambda: {kind: {} for kind in FIELDS})
    pooled: dict[str, dict[str, dict[str, set[str]]]] = field(default_factory=lambda: {"finding": {}, "check": {}})

    def put(self, kind: str, key: str, values: Mapping[str, Any] | None = None) -> None:
        """Keep the values of a record that are not empty; lists become tuples, numbers and booleans words."""
        held = self.records[kind].setdefault(key, {})
        for name, value in (values or {}).items():
            if name in FIELDS[kind] and value not in ("", None, [], ()):
                held[name] = tuple(map(str, value)) if isinstance(value, list | tuple) else _word(value)

    def pool(self, kind: str, owner: str, values: Mapping[str, Iterable[str]]) -> None:
        """Keep values that belong to some record of an owner."""
        held = self.pooled[kind].setdefault(owner, {})
        for name, several in values.items():
            held.setdefault(name, set()).update(several)


@dataclass(frozen=True, slots=True)
class FieldLoss:
    """What became of one field: of `total` values, how many came back as they were, changed or pooled, or not at all."""

    record: str
    name: str
    total: int
    carried: int
    approximated: int
    dropped: int
    invented: int = 0

    @property
    def verdict(self) -> str:
        """`carried`, `approximated`, `partly` or `dropped`; empty where the graph has no such value."""
        if not self.total:
            return ""
        if self.carried == self.total:
            return "carried"
        if self.dropped == self.total:
            return "dropped"
        return "partly" if self.dropped else "approximated"


@dataclass(frozen=True, slots=True)
class LossReport:
    """What a format loses of one graph, field by field."""

    format: str
    fields: tuple[FieldLoss, ...]

    @property
    def checked(self) -> int:
        """How many values were held against what the re-import found."""
        return sum(f.total for f in self.fields)

    @property
    def carried(self) -> int:
        """How many of them came back as they were."""
        return sum(f.carried for f in self.fields)

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain JSON values."""
        names = ("record", "name", "total", "carried", "approximated", "dropped", "invented", "verdict")
        rows = [{n: getattr(f, n) for n in names} for f in self.fields if f.total or f.invented]
        return {"format": self.format, "checked": self.checked, "carried": self.carried, "fields": rows}

    def text(self) -> str:
        """Return what is not carried whole, one field a line."""
        lines = [f"{self.format}: {self.carried:,} of {self.checked:,} values come back as they were"]
        lines += [
            f"  {f.record} {f.name}: {f.carried:,} carried, {f.approximated:,} approximated, {f.dropped:,} dropped"
            for f in self.fields
            if f.total and f.carried < f.total
        ]
        return "\n".join(lines) + "\n"


def loss(graph: KnowledgeGraph, format: str) -> LossReport:
    """Return what a format loses of this graph, found by writing it and reading it back.

    Args:
        graph: the graph, whole or filtered.
        format: a name of `FORMATS`.

    Raises:
        UnknownFormat: no such format.
        BadQuestion: a format that is not read back, such as a page for people.
        MissingExtra: the format needs an optional package.

    >>> import endoneuro
    >>> loss(endoneuro.load(), "sssom").fields[0].name
    'id'

    """
    from . import FORMATS, write
    from .readback import READERS

    if format not in FORMATS:
        raise UnknownFormat(format, sorted(FORMATS))
    if format not in READERS:
        raise BadQuestion(f"{format} is not read back, so its loss is not known; it is known of {', '.join(sorted(READERS))}")
    with tempfile.TemporaryDirectory() as folder:
        path = write(graph, Path(folder) / f"graph{FORMATS[format].suffix}", format=format)
        found = READERS[format](path)
    return compare(format, truth(graph), found)


def write_sidecar(report: LossReport, written: Path) -> Path:
    """Write the report beside an export, as `FILE.loss.json`, and return that path."""
    target = written.with_name(written.name + ".loss.json")
    write_atomic(target, json.dumps(report.to_dict(), ensure_ascii=False, indent=2) + "\n")
    return target


def compare(format: str, ours: Found, found: Found) -> LossReport:
    """Hold what a reader found against what the graph has."""
    made = []
    for kind, names in FIELDS.items():
        truths, theirs = ours.records[kind], found.records[kind]
        here = sum(key in theirs for key in truths)
        made.append(FieldLoss(kind, "id", len(truths), here, 0, len(truths) - here, len(theirs.keys() - truths.keys())))
        made += [_field(kind, name, truths, theirs, found) for name in names]
    return LossReport(format, tuple(made))


def _field(
    kind: str, name: str, truths: dict[str, dict[str, Value]], theirs: dict[str, dict[str, Value]], found: Found
) -> FieldLoss:
    total = carried = approximated = invented = 0
    for key, record in truths.items():
        value, back = record.get(name), theirs.get(key, {}).get(name)
        if value is None:
            invented += back is not None
            continue
        total += 1
        if back == value or (name not in ORDERED and _several(back) == _several(value)):
            carried += 1
        elif back is not None or _is_pooled(kind, name, key, record, value, found):
            approximated += 1
    return FieldLoss(kind, name, total, carried, approximated, total - carried - approximated, invented)


def _several(value: Value | None) -> frozenset[str] | str | None:
    return frozenset(value) if isinstance(value, tuple) else value


def _is_pooled(kind: str, name: str, key: str, record: dict[str, Value], value: Value, found: Found) -> bool:
    if kind not in found.pooled:
        return False
    if kind == "check":
        owner = key.rpartition(" ")[0]
    else:
        owner = assertion_id(*(str(record.get(c, "")) for c in ("subject", "predicate", "aspect", "object")))
    held = found.pooled[kind].get(owner, {}).get(name, set())
    return bool(held) and set(value if isinstance(value, tuple) else (value,)) <= held


def truth(graph: KnowledgeGraph) -> Found:
    """Return every value of a graph in the shape a reader returns."""
    made = Found()
    for n in graph.nodes.values():
        made.put("node", n.id, {name: n.cls if name == "class" else getattr(n, name) for name in NODE})
    for a in graph.assertions.values():
        sign = "unknown" if a.sign is None else a.sign
        made.put("assertion", a.id, {**{c: getattr(a, c) for c in ASSERTION}, "sign": sign})
    for f in graph.findings.values():
        made.put("finding", f.id, {c: getattr(f, c) for c in FINDING})
    for r in graph.references.values():
        made.put("reference", r.id, {c: getattr(r, c) for c in REFERENCE})
    for x in graph.loops:
        steps = tuple(assertion_id(s.subject, s.predicate, s.aspect, s.object) for s in x.steps)
        regions = tuple(f"{s.step} {'|'.join(s.region)}" for s in x.steps if s.region)
        values = {"axis": x.axis, "kind": x.kind, "sign": x.sign, "opened_by": x.opened_by, "references": x.references}
        made.put("loop", x.name, {**values, "steps": steps, "step_regions": regions})
    for c in graph.checks:
        made.put("check", f"{c.finding} {c.batch}", {name: getattr(c, name) for name in CHECK})
    return made


def _word(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
