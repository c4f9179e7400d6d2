"""Hold every export of tables and graphs against the validator of those who read it: `make check-exports`.

Each gate prints how many records it looked at; none is a failure, and so is a validator that is not installed.
Where a gate could pass by not looking, it is also shown a broken record, which it must refuse.

`python tools/check_exports.py [--kgx PYTHON] [--only NAME]`; PYTHON is an interpreter that has kgx, which cannot be
installed beside newer releases of click.
"""

from __future__ import annotations

import argparse
import collections
import csv
import io
import json
import logging
import os
import re
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import redirect_stdout
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import endoneuro
from endoneuro.export import FORMATS, write

HERE = Path(__file__).resolve().parent
#: A gate takes the folder of written files and returns what it looked at, in words, and how many; it raises on failure.
Gate = Callable[[Path], tuple[str, int]]


class Refused(Exception):
    """A validator did not accept what we wrote."""


def need(condition: Any, why: str) -> None:
    """Raise where something is not as it must be."""
    if not condition:
        raise Refused(why)


def jsonl(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]


def biolink_pydantic(folder: Path) -> tuple[str, int]:
    """Every strict KGX node and edge, through the class it names."""
    from biolink_model.datamodel import pydanticmodel_v2 as model
    from pydantic import ValidationError

    count = 0
    for record in (*jsonl(folder / "kgx/nodes.jsonl"), *jsonl(folder / "kgx/edges.jsonl")):
        cls = getattr(model, record["category"][0].removeprefix("biolink:"))
        try:
            cls(**record)
        except ValidationError as error:
            raise Refused(f"{record['id']}: {error}") from None
        count += 1
    edge = jsonl(folder / "kgx/edges.jsonl")[0]
    for broken in ({**edge, "onset": "min-h"}, {k: v for k, v in edge.items() if k != "knowledge_level"}):
        try:
            getattr(model, edge["category"][0].removeprefix("biolink:"))(**broken)
        except ValidationError:
            continue
        raise Refused("a broken edge was accepted")
    return "nodes and edges", count


def biolink_domains(folder: Path) -> tuple[str, int]:
    """The predicate, domain and range of every strict KGX edge, and the subject and object its class asks for."""
    import importlib.resources

    import bmt

    schema = importlib.resources.files("biolink_model") / "schema" / "biolink_model.yaml"
    toolkit = bmt.Toolkit(str(schema), predicate_map={"predicate mappings": []})
    classes = {n["id"]: n["category"][0] for n in jsonl(folder / "kgx/nodes.jsonl")}
    above: dict[str, set[str]] = {}

    def is_a(category: str, wanted: str) -> bool:
        if category not in above:
            above[category] = set(toolkit.get_ancestors(category, mixin=True))
        return wanted in above[category]

    def problem(subject: str, predicate: str, object_: str, association: str) -> str:
        element = toolkit.get_element(predicate)
        if element is None or not toolkit.is_predicate(predicate) or element.deprecated:
            return f"{predicate} is no predicate"
        while element is not None:
            if element.domain and not is_a(subject, element.domain):
                return f"{subject} is outside the domain of {element.name}"
            if element.range and not is_a(object_, element.range):
                return f"{object_} is outside the range of {element.name}"
            element = toolkit.get_element(element.is_a) if element.is_a else None
        for side, category in (("subject", subject), ("object", object_)):
            wanted = toolkit.view.induced_slot(side, toolkit.get_element(association).name).range
            if wanted and not is_a(category, wanted):
                return f"{association} wants a {wanted} as {side}, not a {category}"
        return ""

    known: dict[tuple[str, ...], str] = {}
    edges = jsonl(folder / "kgx/edges.jsonl")
    for edge in edges:
        key = (classes[edge["subject"]], edge["predicate"], classes[edge["object"]], edge["category"][0])
        if key not in known:
            known[key] = problem(*key)
        need(not known[key], f"{edge['id']}: {known[key]}")
    broken = problem("biolink:BiologicalProcess", "biolink:treats", "biolink:Gene", "biolink:Association")
    need(broken, "a process that treats a gene was accepted")
    return f"edges ({len(known)} patterns)", len(edges)


def kgx(folder: Path, python: str) -> tuple[str, int]:
    """The validator of kgx on the strict files, with the model of the biolink-model wheel instead of the network."""
    need(python, "name an interpreter that has kgx: --kgx PYTHON")
    prefixes = json.dumps({p.name: p.iri for p in endoneuro.load().prefixes.by_name.values()})
    count = 0
    for form, name in (("jsonl", "kgx"), ("tsv", "kgx-tsv")):
        command = [python, str(HERE / "check_kgx.py"), str(folder / name), form]
        ran = subprocess.run(command, input=prefixes, capture_output=True, text=True, check=False)
        need(ran.returncode == 0, (ran.stdout + ran.stderr)[-2000:])
        count += int(ran.stdout.split()[-1])
    return "nodes and edges", count


