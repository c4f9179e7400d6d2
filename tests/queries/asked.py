"""Questions drawn together with a chance graph that mostly has an answer to them, so that properties are not vacuous."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from made import graphs

from endoneuro.queries.filters import Filters
from endoneuro.queries.paths import path

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
    "M:spine",
    "P:recall",
    "K:ill",
    "I:drug",
    "C:pyr",
    "S:ca1",
)
STARTS = ("H:blood", "H:portal", "H:local", "N:glu", "I:drug", "R:one", "C:neuron", "S:ca1")
ENDS = ("P:memory", "P:recall", "K:ill", "M:ltp", "M:spine", "G:gene", "H:local", "N:glu")
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
some = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def dense():
    """Return chance graphs with rows enough for paths of several steps."""
    return graphs(least=12, most=26)


@st.composite
def asked(draw, starts=STARTS, ends=ENDS):
    """Draw (graph, start, end), with at least one path between them where the graph has any."""
    kg = draw(dense())
    pairs = [(s, e) for s in starts for e in ends if s != e]
    answered = [(s, e) for s, e in pairs if path(kg, s, e, grade="D", k=1).sections[0].paths]
    longer = [(s, e) for s, e in answered if len(path(kg, s, e, grade="D", k=9).paths) > 1]
    start, end = draw(st.sampled_from(longer or answered or pairs))
    return kg, start, end
