"""Files and folders written whole or not at all: beside the target, then renamed over it."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from ..graph.errors import CannotWrite

Content = str | bytes | Iterable[str | bytes]
_PIECE = 1 << 16
_SURROGATE = re.compile("[\ud800-\udfff]")
_QUOTED = re.compile(r'["\n\r]|^\s|\s$')
_DAY_ONE = (1980, 1, 1, 0, 0, 0)


def is_folder(path: Path) -> bool:
    """Whether a path is a folder; a name that cannot be one is an error of the user's."""
    try:
        return path.is_dir()
    except OSError as error:
        raise CannotWrite(f"cannot write {str(path)[:80]}: {error.strerror}; nothing was changed") from None


def write_stream(path: Path, pieces: Iterable[str | bytes]) -> None:
    """Write a file piece by piece; memory holds one piece at a time.

    Raises:
        CannotWrite: the folder is missing or not writable, the disk is full, the target is a folder.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_stream(Path(folder) / "a.txt", ["one ", "two"])
    ...     (Path(folder) / "a.txt").read_text()
    'one two'

    """
    if is_folder(path):
        raise CannotWrite(f"{path} is a folder; name a file")
    _needs_parent(path)
    with _told(path), _beside(path) as temporary:
        with temporary.open("wb") as stream:
            _pour(stream, pieces)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(_mode(path, 0o666))
        temporary.replace(path)


def write_files(path: Path, files: Mapping[str, Content]) -> None:
    """Write several files as a folder, or as one `.zip` where the path ends so: all of them, or none.

    A folder that is there already is replaced only if it holds nothing but files of these names.

    Raises:
        CannotWrite: the target cannot be written, or is a folder with something else in it.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_files(Path(folder) / "pair", {"a.txt": "one", "b.txt": "two"})
    ...     sorted(p.name for p in (Path(folder) / "pair").iterdir())
    ['a.txt', 'b.txt']

    """
    if path.suffix.casefold() == ".zip":
        _write_zip(path, files)
        return
    _needs_parent(path)
    with _told(path):
        if path.exists() and not is_folder(path):
            raise CannotWrite(f"{path} is a file; this format is a folder of {len(files)} files (or end the name in .zip)")
        foreign = sorted(p.name for p in path.iterdir() if p.name not in files) if is_folder(path) else []
        if foreign:
            raise CannotWrite(f"{path} holds other things ({foreign[0]}); name a new folder")
        with _beside(path, folder=True) as temporary:
            for name, content in files.items():
                with (temporary / name).open("wb") as stream:
                    _pour(stream, _pieces(content))
                    stream.flush()
                    os.fsync(stream.fileno())
                (temporary / name).chmod(_mode(path / name, 0o666))
            temporary.chmod(_mode(path, 0o777))
            _swap(temporary, path)


def zipped(files: Mapping[str, Content], stream: BinaryIO) -> None:
    """Write files into a zip archive; the same files give the same bytes."""
    import zipfile

    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _DAY_ONE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            with archive.open(entry, "w", force_zip64=True) as part:
                for piece in _pieces(content):
                    part.write(_blob(piece))


def _write_zip(path: Path, files: Mapping[str, Content]) -> None:
    if is_folder(path):
        raise CannotWrite(f"{path} is a folder; name a file")
    _needs_parent(path)
    with _told(path), _beside(path) as temporary:
        with temporary.open("wb") as stream:
            zipped(files, stream)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(_mode(path, 0o666))
        temporary.replace(path)


def _swap(made: Path, target: Path) -> None:
    """Put a finished folder in the place of the old one, which comes back if that fails."""
    if not target.exists():
        made.replace(target)
        return
    old = made.with_name(made.name + ".old")
    target.replace(old)
    try:
        made.replace(target)
    except BaseException:
        old.replace(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _pour(stream: BinaryIO, pieces: Iterable[str | bytes]) -> None:
    """Write pieces, gathered to blocks of a sensible size."""
    held: list[bytes] = []
    size = 0
    for piece in pieces:
        blob = _blob(piece)
        held.append(blob)
        size += len(blob)
        if size >= _PIECE:
            stream.write(b"".join(held))
            held, size = [], 0
    stream.write(b"".join(held))


def clean(text: str) -> str:
    r"""Return a text that UTF-8 can hold: lone surrogates become U+FFFD.

    >>> clean("a\ud800") == "a\ufffd"
    True
    """
    return _SURROGATE.sub("\ufffd", text)


def csv_line(cells: Iterable[str], delimiter: str = ",") -> str:
    """Return a row of CSV; a cell is quoted where it would otherwise be read as something else.

    >>> csv_line(["a", "b;c", "d,e"]).strip()
    'a,b;c,"d,e"'

    """
    return delimiter.join([_csv_cell(cell, delimiter) for cell in cells]) + "\n"


def _csv_cell(text: str, delimiter: str) -> str:
    if delimiter in text or _QUOTED.search(text):
        return '"' + text.replace('"', '""') + '"'
    return text


def _blob(piece: str | bytes) -> bytes:
    if isinstance(piece, bytes):
        return piece
    try:
        return piece.encode()
    except UnicodeEncodeError:
        return clean(piece).encode()


def _pieces(content: Content) -> Iterable[str | bytes]:
    return (content,) if isinstance(content, str | bytes) else content


def _needs_parent(path: Path) -> None:
    if not path.parent.is_dir():
        raise CannotWrite(f"there is no folder {path.parent}; make it first")


def _mode(path: Path, fresh: int) -> int:
    if path.exists():
        return path.stat().st_mode & 0o777
    umask = os.umask(0)
    os.umask(umask)
    return fresh & ~umask


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn what the system says into one line for the user."""
    try:
        yield
    except OSError as error:
        raise CannotWrite(f"cannot write {path}: {error.strerror or error}; nothing was changed") from None


@contextlib.contextmanager
def _beside(path: Path, *, folder: bool = False) -> Iterator[Path]:
    """Give a new file or folder beside the target; whatever is left of it at the end is removed."""
    prefix = f".{path.name[:40]}."
    if folder:
        temporary = Path(tempfile.mkdtemp(prefix=prefix, dir=path.parent))
    else:
        handle, name = tempfile.mkstemp(prefix=prefix, dir=path.parent)
        os.close(handle)
        temporary = Path(name)
    try:
        yield temporary
    finally:
        if folder:
            shutil.rmtree(temporary, ignore_errors=True)
        else:
            temporary.unlink(missing_ok=True)