def kgx_tables(folder: Path) -> tuple[str, int]:
    """The TSV files of KGX say what the JSON Lines say."""
    count = 0
    for strict in ("kgx", "kgx-extended"):
        for name in ("nodes", "edges"):
            lines = (folder / f"{strict}-tsv/{name}.tsv").read_text("utf-8").split("\n")
            rows = [dict(zip(lines[0].split("\t"), line.split("\t"), strict=True)) for line in lines[1:] if line]
            records = jsonl(folder / f"{strict}/{name}.jsonl")
            need(len(rows) == len(records), f"{strict} {name}: {len(rows)} rows, {len(records)} records")
            for row, record in zip(rows, records, strict=True):
                told = {k: "|".join(v) if isinstance(v, list) else str(v) for k, v in record.items()}
                told = {k: v.lower() if v in ("True", "False") else v for k, v in told.items()}
                need({k: v for k, v in row.items() if v} == told, f"{strict} {name}: {record['id']} differs")
                count += 1
    return "rows", count


def cx2_ndex2(folder: Path) -> tuple[str, int]:
    """CX2 through ndex2 and back: the same nodes, edges, attributes and style."""
    from ndex2.cx2 import CX2Network

    raw = json.loads((folder / "graph.cx2").read_text("utf-8"))
    network = CX2Network()
    network.create_from_raw_cx2(raw)
    again = CX2Network()
    again.create_from_raw_cx2(json.loads(json.dumps(network.to_cx2())))
    parts = {name: part for aspect in raw for name, part in aspect.items() if isinstance(part, list)}
    for held in (network, again):
        need(len(held.get_nodes()) == len(parts["nodes"]), "nodes were lost")
        need(len(held.get_edges()) == len(parts["edges"]), "edges were lost")
        for node in parts["nodes"]:
            need(held.get_node(node["id"])["v"] == node["v"], f"node {node['id']} changed")
        for edge in parts["edges"]:
            back = held.get_edge(edge["id"])
            need((back["s"], back["t"], back["v"]) == (edge["s"], edge["t"], edge["v"]), f"edge {edge['id']} changed")
        need(held.get_visual_properties() == parts["visualProperties"][0], "the style changed")
    declared = parts["attributeDeclarations"][0]
    for aspect in ("nodes", "edges"):
        used = {name for element in parts[aspect] for name in element["v"]}
        need(used <= declared[aspect].keys(), f"{aspect}: attributes that are not declared")
    need(all(m["elementCount"] == len(parts[m["name"]]) for m in parts["metaData"]), "metaData counts something else")
    return "nodes and edges, twice", 2 * (len(parts["nodes"]) + len(parts["edges"]))


def graphml(folder: Path) -> tuple[str, int]:
    """GraphML read by networkx and by igraph: the same nodes, edges and attributes; keys declared; identifiers unique."""
    import igraph
    import networkx as nx
    from lxml import etree

    path = folder / "graph.graphml"
    one, two = nx.read_graphml(path, force_multigraph=True), igraph.Graph.Read_GraphML(str(path))
    nodes = {v["id"]: {k: x for k, x in v.attributes().items() if k != "id" and x != ""} for v in two.vs}
    need(nodes == {n: dict(d) for n, d in one.nodes(data=True)}, "the nodes differ")
    names = two.vs["id"]

    def plain(s: str, t: str, values: dict[str, Any]) -> str:
        shown = {k: x for k, x in values.items() if k != "id" and x not in ("", None)}
        shown = {k: x if isinstance(x, str) else float(x) for k, x in shown.items()}
        return json.dumps([s, t, shown], sort_keys=True)

    left = collections.Counter(plain(s, t, d) for s, t, d in one.edges(data=True))
    right = collections.Counter(plain(names[e.source], names[e.target], e.attributes()) for e in two.es)
    need(left == right, f"the edges differ: {list((left - right).keys())[:1]} {list((right - left).keys())[:1]}")
    tag = "{http://graphml.graphdrawing.org/xmlns}"
    root = etree.parse(str(path)).getroot()
    keys = {k.get("id"): k.get("for") for k in root.iter(tag + "key")}
    for element in ("node", "edge"):
        used = {d.get("key") for n in root.iter(tag + element) for d in n.iter(tag + "data")}
        need(all(keys.get(k) == element for k in used), f"{element}: a key that is not declared for it")
        ids = [n.get("id") for n in root.iter(tag + element)]
        need(len(ids) == len(set(ids)), f"{element}: an identifier twice")
    return "nodes and edges (no XML Schema of GraphML is at hand offline)", one.number_of_nodes() + one.number_of_edges()


