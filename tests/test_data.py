"""The shipped tables, judged as code is: canonical, valid, complete where completeness was promised."""

import re

import pytest

from endoneuro.graph import schema
from endoneuro.graph.load import SHIPPED, read_folders, table_files
from endoneuro.graph.tables import canonical, read
from endoneuro.graph.validate import RULES, validate
from endoneuro.queries.loops import declared

FILES = list(table_files(SHIPPED))
MOST_LETTERS = 600
#: Words of tools and sessions: a finding tells of a paper, a note of a reading, never of who or what typed it.
TOOLS = re.compile(
    r"\b(claude|chatgpt|gpt-?\d|openai|anthropic|copilot|llms?|language models?|chatbot|sub-?agents?|AI[- ](generated|assisted)|"
    r"this session|another session|my session|the prompt|as an AI)\b",
    re.IGNORECASE,
)
CURATOR_TOOLS = re.compile(r"agent|assistant|\bbots?\b|session|model|script|auto|\bAI\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def tables():
    return read_folders()


@pytest.fixture(scope="module")
def report():
    return validate()


def test_there_are_tables():
    names = {str(file.relative_to(SHIPPED)) for file, _ in FILES}
    assert {"references.tsv", "prefixes.tsv", "nodes/hormone.tsv"} <= names
    assert any(name.startswith("findings/") for name in names)


def test_every_file_is_a_table():
    known = {file for file, _ in FILES}
    assert [f for f in SHIPPED.rglob("*.tsv") if f not in known] == []
    assert {f.suffix for f in SHIPPED.rglob("*") if f.is_file()} <= {".tsv", ".md"}


@pytest.mark.parametrize(("file", "spec"), FILES, ids=[str(f.relative_to(SHIPPED)) for f, _ in FILES])
def test_tables_are_canonical(file, spec):
    lines, problems = read(file, spec.columns, file.name)
    assert [str(p) for p in problems] == []
    if file.read_bytes() != canonical((row for _, row in lines), spec.columns, spec.key).encode():
        pytest.fail(f"{file.relative_to(SHIPPED.parent)} is not canonical; run 'make fmt-data'")


def test_the_tables_are_valid(report):
    assert [str(p) for p in report.errors] == []
    assert report.ok


def test_every_rule_looked_at_something(report):
    idle = {"loops"} if not (SHIPPED / "loops.tsv").exists() else set()
    assert [name for name in RULES if not report.checks[name] and name not in idle] == []


# Findings ----------------------------------------------------------------------------------------------------


def at(rows):
    """Return where rows stand, as an editor reads it."""
    return [f"{r.source}:{r.line}" for r in rows]


def test_texts_are_short(tables):
    assert at(f for f in tables.findings if len(f.finding) > MOST_LETTERS) == []


def test_texts_are_not_quoted(tables):
    assert at(f for f in tables.findings if f.finding.startswith('"') or f.finding.endswith('"')) == []
    assert at(f for f in tables.findings if '""' in f.finding) == []


def test_texts_end_as_sentences(tables):
    assert at(f for f in tables.findings if not re.search(r"[.!?)]$", f.finding)) == []


def test_species_and_sex_are_always_told(tables):
    assert at(f for f in tables.findings if not f.species or not f.sex) == []


def test_no_text_names_tools(tables):
    rows = [(f, f"{f.finding} {f.study} {f.experiment} {' '.join(f.state)}") for f in (*tables.findings, *tables.withdrawn)]
    rows += [(n, f"{n.label} {n.description}") for n in tables.nodes]
    rows += [(c, f"{c.note} {c.batch}") for c in tables.checks]
    assert [(*at([row]), found.group()) for row, text in rows if (found := TOOLS.search(text))] == []


def test_curators_are_curators(tables):
    rows = [*tables.findings, *tables.withdrawn]
    assert at(f for f in rows if not f.curator or TOOLS.search(f.curator) or CURATOR_TOOLS.search(f.curator)) == []


def test_dates_are_dates(tables):
    rows = [*tables.findings, *tables.withdrawn, *tables.checks]
    assert at(r for r in rows if not re.fullmatch(r"20\d\d-[01]\d-[0-3]\d", r.date)) == []


def test_ranges_of_onset_run_upwards(tables):
    from endoneuro.queries.times import bounds

    assert at(f for f in tables.findings if (b := bounds(f)) and b[0] > b[1]) == []


# References and loops ----------------------------------------------------------------------------------------


def test_every_reference_is_used(tables):
    used = {f.reference for f in (*tables.findings, *tables.withdrawn)} | {r for x in tables.loops for r in x.references}
    assert at(r for r in tables.references if r.id not in used) == []


def test_no_cited_reference_is_retracted(tables):
    cited = {f.reference for f in tables.findings}
    assert at(r for r in tables.references if r.id in cited and r.retracted == "yes") == []


def test_ids_agree_with_their_columns(tables):
    for r in tables.references:
        prefix, _, local = r.id.partition(":")
        own = {"PMID": r.pmid, "DOI": r.doi, "PMCID": r.pmcid}[prefix]
        assert own.casefold() == local.casefold() or not own, f"{r.source}:{r.line}"


def test_declared_loops_hold(kg):
    if not kg.loops:
        pytest.skip("no loop is declared yet")
    for loop in kg.loops:
        found = declared(kg, loop)
        assert len(found.steps) == len(loop.steps) > 0, loop.name
        assert found.sign == loop.sign != 0, loop.name
        assert all(a.supported for a in found.steps), loop.name
        objects = [a.object for a in found.steps]
        assert [a.subject for a in found.steps] == [objects[-1], *objects[:-1]], loop.name


# The graph ---------------------------------------------------------------------------------------------------


def test_every_kind_has_nodes(kg):
    assert {n.kind for n in kg.nodes.values()} == set(schema.KINDS)


def test_every_assertion_is_cited(kg):
    assert all(a.rows and all(r.finding.reference in kg.references for r in a.rows) for a in kg.assertions.values())


def test_every_reference_can_be_read_somewhere(kg):
    assert [r.id for r in kg.references.values() if not r.url.startswith("https://")] == []


def test_second_readings_hold_planted_errors(tables):
    """A batch without planted errors says nothing of its reader's power."""
    planted = {c.batch for c in tables.checks if c.verdict.startswith("planted")}
    assert planted
    assert len({c.batch for c in tables.checks}) > 1
