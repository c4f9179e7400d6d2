"""What the documentation says works: examples in docstrings, and the shell lines of the README."""

import doctest
import importlib
import os
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

import endoneuro

ROOT = Path(endoneuro.__file__).resolve().parent
README = ROOT / "README.md"
NAMES = [
    m.name
    for m in pkgutil.walk_packages([str(ROOT)], "endoneuro.")
    if not m.name.endswith("__main__") and m.name.split(".")[1] in ("cli", "questions", "graph", "queries", "export", "serve")
]
LINE = re.compile(r"^\s*(?:\$ )?(endoneuro .*?)\s*$", re.MULTILINE)


def shell_lines(text):
    """Return the commands of fenced blocks; what follows ` # ` is a remark."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return [line.split(" # ")[0].strip() for block in blocks for line in LINE.findall(block)]


TEXT = README.read_text(encoding="utf-8") if README.exists() else ""
LINES = shell_lines(TEXT)
#: What the README shows as typed and answered.
SHOWN = re.findall(r"^```text\n\$ (endoneuro .*?)\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)


def test_lines_are_found():
    text = "endoneuro no\n```sh\n$ endoneuro show GR  # what it is\nendoneuro stats\nls\n```\n`endoneuro no`\n"
    assert shell_lines(text) == ["endoneuro show GR", "endoneuro stats"]


@pytest.mark.skipif(not README.exists(), reason="README.md is still being written")
def test_the_readme_shows_the_command_line():
    assert LINES and SHOWN


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A folder where a reader may stand: it sees `docs/`, and keeps what one line wrote for the next."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "docs").symlink_to(ROOT / "docs")
    for release in ("older", "newer"):
        (folder / release).mkdir()
        (folder / release / "data").symlink_to(ROOT / "data")
    return folder


@pytest.mark.parametrize("line", LINES)
def test_the_lines_of_the_readme_run(line, desk):
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    env = {**os.environ, "PATH": path}
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line], cwd=desk, env=env, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("line", "answer"), SHOWN)
def test_the_answers_of_the_readme_are_those_of_today(line, answer):
    env = {**os.environ, "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))}
    done = subprocess.run(["bash", "-c", line], env=env, capture_output=True, text=True, timeout=120)
    words = " ".join(done.stdout.split())
    parts = [" ".join(part.split()) for part in answer.split("[...]")]
    assert len(parts) > 1 and all(part in words for part in parts)


@pytest.mark.parametrize("name", ["endoneuro", *NAMES])
def test_examples_in_docstrings(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    found = doctest.testmod(importlib.import_module(name), verbose=False)
    assert found.failed == 0
    assert os.listdir(tmp_path) == []


def test_every_public_name_has_an_example_that_is_run():
    wanted = [getattr(endoneuro, name) for name in endoneuro.__all__]
    functions = [f for f in wanted if not isinstance(f, type)]
    assert [f.__name__ for f in functions if ">>> " not in f.__doc__] == []