def frictionless(folder: Path) -> tuple[str, int]:
    """The data package: every row against its schema, every key and foreign key."""
    from frictionless import Package

    report = Package(str(folder / "datapackage/datapackage.json")).validate()
    errors = [e.message for task in report.tasks for e in task.errors] + [e.message for e in report.errors]
    need(report.valid and not errors, "; ".join(errors[:3]))
    broken = folder / "broken"
    write(endoneuro.load(), broken, format="datapackage")
    table = (broken / "assertions.tsv").read_text("utf-8").replace("\tincreases\t", "\tlifts\t", 1)
    (broken / "assertions.tsv").write_text(table, "utf-8")
    need(not Package(str(broken / "datapackage.json")).validate().valid, "a predicate that does not exist was accepted")
    return f"rows in {len(report.tasks)} tables", sum(int(task.stats["rows"] or 0) for task in report.tasks)


def sssom(folder: Path) -> tuple[str, int]:
    """The mappings, parsed and validated by sssom."""
    from sssom.parsers import parse_sssom_table
    from sssom.validators import validate
    from sssom_schema import Mapping

    parsed = parse_sssom_table(folder / "graph.sssom.tsv")
    reports = validate(parsed, fail_on_error=True)
    need(all(not r.results for r in reports.values()), str(reports))
    for row in parsed.df.to_dict("records"):
        Mapping(**{k: v for k, v in row.items() if isinstance(v, str)})
    ours = sum(len(set(n.xrefs)) for n in endoneuro.load().nodes.values())
    need(len(parsed.df) == ours, f"{len(parsed.df)} mappings parsed, {ours} written")
    return "mappings", len(parsed.df)


def sqlite(folder: Path) -> tuple[str, int]:
    """SQLite's own checks of the file, its foreign keys and its full-text indexes."""
    import sqlite3

    database = sqlite3.connect(folder / "graph.sqlite")
    need(database.execute("PRAGMA integrity_check").fetchall() == [("ok",)], "integrity_check")
    need(not database.execute("PRAGMA foreign_key_check").fetchall(), "foreign_key_check")
    tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    keys = sum(len(database.execute(f'PRAGMA foreign_key_list("{t}")').fetchall()) for t in tables)
    need(keys, "no foreign keys")
    for name in ("nodes", "findings", "references"):
        database.execute(f'INSERT INTO "{name}_fts" ("{name}_fts", rank) VALUES (\'integrity-check\', 1)')
        need(database.execute(f'SELECT count(*) FROM "{name}_fts"').fetchone()[0], f"{name}: nothing to search")
    database.rollback()
    database.execute("INSERT INTO finding_places VALUES ('nobody', 'cell', 'nothing')")
    need(database.execute("PRAGMA foreign_key_check").fetchall(), "a broken foreign key was accepted")
    database.rollback()
    rows = sum(database.execute(f'SELECT count(*) FROM "{t}"').fetchone()[0] for t in tables if "fts" not in t)
    return f"rows, {keys} foreign keys", rows


def datasette(folder: Path) -> tuple[str, int]:
    """The database as Datasette serves it: every table opens, the search of nodes finds."""
    import asyncio

    from datasette.app import Datasette

    async def look() -> int:
        served = Datasette([str(folder / "graph.sqlite")])
        await served.invoke_startup()
        count = 0
        for table in ("nodes", "findings", "references", "assertions", "claims"):
            got = await served.client.get(f"/graph/{table}.json?_size=100&_shape=array")
            need(got.status_code == 200, f"{table}: {got.status_code}")
            count += len(got.json())
        got = await served.client.get("/graph/nodes.json?_search=cortisol&_shape=array")
        need(any(row["label"] == "cortisol" for row in got.json()), "cortisol is not found")
        page = await served.client.get("/graph/findings?_facet_array=species")
        need(page.status_code == 200 and "rat" in page.text, "the findings page does not open")
        return count + len(got.json())

    return "rows served", asyncio.run(look())


def parquet(folder: Path) -> tuple[str, int]:
    """Parquet read by pyarrow and by DuckDB: the same rows."""
    import duckdb
    import pyarrow.parquet as pq

    count = 0
    for file in sorted((folder / "parquet").glob("*.parquet")):
        one = [tuple(row.values()) for row in pq.read_table(file).to_pylist()]
        two = duckdb.sql(f"SELECT * FROM read_parquet('{file}')").fetchall()
        need(one == two, f"{file.name}: the rows differ")
        count += len(one)
    return "rows", count


