"""What an empty answer teaches, each lesson by hand, and that every lesson is true on chance graphs."""

import re
from dataclasses import replace

import pytest
from asked import FILTERS, asked, some
from hypothesis import given
from hypothesis import strategies as st
from made import finding, graph

from endoneuro.queries.filters import Filters
from endoneuro.queries.paths import path

CHAIN = [
    finding(1, "I:drug", "increases", "H:local", "secretion", sex="female", region=("S:ca1",), dose="high"),
    finding(2, "H:local", "increases", "M:ltp", sex="male", reference="PMID:2", region=("S:ca1",), stage=("adult",)),
    finding(3, "M:ltp", "increases", "P:recall", sex="both", reference="PMID:3", species=("human",)),
]


def lessons(rows=CHAIN, start="drug", end="recall process", **more):
    answer = path(graph(rows), start, end, **more)
    assert not answer.paths
    return list(answer.missing)


def test_the_chain_itself_is_found():
    assert path(graph(CHAIN), "drug", "recall process").paths


def test_a_filter():
    (line,) = lessons(filters=Filters(sex="male"))
    assert line.startswith("without --sex there is an answer")


def test_each_filter_that_alone_is_the_cause():
    rows = [CHAIN[0]._replace(sex="male", species=("rat",), method="ex vivo")]
    lines = lessons(rows, end="local hormone", filters=Filters(min_tier=3))
    assert [line.split()[1] for line in lines] == ["--min-tier"]


def test_strict_is_a_cause_too():
    lines = lessons(CHAIN[:2], end="ltp", filters=Filters(dose="high", strict=True))
    assert [line.split()[1] for line in lines] == ["--dose", "--strict"]


def test_filters_together():
    lines = lessons(filters=Filters(sex="male", species="human"))
    assert lines[0].startswith("without the filters there is an answer")


def test_a_demand_and_the_grade_that_would_meet_it():
    apart = [row._replace(sex="not reported", region=()) for row in CHAIN]
    lines = lessons([*apart, finding(4, "I:drug", "increases", "P:recall")], via=("ltp",))
    assert lines[0] == "without --via ltp there is an answer"
    assert "more bridges" in lines[1] and len(lines) == 2


def test_hops():
    assert lessons(max_hops=2) == ["there is an answer with --max-hops 3"]


def test_hops_are_the_fewest_that_do():
    rows = [*CHAIN[:2], finding(4, "M:ltp", "increases", "G:gene", "expression"), finding(5, "G:gene", "increases", "P:recall")]
    assert lessons(rows, max_hops=1, grade="D") == ["there is an answer with --max-hops 4"]


def test_a_grade():
    rows = [f._replace(region=()) for f in CHAIN]
    (line,) = lessons(rows, grade="B")
    assert line.startswith("there is an answer with more bridges than asked for: try a lower --grade")
    assert path(graph(rows), "drug", "recall process", grade="D").paths


def test_nothing_recorded_of_the_start():
    lines = lessons(CHAIN[1:], start="drug")
    assert "of drug is recorded" in lines[0]
    assert "endoneuro show" in lines[-1]


def test_nothing_recorded_of_the_start_but_what_acts_on_it():
    assert lessons(CHAIN, start="recall process", end="illness")[0].endswith("recorded; it is acted on by ltp")


def test_nothing_recorded_of_the_end():
    assert "nothing is recorded to act on illness" in lessons(CHAIN, end="illness")
    assert "nothing is recorded to act on drug; it acts on local hormone" in lessons(CHAIN, start="ltp", end="drug")


def test_places_that_exclude_each_other():
    rows = [CHAIN[1], CHAIN[2]._replace(region=("S:pvn",))]
    (line,) = lessons(rows, start="local hormone", grade="D")
    assert line.startswith(
        "local hormone reaches ltp, from which recall process is one step, but their places exclude each other"
    )


def test_a_step_is_missing():
    rows = [CHAIN[0], CHAIN[2]]
    (line,) = lessons(rows)
    assert (
        line
        == "drug reaches 1 nodes, none of which acts on recall process; what does is ltp (missing: a step into a Mechanism)"
    )


LESSON = re.compile(
    r"without --([\w-]+)(?: \(.*?\))? there is an answer|there is an answer with --max-hops (\d)|(more bridges)|(without the filters)"
)


@some
@given(asked(), FILTERS, st.sampled_from("ABC"), st.integers(1, 3))
def test_every_lesson_is_true(question, filters, grade, hops):
    kg, start, end = question
    answer = path(kg, start, end, filters=filters, grade=grade, max_hops=hops)
    own = answer.sections[0].paths
    assert bool(own) != bool(answer.missing)

    def answered(**more):
        return bool(path(kg, start, end, **{"filters": filters, "grade": grade, "max_hops": hops, **more}).sections[0].paths)

    for line in answer.missing:
        found = LESSON.search(line)
        if found is None:
            continue
        name, fewest, bridges, _ = found.groups()
        if name:
            field = name.replace("-", "_")
            assert answered(filters=replace(filters, **{field: getattr(Filters(), field)}))
        elif fewest:
            assert answered(max_hops=int(fewest))
            assert not answered(max_hops=int(fewest) - 1)
        elif bridges:
            assert answered(grade="D")
        else:
            assert answered(filters=Filters())


@pytest.mark.parametrize("sign", [1, -1])
def test_an_answer_has_no_lesson(sign):
    rows = [CHAIN[2]._replace(predicate="increases" if sign > 0 else "decreases")]
    answer = path(graph(rows), "ltp", "memory process")
    assert answer.missing == ()
    assert answer.paths[0].best.sign == sign
