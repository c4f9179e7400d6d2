"""The compiled copy of the tables: the same graph, never needed, never stale."""

import os

import pytest

import endoneuro
from endoneuro.graph import snapshot
from endoneuro.graph.load import SHIPPED, Tables, read_folders


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("ENDONEURO_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def same(a, b):
    return (
        dict(a.nodes) == dict(b.nodes)
        and dict(a.findings) == dict(b.findings)
        and dict(a.references) == dict(b.references)
        and a.loops == b.loops
        and dict(a.assertions) == dict(b.assertions)
        and a.prefixes.by_name == b.prefixes.by_name
        and a.checks == b.checks
    )


def test_the_copy_gives_the_same_graph(cache):
    read = endoneuro.load()
    files = list(cache.iterdir())
    assert [f.suffix for f in files] == [".bin"]
    tables = Tables()
    assert snapshot.take(SHIPPED, tables)
    assert len(tables.findings) == len(read.findings) > 0
    assert same(endoneuro.load(), read)


def test_an_edited_table_is_seen(cache, monkeypatch, tmp_path):
    import shutil

    from endoneuro.graph import load as module

    data = tmp_path / "data"
    shutil.copytree(SHIPPED, data)
    monkeypatch.setattr(module, "SHIPPED", data)
    before = len(endoneuro.load().findings)
    table = next(iter(sorted((data / "findings").glob("*.tsv"))))
    lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
    table.write_text("".join(lines[:-1]), encoding="utf-8")
    os.utime(table, ns=(1, 1))
    assert len(endoneuro.load().findings) == before - 1
    assert len(list(cache.iterdir())) == 1, "the stale copy is removed"


@pytest.mark.parametrize("content", [b"", b"not marshal", b"\xe9\x00\x00\x00\x00"])
def test_a_broken_copy_is_passed_over(cache, content):
    good = endoneuro.load()
    next(iter(cache.iterdir())).write_bytes(content)
    assert same(endoneuro.load(), good)


def test_no_cache_is_fine(monkeypatch, tmp_path):
    monkeypatch.setenv("ENDONEURO_CACHE", "")
    assert snapshot.cache_folder() is None
    assert endoneuro.load().findings
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    monkeypatch.setenv("ENDONEURO_CACHE", str(blocked / "below"))
    assert endoneuro.load().findings


def test_own_tables_are_never_copied(cache, tmp_path):
    tables = read_folders(SHIPPED)
    assert tables.findings
    endoneuro.load(SHIPPED)
    assert not cache.exists()
