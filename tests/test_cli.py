"""The command line: every command on the shipped graph, in every form, and every mistake as one clear line."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from made_tables import MadeTables

from endoneuro.cli import main
from endoneuro.export import FORMATS
from endoneuro.graph.load import SHIPPED
from endoneuro.queries import QUERIES

ANSWERS = {
    "path": ["path", "cortisol", "memory retrieval"],
    "path with filters": ["path", "cortisol", "memory", "--species", "human", "--min-tier", "3", "-k", "2"],
    "path to nowhere": ["path", "melatonin", "oestradiol", "--max-hops", "1", "--grade", "A", "--strict", "--sex", "male"],
    "downstream": ["downstream", "MR", "-k", "3"],
    "downstream to a kind": ["downstream", "oestradiol", "--to", "Process", "-k", "3"],
    "upstream": ["upstream", "fear extinction", "-k", "3"],
    "loops": ["loops"],
    "loops through": ["loops", "--through", "cortisol", "--sign", "-", "-k", "2"],
    "show": ["show", "GR"],
    "evidence": ["evidence", "cortisol", "memory"],
    "search": ["search", "glucocort"],
}
answers = pytest.mark.parametrize("args", ANSWERS.values(), ids=ANSWERS)


def run(*args, **env):
    """Run a command here; whatever happens, nobody sees a traceback."""
    result = CliRunner().invoke(main, [str(a) for a in args], env=env, prog_name="endoneuro")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result


def good(*args, **env):
    result = run(*args, **env)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


def bad(*args, code=2, **env):
    """Return the one line that a mistake is told in."""
    result = run(*args, **env)
    assert (result.exit_code, result.stdout) == (code, "")
    (line,) = result.stderr.splitlines()
    return line


def process(*args, **more):
    return subprocess.run([sys.executable, "-m", "endoneuro", *args], capture_output=True, text=True, timeout=60, **more)


# Help --------------------------------------------------------------------------------------------------------


def commands():
    return main.list_commands(None)


def examples(name):
    return [
        line.strip()
        for line in good(name, "--help").partition("Example")[2].splitlines()
        if line.strip().startswith("endoneuro ")
    ]


def test_help_lists_every_command():
    told = good("--help")
    assert set(commands()) >= {
        "path",
        "downstream",
        "upstream",
        "loops",
        "show",
        "evidence",
        "search",
        "stats",
        "validate",
        "export",
        "view",
    }
    assert all(re.search(rf"^  {name}  ", told, re.MULTILINE) for name in commands())
    assert good("-h") == told


@pytest.mark.parametrize("name", commands())
def test_help_of_a_command_has_an_example_of_it(name):
    assert examples(name)
    assert all(shlex.split(line)[1] == name for line in examples(name))


@pytest.mark.parametrize("name", [n for n in commands() if n in (*QUERIES, "stats")])
def test_the_examples_run(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for folder in ("older", "newer"):  # two releases for `diff`
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "data").symlink_to(SHIPPED)
    for line in examples(name):
        assert good(*shlex.split(line)[1:])


def test_version():
    assert re.fullmatch(r"endoneuro, version \d+\.\d+\.\d+\n", good("--version"))


def test_an_unknown_command():
    result = run("paht")
    assert result.exit_code == 2
    assert "No such command 'paht'" in result.stderr


# Answers -----------------------------------------------------------------------------------------------------


@answers
def test_text(args):
    told = good(*args)
    assert told.endswith("\n")
    assert not told.endswith("\n\n")
    assert "\x1b" not in told
    assert "None" not in told


@answers
def test_json_is_one_object(args):
    told = json.loads(good(*args, "--format", "json"))
    assert told["format"] == 1
    assert told["question"] == args[0]


@answers
def test_markdown(args):
    told = good(*args, "--format", "markdown")
    assert told.startswith("# ") or args[0] == "search"
    assert "\x1b" not in told
    assert not re.search(r"<(?!https?:)[a-z/!]", told)


@answers
@pytest.mark.parametrize("columns", [60, 90])
def test_lines_keep_to_the_width(args, columns):
    for line in good(*args, COLUMNS=str(columns)).splitlines():
        assert len(line) <= columns or " " not in line.strip(), line


@pytest.mark.parametrize("columns", ["", "0", "wide", "-5", "²", "1e3", "99999999"])
def test_an_odd_width_is_no_matter(columns):
    assert max(map(len, good("show", "GR", COLUMNS=columns).splitlines())) <= 120


def test_the_same_question_gives_the_same_bytes():
    args = ANSWERS["downstream"]
    told = {process(*args, env={**os.environ, "PYTHONHASHSEED": seed}).stdout for seed in ("1", "2")}
    assert len(told) == 1
    assert told != {""}


def test_text_cites_every_step():
    told = good(*ANSWERS["path"])
    assert re.search(r"^1\. cortisol -> ", told, re.MULTILINE)
    assert re.search(r"Grade [ABC]", told)
    assert re.search(r"EN:[0-9a-f]{12}", told)
    assert "References" in told
    assert re.search(r"PMID:\d+ https://pubmed", told.replace("\n    ", " "))


def test_an_empty_answer_teaches():
    told = good(*ANSWERS["path to nowhere"])
    assert "No path from melatonin to oestradiol as asked." in told
    assert "  - " in told


def test_stats_in_text_and_json():
    told = good("stats")
    assert re.search(r"\d+  findings\n", told)
    assert re.search(r"\d+\.\d %  findings with a species \([\d,]+ of [\d,]+\)", told)
    made = json.loads(good("stats", "--format", "json"))
    assert (made["format"], made["question"]) == (1, "stats")
    assert made["coverage"]["findings with a species"][0] > 0


def test_no_colour_in_a_pipe():
    done = process(*ANSWERS["show"], env={**os.environ, "CLICOLOR_FORCE": "1", "FORCE_COLOR": "1"})
    assert "\x1b" not in done.stdout
    assert done.returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
@pytest.mark.parametrize("plain", [True, False])
def test_colour_on_a_terminal_unless_unwanted(plain):
    import pty

    outer, inner = pty.openpty()
    env = {k: v for k, v in os.environ.items() if k != "NO_COLOR"} | ({"NO_COLOR": "1"} if plain else {})
    with subprocess.Popen(
        [sys.executable, "-m", "endoneuro", "path", "CRH", "ACTH", "-k", "1"], stdout=inner, env=env
    ) as asked:
        os.close(inner)
        told = b""
        while True:
            try:
                more = os.read(outer, 65536)
            except OSError:
                break
            if not more:
                break
            told += more
    os.close(outer)
    assert asked.returncode == 0
    assert (b"\x1b[" in told) != plain


@pytest.mark.skipif(os.name != "posix", reason="pipes of POSIX")
@pytest.mark.parametrize("args", [["path", "cortisol", "memory", "-k", "50", "--format", "json"], ["show", "cortisol"]])
def test_a_reader_that_leaves_early_is_no_error(args):
    with subprocess.Popen([sys.executable, "-m", "endoneuro", *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as asked:
        asked.stdout.read(1)
        asked.stdout.close()
        assert asked.stderr.read() == b""
    assert asked.returncode == 0


# Mistakes ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "args",
    [
        ("path", "cortisoll", "memory"), ("path", "memory", "cortisoll"), ("downstream", "cortisoll"), ("upstream", "cortisoll"),
        ("show", "cortisoll"), ("evidence", "cortisoll", "memory"), ("loops", "--through", "cortisoll"),
    ],
)  # fmt: skip
def test_an_unknown_name_offers_near_ones(args):
    line = bad(*args)
    assert line.startswith("endoneuro: no node is called 'cortisoll'; did you mean ")
    assert "'cortisol'" in line


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("-k", "0"), "-k 0 asks for nothing; give 1 or more"),
        (("-k", "-3"), "-k -3 asks for nothing"),
        (("--max-hops", "0"), "--max-hops 0 is out of range; 1 to 6"),
        (("--max-hops", "7"), "--max-hops 7 is out of range; 1 to 6"),
        (("--grade", "E"), "--grade 'E' is none of: A, B, C, D"),
        (("--route", "scenic"), "--route 'scenic' is none of: genomic, nongenomic"),
        (("--sex", "alien"), "--sex 'alien' is none of: female, male"),
        (("--species", "yeti"), "--species 'yeti' is none of: human, mouse"),
        (("--stage", "old"), "--stage 'old' is none of: "),
        (("--dose", "huge"), "--dose 'huge' is none of: "),
        (("--exposure", "long"), "--exposure 'long' is none of: acute, chronic"),
        (("--min-tier", "9"), "--min-tier 9 is out of range"),
        (("--region", "cortisol"), "--region 'cortisol' is a Hormone; name a Structure"),
        (("--cell", "hippocampus"), "is a Structure; name a CellType"),
        (("--region", "hipocampus"), "no node is called 'hipocampus'; did you mean "),
    ],
)
@pytest.mark.parametrize("question", [("path", "cortisol", "memory"), ("downstream", "cortisol"), ("upstream", "memory")])
def test_bad_options(question, args, words):
    line = bad(*question, *args)
    assert line.startswith("endoneuro: ")
    assert words in line


@pytest.mark.parametrize("option", ["-k", "--max-hops", "--min-tier"])
@pytest.mark.parametrize("value", ["x", "", "1.5", "²"])
def test_a_number_that_is_none(option, value):
    result = run("path", "cortisol", "memory", option, value)
    assert result.exit_code == 2
    assert f"Invalid value for '{option}'" in result.stderr


def test_start_equals_end():
    assert "start and end are both 'cortisol'" in bad("path", "cortisol", "hydrocortisone")


def test_unknown_kinds_axes_and_signs():
    assert "no node kind is called 'Thing'; did you mean" in bad("downstream", "cortisol", "--to", "Thing")
    assert "--axis 'XYZ' is none of: HPA" in bad("loops", "--axis", "XYZ")
    assert "--sign '0' is none of: -, +" in bad("loops", "--sign", "0")


@pytest.mark.parametrize(
    "name", ["", " ", "<b>x</b>", "'; DROP TABLE nodes", "x" * 5000, "\n", "日本語", "../../etc/passwd", "%s", "\udcff"]
)
def test_hostile_names(name):
    for args in (("show", name), ("path", name, "memory"), ("search", name)):
        result = run(*args)
        assert result.exit_code in (0, 2)
        assert len(result.stderr) < 400


def test_letters_that_cannot_be_printed():
    done = process("search", "cortisol\udcff", "--format", "json", env={**os.environ, "PYTHONIOENCODING": "utf-8:strict"})
    assert "Traceback" not in done.stderr


# Writing -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".ttl", ".html"])
def test_export(tmp_path, suffix):
    target = tmp_path / f"graph{suffix}"
    assert good("export", target).startswith(f"wrote {target} ({target.stat().st_size:,} bytes")
    assert target.stat().st_size > 10_000


@pytest.mark.parametrize("name", ["graph.xyz", "graph", ".ttl.", "graph.ttl.bak"])
def test_an_unknown_suffix_lists_the_known(tmp_path, name):
    line = bad("export", tmp_path / name)
    assert line.startswith("endoneuro: no export format for ")
    assert all(suffix in line for suffix in (".ttl", ".html"))
    assert all(suffix in line for suffix in FORMATS if suffix.startswith("."))
    assert os.listdir(tmp_path) == []


def test_a_missing_folder(tmp_path):
    assert "make it first" in bad("export", tmp_path / "none" / "graph.ttl")


def test_a_folder_as_target(tmp_path):
    (tmp_path / "graph.ttl").mkdir()
    assert "is a folder; name a file" in bad("export", tmp_path / "graph.ttl")


@pytest.mark.parametrize("command", [("export",), ("view", "CRH", "ACTH", "-o"), ("view", "-o")])
def test_what_cannot_be_written_keeps_the_old_file(tmp_path, monkeypatch, command):
    target = tmp_path / "kept.html"
    target.write_text("old")

    def refuse(*args, **kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    line = bad(*command, target)
    assert "Permission denied; nothing was changed" in line
    assert target.read_text() == "old"


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a folder nobody may write to")
def test_a_folder_nobody_may_write_to():
    assert "cannot write /proc/graph.ttl" in bad("export", "/proc/graph.ttl")


def test_a_name_that_is_too_long(tmp_path):
    assert bad("export", tmp_path / f"{'x' * 300}.ttl")


def test_view_of_an_answer(tmp_path):
    target = tmp_path / "answer.html"
    assert "open it in a browser, no internet needed" in good("view", "cortisol", "memory retrieval", "-o", target)
    assert "<html" in target.read_text(encoding="utf-8")


def test_view_needs_an_end(tmp_path):
    assert "a view from 'cortisol' to where?" in bad("view", "cortisol", "-o", tmp_path / "x.html")
    assert "no export format for '.pdf'; known: .html" in bad("view", "cortisol", "memory", "-o", tmp_path / "x.pdf")
    assert os.listdir(tmp_path) == []


def test_a_view_of_nothing_found_writes_no_page_of_the_whole_graph(tmp_path):
    result = run("view", "cortisol", "memorx", "-o", tmp_path / "x.html")
    assert result.exit_code == 2
    assert os.listdir(tmp_path) == []


# Tables ------------------------------------------------------------------------------------------------------


@pytest.fixture
def made(tmp_path):
    return MadeTables(tmp_path / "tables")


def test_own_tables(made):
    folder = made.save()
    assert "1. testol -> REC1 -> recall" in good("--data", folder, "path", "testol", "recall")
    assert "made loop" in good("--data", folder, "loops")
    assert "no node is called 'cortisol'" in bad("--data", folder, "show", "cortisol")
    assert good("--data", folder, "validate").endswith("0 errors, 0 warnings\n")
    assert good("validate", folder).endswith("0 errors, 0 warnings\n")


def test_own_tables_beside_the_shipped_ones(made):
    folder = made.save()
    assert "REC1" in good("--data", folder, "--extend", "show", "testol")
    assert "cortisol" in good("--data", folder, "--extend", "show", "cortisol")


def test_extend_needs_a_folder():
    result = run("--extend", "stats")
    assert result.exit_code == 2
    assert "name it with --data FOLDER" in result.stderr


@pytest.mark.parametrize("args", [("stats",), ("path", "cortisol", "memory"), ("export", "x.ttl"), ("show", "GR")])
def test_a_folder_that_is_not_there(tmp_path, args):
    line = bad("--data", tmp_path / "none", *args, code=1)
    assert line == f"{tmp_path / 'none'}:1: error: does not exist; name a folder with nodes/ and findings/"


def test_validate_fails_on_broken_tables(made):
    made["findings/made"][0]["species"] = "yeti"
    made["nodes/gene"][0]["label"] = "=cmd"
    result = run("validate", made.save())
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[0].startswith("tables/findings/made.tsv:2: error: species 'yeti' is none of: human")
    assert any(line.startswith("tables/nodes/gene.tsv:2: error: ") for line in lines)
    assert re.search(r"^[\d,]+ checks made", result.stdout, re.MULTILINE)


def test_validate_fails_on_nothing(tmp_path):
    for folder in (tmp_path, tmp_path / "none"):
        result = run("validate", folder)
        assert result.exit_code == 1
        assert "nothing was checked: that is a failure" in result.stdout


def test_warnings_are_shown_when_asked(made):
    made["references"][0]["first_author"] = ""
    folder = made.save()
    assert "0 errors, 1 warnings (--warnings shows them)" in good("validate", folder)
    assert "references.tsv:2: warning: PMID:1 has no first author" in good("validate", folder, "--warnings")


def test_broken_tables_answer_nothing(made):
    for row in made["findings/made"]:
        row["subject"] = "CHEBI:77"
    folder = made.save()
    result = run("--data", folder, "path", "testol", "recall")
    assert (result.exit_code, result.stdout) == (1, "")
    assert len(result.stderr.splitlines()) == len(made["findings/made"])


def test_very_many_problems_are_cut(made):
    for i in range(30):
        made.add(f"PMID:{100 + i}#1", "CHEBI:77", "increases", "", "GO:0000001")
    result = run("--data", made.save(), "stats")
    assert len(result.stderr.splitlines()) == 21
    assert result.stderr.endswith("... and 10 more; run 'endoneuro validate'\n")


def test_the_shipped_tables_are_looked_at():
    result = run("validate")
    assert re.search(r"^[\d,]{4,} checks made", result.stdout, re.MULTILINE)
    assert result.exit_code == (0 if re.search(r"^0 errors", result.stdout, re.MULTILINE) else 1)


# Patience ----------------------------------------------------------------------------------------------------


def test_long_work_is_not_told_where_nobody_watches(monkeypatch, capsys):
    import time

    from endoneuro import patience

    monkeypatch.setattr(patience, "FIRST", 0.05)
    monkeypatch.setattr(patience, "AGAIN", 0.02)
    with patience.patience("endoneuro"):
        time.sleep(0.2)
    assert capsys.readouterr().err == ""


def test_long_work_is_counted_on_a_terminal_and_the_line_goes(monkeypatch, capsys):
    import time

    from endoneuro import patience

    monkeypatch.setattr(patience, "FIRST", 0.05)
    monkeypatch.setattr(patience, "AGAIN", 0.02)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    with patience.patience("endoneuro"):
        time.sleep(0.2)
    told = capsys.readouterr().err
    assert told.count("\rendoneuro: at work") > 1
    assert told.endswith("\r\x1b[K")
    with patience.patience("endoneuro"):
        pass
    time.sleep(0.1)
    assert capsys.readouterr().err == ""


def test_the_command_leaves_at_once_with_the_right_code():
    """`run` flushes what was written, keeps the exit code, and says in one line when the output could not be written."""
    ask = [sys.executable, "-m", "endoneuro"]
    told = subprocess.run([*ask, "show", "GR"], capture_output=True, text=True, check=False)
    assert told.returncode == 0
    assert told.stdout.startswith("GR") and told.stdout.endswith("\n")
    unknown = subprocess.run([*ask, "show", "nonsense of nowhere"], capture_output=True, text=True, check=False)
    assert unknown.returncode == 2
    assert unknown.stderr.startswith("endoneuro: no node is called") and unknown.stderr.count("\n") == 1
    with Path("/dev/full").open("w") as full:
        lost = subprocess.run([*ask, "show", "GR"], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert lost.returncode == 1
    assert "the answer could not be written" in lost.stderr and "Traceback" not in lost.stderr
