"""`enrich`: the exact test against counting by hand, the background as stated, the correction of a library."""

import sys
from itertools import combinations
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import finding, graph

from endoneuro.graph.errors import BadQuestion, MissingExtra, UnknownName
from endoneuro.queries.enrich import corrected, enrich, tail
from endoneuro.queries.filters import Filters


@given(st.integers(1, 8), st.data())
def test_tail_is_what_drawing_every_hand_gives(total, data):
    drawn, marked = data.draw(st.integers(0, total)), data.draw(st.integers(0, total))
    hits = data.draw(st.integers(0, min(drawn, marked)))
    hands = [sum(card < marked for card in hand) for hand in combinations(range(total), drawn)]
    assert tail(hits, drawn, marked, total) == pytest.approx(sum(h >= hits for h in hands) / comb(total, drawn))


def test_correction_is_benjamini_and_hochberg():
    p = [0.01, 0.04, 0.03, 0.5]
    assert corrected(p) == pytest.approx([0.04, 0.16 / 3, 0.16 / 3, 0.5])
    assert corrected([]) == []


def made():
    """Two of four hormones reach memory: one by its receptor, one through recall, which lies below memory."""
    return graph(
        [
            finding(1, "H:blood", "activates", "R:one"),
            finding(2, "R:one", "increases", "P:memory"),
            finding(3, "H:local", "decreases", "P:recall"),
            finding(4, "H:portal", "activates", "R:two"),
            finding(5, "H:twin", "activates", "R:two"),
            finding(6, "H:twin", "increases", "M:ltp"),
        ]
    )


def test_counts_background_signs_and_claims():
    answer = enrich(made(), ("H:blood", "H:local"))
    assert (answer.size, answer.background, answer.background_kinds) == (2, 4, ("Hormone",))
    assert [e.target.id for e in answer.found] == ["P:memory"]
    memory = answer.found[0]
    assert answer.tested == 2  # memory and receptor two; recall and receptor one are reached by one thing only
    assert (len(memory.hits), memory.background, memory.expected, memory.fold) == (2, 2, 1.0, 2.0)
    assert memory.p == pytest.approx(1 / comb(4, 2))
    assert memory.q == pytest.approx(2 / comb(4, 2))
    assert [(n.id, sign, len(ids)) for n, sign, ids in memory.hits] == [("H:blood", "increase", 2), ("H:local", "decrease", 1)]


def test_roll_up_can_be_switched_off():
    answer = enrich(made(), ("H:blood", "H:local"), filters=Filters(no_rollup=True))
    assert not answer.found
    assert "reaches no Process or Receptor" in answer.missing[0]


def test_a_class_stands_for_its_members_and_what_has_no_target_is_named():
    answer = enrich(made(), ("hormone class", "H:local"))
    assert {n.id for n in answer.members} == {"H:blood", "H:local"}
    assert [n.id for n in answer.left_out] == ["H:class"]


def test_other_kinds():
    answer = enrich(made(), ("H:blood", "H:twin"), kind=("Mechanism", "receptors"))
    assert answer.kinds == ("Mechanism", "Receptor")
    assert [e.target.id for e in answer.found] == ["R:two"]


@pytest.mark.parametrize(
    ("names", "more", "error"),
    [
        (("H:blood",), {}, BadQuestion),
        (("H:blood", "blood hormone"), {}, BadQuestion),
        (("H:blood", "M:spine"), {}, BadQuestion),
        (("H:blood", "nonsense"), {}, UnknownName),
        (("H:blood", "H:local"), {"kind": ("Proces5",)}, UnknownName),
        (("H:blood", "H:local"), {"k": 0}, BadQuestion),
    ],
)
def test_bad_questions(names, more, error):
    with pytest.raises(error) as caught:
        enrich(made(), names, **more)
    assert "\n" not in str(caught.value)


def test_without_the_library_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "scipy.stats", None)
    with pytest.raises(MissingExtra, match=r"endoneuro\[stats\]"):
        enrich(made(), ("H:blood", "H:local"))


def test_the_shipped_graph_is_ranked(kg):
    answer = enrich(kg, ("oestradiol", "progesterone", "allopregnanolone"))
    assert answer.found
    assert [e.p for e in answer.found] == sorted(e.p for e in answer.found)
    assert all(e.p <= e.q <= 1 and 0 < len(e.hits) <= min(answer.size, e.background) for e in answer.found)
