"""`match` finds what trying every chain of claims and then judging finds, in the same order; wrong patterns point at the place."""

import itertools
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made import BY_ID, finding, graph, graphs

from endoneuro.graph import schema
from endoneuro.graph.errors import BadQuestion
from endoneuro.queries.filters import Filters
from endoneuro.queries.pattern_language import PatternError, parse
from endoneuro.queries.patterns import match
from endoneuro.queries.steps import StepEdge, best_join

many = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
NODES = {
    "*": lambda n: True,
    "Hormone": lambda n: n.kind == "Hormone",
    "Receptor": lambda n: n.kind == "Receptor",
    "Mechanism|Process": lambda n: n.kind in ("Mechanism", "Process"),
    '"memory process"': lambda n: n.id in ("P:memory", "P:recall"),
    "receptor one": lambda n: n.id == "R:one",
}
LABELS = {
    "": lambda a, f: True,
    "+": lambda a, f: a.sign == 1,
    "-": lambda a, f: a.sign == -1,
    "increases|decreases": lambda a, f: a.predicate in ("increases", "decreases"),
    ":release|activity": lambda a, f: a.aspect in ("release", "activity"),
    "[region=hip]": lambda a, f: bool(places(a, f) & {"S:hip", "S:ca1", "S:ca3"}),
    "+[species=rat]": lambda a, f: a.sign == 1 and "rat" in f.species,
}


def places(a, f):
    """A claim about a place states it."""
    return {*f.region, a.subject, a.object} if schema.PREDICATES[a.predicate].group == "place" else set(f.region)


def edge(label, forward):
    return f"-{label}->" if forward else f"<-{label}-"


def brute(kg, nodes, steps, ok=lambda f: True):
    """Every chain, judged: (key, node ids, assertion ids), best first."""
    claims = []
    for (label, forward), left, right in zip(steps, nodes, nodes[1:], strict=False):
        fits = []
        for a in kg.assertions.values():
            ends = (a.subject, a.object) if forward else (a.object, a.subject)
            rows = [r for r in a.rows if r.finding.result == "supports" and ok(r.finding) and LABELS[label](a, r.finding)]
            if rows and NODES[left](BY_ID[ends[0]]) and NODES[right](BY_ID[ends[1]]):
                fits.append((*ends, a, tuple(rows), forward))
        claims.append(fits)
    chains = [(c,) for c in claims[0]]
    for fits in claims[1:]:
        chains = [(*chain, c) for chain in chains for c in fits if chain[-1][1] == c[0]]
    made = []
    for chain in chains:
        trail = (chain[0][0], *(c[1] for c in chain))
        if len(set(trail)) < len(trail):
            continue
        bridges = 0
        for x, y in itertools.pairwise(chain):
            if x[4] == y[4] and all(schema.PREDICATES[c[2].predicate].walked for c in (x, y)):
                first, then = (x, y) if x[4] else (y, x)
                bridges += best_join(*(StepEdge(kg, 0, c[2], c[3]) for c in (first, then))) == 2
        tier = max(min(r.finding.tier for r in c[3]) for c in chain)
        studies = min(len({r.finding.independent for r in c[3]}) for c in chain)
        labels = tuple((BY_ID[n].label, n) for n in trail)
        ids = tuple(c[2].id for c in chain)
        made.append(((bridges, tier, -studies, labels, ids), trail, ids))
    return sorted(made)


patterns = st.integers(1, 3).flatmap(
    lambda n: st.tuples(
        st.lists(st.sampled_from(list(NODES)), min_size=n + 1, max_size=n + 1),
        st.lists(st.tuples(st.sampled_from(list(LABELS)), st.booleans()), min_size=n, max_size=n),
    )
)


def text_of(nodes, steps):
    words = [nodes[0]]
    for (label, forward), node in zip(steps, nodes[1:], strict=True):
        words += [edge(label, forward), node]
    return " ".join(words)


def ask_or_none(kg, text, **more):
    """Patterns that the schema allows nowhere are refused; they are no business of the property."""
    try:
        return match(kg, text, **more)
    except PatternError as error:
        assert "never" in error.what
        return None


