"""A compiled copy of the shipped tables in the user's cache folder, so that one short question need not parse them.

Never needed: where it is missing, stale, broken or unwritable the tables are read. Its name carries the Python version, the
version of the package and a digest of the name, size and time of every table, so that an edited table is always seen.
`ENDONEURO_CACHE` names another folder; set to nothing it turns the copy off.
"""

from __future__ import annotations

import contextlib
import marshal
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .curies import Prefix
from .model import Finding, Loop, LoopStep, Node, Reference

if TYPE_CHECKING:
    from .knowledge import Claim
    from .load import Tables

#: Raised when the shape of the copy changes.
SHAPE = 3


def cache_folder() -> Path | None:
    """Return where copies lie, or None where they are turned off."""
    named = os.environ.get("ENDONEURO_CACHE")
    if named is not None:
        return Path(named) if named else None
    base = os.environ.get("XDG_CACHE_HOME")
    home = os.environ.get("HOME")
    return Path(base) / "endoneuro" if base else Path(home) / ".cache" / "endoneuro" if home else None


def copy_file(folder: Path) -> Path | None:
    """Return the file that would hold the copy of a folder of tables as it is now."""
    cache = cache_folder()
    if cache is None:
        return None
    from .model import blake2b

    digest = blake2b(digest_size=12)
    digest.update(f"{SHAPE} {sys.implementation.cache_tag} {sys.version_info[:3]} {folder}".encode())
    for place in (folder / "nodes", folder / "findings", folder):
        with os.scandir(place) as entries:
            for entry in sorted(entries, key=lambda e: e.name):
                if entry.name.endswith(".tsv"):
                    stat = entry.stat()
                    digest.update(f"{entry.name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return cache / f"tables-{digest.hexdigest()}.bin"


def take(folder: Path, tables: Tables) -> bool:
    """Fill the tables from the copy; False where there is none that fits."""
    try:
        file = copy_file(folder)
        if file is None:
            return False
        held: dict[str, Any] = marshal.loads(file.read_bytes())
        tables.nodes += map(Node._make, held["nodes"])
        tables.findings += map(Finding._make, held["findings"])
        tables.references += map(Reference._make, held["references"])
        tables.claims += held["claims"]
        tables.degrees.update(held["degrees"])
        tables.prefixes.update({p[0]: Prefix(*p) for p in held["prefixes"]})
        tables.loops += (Loop._make((*x[:6], tuple(map(LoopStep._make, x[6])), *x[7:])) for x in held["loops"])
    except (OSError, ValueError, EOFError, TypeError, KeyError):
        return False
    return True


def _shared(held: dict[str, list[tuple[Any, ...]]]) -> dict[str, list[tuple[Any, ...]]]:
    """Return rows in which equal cells are one object, so that the copy holds each once."""
    known: dict[Any, Any] = {}
    one = known.setdefault
    return {name: [tuple([one(cell, cell) for cell in row]) for row in rows] for name, rows in held.items()}


def keep(folder: Path, tables: Tables, claims: list[Claim], degrees: dict[str, tuple[int, int]]) -> None:
    """Write the copy of tables that were found sound: beside, then renamed; older copies are removed."""
    with contextlib.suppress(OSError, ValueError):
        file = copy_file(folder)
        if file is None:
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        held: dict[str, list[tuple[Any, ...]]] = {
            "nodes": [tuple(n) for n in tables.nodes],
            "findings": [tuple(f) for f in tables.findings],
            "references": [tuple(r) for r in tables.references],
            "claims": claims,
            "degrees": list(degrees.items()),
            "prefixes": [tuple(p) for p in tables.prefixes.values()],
            "loops": [(*x[:6], tuple(map(tuple, x.steps)), *x[7:]) for x in tables.loops],
        }
        beside = file.with_suffix(f".{os.getpid()}.tmp")
        try:
            beside.write_bytes(marshal.dumps(_shared(held)))
            beside.replace(file)
        finally:
            beside.unlink(missing_ok=True)
        for old in file.parent.glob("tables-*.bin"):
            if old != file:
                old.unlink(missing_ok=True)
