"""`treatments`: trials first, failed ones shown, how it works, what makes it worse."""

import json

import pytest
from made import finding, graph

from endoneuro.export.text import to_markdown, to_text
from endoneuro.graph.errors import BadQuestion
from endoneuro.queries.filters import Filters
from endoneuro.queries.treatments import GROUPS, treatments

TRIAL = {"method": "randomized trial", "species": ("human",)}


def ask(kg, name="illness", **more):
    answer = treatments(kg, name, **more)
    assert tuple(answer.groups) == GROUPS
    for text in (to_text(kg, answer), to_markdown(kg, answer)):
        for found in answer.groups.values():
            for t in found:
                assert all(a.id in text for a in t.claims)
                assert all(f.reference in text for f in (*t.supporting[:3], *t.against[:3]))
    json.dumps(answer.to_dict(kg))
    return answer


def agents(answer):
    return {g: [t.agent.id for t in found] for g, found in answer.groups.items() if found}


@pytest.fixture
def tried():
    return graph(
        [
            finding(1, "H:local", "treats", "K:ill", method="review"),
            finding(2, "I:drug", "treats", "K:ill", **TRIAL),
            finding(3, "I:drug", "treats", "K:ill", result="no effect", reference="PMID:2", **TRIAL),
            finding(4, "H:portal", "treats", "K:ill", result="no effect", **TRIAL),
            finding(5, "H:blood", "increases", "K:ill", **TRIAL),
            finding(6, "H:blood", "decreases", "P:memory", state=("K:ill",), **TRIAL),
            finding(7, "H:blood", "decreases", "P:recall", **TRIAL),
            finding(8, "I:drug", "blocks", "R:one", region=("S:ca1",), experiment=("a",)),
            finding(9, "R:one", "increases", "K:ill", region=("S:ca1",), experiment=("a",)),
        ]
    )


def test_groups_and_order(tried):
    assert agents(ask(tried)) == {
        "helps": ["I:drug", "H:local"],
        "failed": ["H:portal"],
        "worse": ["H:blood"],
        "in people with it": ["H:blood"],
    }


def test_what_failed_stands_beside_what_helped(tried):
    drug = ask(tried).groups["helps"][0]
    assert (len(drug.supporting), len(drug.against), drug.tier) == (1, 1, 1)
    assert "0 tier 1" in to_text(tried, treatments(tried, "illness"))


def test_the_way_it_works(tried):
    drug, local = ask(tried).groups["helps"]
    assert [s.assertion.object for s in drug.mechanism.steps] == ["R:one", "K:ill"]
    assert drug.mechanism.sign == -1
    assert [a.object for a in drug.binds] == ["R:one"]
    assert local.mechanism is None and not local.binds


def test_a_null_result_of_a_sister_claim_is_not_lost():
    kg = graph(
        [
            finding(1, "I:drug", "treats", "K:ill", **TRIAL),
            finding(2, "I:drug", "prevents", "K:ill", result="no effect", **TRIAL),
        ]
    )
    (drug,) = ask(kg).groups["helps"]
    assert [f.id for f in drug.against] == ["PMID:1#2"]
    assert not ask(kg).groups["failed"]


def test_filters_only_remove(tried):
    strict = ask(tried, filters=Filters(min_tier=1))
    assert agents(strict)["helps"] == ["I:drug"]


def test_nothing_tried_but_a_way_leads_there():
    kg = graph(
        [
            finding(1, "I:drug", "blocks", "R:one", experiment=("a",)),
            finding(2, "R:one", "increases", "K:ill", experiment=("a",)),
        ]
    )
    answer = ask(kg)
    assert not agents(answer)
    assert [v.steps[0].assertion.subject for v in answer.proposed] == ["I:drug"]
    assert "given for illness" in answer.missing[0]


def test_an_empty_answer_says_so():
    kg = graph([finding(1, "M:ltp", "increases", "K:ill"), finding(2, "H:blood", "increases", "P:memory")])
    answer = ask(kg)
    assert "no finding tells" in answer.missing[0]
    assert "ltp" in " ".join(answer.missing)


def test_bounded(tried):
    answer = ask(tried, k=1)
    assert len(answer.groups["helps"]) == 1 and answer.counts["helps"] == 2


@pytest.mark.parametrize(("name", "more", "says"), [("memory process", {}, "is a Process"), ("illness", {"k": 0}, "-k 0")])
def test_what_cannot_be_asked(tried, name, more, says):
    with pytest.raises(BadQuestion, match=says) as caught:
        treatments(tried, name, **more)
    assert "\n" not in str(caught.value)
