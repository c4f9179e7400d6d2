"""What a path is worth: measured on pairs drawn by chance, told from a committed table."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest
from made import finding, graph

from endoneuro.queries import saturation as told
from endoneuro.queries.steps import all_steps

TOOLS = Path(__file__).resolve().parents[2] / "tools"


def load_tool(name):
    spec = importlib.util.spec_from_file_location(name, TOOLS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def tool():
    yield load_tool("discriminate")
    del sys.modules["discriminate"]


def test_the_page_of_questions_shows_real_answers(kg):
    questions = load_tool("questions")
    fixtures = [
        {
            "number": 1, "group": "Time", "question": "When?", "known": "Soon.", "status": "data missing", "missing": "A clock.",
            "asked": [{"command": ["path", "CRH", "ACTH"]}, {"command": ["no-such-command"]}],
        }
    ]  # fmt: skip
    page = questions.page(fixtures)
    assert page.startswith(questions.NOTE)
    assert "1 data missing, of 1 questions" in page
    assert "## Time" in page
    assert "**Data missing:** A clock." in page
    assert "$ endoneuro path CRH ACTH\nCRH -> ACTH" in page
    assert "more lines" in page
    assert "no-such-command" not in page
    assert page == questions.page(fixtures)


@pytest.fixture
def small():
    """Blood hormone to receptor one to memory in one experiment; receptor two to illness after a bridge; recall seen directly."""
    return graph(
        [
            finding(1, "H:blood", "activates", "R:one", experiment=("a",)),
            finding(2, "R:one", "decreases", "P:memory", experiment=("a",)),
            finding(3, "H:local", "increases", "R:two", "expression", reference="PMID:2"),
            finding(4, "R:two", "increases", "K:ill", reference="PMID:3"),
            finding(5, "H:portal", "increases", "P:recall", reference="PMID:3"),
        ]
    )


def test_a_known_mechanism_needs_its_nodes_and_its_sign(tool, small):
    def found(sign, *mechanism, grade="A", **more):
        pair = tool.Pair(1, "blood hormone", "memory process", sign, mechanism)
        return tool.mechanism_found(small, pair, grade, 4, **more)

    assert found("-", "blood hormone", "receptor one", "memory process")
    assert found("-", "*", "memory process")
    assert found("?", "*", "memory process")
    assert not found("+", "*", "memory process")
    assert not found("-", "blood hormone", "receptor two", "memory process")
    assert not found("-", "blood hormone", "memory process")


@pytest.mark.parametrize(
    ("start", "end", "grade", "observed"),
    [
        ("H:blood", "P:memory", "A", False),
        ("H:local", "K:ill", "C", False),
        ("H:portal", "P:recall", "A", True),
        ("H:blood", "K:ill", "", False),
    ],
)
def test_the_best_grade_of_a_pair_and_whether_it_was_observed(tool, small, start, end, grade, observed):
    assert tool.best_grade(small, start, end, 4) == grade
    assert tool.observed(small, start, end) is observed


def test_chance_pairs_are_the_same_every_time_and_never_overlap(tool, kg):
    steps = all_steps(kg)
    pairs = tool.drawn(kg, steps, "Hormone", "Hormone")
    assert len(pairs) == 200
    assert pairs == tool.drawn(kg, steps, "Hormone", "Hormone")
    assert pairs != tool.drawn(kg, steps, "Hormone", "Receptor")
    assert not any(tool.overlap(kg, a, b) for a, b in pairs)
    assert all(kg.nodes[a].kind == kg.nodes[b].kind == "Hormone" for a, b in pairs)
    assert tool.overlap(kg, kg.node("cortisol").id, kg.node("corticosterone").id)
    assert tool.overlap(kg, kg.node("oestrogens").id, kg.node("oestradiol").id)


def test_figures_are_counted_up_from_the_best_grade(tool, small):
    pairs = [("H:blood", "P:memory"), ("H:local", "K:ill"), ("H:blood", "K:ill"), ("H:portal", "P:recall")]
    lines = tool.graded(small, pairs, "chance", "x > y")
    four = {x.grade: (x.answered, x.n) for x in lines if x.hops == 4 and x.pairs == "chance"}
    assert four == {"A": (2, 4), "B": (2, 4), "C": (3, 4)}
    unseen = {x.grade: (x.answered, x.n) for x in lines if x.hops == 4 and x.pairs == "chance" + tool.UNSEEN}
    assert unseen == {"A": (1, 3), "B": (1, 3), "C": (2, 3)}


def test_known_mechanisms_are_found(tool, kg):
    pairs = tool.true_pairs()
    found = [p for p in pairs if tool.mechanism_found(kg, p, "C", 4)]
    assert len(pairs) >= 50
    assert len(found) / len(pairs) >= 0.95, [p for p in pairs if p not in found]


def test_the_committed_tables_were_made_together(tool):
    data = {line.split("\t")[-1] for line in tool.REPORT.read_text().splitlines()[1:]}
    head = tool.TABLE.read_text().splitlines()[0]
    assert len(data) == 1
    assert f"data={data.pop()} " in head


def test_check_tells_old_tables(tool, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["discriminate.py", "--check"])
    monkeypatch.setattr(tool, "data_hash", lambda: "of other data")
    assert tool.main() == 1
    assert "2 tables looked at, 2 stale" in capsys.readouterr().out


@pytest.fixture
def table(tmp_path, monkeypatch, small):
    file = tmp_path / "saturation.tsv"
    rows = ["Hormone\tProcess\t4\t0.050\t0.100\t0.200\t200", "Hormone\tProcess\t6\t0.060\t0.110\t0.210\t200"]
    head = f"# data=abc nodes={len(small.nodes)} findings={len(small.findings)}"
    file.write_text("\n".join([head, "\t".join(told.COLUMNS), *rows]) + "\n")
    monkeypatch.setattr(told, "TABLE", file)
    told._table.cache_clear()
    yield file
    told._table.cache_clear()


def test_saturation_is_read_for_kinds_and_hops(table, small):
    assert told.saturation(small, "Hormone", "Process", 4) == {"A": 0.05, "B": 0.1, "C": 0.2}
    assert told.saturation(small, "Hormone", "Process", 2) == {"A": 0.05, "B": 0.1, "C": 0.2}
    assert told.saturation(small, "Hormone", "Process", 5) == {"A": 0.06, "B": 0.11, "C": 0.21}
    assert told.saturation(small, "Process", "Hormone", 4) == {}


def test_saturation_of_another_graph_is_not_told(table, kg):
    assert told.saturation(kg, "Hormone", "Process", 4) == {}


def test_saturation_without_a_table_is_empty(table, small):
    table.unlink()
    told._table.cache_clear()
    assert told.saturation(small, "Hormone", "Process", 4) == {}
