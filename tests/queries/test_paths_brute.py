"""The search finds what enumerating everything and then judging finds, in the same order."""

import pytest
from brute import all_paths, inside
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from made import BY_ID, graphs

from endoneuro.graph import schema
from endoneuro.queries.filters import Filters, last_step
from endoneuro.queries.paths import path
from endoneuro.queries.search import Limits, search
from endoneuro.queries.steps import filtered_steps

ENDS = ["P:memory", "P:recall", "K:ill", "M:ltp", "N:glu", "R:one", "G:gene", "H:local"]
STARTS = ["H:blood", "H:portal", "H:local", "N:glu", "I:drug", "C:pyr", "R:one", "S:ca1"]


def covers(kg, node_id):
    return frozenset(n.id for n in kg.nodes.values() if n.kind == kg.nodes[node_id].kind and inside(kg, n.id, node_id))


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(graphs(), st.sampled_from(STARTS), st.sampled_from(ENDS), st.sampled_from("ABCD"), st.integers(1, 4))
def test_same_as_brute_force(kg, start, end, grade, hops):
    if start == end:
        return
    starts, ends = covers(kg, start), covers(kg, end)
    assert starts == kg.descendants(start) and ends == kg.descendants(end)
    slow = all_paths(kg, starts, ends, hops=hops, grade=grade)
    fast = list(search(kg, filtered_steps(kg, Filters()), starts, ends, Limits.of(grade, hops), lambda f: True))
    assert [f.key for f in fast] == [key for key, _, _ in slow]


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(
    graphs(),
    st.sampled_from(STARTS),
    st.sampled_from(ENDS),
    st.sampled_from(["", "S:hip", "S:ca1"]),
    st.sampled_from(["", "C:neuron"]),
    st.sampled_from(["", "genomic"]),
    st.sampled_from(["", "rat"]),
    st.sampled_from(["", "female"]),
    st.sampled_from([3, 5]),
    st.booleans(),
)
def test_filters_bind_where_they_should(kg, start, end, region, cell, route, species, sex, tier, strict):
    if start == end:
        return
    filters = Filters(region=region, cell=cell, route=route, species=species, sex=sex, min_tier=tier, strict=strict)

    def row_ok(claim, f):
        if route and (schema.PREDICATES[claim[1]].group == "ligand" or BY_ID[claim[0]].kind == "Receptor"):
            ligand_of_receptor = BY_ID[claim[0]].kind == "Receptor" or BY_ID[claim[3]].kind == "Receptor"
            if ligand_of_receptor and not (f.route == route if f.route else not strict):
                return False
        if species and species not in f.species:
            return False
        if sex and not (f.sex in ("both", sex) if f.sex not in ("", "not reported") else not strict):
            return False
        return f.tier <= tier

    def last_ok(f):
        if region and "systemic" not in f.region:
            if f.region and "whole body" not in f.region:
                if not any(inside(kg, r, region) for r in f.region):
                    return False
            elif strict:
                return False
        if cell:
            return inside(kg, f.cell, cell) if f.cell else not strict
        return True

    starts, ends = covers(kg, start), covers(kg, end)
    slow = all_paths(kg, starts, ends, hops=3, grade="C", row_ok=row_ok, last_ok=last_ok)
    fast = list(search(kg, filtered_steps(kg, filters), starts, ends, Limits.of("C", 3), last_step(kg, filters)))
    assert [f.key for f in fast] == [key for key, _, _ in slow]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(
    graphs(),
    st.sampled_from(["H:blood", "H:portal", "N:glu"]),
    st.sampled_from(["P:memory", "K:ill", "M:ltp"]),
    st.integers(1, 4),
)
def test_path_groups_variants_and_stops_at_k(kg, start, end, k):
    slow = all_paths(kg, covers(kg, start), covers(kg, end), hops=4, grade="C")
    answer = path(kg, start, end, k=k)
    sequences = []
    for _, seq, _ in slow:
        nodes = (seq[0][0], *(c[3] for c in seq))
        if nodes not in sequences:
            sequences.append(nodes)
    own = answer.sections[0].paths
    assert [p.nodes for p in own] == sequences[:k]
    for p in own:
        expected = [key for key, seq, _ in slow if (seq[0][0], *(c[3] for c in seq)) == p.nodes]
        assert [v.key for v in p.variants] == expected
    assert bool(own) != bool(answer.missing)


@pytest.mark.parametrize("grade", "ABCD")
def test_brute_force_finds_something(grade):
    """The property above is not vacuous: chance graphs do hold paths of several steps, joins of every kind."""
    from hypothesis import find

    wanted = {"A": "shown", "B": "placed", "C": "bridge", "D": "bridge"}[grade]

    def interesting(kg):
        for key, seq, _ in all_paths(kg, covers(kg, "H:blood"), covers(kg, "P:memory"), hops=4, grade=grade):
            if len(seq) > 1 and key[0] == 1 and (key[3] if wanted == "placed" else key[1] if wanted == "bridge" else True):
                return True
        return False

    assert find(graphs(), interesting, settings=settings(max_examples=20000, deadline=None, phases=[Phase.generate]))
