"""`gaps`: every count has its denominator, and a claim is thin for what its support says and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import NODES, finding, graph, graphs

from endoneuro.graph.errors import BadQuestion, UnknownName
from endoneuro.graph.knowledge import KnowledgeGraph
from endoneuro.graph.model import Reference
from endoneuro.queries.filters import Filters
from endoneuro.queries.gaps import NAMES, gaps

HUMAN = {"species": ("human",), "sex": "both"}


def found(kg, name, **more):
    gap = gaps(kg, (name,), k=99, **more).gaps[0]
    return gap.count, gap.of, [i.what for i in gap.items]


@pytest.mark.parametrize(
    ("name", "thin", "not_thin"),
    [
        ("rodent-only", {"species": ("rat", "mouse")}, {"species": ("rat", "human")}),
        ("male-only", {"sex": "male"}, {"sex": "both"}),
        ("female-only", {"sex": "female"}, {"sex": "male"}),
        ("in-vitro-only", {"method": "in vitro"}, {"method": "in vivo"}),
        ("review-only", {"method": "review"}, {"method": "in vitro"}),
    ],
)
def test_what_makes_a_claim_thin(name, thin, not_thin):
    kg = graph([finding(1, "H:blood", "increases", "M:ltp", **thin), finding(2, "H:blood", "decreases", "M:spine", **not_thin)])
    assert found(kg, name) == (1, 2, ["blood hormone increases ltp"])


def test_one_stronger_row_fills_the_gap():
    rows = [
        finding(1, "H:blood", "increases", "M:ltp"),
        finding(2, "H:blood", "increases", "M:ltp", reference="PMID:2", **HUMAN),
    ]
    kg = graph(rows)
    for name in ("rodent-only", "male-only", "one-paper"):
        assert found(kg, name)[0] == 0
        assert found(graph(rows[:1]), name)[0] == 1
    nulls = graph([rows[0], rows[1]._replace(result="no effect")])
    assert found(nulls, "rodent-only")[0] == 1


def test_the_denominator_leaves_out_what_cannot_be_judged():
    kg = graph([finding(1, "H:blood", "increases", "M:ltp", sex="not reported"), finding(2, "H:blood", "activates", "R:one")])
    assert found(kg, "male-only") == (0, 0, [])
    assert found(kg, "rodent-only")[1] == 2


def test_a_counterpart_in_people_counts():
    rows = [
        finding(1, "H:twin", "increases", "M:ltp"),
        finding(2, "H:blood", "increases", "M:ltp", reference="PMID:2", **HUMAN),
    ]
    assert found(graph(rows[:1]), "rodent-only")[0] == 1
    assert found(graph(rows), "rodent-only")[0] == 0


def with_references(findings, references):
    return KnowledgeGraph(nodes=NODES, findings=findings, references=references)


def test_old_retracted_and_one_group():
    rows = [
        finding(1, "H:blood", "increases", "M:ltp", reference="PMID:1"),
        finding(2, "H:blood", "increases", "M:ltp", reference="PMID:2"),
        finding(3, "H:blood", "decreases", "M:spine", reference="PMID:3"),
    ]
    references = [
        Reference("PMID:1", "One", "Maker", "1980"),
        Reference("PMID:2", "Two", "Maker", "1989"),
        Reference("PMID:3", "Three", "Other", "1990", retracted="yes"),
    ]
    kg = with_references(rows, references)
    assert found(kg, "old") == (1, 2, ["blood hormone increases ltp"])
    assert found(kg, "retracted") == (1, 2, ["blood hormone decreases spine"])
    assert found(kg, "one-group") == (1, 1, ["blood hormone increases ltp"])
    newer = [references[0], references[1]._replace(first_author="Else", year="1995"), references[2]]
    assert found(with_references(rows, newer), "old")[0] == found(with_references(rows, newer), "one-group")[0] == 0


def nervous(extra=()):
    brain = [n._replace(cls="brain") if n.id in ("S:ca1", "S:hyp") else n for n in NODES]
    rows = [finding(1, "H:blood", "activates", "R:one"), finding(2, "R:one", "expressed_in", "S:ca1"), *extra]
    return graph(rows, nodes=brain)


def test_a_receptor_in_the_brain_and_no_effect():
    assert found(nervous(), "receptor-no-effect") == (1, 1, ["blood hormone"])
    effect = finding(3, "R:one", "increases", "M:ltp")
    assert found(nervous([effect]), "receptor-no-effect") == (0, 1, [])
    assert found(nervous([effect]), "effect-no-receptor") == (0, 1, [])
    alone = finding(4, "H:local", "increases", "P:memory")
    assert found(nervous([alone]), "effect-no-receptor") == (1, 1, ["local hormone"])
    outside = graph([finding(1, "H:blood", "activates", "R:one"), finding(2, "R:one", "expressed_in", "S:ca1")])
    assert found(outside, "receptor-no-effect") == (0, 0, [])


def test_the_hops_of_an_answer():
    kg = graph([
        finding(1, "H:blood", "activates", "R:one", experiment=("a",)),
        finding(2, "R:one", "increases", "P:memory", experiment=("a",), species=("human",)),
        finding(3, "H:local", "increases", "M:ltp"),
    ])  # fmt: skip
    answer = gaps(kg, ("rodent-only",), frm="blood hormone", to="memory process")
    assert (answer.gaps[0].count, answer.gaps[0].of) == (1, 2)
    assert answer.gaps[0].items[0].what == "blood hormone activates receptor one"
    empty = gaps(kg, ("rodent-only",), frm="memory process", to="glu")
    assert empty.gaps[0].of == 0
    assert empty.missing


def test_about_a_node():
    kg = graph([finding(1, "H:blood", "increases", "M:ltp"), finding(2, "H:local", "increases", "M:spine")])
    assert found(kg, "one-paper", about="ltp") == (1, 1, ["blood hormone increases ltp"])
    assert gaps(kg, about="glu").missing


@pytest.mark.parametrize(
    ("which", "more", "error"),
    [
        (("rodnt-only",), {}, UnknownName),
        ((), {"frm": "glu"}, BadQuestion),
        ((), {"to": "glu"}, BadQuestion),
        ((), {"frm": "glu", "to": "ltp", "about": "ltp"}, BadQuestion),
        ((), {"k": 0}, BadQuestion),
    ],
)
def test_bad_questions(which, more, error):
    with pytest.raises(error) as caught:
        gaps(graph([finding(1, "H:blood", "increases", "M:ltp")]), which, **more)
    assert "\n" not in str(caught.value)


def test_all_kinds_of_gap_when_none_is_named(kg):
    answer = gaps(kg)
    assert tuple(g.name for g in answer.gaps) == NAMES
    assert all(0 <= g.count <= g.of for g in answer.gaps)
    assert all(len(g.items) == min(g.count, answer.k) for g in answer.gaps)


@given(graphs(), st.sampled_from(["rat", "human"]))
def test_filters_only_remove_claims(kg, species):
    for wide, narrow in zip(gaps(kg).gaps[:-2], gaps(kg, filters=Filters(species=species)).gaps[:-2], strict=True):
        if wide.name in ("one-paper", "review-only", "retracted"):
            assert narrow.of <= wide.of
