"""Files and folders: whole or not at all, and the old one stays when anything goes wrong."""

import errno
import os
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from endoneuro.cli import main
from endoneuro.export import write
from endoneuro.export.files import csv_line, write_files, write_stream
from endoneuro.graph.errors import CannotWrite

PAIR = {"a.txt": "one", "b.txt": ["tw", b"o"]}


def everything(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(Path(folder).rglob("*")) if p.is_file()}


def broken(kind):
    yield "half"
    raise kind


def full(monkeypatch):
    """From now on the disk is full."""

    def fail(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)


def test_a_stream(tmp_path):
    write_stream(tmp_path / "a", ["é", b"\xff", "\ud800"] * 30_000)
    assert (tmp_path / "a").read_bytes() == b"\xc3\xa9\xff\xef\xbf\xbd" * 30_000
    write_stream(tmp_path / "a", ())
    assert everything(tmp_path) == {"a": b""}


def test_folders_and_archives(tmp_path):
    write_files(tmp_path / "x", PAIR)
    write_files(tmp_path / "x.ZIP", PAIR)
    assert everything(tmp_path / "x") == {"a.txt": b"one", "b.txt": b"two"}
    with zipfile.ZipFile(tmp_path / "x.ZIP") as archive:
        assert {n: archive.read(n) for n in archive.namelist()} == everything(tmp_path / "x")
    write_files(tmp_path / "x", {**PAIR, "a.txt": "new"})
    assert everything(tmp_path / "x") == {"a.txt": b"new", "b.txt": b"two"}
    (tmp_path / "empty").mkdir()
    write_files(tmp_path / "empty", PAIR)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["empty", "x", "x.ZIP"]


@pytest.mark.parametrize("kind", [KeyboardInterrupt, ValueError("bad"), MemoryError])
def test_an_interruption_leaves_the_old(tmp_path, kind):
    write_stream(tmp_path / "a", ["old"])
    write_files(tmp_path / "x", PAIR)
    write_files(tmp_path / "x.zip", PAIR)
    before = everything(tmp_path)
    wanted = kind if isinstance(kind, type) else type(kind)
    with pytest.raises(wanted):
        write_stream(tmp_path / "a", broken(kind))
    for name in ("x", "x.zip", "fresh", "fresh.zip"):
        with pytest.raises(wanted):
            write_files(tmp_path / name, {"a.txt": "new", "b.txt": broken(kind)})
    assert everything(tmp_path) == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a", "x", "x.zip"]


def test_a_full_disk_leaves_the_old(tmp_path, monkeypatch):
    write_stream(tmp_path / "a", ["old"])
    write_files(tmp_path / "x", PAIR)
    before = everything(tmp_path)
    full(monkeypatch)
    for name, act in (("a", write_stream), ("x", write_files), ("x.zip", write_files)):
        with pytest.raises(CannotWrite, match="No space left on device; nothing was changed") as error:
            act(tmp_path / name, PAIR if act is write_files else ["new"])
        assert "\n" not in str(error.value)
    assert everything(tmp_path) == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a", "x"]


def test_a_rename_that_fails_brings_the_old_folder_back(tmp_path, monkeypatch):
    write_files(tmp_path / "x", PAIR)
    before, real = everything(tmp_path), Path.replace

    def fails(self, to):
        if Path(to) == tmp_path / "x" and not str(self).endswith(".old"):
            raise OSError(errno.EIO, "Input/output error")
        return real(self, to)

    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(CannotWrite, match="nothing was changed"):
        write_files(tmp_path / "x", {**PAIR, "a.txt": "new"})
    assert everything(tmp_path) == before
    assert [p.name for p in tmp_path.iterdir()] == ["x"]


def test_other_peoples_things_are_not_removed(tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letter.txt").write_text("dear")
    (tmp_path / "file").write_text("mine")
    before = everything(tmp_path)
    for name, why in (("home", "letter.txt"), ("file", "is a file"), ("nowhere/x", "no folder")):
        with pytest.raises(CannotWrite, match=why):
            write_files(tmp_path / name, PAIR)
    (tmp_path / "d.zip").mkdir()
    with pytest.raises(CannotWrite, match="is a folder"):
        write_files(tmp_path / "d.zip", PAIR)
    with pytest.raises(CannotWrite, match="is a folder"):
        write_stream(tmp_path / "home", ["x"])
    assert everything(tmp_path) == before


def test_modes_are_kept(tmp_path):
    write_stream(tmp_path / "a", ["x"])
    (tmp_path / "a").chmod(0o600)
    write_stream(tmp_path / "a", ["y"])
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o600


def test_csv_cells():
    assert csv_line(["a", 'b"', "c,d", "e\r", " f", ""]) == 'a,"b""","c,d","e\r"," f",\n'
    assert csv_line(["a,b", "c\td"], "\t") == 'a,b\t"c\td"\n'


def test_every_format_replaces_itself(small, tmp_path):
    for name in ("kgx", "neo4j", "parquet", "datapackage", "sqlite", "graphml"):
        for _ in range(2):
            write(small, tmp_path / name, format=name)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["datapackage", "graphml", "kgx", "neo4j", "parquet", "sqlite"]


def test_the_command(tmp_path):
    run = CliRunner().invoke
    done = run(main, ["export", str(tmp_path / "g.sssom.tsv"), "--loss"])
    assert done.exit_code == 0, done.output
    assert "values come back as they were" in done.output and "node synonyms" in done.output
    assert {p.name for p in tmp_path.iterdir()} == {"g.sssom.tsv", "g.sssom.tsv.loss.json"}
    done = run(main, ["export", str(tmp_path / "pair"), "--format", "kgx-tsv"])
    assert done.exit_code == 0 and {p.name for p in (tmp_path / "pair").iterdir()} == {"nodes.tsv", "edges.tsv"}
    for wrong, told in (
        ([str(tmp_path / "g.xyz")], ".graphml"),
        ([str(tmp_path / "g"), "--format", "excel"], "kgx-tsv"),
        ([str(tmp_path / "no" / "g.cx2")], "make it first"),
        ([str(tmp_path / "g.html"), "--loss"], "not read back"),
    ):
        done = run(main, ["export", *wrong])
        assert done.exit_code == 2 and told in done.output and done.output.count("\n") == 1, done.output
    assert not (tmp_path / "g.html").exists()
