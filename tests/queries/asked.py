"""Questions put to chance graphs that mostly hold an answer, so that the properties asked of answers are not vacuous.

A number decides everything, so that what failed can be made again: `question(12)`.
"""

import random

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from made import BY_ID, finding, graph

from endoneuro.graph import schema
from endoneuro.queries.effects import downstream
from endoneuro.queries.filters import Filters

#: Nodes with nothing below them: they cover only themselves.
LEAVES = (
    "H:blood",
    "H:portal",
    "H:local",
    "N:glu",
    "R:one",
    "R:two",
    "G:gene",
    "M:ltp",
    "P:recall",
    "K:ill",
    "I:drug",
    "C:pyr",
    "S:ca1",
)
STARTS = ("H:blood", "H:portal", "H:local", "N:glu", "I:drug", "R:one", "C:neuron", "S:ca1")
ENDS = ("P:memory", "P:recall", "K:ill", "M:ltp", "G:gene", "H:local", "N:glu")
_SUBJECTS = (
    "H:blood",
    "H:blood",
    "H:twin",
    "H:portal",
    "H:local",
    "N:glu",
    "R:one",
    "R:one",
    "R:two",
    "G:gene",
    "M:ltp",
    "I:drug",
    "C:pyr",
    "S:ca1",
)
_OBJECTS = (
    "H:local",
    "H:portal",
    "N:glu",
    "R:one",
    "R:two",
    "G:gene",
    "M:ltp",
    "M:ltp",
    "C:pyr",
    "P:memory",
    "P:recall",
    "P:recall",
    "K:ill",
)
_REGIONS = ((), (), ("S:ca1",), ("S:ca1",), ("S:hip",), ("S:pvn",), ("systemic",), ("whole body",), ("S:ca1", "S:pvn"))
_ONSETS = ("", "", *schema.ONSETS)
FILTERS = st.builds(
    Filters,
    region=st.sampled_from(["", "", "S:hip", "S:ca1"]),
    cell=st.sampled_from(["", "", "C:neuron"]),
    route=st.sampled_from(["", "", "genomic"]),
    species=st.sampled_from(["", "rat"]),
    sex=st.sampled_from(["", "female"]),
    min_tier=st.sampled_from([5, 5, 3]),
    strict=st.booleans(),
)  # fmt: skip
some = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))


def chance_graph(number, *, placed=True):
    """Return a graph of 8 to 30 chance findings; without places if not `placed`."""
    chance = random.Random(number)
    pick = chance.choice
    rows = []
    for i in range(1, chance.randint(8, 30) + 1):
        subject = pick(_SUBJECTS)
        object_ = pick([o for o in _OBJECTS if o != subject])
        kind, aspect, via = BY_ID[object_].kind, "", ""
        if kind == "Receptor" and BY_ID[subject].kind in ("Hormone", "Neurotransmitter", "Intervention"):
            predicate = pick(("activates", "blocks"))
        elif chance.random() < 0.1:
            subject, predicate, object_ = pick(("R:one", "R:two")), "expressed_in", pick(("S:ca1", "S:pvn", "C:pyr"))
        else:
            predicate = pick(("increases", "increases", "decreases", "decreases", "affects"))
            aspect = pick([a.name for a in schema.ASPECTS.values() if kind in a.kinds] or [""])
            if BY_ID[subject].kind in ("Hormone", "Intervention") and object_ != "R:one" and chance.random() < 0.3:
                via = "R:one"
        if rows and chance.random() < 0.4:
            subject, predicate, object_, aspect, via = _claim(pick(rows))
        rows.append(
            finding(
                i,
                subject,
                predicate,
                object_,
                aspect,
                via=via,
                region=pick(_REGIONS) if placed and predicate != "expressed_in" else (),
                cell=pick(("", "", "C:pyr")) if placed else "",
                species=(pick(("rat", "rat", "mouse", "human")),),
                sex=pick(("male", "female", "both", "not reported")),
                route=pick(("", "", "genomic", "nongenomic")),
                method=pick(("in vivo", "in vivo", "ex vivo", "randomized trial", "review")),
                onset=pick(_ONSETS),
                result=pick(("supports",) * 6 + ("no effect",)),
                reference=pick(("PMID:1", "PMID:2", "PMID:3")),
                experiment=pick(((), (), ("a",), ("b",), ("a", "b"), ("separate",))),
            )
        )
    return graph(rows)


def _claim(f):
    return f.subject, f.predicate, f.object, f.aspect, f.via


def question(number, starts=STARTS, ends=ENDS):
    """Return (graph, start, end), with a path between them, of several steps if there is one."""
    kg = chance_graph(number)
    found = {
        (s, r.node.id): r.path.nodes for s in starts for _, group in downstream(kg, s, grade="D", k=99).groups for r in group
    }
    answered = [pair for pair in found if pair[1] in ends] or [(s, e) for s in starts for e in ends if s != e]
    longer = [pair for pair in answered if len(found.get(pair, ())) > 2]
    return kg, *random.Random(number).choice(longer or answered)


NUMBERS = st.integers(0, 2**32)


def dense(**more):
    """Return chance graphs."""
    return st.builds(chance_graph, NUMBERS, **{k: st.just(v) for k, v in more.items()})


def asked(**more):
    """Return chance questions."""
    return st.builds(question, NUMBERS, **{k: st.just(v) for k, v in more.items()})