def neo4j(folder: Path) -> tuple[str, int]:
    """The CSV files by the rules of the importer: identifiers unique, ends known, columns typed, the command complete."""
    csv.field_size_limit(2**31 - 1)
    home, known, count = folder / "neo4j", set(), 0
    command = (home / "import.sh").read_text("utf-8")
    need({p.name for p in home.glob("*.csv")} == set(re.findall(r"=(\w+\.csv)", command)), "the command forgets a file")
    tables = {}
    for file in sorted(home.glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as stream:
            tables[file.name] = list(csv.DictReader(stream))
    for name, rows in tables.items():
        for row in rows:
            need(None not in row and None not in row.values(), f"{name}: a ragged row")
            for column, cell in row.items():
                if column.endswith(":int") and cell:
                    int(cell)
                if column.endswith(":boolean"):
                    need(cell in ("true", "false", ""), f"{name}: {cell} is no boolean")
            if "id:ID" in row:
                need(row["id:ID"] not in known and row[":LABEL"], f"{name}: {row['id:ID']} twice, or without a label")
                known.add(row["id:ID"])
            count += 1
    for name in ("claims.csv", "links.csv"):
        for row in tables[name]:
            need(row[":START_ID"] in known and row[":END_ID"] in known and row[":TYPE"], f"{name}: {row} has no end")
    return "rows", count


def losses(folder: Path) -> tuple[str, int]:
    """The loss report of every format that is read back: nothing invented, tables whole; docs/formats.md says the same."""
    import formats

    reports = formats.reports()
    for report in reports:
        invented = [f"{f.record} {f.name}" for f in report.fields if f.invented]
        need(report.checked and not invented, f"{report.format}: values nobody wrote: {invented}")
        if report.format in ("parquet", "sqlite", "datapackage"):
            need(report.carried == report.checked, f"{report.format}: {report.checked - report.carried} values lost")
    need(formats.FILE.read_text("utf-8") == formats.page(reports), "docs/formats.md is stale; run make docs")
    return f"values in {len(reports)} formats; docs/formats.md says the same", sum(r.checked for r in reports)


#: The slow ones first; `kgx` takes an interpreter too.
GATES: dict[str, Gate] = {
    "loss": losses,
    "biolink pydantic": biolink_pydantic,
    "bmt domain and range": biolink_domains,
    "kgx tables": kgx_tables,
    "ndex2": cx2_ndex2,
    "networkx and igraph": graphml,
    "frictionless": frictionless,
    "sssom": sssom,
    "sqlite": sqlite,
    "datasette": datasette,
    "pyarrow and duckdb": parquet,
    "neo4j": neo4j,
}


def run(title: str, folder: Path, python: str) -> tuple[str, bool, str]:
    """Run one gate on the written files; return its name, whether it passed, and what it says."""
    quiet()
    began = time.perf_counter()
    gate = (lambda folder: kgx(folder, python)) if title == "kgx" else GATES[title]
    try:
        with redirect_stdout(io.StringIO()):
            what, count = gate(folder)
        line, good = f"{count:,} {what}" if count else "nothing was checked", count > 0
    except Exception as error:  # a validator may raise anything: each is told, and the next gate runs
        line, good = f"{type(error).__name__}: {error}", False
    return title, good, f"{line} ({time.perf_counter() - began:.1f} s)"


def quiet() -> None:
    """Let validators keep their remarks to themselves."""
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)


def main() -> int:
    """Write the files, run the gates, as many at a time as there are processors, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--kgx", default="", metavar="PYTHON", help="an interpreter that has kgx")
    parser.add_argument("--only", default="", metavar="NAME", help="one gate")
    given = parser.parse_args()
    quiet()
    titles = [given.only] if given.only else ["kgx", *GATES]
    failed = 0
    with tempfile.TemporaryDirectory() as name:
        folder, kg = Path(name), endoneuro.load()
        for form in ("kgx", "kgx-tsv", "kgx-extended", "kgx-extended-tsv", "neo4j", "parquet", "datapackage"):
            write(kg, folder / form, format=form)
        for form in ("sssom", "cx2", "graphml", "sqlite"):
            write(kg, folder / f"graph{FORMATS[form].suffix}")
        with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
            for done in as_completed([pool.submit(run, title, folder, given.kgx) for title in titles]):
                title, good, line = done.result()
                failed += not good
                print(f"{'ok  ' if good else 'FAIL'} {title}: {line}", flush=True)
    print(f"{len(titles) - failed} passed, {failed} failed")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
