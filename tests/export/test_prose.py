"""Prose says nothing that no claim of the answer says: every sentence ends in ids of its claims and their references."""

import re
from dataclasses import fields, is_dataclass

import pytest
from asked import dense
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made import finding, graph

from endoneuro.export.prose import to_prose
from endoneuro.graph.errors import BadQuestion
from endoneuro.graph.model import Assertion
from endoneuro.graph.saved import load_answer
from endoneuro.queries import query
from endoneuro.queries.paths import path

SENTENCE = re.compile(r"(?P<text>[^\[\]]+) \[(?P<ids>EN:[0-9a-f]{12}(?:, EN:[0-9a-f]{12})*); (?P<cited>[^\[\]]+)\]\.(?:\s+|$)")


def sentences(text):
    """Split prose into sentences; nothing may be left between them."""
    found, at = [], 0
    for match in SENTENCE.finditer(text):
        assert match.start() == at, text[at : match.start()]
        found.append((match["text"], match["ids"].split(", "), re.sub(r" and \d+ more$", "", match["cited"]).split(", ")))
        at = match.end()
    assert at == len(text), text[at:]
    return found


def claims_in(value, ids=None):
    """Collect the id of every claim that an answer holds."""
    ids = set() if ids is None else ids
    if isinstance(value, Assertion):
        ids.add(value.id)
    elif is_dataclass(value):
        for f in fields(value):
            claims_in(getattr(value, f.name), ids)
    elif isinstance(value, (tuple, list, dict)):
        for v in value.values() if isinstance(value, dict) else value:
            claims_in(v, ids)
    return ids


def check(kg, answer):
    told = sentences(to_prose(kg, answer))
    assert told
    known = claims_in(answer)
    for text, ids, cited in told:
        assert set(ids) <= known, text
        references = {r.finding.reference for i in ids for r in kg.assertions[i].rows}
        assert set(cited) <= references, text
        assert kg.label(kg.assertions[ids[0]].subject).casefold() in text.casefold() or len(ids) > 1 or "finding" in text
    return told


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(dense(), st.sampled_from(["H:blood", "R:one"]), st.sampled_from(["P:memory", "M:ltp"]), st.sampled_from("ACD"))
def test_every_sentence_of_a_path_is_a_claim_of_it(kg, start, end, grade):
    answer = path(kg, start, end, grade=grade)
    if answer.paths:
        told = check(kg, answer)
        seen = {i for _, ids, _ in told for i in ids}
        best = {s.assertion.id for p in answer.paths for s in p.best.steps}
        assert best <= seen


@pytest.mark.parametrize(
    ("name", "args", "options"),
    [
        ("path", ("cortisol", "memory retrieval"), {}),
        ("path", ("CRH", "ACTH"), {"grade": "A"}),
        ("downstream", ("oestradiol",), {"to": "Process", "k": 4}),
        ("upstream", ("ACTH",), {"k": 3}),
        ("loops", (), {"axis": "HPA"}),
        ("loops", (), {"through": "cortisol", "k": 3}),
        ("evidence", ("cortisol", "memory"), {}),
        ("show", ("GR",), {}),
        ("where", (("GR",),), {}),
        ("where", (("GR", "CRHR1"),), {}),
        ("match", ("Hormone -activates-> Receptor -expressed_in-> CellType{glia}",), {}),
        ("contradictions", (), {"k": 5}),
        ("gaps", ((),), {"k": 2}),
        ("ask", ("What closes the HPA feedback loop?",), {}),
        ("routes", ("corticosterone",), {"k": 2}),
        ("compare", ("cortisol", "aldosterone"), {"k": 2}),
        ("what-if", (("cortisol up",),), {"on": ("memory",)}),
        ("treatments", ("hot flush",), {"k": 2}),
        ("axis", ("HPA",), {}),
    ],
)
def test_every_sentence_of_every_answer_on_the_shipped_graph(kg, name, args, options):
    check(kg, query(name)(kg, *args, **options))


def made(**more):
    return graph(
        [
            finding(1, "H:blood", "activates", "R:one", experiment=("a",), species=("human",), sex="female"),
            finding(
                2,
                "R:one",
                "decreases",
                "P:memory",
                experiment=("a",),
                region=("S:ca1",),
                onset="min-h",
                species=("mouse",),
                **more,
            ),
            finding(3, "R:one", "decreases", "P:memory", result="no effect", reference="PMID:2"),
        ]
    )


def test_a_path_in_words():
    kg = made()
    text = [t for t, _, _ in sentences(to_prose(kg, path(kg, "blood hormone", "memory process")))]
    assert text[0] == "Blood hormone activates receptor one in women"
    assert text[1].startswith(
        "In the same experiment, receptor one decreases memory process in the ca1, within tens of minutes"
    )
    assert text[1].endswith("in mice, against one finding that did not see it")
    assert text[2].startswith("If every step holds, blood hormone decreases memory process; all joins were shown, grade A")


def test_a_bridge_is_called_a_hypothesis():
    kg = graph([finding(1, "H:blood", "activates", "R:one"), finding(2, "R:one", "increases", "P:memory", reference="PMID:2")])
    text = to_prose(kg, path(kg, "blood hormone", "memory process"))
    assert "As a hypothesis, receptor one increases" in text
    assert "nobody has shown the two steps together, grade C" in text


def test_both_signs_are_told():
    kg = graph([finding(1, "H:blood", "increases", "M:ltp"), finding(2, "H:blood", "decreases", "M:ltp", reference="PMID:2")])
    text = to_prose(kg, path(kg, "blood hormone", "ltp"))
    assert "increases ltp" in text
    assert "decreases ltp" in text


def test_an_empty_answer_tells_why_and_claims_nothing(kg):
    answer = path(kg, "dehydration", "calcitonin")
    assert not answer.paths
    text = to_prose(kg, answer)
    assert text.strip()
    assert "EN:" not in text


def test_what_carries_no_claims_is_refused(kg):
    with pytest.raises(BadQuestion, match="no claims"):
        to_prose(kg, query("search")(kg, "cort"))
    kept = load_answer(kg, query("where")(kg, ("GR",)).to_dict(kg))
    with pytest.raises(BadQuestion, match="--explain"):
        to_prose(kg, kept)


def test_same_input_same_bytes(kg):
    one, other = (to_prose(kg, path(kg, "cortisol", "memory retrieval")) for _ in range(2))
    assert one == other
