"""Reading and writing the tables: tab-separated, UTF-8, LF, sorted, no quoting.

Reading never raises on bad content: it returns what could be read and a list of problems.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from .errors import CannotWrite
from .model import Problem

MAX_CELL = 20_000
_NUMBERS = re.compile(r"(\d+)")
Line = tuple[int, dict[str, str]]
Cells = tuple[int, list[str]]


def read(path: Path, columns: Sequence[str], shown: str) -> tuple[list[Line], list[Problem]]:
    """Read a table.

    Args:
        path: the file.
        columns: the columns it must have, in order.
        shown: its name in problems.

    Returns:
        Rows as (line number, column -> cell), and problems; with a problem in the file as a whole there are no rows.

    """
    rows, problems = read_cells(path, columns, shown)
    return [(number, dict(zip(columns, cells, strict=True))) for number, cells in rows], problems


def read_cells(path: Path, columns: Sequence[str], shown: str) -> tuple[list[Cells], list[Problem]]:
    """Read a table as `read` does, with rows as (line number, cells in the order of `columns`)."""
    try:
        blob = path.read_bytes()
    except IsADirectoryError:
        return [], [Problem(shown, 1, "error", "is a folder; a table is wanted here", "file")]
    except OSError as error:
        return [], [Problem(shown, 1, "error", f"cannot be read ({error.strerror}); check the path and its rights", "file")]
    problems: list[Problem] = []
    if blob.startswith(b"\xef\xbb\xbf"):
        problems.append(Problem(shown, 1, "error", "starts with a byte order mark; save as UTF-8 without BOM", "file"))
        blob = blob[3:]
    try:
        text = blob.decode("utf-8")
    except UnicodeDecodeError as error:
        line = blob.count(b"\n", 0, error.start) + 1
        return [], [*problems, Problem(shown, line, "error", "is not UTF-8 (Latin-1?); save the file as UTF-8", "file")]
    if "\r" in text:
        problems.append(Problem(shown, 1, "error", "has CR line ends; save with LF, or run 'make fmt-data'", "file"))
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        return [], [*problems, Problem(shown, text.count("\n", 0, text.index("\0")) + 1, "error", "holds a NUL byte", "file")]
    lines = text.split("\n")
    if lines and lines[-1] == "":
        lines.pop()
    if not lines:
        return [], [*problems, Problem(shown, 1, "error", f"is empty; the first line must be: {' '.join(columns)}", "file")]
    header = lines[0].split("\t")
    wrong = _header_problem(header, columns)
    if wrong:
        return [], [*problems, Problem(shown, 1, "error", wrong, "columns")]
    rows: list[Cells] = []
    width = len(header)
    order = None if header == list(columns) else [header.index(c) for c in columns]
    for number, record in enumerate(lines[1:], 2):
        cells = record.split("\t")
        if len(cells) != width:
            what = "is blank; remove the line" if not record.strip() else f"has {len(cells)} cells, the header has {width}"
            problems.append(Problem(shown, number, "error", what, "ragged"))
            continue
        if len(record) > MAX_CELL and (longest := max(map(len, cells))) > MAX_CELL:
            problems.append(Problem(shown, number, "error", f"has a cell of {longest} characters; at most {MAX_CELL}", "cell"))
            continue
        rows.append((number, cells if order is None else [cells[i] for i in order]))
    return rows, problems


def _header_problem(header: Sequence[str], columns: Sequence[str]) -> str:
    missing = [c for c in columns if c not in header]
    extra = [c for c in header if c not in columns]
    if missing:
        return f"lacks the column {', '.join(missing)}"
    if extra:
        return f"has a column nobody knows: {', '.join(repr(c[:40]) for c in extra)}"
    if len(set(header)) != len(header):
        return "names a column twice"
    return ""


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return a sort key that puts `PMID:99` before `PMID:100`."""
    return tuple((0, int(t), "") if t.isdecimal() else (1, 0, t) for t in _NUMBERS.split(text) if t)


def canonical(rows: Iterable[dict[str, str]], columns: Sequence[str], key: Sequence[str]) -> str:
    """Return the canonical text of a table: columns in order, cells trimmed, rows sorted by the key columns."""
    cleaned = [{c: " ".join(row.get(c, "").split()) for c in columns} for row in rows]
    cleaned.sort(key=lambda row: (*(natural(row[c]) for c in key), *row.values()))
    lines = ["\t".join(columns), *("\t".join(row[c] for c in columns) for row in cleaned)]
    return "\n".join(lines) + "\n"


def write_atomic(path: Path, content: str | bytes) -> None:
    """Write a file whole or not at all: beside it, then renamed over it.

    Raises:
        CannotWrite: the folder is missing or not writable, the disk is full, the target is a folder.

    """
    import contextlib
    import os
    import tempfile

    blob = content.encode("utf-8") if isinstance(content, str) else content
    try:
        folder, parent = path.is_dir(), path.parent.is_dir()
    except OSError as error:
        raise CannotWrite(f"cannot write {str(path)[:80]}: {error.strerror}; nothing was changed") from None
    if folder:
        raise CannotWrite(f"{path} is a folder; name a file")
    if not parent:
        raise CannotWrite(f"there is no folder {path.parent}; make it first")
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(blob)
            stream.flush()
            os.fsync(stream.fileno())
        umask = os.umask(0)
        os.umask(umask)
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~umask
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
        raise CannotWrite(f"cannot write {path}: {error.strerror}; nothing was changed") from None
    except BaseException:
        if temporary:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
        raise