@many
@given(graphs(), patterns)
def test_same_as_trying_everything(kg, pattern):
    answer = ask_or_none(kg, text_of(*pattern), k=1000)
    if answer is not None:
        expected = brute(kg, *pattern)
        assert [(m.nodes, tuple(a.id for a in m.steps)) for m in answer.matches] == [(t, i) for _, t, i in expected]
        assert not answer.more
        assert bool(answer.missing) != bool(expected)


@many
@given(graphs(), patterns, st.integers(1, 3))
def test_k_keeps_the_best_and_says_that_there_are_more(kg, pattern, k):
    whole, cut = (ask_or_none(kg, text_of(*pattern), k=n) for n in (1000, k))
    if whole is not None:
        assert cut.matches == whole.matches[:k]
        assert cut.more == (len(whole.matches) > k)


@many
@given(graphs(), patterns, st.sampled_from(["rat", "human"]), st.sampled_from([2, 3]))
def test_filters_only_remove(kg, pattern, species, tier):
    plain = ask_or_none(kg, text_of(*pattern), k=1000)
    if plain is not None:
        filters = Filters(species=species, min_tier=tier)
        fewer = match(kg, text_of(*pattern), k=1000, filters=filters)
        expected = brute(kg, *pattern, ok=lambda f: species in f.species and f.tier <= tier)
        found = {(m.nodes, tuple(a.id for a in m.steps)) for m in fewer.matches}
        assert found == {(t, i) for _, t, i in expected}
        assert found <= {(m.nodes, tuple(a.id for a in m.steps)) for m in plain.matches}


def test_the_properties_are_not_vacuous():
    from hypothesis import Phase, find

    def several(drawn):
        kg, pattern = drawn
        return len(pattern[1]) > 1 and len(brute(kg, *pattern)) > 1

    only_draw = settings(max_examples=5000, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    assert find(st.tuples(graphs(), patterns), several, settings=only_draw, random=Random(2))


def small():
    return graph(
        [
            finding(1, "H:blood", "activates", "R:one", experiment=("a",)),
            finding(2, "R:one", "increases", "N:glu", "release", region=("S:ca1",), experiment=("a",), species=("mouse",)),
            finding(3, "R:one", "expressed_in", "C:glia"),
            finding(4, "R:one", "decreases", "M:ltp", region=("S:pvn",), reference="PMID:2", route="nongenomic"),
            finding(5, "I:drug", "blocks", "R:one", reference="PMID:2"),
            finding(6, "H:blood", "increases", "M:ltp", result="no effect"),
        ]
    )


def nodes(answer):
    return [m.nodes for m in answer.matches]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("Hormone -activates-> Receptor -expressed_in-> CellType", [("H:blood", "R:one", "C:glia")]),
        ("hormones -activates-> receptor   -expressed_in->cells", None),
        ("* <-blocks- Intervention", [("R:one", "I:drug")]),
        ("Hormone -activates-> Receptor <-blocks- *", [("H:blood", "R:one", "I:drug")]),
        ("Receptor -:release-> *", [("R:one", "N:glu")]),
        ("Receptor ---> *", [("R:one", "M:ltp")]),
        ("* <--- Receptor", [("M:ltp", "R:one")]),
        ("Receptor -+-> *", [("R:one", "N:glu")]),
        ("Receptor -+[region=hip, species=mouse]-> *", [("R:one", "N:glu")]),
        ("Receptor -[region=hip, species=rat]-> Neurotransmitter", []),
        ("Receptor -[route=nongenomic]-> *", [("R:one", "M:ltp")]),
        ("Hormone -increases-> Mechanism", []),
        ("'blood hormone'|drug --> \"receptor one\"", [("H:blood", "R:one"), ("I:drug", "R:one")]),
        ("Receptor -[method=in vivo, tier=3]-> Mechanism", [("R:one", "M:ltp")]),
    ],
)
def test_the_language(pattern, expected):
    if expected is None:
        with pytest.raises(PatternError):
            match(small(), pattern)
        return
    answer = match(small(), pattern)
    assert sorted(nodes(answer)) == sorted(expected)
    assert bool(answer.missing) == (not expected)


