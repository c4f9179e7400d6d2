"""Tables: what cannot be read is told by line, what is written is canonical, and nothing is ever half written."""

import errno
import os
import stat

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from endoneuro.graph.errors import CannotWrite
from endoneuro.graph.tables import MAX_CELL, canonical, natural, read, write_atomic

COLUMNS = ("id", "label", "note")
HEADER = b"id\tlabel\tnote\n"


@pytest.fixture
def table(tmp_path):
    """Return a function that writes bytes to a table and reads it."""

    def ask(blob):
        file = tmp_path / "t.tsv"
        file.write_bytes(blob)
        return read(file, COLUMNS, "data/t.tsv")

    return ask


def told(problems):
    return [str(p) for p in problems]


# Reading -----------------------------------------------------------------------------------------------------


def test_a_good_table(table):
    rows, problems = table(HEADER + "1\tα\t\n2\tb\tc d\n".encode())
    assert problems == []
    assert rows == [(2, {"id": "1", "label": "α", "note": ""}), (3, {"id": "2", "label": "b", "note": "c d"})]


def test_columns_may_stand_in_any_order(table):
    rows, problems = table(b"note\tid\tlabel\nn\ti\tl\n")
    assert problems == []
    assert rows == [(2, {"id": "i", "label": "l", "note": "n"})]


@pytest.mark.parametrize(
    ("blob", "line", "words"),
    [
        (b"", 1, "is empty; the first line must be: id label note"),
        (b"id\tlabel\n", 1, "lacks the column note"),
        (b"1\t2\t3\n", 1, "lacks the column id, label, note"),
        (HEADER[:-1] + b"\tcolour\n", 1, "has a column nobody knows: 'colour'"),
        (HEADER[:-1] + b"\tid\n", 1, "names a column twice"),
        (HEADER + b"1\tcaf\xe9\t\n", 2, "is not UTF-8 (Latin-1?); save the file as UTF-8"),
        (HEADER + b"1\t\t\n2\t\x00\t\n", 3, "holds a NUL byte"),
    ],
)
def test_a_table_that_cannot_be_used(table, blob, line, words):
    rows, problems = table(blob)
    assert rows == []
    assert told(problems) == [f"data/t.tsv:{line}: error: {words}"]


@pytest.mark.parametrize(
    ("blob", "line", "words"),
    [
        (HEADER + b"1\ta\tb\n2\ta\n3\ta\tb\n", 3, "has 2 cells, the header has 3"),
        (HEADER + b"1\ta\tb\n2\ta\tb\tc\n3\ta\tb\n", 3, "has 4 cells, the header has 3"),
        (HEADER + b"1\ta\tb\n\n3\ta\tb\n", 3, "is blank; remove the line"),
        (
            HEADER + b"1\ta\tb\n2\t" + b"x" * 1_000_000 + b"\t\n3\ta\tb\n",
            3,
            f"has a cell of 1000000 characters; at most {MAX_CELL}",
        ),
        (b"\xef\xbb\xbf" + HEADER + b"1\ta\tb\n3\ta\tb\n", 1, "starts with a byte order mark; save as UTF-8 without BOM"),
        ((HEADER + b"1\ta\tb\n3\ta\tb\n").replace(b"\n", b"\r\n"), 1, "has CR line ends; save with LF, or run 'make fmt-data'"),
        ((HEADER + b"1\ta\tb\n3\ta\tb\n").replace(b"\n", b"\r"), 1, "has CR line ends; save with LF, or run 'make fmt-data'"),
    ],
)
def test_the_other_rows_are_still_read(table, blob, line, words):
    rows, problems = table(blob)
    assert [row for _, row in rows] == [{"id": i, "label": "a", "note": "b"} for i in ("1", "3")]
    assert told(problems) == [f"data/t.tsv:{line}: error: {words}"]


def test_a_header_alone_is_an_empty_table(table):
    assert table(HEADER) == ([], [])


def test_the_last_newline_may_be_missing(table):
    assert table(HEADER + b"1\ta\tb") == table(HEADER + b"1\ta\tb\n")


def test_several_problems_are_told_at_once(table):
    _, problems = table(b"\xef\xbb\xbf" + HEADER.replace(b"\n", b"\r\n") + b"1\r\n\r\n2\ta\tb\r\n")
    assert [p.line for p in problems] == [1, 1, 2, 3]


def test_a_missing_file(tmp_path):
    assert told(read(tmp_path / "none.tsv", COLUMNS, "t")[1]) == [
        "t:1: error: cannot be read (No such file or directory); check the path and its rights"
    ]


def test_a_folder_in_place_of_a_file(tmp_path):
    assert read(tmp_path, COLUMNS, "t")[0] == []
    assert told(read(tmp_path, COLUMNS, "t")[1]) == ["t:1: error: is a folder; a table is wanted here"]


def test_an_unreadable_file(tmp_path, monkeypatch):
    def refuse(path):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr("pathlib.Path.read_bytes", refuse)
    rows, problems = read(tmp_path / "t.tsv", COLUMNS, "t")
    assert rows == []
    assert told(problems) == ["t:1: error: cannot be read (Permission denied); check the path and its rights"]


@given(st.binary(max_size=200))
def test_reading_never_raises(tmp_path_factory, blob):
    file = tmp_path_factory.getbasetemp() / "any.tsv"
    for content in (blob, HEADER + blob):
        file.write_bytes(content)
        rows, problems = read(file, COLUMNS, "t")
        assert rows or problems or content.strip(b"\n") == HEADER.strip()
        assert all(set(row) == set(COLUMNS) for _, row in rows)


