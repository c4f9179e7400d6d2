"""The house rules: who may import whom, what is declared once, what a question on the command line costs."""

import ast
import importlib
import json
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import endoneuro
from endoneuro.graph import schema

ROOT = Path(endoneuro.__file__).resolve().parent
LAYERS = {"graph": {"graph"}, "queries": {"graph", "queries"}, "export": {"graph", "export"}}
MODULES = sorted(p.relative_to(ROOT) for layer in LAYERS for p in (ROOT / layer).rglob("*.py"))
FACES = [
    Path("cli.py"),
    Path("questions.py"),
    Path("patience.py"),
    *sorted(p.relative_to(ROOT) for p in (ROOT / "serve").rglob("*.py")),
]
TREES = {
    p: ast.parse((ROOT / p).read_text(encoding="utf-8")) for p in (*MODULES, *FACES, Path("__init__.py"), Path("__main__.py"))
}
MOST_LINES = 400
#: Modules that are longer than they should be: take a name out when it is mended.
LONG = {"graph/surveys.py", "graph/schema.py", "graph/validate.py"}
#: Modules that list kinds or predicates which `graph/schema.py` should name.
LISTING = {f"queries/{name}.py" for name in ("ask_rules", "axis", "compare", "stats", "words_of_questions")}
PUBLIC = [
    "EndoneuroError", "Filters", "KnowledgeGraph", "downstream", "evidence", "load", "loops", "path", "query", "search", "show", "stats",
    "upstream", "validate", "write",
]  # fmt: skip
ASK = ["path", "cortisol", "memory retrieval"]


def each(paths, known=(), reason=""):
    """Return test parameters, one for each module; those known to fail must fail."""
    marks = pytest.mark.xfail(strict=True, reason=reason)
    return [pytest.param(p, id=p.as_posix(), marks=[marks] if p.as_posix() in known else []) for p in paths]


def imports(path):
    """Return every module that a module of ours imports, in full, wherever in it."""
    package = ("endoneuro", *path.parent.parts)
    found = set()
    for node in ast.walk(TREES[path]):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(x for x in (base, node.module) if x)
            found |= {module} | {f"{module}.{alias.name}" for alias in node.names}
    return found


def test_there_is_something_to_look_at():
    assert {p.parts[0] for p in MODULES} == set(LAYERS)
    assert "endoneuro.graph.schema" in imports(Path("queries/steps.py"))
    assert "endoneuro.graph.answers" in imports(Path("export/text.py"))


@pytest.mark.parametrize("path", each(MODULES))
def test_a_layer_imports_only_what_lies_left_of_it(path):
    ours = [name.split(".") for name in imports(path) if name.split(".")[0] == "endoneuro"]
    wrong = [".".join(parts) for parts in ours if len(parts) > 1 and parts[1] not in {*LAYERS[path.parts[0]], "__version__"}]
    assert wrong == []


@pytest.mark.parametrize("path", each([*MODULES, *FACES]))
def test_imports_inside_the_package_are_relative(path):
    absolute = [
        n for n in ast.walk(TREES[path]) if isinstance(n, ast.ImportFrom) and not n.level and n.module.startswith("endoneuro")
    ]
    assert absolute == []


@pytest.mark.parametrize("path", each(MODULES))
def test_no_module_reads_the_clock_or_the_network(path):
    banned = {"time", "datetime", "requests", "socket", "http", "ssl", "urllib3", "httpx", "random", "secrets"}
    names = imports(path)
    assert {n for n in names if n.split(".")[0] in banned} == set()
    assert {n for n in names if n.startswith("urllib") and not n.startswith("urllib.parse")} <= {"urllib"} - names


@pytest.mark.parametrize("path", each(MODULES))
def test_no_module_prints(path):
    calls = [n.func for n in ast.walk(TREES[path]) if isinstance(n, ast.Call)]
    assert [c for c in calls if isinstance(c, ast.Name) and c.id in ("print", "input", "breakpoint")] == []
    assert not imports(path) & {"click", "sys.stdout", "sys.stderr", "logging"}


def test_data_holds_no_python():
    assert list((ROOT / "data").rglob("*.py*")) == []


def test_no_stray_module_at_the_root():
    assert {p.name for p in ROOT.glob("*.py")} == {"__init__.py", "__main__.py", *(p.name for p in FACES if len(p.parts) == 1)}


@pytest.mark.parametrize(
    "path", each([*MODULES, *FACES], LISTING, "lists kinds by hand: name the group in graph/schema.py and use it from there")
)
def test_kinds_and_predicates_are_declared_once(path):
    if path.as_posix() == "graph/schema.py":
        return
    lists = []
    for node in ast.walk(TREES[path]):
        items = node.keys if isinstance(node, ast.Dict) else getattr(node, "elts", [])
        words = {i.value for i in items if isinstance(i, ast.Constant)}
        lists += [found for known in (schema.KINDS, schema.PREDICATES) if len(found := words & set(known)) >= 5]
    assert lists == []


@pytest.mark.parametrize("path", each([*MODULES, *FACES], LONG, f"longer than {MOST_LINES} lines"))
def test_modules_are_short(path):
    assert len((ROOT / path).read_text(encoding="utf-8").splitlines()) <= MOST_LINES


@pytest.mark.parametrize("path", each(MODULES))
def test_what_is_public_is_explained(path):
    tree = TREES[path]
    public = [n for n in tree.body if isinstance(n, (ast.FunctionDef, ast.ClassDef)) and not n.name.startswith("_")]
    methods = [
        m for c in public if isinstance(c, ast.ClassDef) for m in c.body if isinstance(m, ast.FunctionDef) and m.name[0] != "_"
    ]
    assert ast.get_docstring(tree)
    assert [n.name for n in (*public, *methods) if not ast.get_docstring(n)] == []


# The public names --------------------------------------------------------------------------------------------


def test_the_public_names():
    assert endoneuro.__all__ == PUBLIC
    assert all(getattr(endoneuro, name).__doc__ for name in PUBLIC)
    assert set(PUBLIC) <= set(dir(endoneuro))


def test_a_name_that_is_none():
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        endoneuro.nothing


def test_every_module_can_be_imported_alone():
    names = [m.name for m in pkgutil.walk_packages(endoneuro.__path__, "endoneuro.") if not m.name.endswith("__main__")]
    assert "endoneuro.export.rdf" in names
    for name in names:
        assert importlib.import_module(name).__doc__, name


# What a question costs ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def asked():
    """Ask on the command line in a process of its own; return its modules, its memory in MiB and its output."""
    inner = f"""
import sys
sys.argv = ["endoneuro", *{ASK!r}]
import atexit
from endoneuro.__main__ import main
atexit.register(lambda: print(*sys.modules, file=sys.stderr))
main()
"""
    outer = f"""
import json, resource, subprocess, sys
done = subprocess.run([sys.executable, "-c", {inner!r}], capture_output=True, text=True)
unit = 2**20 if sys.platform == "darwin" else 2**10
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / unit
print(json.dumps([done.stderr.split(), peak, done.stdout, done.returncode]))
"""
    done = subprocess.run([sys.executable, "-c", outer], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_a_path_needs_no_heavy_package(asked):
    modules, _, text, code = asked
    assert code == 0
    assert text.startswith("cortisol -> memory retrieval\n")
    heavy = {
        "networkx",
        "rdflib",
        "pyvis",
        "jinja2",
        "numpy",
        "hashlib",
        "ssl",
        "socket",
        "asyncio",
        "importlib.metadata",
    }
    assert heavy & set(modules) == set()


def test_a_path_needs_little_memory(asked):
    assert 5 < asked[1] < 80