def test_a_class_in_braces(kg):
    answer = match(kg, "Hormone -activates-> Receptor{nuclear}")
    assert answer.matches
    assert {kg.nodes[m.nodes[1]].cls for m in answer.matches} == {"nuclear"}


def test_joins_and_sign_of_a_signal():
    found = match(small(), "Hormone --> Receptor --> *").matches
    told = {m.nodes[-1]: (m.joins, m.sign) for m in found}
    assert told["N:glu"] == (("shown",), 1)
    assert told["M:ltp"] == (("bridge",), -1)
    assert told["C:glia"] == (("",), None)
    assert [m.nodes[-1] for m in found][-1] == "M:ltp"


@pytest.mark.parametrize(
    ("pattern", "at", "says"),
    [
        ("Hormone -activate-> Receptor", 9, "did you mean 'activates'"),
        ("Hormon -activates-> Receptor", 0, "did you mean 'Hormone'"),
        ("Hormone -activates-> Receptor{nucular}", 30, "has no class 'nucular'"),
        ("Hormone -activates-> Receptor{nuclear|x}", 38, "has no class 'x'"),
        ("Hormone -activates-> Receptor{nuclear", 29, "never closed"),
        ("Hormone -activates Receptor", 19, "should end here in '->'"),
        ("Hormone -activates->", 20, "a node is missing"),
        ("Hormone", 7, "needs a step"),
        ("", 0, "a node is missing"),
        ("--> Hormone", 0, "a node is missing"),
        ("* -increases:volum-> *", 13, "did you mean 'volume'"),
        ("* -increases:-> *", 13, "an aspect is missing"),
        ("* -+[region=mars]-> *", 12, "no node is called 'mars'"),
        ("* -+[regio=ca1]-> *", 5, "no circumstance is called 'regio'"),
        ("* -+[region]-> *", 5, "key=value"),
        ("* -+[region=ca1-> *", 4, "never closed"),
        ("* -+[sex=x]-> *", 9, "none of"),
        ("* -+[tier=9]-> *", 10, "a number from 1"),
        ("* <-blocks-> *", 11, "one arrow head"),
        ('"blood --> *', 0, "quotation mark"),
        ("Process -activates-> Receptor", 0, "never at Process"),
        ("* -expressed_in-> Process", 18, "never at Process"),
        ("* -:release-> Process", 14, "never of Process"),
        ("drug{x} --> *", 0, "classes in braces follow a kind"),
        ("GR->memory", 2, "put a space"),
        ("* --> * --> * --> * --> * --> * --> *", 32, "5 steps at the most"),
    ],
)
def test_a_wrong_pattern_shows_the_place(pattern, at, says):
    with pytest.raises(PatternError) as caught:
        match(small(), pattern)
    assert says in caught.value.what
    assert caught.value.at == at
    what, text, caret = str(caught.value).split("\n")
    assert what == caught.value.what
    assert text == "  " + pattern
    assert caret == "  " + " " * at + "^"
    assert isinstance(caught.value, BadQuestion)


def test_a_long_wrong_pattern_is_cut_around_the_place():
    text = "* --> " + "x" * 300 + " -nonsense-> *"
    with pytest.raises(PatternError) as caught:
        parse(small(), text)
    assert max(len(line) for line in str(caught.value).split("\n")[1:]) <= 110


@pytest.mark.parametrize(
    ("pattern", "filters", "says"),
    [
        ("Hormone -increases-> Mechanism", None, "no supported claim fits step 1"),
        ("Receptor -increases-> *", Filters(species="human"), "without them there are 1"),
        ("Receptor -expressed_in-> CellType <-secretes|synthesizes- *", None, None),
        ("Intervention -blocks-> Receptor <-blocks- Intervention", None, "one node twice"),
        ("Mechanism <-decreases- Receptor -blocks-> *", None, None),
    ],
)
def test_an_empty_answer_explains_itself(pattern, filters, says):
    try:
        answer = match(small(), pattern, filters=filters)
    except PatternError:
        assert says is None
        return
    assert not answer.matches
    assert says in " ".join(answer.missing)


def test_bad_k():
    with pytest.raises(BadQuestion, match="-k 0"):
        match(small(), "* --> *", k=0)
