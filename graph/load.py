"""From tables to records to the graph."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from . import schema
from .curies import Prefix, Prefixes
from .errors import DataError
from .knowledge import Claim, KnowledgeGraph, claims_of
from .model import Check, Finding, Loop, LoopStep, Node, Problem, Reference
from .tables import Cells, Line, read, read_cells

SHIPPED = Path(__file__).resolve().parent.parent / "data"


class TableSpec(NamedTuple):
    """Where a table lies, its columns, and the columns that sort it."""

    path: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    required: bool = False


NODE_TABLES = {k.name: TableSpec(f"nodes/{k.table}.tsv", schema.node_columns(k), ("id",)) for k in schema.KINDS.values()}
FINDINGS = TableSpec("findings/*.tsv", schema.FINDING_COLUMNS, ("id",))
TABLES = {
    "references": TableSpec("references.tsv", schema.REFERENCE_COLUMNS, ("id",), required=True),
    "checks": TableSpec("checks.tsv", schema.CHECK_COLUMNS, ("finding", "batch")),
    "withdrawn": TableSpec("withdrawn.tsv", schema.WITHDRAWN_COLUMNS, ("id",)),
    "loops": TableSpec("loops.tsv", schema.LOOP_COLUMNS, ("name",)),
    "loop_steps": TableSpec("loop_steps.tsv", schema.LOOP_STEP_COLUMNS, ("loop", "step")),
    "prefixes": TableSpec("prefixes.tsv", schema.PREFIX_COLUMNS, ("prefix",)),
}


@dataclass(slots=True)
class Tables:
    """Everything read from one or more folders, before anything is judged."""

    nodes: list[Node] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    withdrawn: list[Finding] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    loops: list[Loop] = field(default_factory=list)
    stray_steps: list[LoopStep] = field(default_factory=list)
    prefixes: dict[str, Prefix] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    degrees: dict[str, tuple[int, int]] = field(default_factory=dict)
    files: int = 0


def load(path: str | Path | None = None, *, extend: bool = False) -> KnowledgeGraph:
    """Load the shipped graph, one's own, or both.

    Args:
        path: a folder shaped like `data/`; None for the shipped tables.
        extend: add the tables of `path` to the shipped ones.

    Returns:
        The read-only graph.

    Raises:
        DataError: tables that cannot be read, or rows that name what does not exist; carries every problem.

    >>> import endoneuro
    >>> endoneuro.load().node("cortisol").kind
    'Hormone'

    """
    from .snapshot import keep, take

    tables = Tables()
    if path is None and take(SHIPPED, tables):
        return build(tables, checks=lambda: _readings(path, extend=extend))
    tables = read_folders(path, extend=extend, readings=False)
    problems = [p for p in tables.problems if p.level == "error"] or list(_dangling(tables))
    if problems:
        raise DataError(problems)
    made = build(tables, checks=lambda: _readings(path, extend=extend))
    if path is None:
        keep(SHIPPED, tables, claims_of(made), made.degrees)
    return made


def _readings(path: str | Path | None, *, extend: bool) -> list[Check]:
    """Return the second readings of the shipped folder, of `path`, or of both."""
    spec, tables = TABLES["checks"], Tables()
    folders = [SHIPPED] * (path is None or extend) + ([] if path is None else [Path(path)])
    return [_check(cells, f"{f.name}/{spec.path}", n) for f in folders for n, cells in _cells(f, spec, f.name, tables)]


def build(tables: Tables, *, checks: Callable[[], Iterable[Check]] | None = None) -> KnowledgeGraph:
    """Make the graph of tables that were read without errors."""
    made = KnowledgeGraph(
        nodes=tables.nodes,
        findings=tables.findings,
        references=tables.references,
        loops=tables.loops,
        checks=checks or tables.checks,
        prefixes=Prefixes(tables.prefixes),
        claims=tables.claims,
    )
    if tables.degrees:
        made.memo["degrees"] = tables.degrees
    return made


def read_folders(path: str | Path | None = None, *, extend: bool = False, readings: bool = True) -> Tables:
    """Read the tables of the shipped folder, of `path`, or of both, with every problem met on the way.

    Args:
        path: a folder shaped like `data/`; None for the shipped tables.
        extend: add the tables of `path` to the shipped ones.
        readings: also the second readings and the withdrawn findings, which questions do not need.

    """
    tables = Tables()
    if path is None or extend:
        _read_folder(SHIPPED, tables, whole=True, readings=readings)
    if path is not None:
        folder = Path(path)
        _read_folder(folder, tables, whole=not extend, readings=readings)
        if not tables.prefixes:
            lines, _ = read(SHIPPED / TABLES["prefixes"].path, schema.PREFIX_COLUMNS, "prefixes.tsv")
            _take_prefixes(lines, tables, "prefixes.tsv")
    return tables


def withdrawal_reasons(path: str | Path | None = None) -> dict[str, str]:
    """Return why findings were taken out, by their id, from `withdrawn.tsv` of a folder; None for the shipped one."""
    file = Path(path or SHIPPED) / TABLES["withdrawn"].path
    lines, _ = read(file, TABLES["withdrawn"].columns, file.name) if file.exists() else ([], [])
    return {row["id"]: row["reason"] for _, row in lines}


def table_files(folder: Path) -> Iterator[tuple[Path, TableSpec]]:
    """Yield every table of a folder that exists, with its shape."""
    for spec in NODE_TABLES.values():
        if (folder / spec.path).exists():
            yield folder / spec.path, spec
    for file in sorted((folder / "findings").glob("*.tsv")):
        yield file, FINDINGS
    for spec in TABLES.values():
        if (folder / spec.path).exists():
            yield folder / spec.path, spec


def _read_folder(folder: Path, tables: Tables, *, whole: bool, readings: bool) -> None:
    root = folder.name
    if not folder.is_dir():
        what = "is not a folder" if folder.exists() else "does not exist"
        tables.problems.append(Problem(str(folder), 1, "error", f"{what}; name a folder with nodes/ and findings/", "file"))
        return
    found = 0
    for kind, spec in NODE_TABLES.items():
        shown = f"{root}/{spec.path}"
        for number, cells in _cells(folder, spec, root, tables):
            found += 1
            tables.nodes.append(_node(kind, dict(zip(spec.columns, cells, strict=True)), shown, number))
    for file in sorted((folder / "findings").glob("*.tsv")):
        shown = f"{root}/findings/{file.name}"
        rows, problems = read_cells(file, schema.FINDING_COLUMNS, shown)
        tables.problems += problems
        tables.files += 1
        found += len(rows)
        tables.findings += [_finding(cells, shown, number) for number, cells in rows]
    if whole and not found and not tables.problems:
        tables.problems.append(Problem(root, 1, "error", "holds no nodes and no findings", "file"))
    spec = TABLES["references"]
    shown = f"{root}/{spec.path}"
    for number, cells in _cells(folder, spec, root, tables, required=whole):
        tables.references.append(Reference._make([*cells, shown, number]))
    if readings:
        spec = TABLES["withdrawn"]
        tables.withdrawn += [_finding(cells, f"{root}/{spec.path}", n) for n, cells in _cells(folder, spec, root, tables)]
        spec = TABLES["checks"]
        tables.checks += [_check(cells, f"{root}/{spec.path}", n) for n, cells in _cells(folder, spec, root, tables)]
    _read_loops(folder, root, tables)
    _take_prefixes(_lines(folder, TABLES["prefixes"], root, tables), tables, f"{root}/prefixes.tsv")


def _cells(folder: Path, spec: TableSpec, root: str, tables: Tables, *, required: bool = False) -> list[Cells]:
    file, shown = folder / spec.path, f"{root}/{spec.path}"
    if not file.exists() and not file.is_symlink():
        if required:
            tables.problems.append(Problem(shown, 1, "error", "is missing", "file"))
        return []
    rows, problems = read_cells(file, spec.columns, shown)
    tables.problems += problems
    tables.files += 1
    return rows


def _lines(folder: Path, spec: TableSpec, root: str, tables: Tables) -> list[Line]:
    return [(n, dict(zip(spec.columns, cells, strict=True))) for n, cells in _cells(folder, spec, root, tables)]


def _read_loops(folder: Path, root: str, tables: Tables) -> None:
    steps: dict[str, list[LoopStep]] = {}
    spec = TABLES["loop_steps"]
    for number, row in _lines(folder, spec, root, tables):
        shown = f"{root}/{spec.path}"
        step = row.pop("step")
        if not step.isdecimal():
            tables.problems.append(Problem(shown, number, "error", f"step {step[:20]!r} is no number", "enum"))
            continue
        region = _several(row.pop("region"))
        made = LoopStep(**row, step=int(step), region=region, source=shown, line=number)
        steps.setdefault(made.loop, []).append(made)
    spec = TABLES["loops"]
    for number, row in _lines(folder, spec, root, tables):
        tables.loops.append(
            Loop(
                name=row["name"],
                axis=row["axis"],
                kind=row["kind"],
                sign={"-": -1, "+": 1}.get(row["sign"], 0),
                opened_by=_several(row["opened_by"]),
                references=_several(row["references"]),
                steps=tuple(sorted(steps.pop(row["name"], []), key=lambda s: s.step)),
                source=f"{root}/{spec.path}",
                line=number,
            )
        )
    tables.stray_steps += [s for rest in steps.values() for s in rest]


def _check(cells: list[str], source: str, line: int) -> Check:
    finding, batch, predicate, result, species, verdict, note, date = cells
    return Check(finding, batch, predicate, result, species, verdict, note, date, source, line)


def _take_prefixes(lines: list[Line], tables: Tables, shown: str) -> None:
    for number, row in lines:
        try:
            re.compile(row["pattern"])
        except re.error as error:
            wrong = f"the pattern of {row['prefix']} is no regular expression ({error}); correct it"
            tables.problems.append(Problem(shown, number, "error", wrong, "prefix"))
            continue
        tables.prefixes[row["prefix"]] = Prefix(row["prefix"], row["iri"], row["pattern"], row["meaning"])


def _several(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


def _node(kind: str, row: dict[str, str], source: str, line: int) -> Node:
    return Node(
        id=row["id"],
        kind=kind,
        label=row["label"],
        synonyms=_several(row["synonyms"]),
        cls=row["class"],
        is_a=_several(row["is_a"]),
        part_of=_several(row.get("part_of", "")),
        xrefs=_several(row["xrefs"]),
        description=row["description"],
        circulates=row.get("circulates", ""),
        counterpart=_several(row.get("counterpart", "")),
        grain=row.get("grain", ""),
        source=source,
        line=line,
    )


_PLURAL = ("region", "species", "stage", "state", "experiment")
_FIELDS = tuple(f for f in Finding._fields if f in schema.FINDING_COLUMNS)
_TAKE = tuple((schema.FINDING_COLUMNS.index(f), f in _PLURAL) for f in _FIELDS)
assert Finding._fields[: len(_FIELDS)] == _FIELDS


def _finding(cells: list[str], source: str, line: int) -> Finding:
    taken = [_several(cells[i]) if plural else cells[i] for i, plural in _TAKE]
    return Finding._make([*taken, source, line])


def _dangling(tables: Tables) -> Iterator[Problem]:
    """Yield what would make the graph unsound: rows that name what does not exist."""
    nodes = {n.id for n in tables.nodes}
    references = {r.id for r in tables.references}
    for f in tables.findings:
        for node_id in (f.subject, f.object, f.via):
            if node_id and node_id not in nodes:
                yield Problem(
                    f.source, f.line, "error", f"{node_id} is in no node table; add it to data/nodes/", "missing node"
                )
        if f.predicate not in schema.PREDICATES:
            yield Problem(f.source, f.line, "error", f"{f.predicate!r} is no predicate", "enum")
        for column, word, known in (("method", f.method, schema.METHODS), ("result", f.result, schema.ENUMS["result"])):
            if word not in known:
                yield Problem(f.source, f.line, "error", f"{column} {word[:40]!r} is none of: {', '.join(known)}", "enum")
        if f.aspect and f.aspect not in schema.ASPECTS:
            yield Problem(f.source, f.line, "error", f"{f.aspect!r} is no aspect", "enum")
        if f.reference not in references:
            yield Problem(
                f.source, f.line, "error", f"{f.reference or 'no reference'} is not in references.tsv", "missing reference"
            )
