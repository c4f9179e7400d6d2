"""A filtered graph and a saved answer in every format; the commands export, import and sparql, and what goes wrong there."""

import errno
import hashlib
import json
import os

import pytest
from click.testing import CliRunner

from endoneuro.cli import main
from endoneuro.export import FORMATS, parse_rdf, write
from endoneuro.export.loss import loss
from endoneuro.export.readback import READERS
from endoneuro.graph.saved import read_answer
from endoneuro.queries.filters import Filters
from endoneuro.queries.sparql_engine import EXAMPLES
from endoneuro.queries.subgraph import findings_of, subgraph

SCHEMA = ("owl", "shacl", "jsonschema", "context")
POOLED = ("kgx", "kgx-tsv", "sssom")


def run(*args, code=0):
    done = CliRunner().invoke(main, [str(a) for a in args])
    assert done.exit_code == code, done.output
    return done.output


def bad(*args, code=2):
    line = run(*args, code=code)
    assert line.endswith("\n") and line.count("\n") == 1 and "Traceback" not in line
    return line


def digest(path):
    files = {p.name: p.read_bytes() for p in sorted(path.rglob("*"))} if path.is_dir() else {"": path.read_bytes()}
    return hashlib.sha256(repr(files).encode()).hexdigest()


def holds(part, whole, name, written):
    """The written file is that of the part and of nothing else, and what is read back is the part."""
    again = written.with_name("again" + FORMATS[name].suffix)
    assert digest(write(part, again, format=name)) == digest(written)
    if name not in SCHEMA:
        other = written.with_name("whole" + FORMATS[name].suffix)
        assert digest(write(whole, other, format=name)) != digest(written)
    if name in READERS:
        report = loss(part, name)
        assert [f for f in report.fields if f.invented] == []
        ids = next(f for f in report.fields if (f.record, f.name) == ("finding", "id"))
        assert ids.total == len(part.findings)
        assert ids.carried == (0 if name in POOLED else ids.total)


@pytest.mark.parametrize("name", FORMATS)
def test_a_filtered_graph(kg, tmp_path, name):
    target = tmp_path / f"part{FORMATS[name].suffix}"
    told = run("export", target, "--format", name, "--about", "GR", "--species", "human", "--min-tier", 3)
    part = subgraph(kg, about="GR", filters=Filters(species="human", min_tier=3))
    assert 5 < len(part.findings) < len(kg.findings) / 2
    assert f", {len(part.findings):,} findings)" in told
    holds(part, kg, name, target)


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    file = tmp_path_factory.mktemp("saved") / "answer.json"
    run("path", "cortisol", "memory retrieval", "--save", file)
    return file


@pytest.mark.parametrize("name", FORMATS)
def test_a_saved_answer(kg, tmp_path, saved, name):
    target = tmp_path / f"answer{FORMATS[name].suffix}"
    told = run("export", target, "--format", name, "--answer", saved)
    rests = findings_of(read_answer(kg, saved).to_dict(kg))
    part = subgraph(kg, findings=rests)
    assert 0 < len(part.findings) < len(kg.findings) / 2 and rests <= set(part.findings)
    assert f", {len(part.findings):,} findings)" in told
    holds(part, kg, name, target)


def test_filters_and_an_answer_together(kg, tmp_path, saved):
    run("export", tmp_path / "g.nt", "--answer", saved, "--species", "rat")
    rests = findings_of(read_answer(kg, saved).to_dict(kg))
    part = subgraph(kg, findings=rests, filters=Filters(species="rat"))
    assert (tmp_path / "g.nt").read_bytes() == write(part, tmp_path / "again.nt").read_bytes()
    assert "no finding is left" in bad("export", tmp_path / "x.nt", "--answer", saved, "--species", "zebrafish", "--strict")
    assert not (tmp_path / "x.nt").exists()


def test_without_rollup_a_name_is_only_itself(kg, tmp_path):
    memory = kg.node("memory").id

    def about(*more):
        run("export", tmp_path / "g.sqlite", "--about", "memory", *more)
        found = READERS["sqlite"](tmp_path / "g.sqlite").records["finding"].values()
        return [f for f in found if memory not in (f["subject"], f["object"])], len(found)

    below, whole = about()
    rest, alone = about("--no-rollup")
    assert below and 0 < alone < whole
    assert all(f["predicate"] in ("activates", "inhibits", "potentiates", "blocks") or f.get("via") == memory for f in rest)
    part = subgraph(kg, about="memory", filters=Filters(no_rollup=True))
    assert part.rollup, "what is exported is a graph like any other"
    assert "only itself" in run("export", "--help")


