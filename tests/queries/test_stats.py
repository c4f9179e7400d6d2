"""Counts with their denominators: each can be counted again from the tables."""

from asked import dense, some
from hypothesis import given
from made import NODES, finding, graph

from endoneuro.graph import schema
from endoneuro.graph.knowledge import KnowledgeGraph
from endoneuro.graph.model import Check
from endoneuro.queries.stats import stats


def holds(kg):
    made = stats(kg)
    findings = list(kg.findings.values())
    assert made["counts"]["findings"] == len(findings)
    assert made["counts"]["assertions"] == len(kg.assertions)
    assert sum(made["tiers"].values()) == sum(made["results"].values()) == len(findings)
    assert sum(made["nodes"].values()) == made["counts"]["nodes with a finding"] <= len(kg.nodes)
    assert list(made["nodes"]) == list(schema.KINDS)
    for name, (met, of) in made["coverage"].items():
        assert 0 <= met <= of, name
        if name.startswith("findings"):
            assert of == len(findings)
    cover = made["coverage"]
    assert cover["findings with a species"][0] == sum(1 for f in findings if f.species)
    assert cover["causal findings with onset"][0] <= cover["causal findings with onset or exposure"][0]
    causal = [f for f in findings if schema.PREDICATES[f.predicate].group in ("causal", "clinical")]
    assert cover["causal findings with onset"] == (sum(1 for f in causal if f.onset or f.onset_range), len(causal))
    assert cover["ontology-grounded nodes"][1] == len(kg.nodes)


@some
@given(dense())
def test_counts_on_chance_graphs(kg):
    holds(kg)


def test_counts_on_the_shipped_graph(kg):
    holds(kg)
    assert stats(kg)["counts"]["findings"] > 0


def test_an_empty_graph_has_no_shares():
    assert {met for met, _ in stats(graph((), ()))["coverage"].values()} == {0}


def test_second_readings_leave_out_planted_ones():
    rows = [finding(1, "R:one", "increases", "M:ltp"), finding(2, "R:one", "decreases", "M:ltp")]
    checks = [
        Check("PMID:1#1", "one", "", "", "", "agrees"),
        Check("PMID:1#1", "two", "", "", "", "agrees"),
        Check("PMID:1#2", "one", "", "", "", "planted and caught"),
    ]
    made = stats(KnowledgeGraph(nodes=NODES, findings=rows, references=(), checks=checks))
    assert made["coverage"]["findings with a second reading"] == (1, 2)
    assert made["counts"]["second readings"] == 2


def test_experiments_are_due_between_neighbours_only():
    rows = [
        finding(1, "H:local", "increases", "M:ltp", experiment=("a",)),
        finding(2, "M:ltp", "increases", "P:recall"),
        finding(3, "I:drug", "increases", "K:ill"),
        finding(4, "P:recall", "increases", "K:ill", method="review"),
    ]
    assert stats(graph(rows))["coverage"]["experiment decided where it must be"] == (1, 2)


def test_a_hormone_is_whole_with_a_receptor_and_an_effect():
    bound = finding(1, "H:local", "activates", "R:one")
    effect = finding(2, "R:one", "increases", "M:ltp")
    name = "hormones with a receptor and a nervous-system effect"
    assert stats(graph([bound]))["coverage"][name] == (0, 1)
    assert stats(graph([bound, effect]))["coverage"][name] == (1, 1)


def test_a_hormone_is_whole_with_a_source_too():
    rows = [
        finding(1, "H:local", "activates", "R:one"),
        finding(2, "R:one", "increases", "M:ltp"),
        finding(3, "S:pvn", "secretes", "H:local"),
    ]
    name = "hormones with a source, a receptor and a nervous-system effect"
    assert stats(graph(rows))["coverage"][name] == (1, 1)
    assert stats(graph(rows[:2]))["coverage"][name] == (0, 1)


def test_one_study_of_two_papers_is_no_replication():
    rows = [finding(1, "H:local", "increases", "M:ltp"), finding(2, "H:local", "increases", "M:ltp", reference="PMID:2")]
    name = "causal claims with two independent references"
    assert stats(graph(rows))["coverage"][name] == (1, 1)
    assert stats(graph([f._replace(study="same") for f in rows]))["coverage"][name] == (0, 1)
