"""Independent readers: what another program finds in a written file. Used by `loss.py`; shares no code with the writers."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import dropwhile
from pathlib import Path
from typing import Any

from ..graph import schema
from .loss import FINDING, NODE, REFERENCE, Found, truth
from .read_nanopub import read_nanopubs, read_rdf12

Row = Mapping[str, Any]
_VOCAB = "https://w3id.org/endoneuro/vocab/"
_NODE_LISTS = ("synonyms", "is_a", "part_of", "xrefs", "counterpart")
_FINDING_LISTS = ("region", "species", "stage", "state", "experiment")
_KGX_LISTS = (
    "category", "synonym", "xref", "provided_by", "anatomical_context_qualifier", "has_evidence_of_type", "publications",
    "is_a", "part_of", "counterpart", "second_reading", *_FINDING_LISTS,
)  # fmt: skip
_POOL_LISTS = (
    "via", "region", "cell", "route", "route_test", "onset", "onset_range", "exposure", "species", "sex", "stage", "tested",
    "state", "manipulation", "dose", "result", "method", "reference", "study", "read", "findings", "texts",
)  # fmt: skip


def read_rdf(path: Path) -> Found:
    """Read a file of RDF as the import does: triples of a parser of others, made into a graph again."""
    from .read_rdf import read_rdf as imported

    return truth(imported(path).graph)


# tables --------------------------------------------------------------------------------------------------------


def from_tables(tables: Mapping[str, Iterable[Row]]) -> Found:
    """Return what tables of the names of our records hold; lists are lists already."""
    found = Found()
    for kind, name in (("node", "nodes"), ("assertion", "assertions"), ("finding", "findings"), ("reference", "references")):
        for row in tables[name]:
            unknown = {"sign": "unknown"} if kind == "assertion" and row["sign"] in (None, "") else {}
            flags = {"supported": _flag(row["supported"])} if kind == "assertion" else {}
            found.put(kind, row["id"], {**row, **unknown, **flags})
    steps: dict[str, list[Row]] = {}
    for row in tables["loop_steps"]:
        steps.setdefault(row["loop"], []).append(row)
    for row in tables["loops"]:
        mine = sorted(steps.get(row["name"], ()), key=lambda s: int(s["step"]))
        regions = [f"{s['step']} {'|'.join(s['region'])}" for s in mine if s["region"]]
        found.put("loop", row["name"], {**row, "steps": [s["assertion"] or "" for s in mine], "step_regions": regions})
    for row in tables["checks"]:
        found.put("check", f"{row['finding']} {row['batch']}", row)
    return found


def read_parquet(path: Path) -> Found:
    """Read the folder of Parquet files with pyarrow."""
    import pyarrow.parquet as pq

    return from_tables({file.stem: pq.read_table(file).to_pylist() for file in sorted(path.glob("*.parquet"))})


def read_sqlite(path: Path) -> Found:
    """Read the database with plain SQL; a column of JSON arrays is a list."""
    import sqlite3

    database = sqlite3.connect(path)
    database.row_factory = sqlite3.Row
    try:
        lists: dict[str, tuple[str, ...]] = {
            "nodes": _NODE_LISTS, "references": (), "assertions": (), "findings": _FINDING_LISTS,
            "loops": ("opened_by", "references"), "loop_steps": ("region",), "checks": (),
        }  # fmt: skip
        tables = {}
        for name, several in lists.items():
            rows = [dict(r) for r in database.execute(f'SELECT * FROM "{name}"')]
            tables[name] = [{k: json.loads(v) if k in several else v for k, v in row.items()} for row in rows]
        return from_tables(tables)
    finally:
        database.close()


def read_datapackage(path: Path) -> Found:
    """Read the tables that `datapackage.json` names, as it describes them."""
    tables: dict[str, list[Row]] = {}
    for resource in json.loads((path / "datapackage.json").read_text("utf-8"))["resources"]:
        several = [f["name"] for f in resource["schema"]["fields"] if "several values with |" in f.get("description", "")]
        rows = _csv_rows(path / resource["path"], resource["dialect"]["delimiter"])
        tables[resource["name"].replace("-", "_")] = [_split(row, several) for row in rows]
    return from_tables(tables)


# edges with pooled circumstances ---------------------------------------------------------------------------------


def _pooled_node(found: Found, key: str, values: Row) -> None:
    found.put("node", key, {name: values.get(name) for name in NODE})


def _pooled_edge(found: Found, subject: str, object_: str, values: Row) -> None:
    """Take an edge whose attributes are those of an assertion and of all its findings together."""
    key = str(values.get("assertion", ""))
    sign = str(values.get("sign", "")).removeprefix("+")
    claim = {"subject": subject, "object": object_, "predicate": values.get("predicate"), "aspect": values.get("aspect")}
    found.put("assertion", key, {**claim, "sign": sign, "supported": _flag(values.get("supported"))})
    for finding in values.get("findings", ()):
        found.put("finding", finding)
    together = {name: values.get(name, ()) for name in _POOL_LISTS if name not in ("findings", "texts")}
    ends = {name: (str(value),) for name, value in claim.items() if value}
    found.pool("finding", key, {**together, **ends, "finding": values.get("texts", ())})


def read_graphml(path: Path) -> Found:
    """Read GraphML with networkx."""
    import networkx as nx

    graph = nx.read_graphml(path, force_multigraph=True)
    found = Found()
    for key, values in graph.nodes(data=True):
        _pooled_node(found, key, _split(values, _NODE_LISTS))
    for subject, object_, values in graph.edges(data=True):
        _pooled_edge(found, subject, object_, _split(values, _POOL_LISTS))
    return found


def read_cx2(path: Path) -> Found:
    """Read CX2 as the JSON it is."""
    aspects: dict[str, list[dict[str, Any]]] = {}
    for aspect in json.loads(path.read_text("utf-8")):
        for name, elements in aspect.items():
            if isinstance(elements, list):
                aspects.setdefault(name, []).extend(elements)
    found = Found()
    names = {}
    for node in aspects["nodes"]:
        names[node["id"]] = node["v"]["represents"]
        _pooled_node(found, node["v"]["represents"], node["v"])
    for edge in aspects["edges"]:
        _pooled_edge(found, names[edge["s"]], names[edge["t"]], edge["v"])
    return found


def read_neo4j(path: Path) -> Found:
    """Read the CSV files by their headers, as the importer does."""
    found = Found()
    for row in _neo4j_rows(path / "nodes.csv"):
        _pooled_node(found, row["id"], row)
    for row in _neo4j_rows(path / "claims.csv"):
        _pooled_edge(found, row["START_ID"], row["END_ID"], row)
    for row in _neo4j_rows(path / "findings.csv"):
        key = row["id"].removeprefix("finding:")
        found.put("finding", key, {name: row.get(name) for name in FINDING})
        found.pool("check", key, {"verdict": row["second_reading"]})
    for row in _neo4j_rows(path / "references.csv"):
        found.put("reference", row["id"], {name: row.get(name) for name in REFERENCE})
    for row in _neo4j_rows(path / "loops.csv"):
        found.put("loop", row["name"], row)
    return found


def _neo4j_rows(path: Path) -> Iterator[dict[str, Any]]:
    for row in _csv_rows(path, ","):
        made: dict[str, Any] = {}
        for column, cell in row.items():
            name, _, type_ = column.partition(":")
            if type_ == "string[]":
                made[name] = cell.split("|") if cell else []
            else:
                made[name or type_] = cell
        yield made


# KGX -----------------------------------------------------------------------------------------------------------


def read_kgx(path: Path) -> Found:
    """Read a pair of KGX files, JSON Lines or TSV."""
    found = Found()
    for row in _kgx_rows(path, "nodes"):
        if "kind" not in row and row["category"] == ["biolink:Article"]:
            found.put("reference", row["id"], row)
            continue
        values = {"label": row.get("name"), "synonyms": row.get("synonym"), "xrefs": row.get("xref")}
        kind = row.get("kind") or ",".join(row["category"])
        found.put("node", row["id"], {**row, **values, "kind": kind})
    parents: dict[tuple[str, str], list[str]] = {}
    taxa = {taxon: species for species, taxon in schema.SPECIES.items()}
    for row in _kgx_rows(path, "edges"):
        relation = str(row["original_predicate"]).removeprefix(_VOCAB)
        if row["id"] == f"{row['subject']}-{relation}-{row['object']}":
            parents.setdefault((row["subject"], relation), []).append(row["object"])
        elif "assertion" in row:
            _kgx_extended(found, row)
        else:
            _kgx_strict(found, row, relation, taxa)
    for (node, relation), ends in parents.items():
        if relation not in found.records["node"][node]:
            found.put("node", node, {relation: ends})
    return found


def _kgx_strict(found: Found, row: Row, relation: str, taxa: Mapping[str, str]) -> None:
    directions = {"increased": "1", "decreased": "-1"}
    upstream = {"biolink:acts_upstream_of_positive_effect": "1", "biolink:acts_upstream_of_negative_effect": "-1"}
    sign = directions.get(row.get("object_direction_qualifier", ""), "") or upstream.get(row["predicate"], "")
    aspect = "" if row.get("causal_mechanism_qualifier") else row.get("object_aspect_qualifier", "")
    claim = {"subject": row["subject"], "object": row["object"], "predicate": relation, "aspect": aspect, "sign": sign}
    negated = row.get("negated") in (True, "true")
    found.put("assertion", row["id"], {**claim, "supported": "false" if negated else "true"})
    places = row.get("anatomical_context_qualifier", ())
    methods = [m.name for m in schema.METHODS.values() if m.eco in row.get("has_evidence_of_type", ())]
    taxon, sex = row.get("species_context_qualifier", ""), row.get("sex_qualifier", "")
    together = {
        "region": places, "cell": places, "method": methods, "reference": row.get("publications", ()),
        "species": (taxa[taxon],) if taxon in taxa else (), "date": (row.get("update_date", ""),),
        "sex": ({"PATO:0000383": "female", "PATO:0000384": "male"}[sex],) if sex else (),
    }  # fmt: skip
    ends = {name: (str(value),) for name, value in claim.items() if value and name != "sign"}
    found.pool("finding", row["id"], {**together, **ends})


def _kgx_extended(found: Found, row: Row) -> None:
    claim = {
        "subject": row["subject"],
        "object": row["object"],
        "predicate": row["claim_predicate"],
        "aspect": row.get("aspect"),
    }
    flags = {"sign": row["sign"], "supported": _flag(row["supported"])}
    found.put("assertion", row["assertion"], {**claim, **flags})
    if row["id"] != row["assertion"]:
        found.put("finding", row["id"], {**row, **claim})
        found.pool("check", row["id"], {"verdict": row.get("second_reading", ())})


def _kgx_rows(path: Path, name: str) -> Iterator[Row]:
    lines = path / f"{name}.jsonl"
    if lines.exists():
        with lines.open(encoding="utf-8", newline="\n") as stream:
            for line in stream:
                yield json.loads(line)
        return
    with (path / f"{name}.tsv").open(encoding="utf-8", newline="\n") as stream:
        columns = next(stream).rstrip("\n").split("\t")
        for line in stream:
            row = {c: v for c, v in zip(columns, line.rstrip("\n").split("\t"), strict=True) if v}
            yield _split(row, _KGX_LISTS)


# SSSOM -----------------------------------------------------------------------------------------------------------


def read_sssom(path: Path) -> Found:
    """Read the mappings below their metadata."""
    found = Found()
    with path.open(encoding="utf-8", newline="") as stream:
        body = dropwhile(lambda line: line.startswith("#"), stream)
        xrefs: dict[str, list[str]] = {}
        for row in csv.DictReader(body, delimiter="\t"):
            xrefs.setdefault(row["subject_id"], []).append(row["object_id"])
            found.put("node", row["subject_id"], {"label": row["subject_label"], "kind": row["subject_category"]})
    for node, several in xrefs.items():
        found.put("node", node, {"xrefs": several})
    return found


# helpers ---------------------------------------------------------------------------------------------------------


def _csv_rows(path: Path, delimiter: str) -> Iterator[dict[str, str]]:
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream, delimiter=delimiter)


def _split(row: Row, several: Iterable[str]) -> dict[str, Any]:
    lists = set(several)
    return {k: (v.split("|") if v else []) if k in lists and isinstance(v, str) else v for k, v in row.items()}


def _flag(value: Any) -> str:
    return "true" if value in (True, 1, "true", "True") else "false" if value in (False, 0, "false", "False") else ""


READERS: dict[str, Callable[[Path], Found]] = {
    "turtle": read_rdf,
    "ntriples": read_rdf,
    "trig": read_rdf,
    "jsonld": read_rdf,
    "rdf12": read_rdf12,
    "nanopub": read_nanopubs,
    "kgx": read_kgx,
    "kgx-tsv": read_kgx,
    "kgx-extended": read_kgx,
    "kgx-extended-tsv": read_kgx,
    "sssom": read_sssom,
    "cx2": read_cx2,
    "graphml": read_graphml,
    "neo4j": read_neo4j,
    "parquet": read_parquet,
    "sqlite": read_sqlite,
    "datapackage": read_datapackage,
}