# What goes wrong ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMATS)
def test_a_full_disk_leaves_the_old_in_every_format(small, tmp_path, monkeypatch, name):
    target = write(small, tmp_path / f"g{FORMATS[name].suffix}", format=name)
    before = digest(target)

    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    line = bad("export", target, "--format", name, "--about", "GR")
    assert "No space left on device; nothing was changed" in line
    assert digest(target) == before and [p.name for p in tmp_path.iterdir()] == [target.name]


@pytest.mark.parametrize("name", FORMATS)
def test_a_missing_folder_in_every_format(tmp_path, name):
    assert "make it first" in bad("export", tmp_path / "none" / "g", "--format", name, "--about", "GR")


def test_an_interrupted_export_leaves_the_old(tmp_path, monkeypatch):
    target = tmp_path / "g.nt"
    target.write_text("old")

    def broken(_):
        yield "half"
        raise KeyboardInterrupt

    monkeypatch.setattr("endoneuro.export.rdf.to_ntriples", broken)
    assert CliRunner().invoke(main, ["export", str(target)]).exit_code == 1
    assert target.read_text() == "old" and [p.name for p in tmp_path.iterdir()] == ["g.nt"]


def test_a_missing_extra_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    assert "endoneuro[parquet]" in bad("export", tmp_path / "g.parquet")
    monkeypatch.setattr("endoneuro.export.read_nanopub.find_spec", lambda name: None)
    assert "endoneuro[oxigraph]" in bad("export", tmp_path / "g", "--format", "rdf12", "--about", "GR", "--loss")
    assert list(tmp_path.iterdir()) == []


# Import ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", parse_rdf.READS)
def test_export_and_import_and_export_again(tmp_path, name):
    suffix = FORMATS[name].suffix
    run("export", tmp_path / f"g{suffix}", "--about", "GR")
    told = run("import", tmp_path / f"g{suffix}", "-o", tmp_path / "tables")
    assert "\n0 triples of others kept out\n" in told
    run("--data", tmp_path / "tables", "export", tmp_path / f"again{suffix}")
    assert (tmp_path / f"g{suffix}").read_bytes() == (tmp_path / f"again{suffix}").read_bytes()


def test_import_tells_what_is_wrong(small, tmp_path):
    file = write(small, tmp_path / "g.nt")
    lines = file.read_text("utf-8").splitlines(keepends=True)
    file.write_text("".join([*lines, "<http://x/a> <http://x/b> <http://x/c> .\n"]), encoding="utf-8")
    assert "\n1 triples of others kept out\n" in run("import", file)
    file.write_text("".join([*lines[:9], "<http://x/a> nonsense .\n"]), encoding="utf-8")
    line = bad("import", file, code=1)
    assert line.startswith(f"{file}:10: error: ") and len(line) > len(f"{file}:10: error: ") + 10
    assert "cannot be read" in bad("import", tmp_path / "none.ttl", code=1)
    assert ".trig" in bad("import", tmp_path / "g.docx")
    (tmp_path / "taken").write_text("mine")
    write(small, file)
    assert "cannot make the folder" in run("import", file, "-o", tmp_path / "taken", code=2).splitlines()[-1]


# SPARQL ----------------------------------------------------------------------------------------------------------


def test_sparql_by_text_and_by_file(tmp_path):
    text = "SELECT (COUNT(*) AS ?n) WHERE { ?x a vocab:Hormone }"
    (tmp_path / "q.rq").write_text(text)
    assert run("sparql", text) == run("sparql", tmp_path / "q.rq")
    data = json.loads(run("sparql", text, "--format", "json"))
    assert int(data["results"]["bindings"][0]["n"]["value"]) > 10
    assert run("sparql", EXAMPLES / "second_readings.rq", "--format", "csv").startswith("verdict,readings")
    assert run("sparql", EXAMPLES / "edges_of_a_receptor.rq", "--format", "turtle").startswith("@prefix ")


def test_sparql_tells_what_is_wrong(tmp_path):
    assert "line 1, column " in bad("sparql", "SELECT ?x WHERE { ?x a")
    assert "cannot read" in bad("sparql", tmp_path / "none.rq")
    assert "--allow-service" in bad("sparql", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    assert "longer than 0.2 seconds" in bad("sparql", endless, "--limit-seconds", "0.2")
