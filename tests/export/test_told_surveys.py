"""Surveys as text and Markdown: nothing wider than asked, every shown claim with its id, empty answers explained."""

import pytest

from endoneuro.export.text import to_markdown, to_text
from endoneuro.graph.saved import load_answer
from endoneuro.queries import query

ASKED = [
    ("where", (("GR",),), {}, ["Where GR is", "hippocampus: expressed", "inside it: ", "Measured there"]),
    ("where", (("GR", "CRHR1"),), {}, ["are together", "same region; whether in the same cells is not recorded"]),
    ("where", (("MR",),), {"without": ("GR",)}, ["but not GR", "no proof that it is absent"]),
    ("match", ("CRH -+:secretion-> Hormone",), {"k": 1}, ["step 1: ", "1. CRH - ", "There are more than these 1"]),
    ("match", ("Process -causes-> Condition{metabolic}",), {}, ["no supported claim fits step 1"]),
    ("contradictions", ("cortisol", "memory retrieval"), {}, ["increase: ", "decrease: ", "no effect: ", "differ in "]),
    ("gaps", (("rodent-only", "retracted"),), {"k": 2}, ["rodent-only: ", " claims (", "more (-k)", "retracted: 0 of "]),
    (
        "enrich",
        (("oestradiol", "reverse T3", "testosterone"),),
        {"k": 2},
        ["Background: the ", "left out: reverse T3", "q "],
    ),
    ("ask", ("What closes the HPA feedback loop?",), {}, ["Question: ", "HPA: the axis", "Asked: endoneuro loops --axis HPA"]),
    ("ask", ("asdf qwer",), {}, ["not understood", "endoneuro path cortisol"]),
    ("ask", ("What changed between release 1 and 2?",), {}, ["Asked: endoneuro diff 1 2", "1 is no folder of tables"]),
]


@pytest.mark.parametrize(("name", "args", "options", "expected"), ASKED, ids=lambda x: str(x)[:30])
def test_answers_in_words(kg, name, args, options, expected):
    answer = query(name)(kg, *args, **options)
    text = to_text(kg, answer, width=100)
    flat = " ".join(text.split())
    for words in expected:
        assert words in flat
    assert all(len(line) <= 100 for line in text.splitlines())
    assert to_text(kg, answer, width=100) == text
    marked = " ".join(to_markdown(kg, answer).replace("\\", "").split())
    for words in expected:
        assert words in marked


@pytest.mark.parametrize(("name", "args", "options", "expected"), ASKED[:9], ids=lambda x: str(x)[:30])
def test_a_saved_answer_is_told_as_an_outline(kg, name, args, options, expected):
    answer = query(name)(kg, *args, **options)
    text = to_text(kg, load_answer(kg, answer.to_dict(kg)))
    assert text.startswith(f"Saved answer to '{name}'")
    assert len(text.splitlines()) > 3


def test_the_disputes_shown_hold_all_their_sides(kg):
    answer = query("contradictions")(kg, k=5)
    text = " ".join(to_text(kg, answer).split())
    for d in answer.disputes:
        for side in d.sides:
            assert side.seen[0].assertion.id in text
            assert side.seen[0].finding.reference in text
