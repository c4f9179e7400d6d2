"""The questions of the field, each with what a right answer holds and must not hold, written from the literature."""

from __future__ import annotations

import copy
import json

import pytest
from competency import cited, claims, findings, fixtures, met, parts, run, understood, words

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
    known = {}

    def ask(command):
        key = tuple(command)
        if key not in known:
            known[key] = run(kg, command)
        return copy.deepcopy(known[key])

    return ask


def failures(fixture, answer, change=lambda a: a):
    """Return the checks of a fixture that fail, in words."""
    failed = []
    for asked in fixture["asked"]:
        if not asked["expect"]:
            continue
        said = change(answer(asked["command"]))
        command = "endoneuro " + " ".join(asked["command"])
        failed += [f"{command}: lacks {json.dumps(c)}" for c in asked["expect"] if not met(c, said)]
        failed += [f"{command}: holds {json.dumps(c)}" for c in asked["refuse"] if met(c, said)]
    return failed


def arrived(fixture, answer):
    """Return what a fixture calls missing and the program answers, or does not explain."""
    here = [" ".join(command) for command in fixture["lacking"] if not empty(answer, command)]
    for asked in fixture["asked"]:
        here += [json.dumps(c) for c in asked["later"] if met(c, answer(asked["command"]))]
    return here


def empty(answer, command):
    """Return whether a question has an empty answer that explains itself."""
    said = answer(command)
    return (
        not claims(said) and not findings(said) and bool(said["missing"]) and all(isinstance(m, str) for m in said["missing"])
    )


def test_every_question_has_a_fixture():
    assert [f["number"] for f in FIXTURES] == list(range(1, 52))
    assert {f["status"] for f in FIXTURES} <= {"answered", "data missing", "code missing"}


@pytest.mark.parametrize("fixture", FIXTURES, ids=number)
def test_answer(fixture, answer):
    failed = failures(fixture, answer)
    assert not failed, "\n".join([fixture["question"], *failed])


@pytest.mark.parametrize("fixture", [f for f in FIXTURES if f["references"]], ids=number)
def test_rests_on_its_references(fixture, answer):
    seen = set().union(*(cited(answer(a["command"])) for a in fixture["asked"]))
    assert set(fixture["references"]) <= seen, sorted(set(fixture["references"]) - seen)


@pytest.mark.parametrize("fixture", LACKING, ids=number)
def test_data_missing(fixture, answer):
    assert fixture["missing"]
    assert fixture["lacking"] or any(a["later"] for a in fixture["asked"])
    here = arrived(fixture, answer)
    assert not here, f"the data has arrived, or its absence is not explained: {here}; make 'later' 'expect'"


@pytest.mark.parametrize("fixture", UNWRITTEN, ids=number)
def test_code_missing(fixture, answer):
    assert fixture["missing"]
    for asked in fixture["asked"]:
        if asked["later"]:
            try:
                said = answer(asked["command"])
            except (AssertionError, json.JSONDecodeError):
                continue
            assert not any(met(c, said) for c in asked["later"]), "the code has arrived: make 'later' 'expect'"


@pytest.mark.parametrize("fixture", ANSWERED, ids=number)
def test_answered_means_all(fixture):
    assert not fixture["missing"]
    assert not fixture["lacking"]
    assert all(a["expect"] and not a["later"] for a in fixture["asked"])


@pytest.mark.parametrize("fixture", FIXTURES, ids=number)
def test_fixture_can_fail(fixture, kg):
    assert fixture["asked"]
    for asked in fixture["asked"]:
        assert asked["expect"] or asked["later"]
        assert not any(met(c, {}) for c in asked["expect"] if "not" not in c)
        for check in asked["expect"] + asked["refuse"] + asked["later"]:
            for label in words(check) if asked["command"][0] != "diff" else ():  # its tables are made ones
                assert kg.node(label).label == label, f"{label!r} is no label: this check could not fail"
    for pair in fixture["pairs"]:
        for label in {pair["start"], pair["end"], *pair["mechanism"]} - {"*"}:
            assert kg.node(label).label == label
    assert set(fixture["references"]) <= set(kg.references)
    # a file cites, its report does not; two releases are compared on made tables
    a_file = all(a["command"][0] in ("export", "diff") for a in fixture["asked"])
    assert fixture["references"] or fixture["status"] != "answered" or a_file


def reverse(said):
    """Turn round every sign of an answer."""
    if isinstance(said, dict):
        return {k: -v if k == "sign" and v in (1, -1) else reverse(v) for k, v in said.items()}
    if isinstance(said, list):
        return [reverse(v) for v in said]
    return OPPOSITE.get(said, said) if isinstance(said, str) else said


@pytest.mark.parametrize("fixture", [f for f in FIXTURES if any(a["expect"] for a in f["asked"])], ids=number)
def test_a_wrong_sign_is_noticed(fixture, answer):
    assert fixture["unsigned"] or failures(fixture, answer, reverse)


@pytest.mark.parametrize("fixture", FIXTURES, ids=number)
def test_the_plain_question_is_understood(fixture, answer):
    said = answer(["ask", fixture["question"]])
    if fixture["ask"]["later"]:
        assert not understood(fixture["ask"], said), "it is understood now: set 'later' of 'ask' to false"
    else:
        assert understood(fixture["ask"], said), [a["command"] for a in said["asked"]]


@pytest.mark.parametrize("fixture", FIXTURES, ids=number)
def test_path_questions_are_true_pairs(fixture):
    for asked in fixture["asked"]:
        if asked["command"][0] == "path" and len(asked["command"]) == 3:
            mechanisms = [p["mechanism"] for p in fixture["pairs"]]
            assert all(c["path"] in mechanisms for c in asked["expect"] if "path" in c and "sign" in c)


def test_no_chain_of_steps_holds_a_hormone_and_the_same_of_another_species(kg, answer):
    chains = 0
    for fixture in FIXTURES:
        for asked in fixture["asked"]:
            if not asked["expect"]:
                continue
            for part in parts(answer(asked["command"])):
                if isinstance(part, dict) and {"steps", "joins"} <= set(part):
                    nodes = {s[side]["id"] for s in part["steps"] for side in ("subject", "object")}
                    chains += 1
                    assert not any(nodes & set(kg.nodes[n].counterpart) for n in nodes)
    assert chains > 100
