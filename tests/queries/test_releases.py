"""`diff` tells what came, went and changed between two folders of tables, each fact once."""

import copy

import pytest
from click.testing import CliRunner
from made_tables import MadeTables

from endoneuro import cli
from endoneuro.export.text import to_text
from endoneuro.graph.errors import BadQuestion
from endoneuro.graph.load import load
from endoneuro.queries import query


@pytest.fixture
def older(tmp_path):
    return MadeTables(tmp_path / "older")


@pytest.fixture
def newer(tmp_path, older):
    return MadeTables(tmp_path / "newer", copy.deepcopy(older.tables))


def diff(older, newer, **more):
    return query("diff")(load(str(newer.save())), str(older.save()), str(newer.save()), **more)


def test_the_same_tables_have_no_difference(older, newer):
    answer = diff(older, newer)
    assert answer.missing == ("both releases say the same",)
    assert not any(answer.counts[n] for n in list(answer.counts)[2:])


def test_every_sort_of_change_is_told(older, newer):
    newer.add("PMID:9#1", "CHEBI:2", "activates", "", "HGNC:1")
    rows = newer["findings/made"]
    lost = next(r for r in rows if r["id"] == "PMID:3#1")
    rows.remove(lost)
    newer["withdrawn"].append({**lost, "reason": "the enzyme was another"})
    next(r for r in rows if r["id"] == "PMID:1#1")["species"] = "mouse"
    newer.rename("UBERON:0000002", "outer layer")
    next(r for r in newer["references"] if r["id"] == "PMID:4")["retracted"] = "yes"
    newer["loops"][0]["kind"] = "short"
    answer = diff(older, newer)
    assert [f.id for f in answer.added] == ["PMID:9#1"]
    assert [(t.finding.id, t.claim, t.reason) for t in answer.withdrawn] == [
        ("PMID:3#1", "MADE1 synthesizes ratol", "the enzyme was another")
    ]
    changed = {c.id: c.fields for c in answer.changed}
    assert changed["PMID:1#1"] == (("species", "rat", "mouse"),)
    assert ("label", "test layer", "outer layer") in changed["UBERON:0000002"]
    assert [a.object for a in answer.claims_gained] == ["HGNC:1"]
    assert [words for _, words in answer.claims_lost] == ["MADE1 synthesizes ratol"]
    assert [r.id for r in answer.retracted] == ["PMID:4"]
    assert [(c.id, c.fields) for c in answer.loops] == [("made loop", (("kind", "long", "short"),))]
    assert answer.counts["findings added"] == answer.counts["findings withdrawn"] == 1
    text = to_text(load(str(newer.root)), answer)
    for words in ("Findings added (1)", "the enzyme was another", "species was rat, is mouse", "made loop"):
        assert words in text


def test_it_is_bounded_and_says_so(older, newer):
    for n in range(5, 10):
        newer.add(f"PMID:{n}#1", "CHEBI:2", "increases", "", "GO:0000001")
    answer = diff(older, newer, k=2)
    assert len(answer.added) == 2
    assert answer.counts["findings added"] == 5
    assert "Findings added (2 of 5 shown)" in to_text(load(str(newer.root)), answer)


def test_bad_input(kg, tmp_path):
    with pytest.raises(BadQuestion, match="is no folder of tables"):
        query("diff")(kg, str(tmp_path))
    with pytest.raises(BadQuestion, match="asks for nothing"):
        query("diff")(kg, str(tmp_path), k=0)
    ran = CliRunner().invoke(cli.main, ["diff", str(tmp_path / "nowhere")])
    assert ran.exit_code == 2
    assert ran.output.count("\n") == 1
