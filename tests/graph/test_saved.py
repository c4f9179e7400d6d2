"""A kept answer comes back as it was, or says in one line why it cannot."""

import copy
import json

import pytest
from asked import dense
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made import finding, graph

from endoneuro.graph.answers import FORMAT, PathAnswer
from endoneuro.graph.errors import BadQuestion
from endoneuro.graph.saved import SavedAnswer, load_answer, read_answer
from endoneuro.queries import query
from endoneuro.queries.paths import path

LETTERS = "abcdefgh"


def kept(answer, kg):
    return json.loads(json.dumps(answer.to_dict(kg)))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(dense(), st.sampled_from(["H:blood", "R:one"]), st.sampled_from(["P:memory", "M:ltp"]), st.sampled_from("ACD"))
def test_a_path_comes_back_as_it_was(kg, start, end, grade):
    answer = path(kg, start, end, grade=grade)
    again = load_answer(kg, kept(answer, kg))
    assert isinstance(again, PathAnswer)
    assert again.to_dict(kg) == answer.to_dict(kg)
    for mine, theirs in zip(answer.paths, again.paths, strict=True):
        assert mine.nodes == theirs.nodes
        for v, w in zip(mine.variants, theirs.variants, strict=True):
            assert (v.steps, v.joins, v.direct, v.timing, v.sign, v.grade) == (
                w.steps,
                w.joins,
                w.direct,
                w.timing,
                w.sign,
                w.grade,
            )


@pytest.mark.parametrize(("start", "end"), [("cortisol", "memory retrieval"), ("Hormone{steroid}", "mood")])
def test_paths_of_the_shipped_graph(kg, start, end):
    answer = path(kg, start, end, k=2)
    assert answer.paths
    assert load_answer(kg, kept(answer, kg)).to_dict(kg) == answer.to_dict(kg)


@pytest.mark.parametrize(
    ("name", "args"),
    [("where", (("GR",),)), ("contradictions", ()), ("ask", ("What closes the HPA feedback loop?",)),
     ("match", ("Hormone -activates-> Receptor",)), ("gaps", ()), ("search", ("cort",))],
)  # fmt: skip
def test_other_answers_keep_their_values(kg, name, args):
    told = kept(query(name)(kg, *args), kg)
    again = load_answer(kg, told)
    assert isinstance(again, SavedAnswer)
    assert again.question == name
    assert again.to_dict(kg) == told


@pytest.mark.parametrize(
    ("name", "args", "more"),
    [("show", ("GR",), {}), ("downstream", ("oestradiol",), {"to": "Process"}), ("upstream", ("mood",), {"frm": "Hormone"}),
     ("loops", (), {"axis": "HPA"}), ("loops", (), {"through": "GR"}), ("evidence", ("cortisol", "memory retrieval"), {})],
)  # fmt: skip
def test_answers_that_a_page_draws_in_its_own_way_come_back(kg, name, args, more):
    answer = query(name)(kg, *args, **more)
    again = load_answer(kg, kept(answer, kg))
    assert type(again) is type(answer)
    assert again.to_dict(kg) == answer.to_dict(kg)


def test_a_file(kg, tmp_path):
    file = tmp_path / "answer.json"
    answer = path(kg, "CRH", "ACTH")
    file.write_text(json.dumps(answer.to_dict(kg)), encoding="utf-8")
    assert read_answer(kg, file).to_dict(kg) == answer.to_dict(kg)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is not JSON: line 1, column 1"),
        (b'{"format": 1,', "is not JSON: line 1"),
        (b"\xff\xfe\x00", "not text in UTF-8"),
        (b"[" * 100_000, "is not JSON"),
        (b"[]", "is not a saved answer"),
        (b'{"format": 1}', "is not a saved answer"),
        (b'{"format": 99, "question": "path"}', f"format 99, this version reads {FORMAT}"),
        (b'{"format": 1, "question": "path"}', "not a whole answer"),
        (b'{"format": 1, "question": "path", "sections": 3}', "not a whole answer"),
    ],
)
def test_files_that_are_no_answers(kg, tmp_path, content, says):
    file = tmp_path / "answer.json"
    file.write_bytes(content)
    with pytest.raises(BadQuestion) as caught:
        read_answer(kg, file)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_no_file(kg, tmp_path):
    with pytest.raises(BadQuestion, match="cannot be read"):
        read_answer(kg, tmp_path / "none.json")
    with pytest.raises(BadQuestion, match="cannot be read"):
        read_answer(kg, tmp_path)


def small(*findings):
    return graph([finding(1, "H:blood", "activates", "R:one", experiment=("a",)), *findings])


SECOND = finding(2, "R:one", "increases", "P:memory", experiment=("a",))


def test_claims_and_findings_that_are_gone_are_named():
    whole = small(SECOND)
    told = kept(path(whole, "blood hormone", "memory process"), whole)
    with pytest.raises(BadQuestion, match="a claim that the graph does not hold: EN:"):
        load_answer(small(), told)
    other = small(SECOND._replace(id="PMID:1#9"))
    with pytest.raises(BadQuestion, match="a finding that the graph does not hold: PMID:1#2"):
        load_answer(other, told)
    refuted = small(SECOND._replace(result="no effect"))
    with pytest.raises(BadQuestion, match="no longer speak"):
        load_answer(refuted, told)
    listed = kept(query("where")(whole, ("R:one",)), whole)
    assert load_answer(small(), listed)
    listed["measured"][0:0] = [{"evidence": [{"assertion": "EN:000000000000"}]}]
    with pytest.raises(BadQuestion, match="EN:000000000000"):
        load_answer(whole, listed)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_answer_gives_one_clear_line(data):
    kg = small(SECOND)
    told = copy.deepcopy(kept(path(kg, "blood hormone", "memory process"), kg))
    spot, key = told, None
    while isinstance(spot, (dict, list)) and spot:
        parent = spot
        key = data.draw(st.sampled_from(sorted(spot) if isinstance(spot, dict) else range(len(spot))))
        spot = parent[key]
        if data.draw(st.booleans()):
            break
    if data.draw(st.booleans()) and isinstance(parent, dict):
        del parent[key]
    else:
        parent[key] = data.draw(st.sampled_from([None, 7, "x", [], {}, [{}], {"id": "EN:x"}]))
    try:
        again = load_answer(kg, told)
    except BadQuestion as error:
        assert "\n" not in str(error)
    else:
        assert again.to_dict(kg)["question"] == told["question"]