# Canonical form ----------------------------------------------------------------------------------------------


def test_numbers_sort_as_numbers():
    ids = ["PMID:100#2", "PMID:99#10", "PMID:99#9", "DOI:10.1/a", "PMID:100#10"]
    assert sorted(ids, key=natural) == ["DOI:10.1/a", "PMID:99#9", "PMID:99#10", "PMID:100#2", "PMID:100#10"]


def test_canonical_text():
    rows = [{"id": "b 10", "label": "  two\u00a0 words ", "note": "x", "other": "dropped"}, {"id": "b 9"}]
    assert canonical(rows, COLUMNS, ("id",)) == "id\tlabel\tnote\nb 9\t\t\nb 10\ttwo words\tx\n"


def test_later_keys_break_ties():
    rows = [{"id": "a", "label": "10"}, {"id": "a", "label": "9"}]
    assert canonical(rows, COLUMNS, ("id", "label")).split("\n")[1:3] == ["a\t9\t", "a\t10\t"]


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\t\r\n"), max_size=20)
ROWS = st.lists(
    st.fixed_dictionaries(dict.fromkeys(COLUMNS, CELLS)), max_size=6, unique_by=lambda row: " ".join(row["id"].split())
)


@given(ROWS)
def test_written_tables_are_read_back(tmp_path_factory, rows):
    file = tmp_path_factory.getbasetemp() / "round.tsv"
    text = canonical(rows, COLUMNS, ("id",))
    write_atomic(file, text)
    read_rows, problems = read(file, COLUMNS, "t")
    assert problems == []
    wanted = [tuple(" ".join(row[c].split()) for c in COLUMNS) for row in rows]
    assert sorted(tuple(row[c] for c in COLUMNS) for _, row in read_rows) == sorted(wanted)
    assert canonical((r for _, r in read_rows), COLUMNS, ("id",)) == text


@given(ROWS)
@example([{"id": "PMID:1"}, {"id": "PMID:01"}])
@example([{"id": "a", "note": "1"}, {"id": "a", "note": "2"}])
def test_the_order_of_rows_does_not_matter(rows):
    assert canonical(rows, COLUMNS, ("id",)) == canonical(rows[::-1], COLUMNS, ("id",))


# Writing -----------------------------------------------------------------------------------------------------


@pytest.fixture
def old(tmp_path):
    file = tmp_path / "kept.tsv"
    file.write_text("old")
    return file


def fail_with(error):
    def fail(*args, **kwargs):
        raise error

    return fail


@pytest.mark.parametrize("content", ["text β\n", b"\x00bytes"])
def test_writes_text_and_bytes(tmp_path, content):
    write_atomic(tmp_path / "new", content)
    assert (tmp_path / "new").read_bytes() == (content.encode() if isinstance(content, str) else content)
    assert os.listdir(tmp_path) == ["new"]


@pytest.mark.parametrize("where", ["os.fsync", "pathlib.Path.replace", "pathlib.Path.chmod"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EACCES])
def test_a_failure_keeps_what_stood_there(old, monkeypatch, where, number):
    monkeypatch.setattr(where, fail_with(OSError(number, os.strerror(number))))
    with pytest.raises(CannotWrite, match=rf"cannot write .*kept\.tsv: {os.strerror(number)}; nothing was changed"):
        write_atomic(old, "new")
    assert old.read_text() == "old"
    assert os.listdir(old.parent) == [old.name]


def test_a_full_disk_while_writing(old, monkeypatch):
    class Full:
        def __enter__(self):
            return self

        def __exit__(self, *error):
            return None

        write = staticmethod(fail_with(OSError(errno.ENOSPC, "No space left on device")))

    def fdopen(handle, mode):
        os.close(handle)
        return Full()

    monkeypatch.setattr("os.fdopen", fdopen)
    with pytest.raises(CannotWrite, match="No space left on device"):
        write_atomic(old, "new")
    assert old.read_text() == "old"
    assert os.listdir(old.parent) == [old.name]


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, MemoryError])
def test_an_interruption_keeps_what_stood_there(old, monkeypatch, error):
    monkeypatch.setattr("os.fsync", fail_with(error))
    with pytest.raises(error):
        write_atomic(old, "new")
    assert old.read_text() == "old"
    assert os.listdir(old.parent) == [old.name]


def test_a_missing_folder(tmp_path):
    with pytest.raises(CannotWrite, match="there is no folder .*nowhere; make it first"):
        write_atomic(tmp_path / "nowhere" / "t.tsv", "x")


def test_a_folder_as_target(tmp_path):
    (tmp_path / "t.tsv").mkdir()
    with pytest.raises(CannotWrite, match="is a folder; name a file"):
        write_atomic(tmp_path / "t.tsv", "x")


def test_a_name_that_is_too_long(tmp_path):
    with pytest.raises(CannotWrite):
        write_atomic(tmp_path / ("x" * 300), "x")


def mode(file):
    return stat.S_IMODE(file.stat().st_mode)


def test_the_rights_of_a_file_are_kept(old):
    old.chmod(0o640)
    write_atomic(old, "new")
    assert mode(old) == 0o640


def test_a_new_file_has_the_usual_rights(tmp_path):
    (tmp_path / "usual").touch()
    write_atomic(tmp_path / "new", "x")
    assert mode(tmp_path / "new") == mode(tmp_path / "usual")
