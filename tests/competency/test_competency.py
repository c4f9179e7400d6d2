"""The questions of the field, each with what a right answer holds and must not hold, written from the literature."""

from __future__ import annotations

import copy
import json

import pytest
from competency import cited, claims, fixtures, met, words

FIXTURES = fixtures()
ANSWERED = [f for f in FIXTURES if f["status"] == "answered"]
LACKING = [f for f in FIXTURES if f["status"] == "data missing"]
UNWRITTEN = [f for f in FIXTURES if f["status"] == "code missing"]
OPPOSITE = {"increase": "decrease", "decrease": "increase", "increases": "decreases", "decreases": "increases"}


def number(fixture):
    return f"q{fixture['number']:02}"


@pytest.fixture(scope="session")
def answer(kg):
    """Answer a command as the command line does, once."""
    from click.testing import CliRunner
    from endoneuro import cli

    known = {}

    def ask(command):
        key = tuple(command)
        if key not in known:
            known[key] = json.loads(run(command).stdout)
        return copy.deepcopy(known[key])

    def run(command):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(cli, "_graph", lambda ctx: kg)
            ran = CliRunner().invoke(cli.main, [*command, "--format", "json"], catch_exceptions=False)
        assert ran.exit_code == 0, f"endoneuro {' '.join(command)}: {ran.stderr or ran.stdout}"
        return ran

    return ask


def failures(fixture, answer, change=lambda a: a):
    """Return the checks of a fixture that fail, in words."""
    failed = []
    for asked in fixture["asked"]:
        said = change(answer(asked["command"]))
        command = "endoneuro " + " ".join(asked["command"])
        failed += [f"{command}: lacks {json.dumps(c)}" for c in asked["expect"] if not met(c, said)]
        failed += [f"{command}: holds {json.dumps(c)}" for c in asked["refuse"] if met(c, said)]
    return failed


def empty(answer, command):
    """Return whether a question has an empty answer that explains itself."""
    said = answer(command)
    return not claims(said) and bool(said["missing"]) and all(isinstance(m, str) and m for m in said["missing"])


def arrived(fixture, answer):
    """Return what a fixture calls missing and the graph answers, or does not explain."""
    here = []
    for x in fixture["lacking"]:
        if isinstance(x, list):
            if not empty(answer, x):
                here.append(" ".join(x))
        elif met(x["not yet"], answer(x["command"])):
            here.append(json.dumps(x))
    return here


def test_every_question_has_a_fixture():
    assert [f["number"] for f in FIXTURES] == list(range(1, 52))
    assert {f["status"] for f in FIXTURES} <= {"answered", "data missing", "code missing"}


@pytest.mark.parametrize("fixture", ANSWERED, ids=number)
def test_answered(fixture, answer):
    failed = failures(fixture, answer)
    assert not failed, "\n".join([fixture["question"], *failed])


@pytest.mark.parametrize("fixture", ANSWERED, ids=number)
def test_rests_on_its_references(fixture, answer):
    seen = set().union(*(cited(answer(a["command"])) for a in fixture["asked"]))
    assert set(fixture["references"]) <= seen, sorted(set(fixture["references"]) - seen)


@pytest.mark.parametrize("fixture", LACKING, ids=number)
def test_data_missing(fixture, answer):
    assert fixture["missing"]
    assert fixture["lacking"]
    here = arrived(fixture, answer)
    assert not here, f"the data has arrived, or its absence is not explained: {here}; set status to 'answered'"
    assert failures(fixture, answer), "a right answer is given already: set status to 'answered'"


@pytest.mark.parametrize("fixture", UNWRITTEN, ids=number)
def test_code_missing(fixture, answer):
    assert fixture["missing"]
    try:
        failed = failures(fixture, answer)
    except (AssertionError, json.JSONDecodeError):
        return
    assert failed, "a right answer is given already: set status to 'answered'"


@pytest.mark.parametrize("fixture", FIXTURES, ids=number)
def test_fixture_can_fail(fixture, kg):
    assert fixture["asked"]
    for asked in fixture["asked"]:
        assert asked["expect"]
        assert not any(met(c, {}) for c in asked["expect"])
        for check in asked["expect"] + asked["refuse"]:
            for label in words(check):
                assert kg.node(label).label == label, f"{label!r} is no label: this check could not fail"
    for pair in fixture["pairs"]:
        for label in {pair["start"], pair["end"], *pair["mechanism"]} - {"*"}:
            assert kg.node(label).label == label
    assert set(fixture["references"]) <= set(kg.references)
    assert fixture["references"] or fixture["status"] != "answered"


def reverse(said):
    """Turn round every sign of an answer."""
    if isinstance(said, dict):
        return {k: -v if k == "sign" and v in (1, -1) else reverse(v) for k, v in said.items()}
    if isinstance(said, list):
        return [reverse(v) for v in said]
    return OPPOSITE.get(said, said) if isinstance(said, str) else said


@pytest.mark.parametrize("fixture", ANSWERED, ids=number)
def test_a_wrong_sign_is_noticed(fixture, answer):
    signed = any(
        set(c.get("sign", "")) & set("+-") or c.get("sign") in OPPOSITE or set(c.get("claim", ())) & set(OPPOSITE)
        for a in fixture["asked"]
        for c in a["expect"]
    )
    if signed:
        assert failures(fixture, answer, reverse)
    else:
        assert fixture["unsigned"], "a question without any sign says why"
