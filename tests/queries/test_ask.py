"""`ask`: the field's own questions are read as the right commands, what is shown is what is asked, and nonsense is owned up to."""

import json
import shlex

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from endoneuro.cli import main
from endoneuro.graph.errors import BadQuestion
from endoneuro.queries import QUERIES
from endoneuro.queries.ask import EXAMPLES, ask
from endoneuro.queries.ask_rules import read_question
from endoneuro.queries.filters import Filters
from endoneuro.queries.sentences import read

#: Question -> the commands it should be read as, without the word endoneuro.
FIELD = {
    "How does cortisol impair hippocampal memory retrieval, and within what time?": [
        'path cortisol "memory retrieval" --region hippocampus'
    ],
    "How does estradiol raise dendritic spine density in CA1, and which receptor does it need?": [
        'path oestradiol "spine density" --region CA1'
    ],
    "Why does hypothyroidism cause depression and slowed thinking?": [
        'path hypothyroidism "depressive symptoms"',
        'path hypothyroidism "psychomotor speed"',
    ],
    "By what route does leptin reduce food reward?": ['path leptin "food reward"'],
    "How does testosterone end up acting through an oestrogen receptor in the brain?": [
        'path testosterone "oestrogen receptor" --region brain'
    ],
    "How does ghrelin get from the stomach to a change in dopamine signalling?": ["path ghrelin dopamine"],
    "Why does progesterone withdrawal provoke anxiety or seizures?": [
        'what-if "progesterone withdrawal" --on "anxiety-related behaviour" --on seizures'
    ],
    "How can insulin act in the brain at all -- how does it get in, and what does it do there?": [
        "downstream insulin --region brain"
    ],
    "What does corticosterone do to a pyramidal neuron in the first 20 minutes, versus after 2 hours, versus after 3 weeks?": [
        'routes corticosterone "pyramidal neuron"'
    ],
    "Which effects of oestrogen on neurons are too fast to be genomic?": ["routes oestrogens neuron"],
    "How long after starting levothyroxine should mood and cognition change, and which step is slowest?": [
        "path T4 mood",
        "path T4 cognition",
    ],
    "Which hormones peak before waking, and what do they do to sleep stages?": [
        "upstream wakefulness --from Hormone",
        "upstream sleep --from Hormone",
    ],
    "What is the slowest step between a stressor and raised GR-dependent transcription?": [
        'path stress "nuclear receptor transcription" --via GR'
    ],
    "Which cells in the amygdala express both CRHR1 and GR?": ["where CRHR1 GR --region amygdala"],
    "Where in the brain is MR but not GR the main corticosteroid receptor?": ["where MR --without GR --region brain"],
    "Which hormone receptors sit on astrocytes or microglia, and what follows?": [
        'match "Hormone -activates-> Receptor -expressed_in-> astrocyte|microglia"',
        'match "Receptor -expressed_in-> astrocyte|microglia"',
    ],
    "Which ligands share a receptor with oxytocin, and does it matter?": [
        'match "oxytocin -activates|inhibits|potentiates|blocks-> Receptor '
        '<-activates|inhibits|potentiates|blocks- Hormone|Neurotransmitter|Intervention"'
    ],
    "Which nuclear receptors also have membrane forms, and what do those couple to?": [
        'match "Receptor{nuclear} -[route=nongenomic]-> *"'
    ],
    "Which hormones modulate serotonin synthesis? (which step: TPH2, transporter, receptor number?)": [
        'match "Hormone -:synthesis-> serotonin"'
    ],
    "What hormones change GABA-A receptor function directly?": ["match 'Hormone --> \"GABA-A receptor\"'"],
    "Which hormones raise BDNF, and in which regions?": ['match "Hormone -+-> BDNF"'],
    "Which hormones change dopamine release in the nucleus accumbens, in which direction?": [
        'match "Hormone -:release-> dopamine" --region "nucleus accumbens"'
    ],
    "How does thyroid hormone alter noradrenergic receptor density?": ['path "thyroid hormones" beta-adrenoceptor'],
    "What closes the HPA feedback loop and where? Which parts are fast and which slow?": ["loops --axis HPA"],
    "Why does TSH rise when T4 falls, and what breaks this in central hypothyroidism?": [
        'what-if "T4 down" --on TSH --on "central hypothyroidism"'
    ],
    "When does oestrogen feedback switch from negative to positive?": ["loops --through oestrogens"],
    "Which feedback loops contain a limbic region?": [
        "loops --region amygdala",
        "loops --region hippocampus",
        'loops --region "medial prefrontal cortex"',
        'loops --region "bed nucleus of the stria terminalis"',
    ],
    "List all positive (self-amplifying) loops and what ends each.": ["loops --sign +"],
    "What happens to mood, sleep and memory circuits when oestradiol drops at menopause?": [
        'what-if "oestradiol down" --on mood --on sleep --on memory'
    ],
    "If I block MR, which fast cortisol effects vanish and which remain?": ['what-if "MR blockade"', "routes cortisol"],
    "What would chronic prednisolone do to hippocampus, sleep and appetite, in order of onset?": [
        'what-if "prednisolone up" --on hippocampus --on sleep --on hunger --exposure chronic'
    ],
    "What compensates if leptin is missing?": ['what-if "leptin down"'],
    "What is the predicted net effect of high cortisol plus low testosterone on motivation -- and where do the paths conflict?": [
        'what-if "cortisol up" "testosterone down" --on motivation'
    ],
    "How do oestradiol and testosterone differ in their effect on the amygdala?": [
        "compare oestradiol testosterone --on amygdala"
    ],
    "Cortisol vs aldosterone at MR in the brain: why is there a difference?": ["compare cortisol aldosterone --on brain"],
    "Which links differ between male and female rodents? Between rodent and human?": [
        "contradictions --by species",
        "contradictions --by sex",
    ],
    "Acute vs chronic stress: what flips sign?": ["compare stress --exposure acute --exposure chronic"],
    "Which psychiatric symptoms does each endocrine disorder produce, by what path, and is it reversible?": [
        'match "Condition{endocrine} --> Condition{psychiatric|symptom}"'
    ],
    "Which hormone-based treatments target postpartum depression, and where do they enter the pathway?": [
        'treatments "postpartum depression"'
    ],
    "Which drugs for endocrine disease have neuropsychiatric side effects explained by this graph?": [
        'match "Condition{endocrine} <-treats- Intervention -+-> Condition{psychiatric|neurological|symptom}"'
    ],
    "Which lab abnormality would explain new-onset insomnia plus anxiety?": [
        "upstream insomnia --from Hormone",
        'upstream "anxiety-related behaviour" --from Hormone',
    ],
    "Give me a one-page map of the HPT axis with its brain targets for a lecture.": ["axis HPT"],
    "How strong is the weakest step of this path, and is any step rodent-only?": ["gaps rodent-only"],
    "Which edges have contradicting evidence, and why do they disagree?": ["contradictions"],
    "Where is the graph thin: which hormones have a receptor in the brain but no downstream edge?": ["gaps receptor-no-effect"],
    "Which claims cite a single paper / a paper older than 1990 / a retracted paper?": ["gaps one-paper old retracted"],
    "Give me all GR edges as KGX / Turtle / CX2, and tell me what was lost.": ["show GR"],
    "What changed between release 1.2 and 1.3, fact by fact?": ["diff 1.2 1.3"],
    "What does fasting change in the hypothalamus -> mood chain?": ["path fasting mood --region hypothalamus"],
    "How does light at night reach cortisol and mood?": ['path "light at night" cortisol', 'path "light at night" mood'],
    "How does inflammation (cytokines) alter the HPA axis and serotonin?": [
        "path inflammation serotonin",
        "path inflammation glucocorticoids",
    ],
}
OTHERS = {
    "What is GR?": ["show GR"],
    "oxytocin": ["show oxytocin"],
    "what lowers TSH?": ['match "* ---> TSH"'],
    "What regulates TSH?": ["upstream TSH"],
    "How is memory affected by cortisol?": ["path cortisol memory"],
    "Is fear extinction changed by oestradiol in rats?": ['path oestradiol "fear extinction" --species rat'],
    "hot flash treatment": ['treatments "hot flush"'],
    "Which drugs treat depression?": ['treatments "depressive symptoms"'],
    "difference between cortisol and cortisone": ["compare cortisol cortisone"],
    "what do GR and MR have in common?": ["enrich GR MR"],
    "Where is the estrogen receptor found?": ['where "oestrogen receptor"'],
    "Which cells secrete ACTH": ["where ACTH"],
    "which genes does GR regulate": ["downstream GR --to Gene"],
    "evidence for oestradiol and depression": ['evidence oestradiol "depressive symptoms"'],
    "what happens to memory if cortisol is high?": ['what-if "cortisol up" --on memory'],
    "What does T3 do?": ["downstream T3"],
    "how does gh affect memory": ["path GH memory"],
    "Is the evidence on cortisol and memory contradictory?": ["contradictions cortisol memory"],
    "Does oestradiol act differently in male and female rats?": ["compare oestradiol --sex male --sex female"],
}


def commands(kg, text):
    reading = read_question(read(kg, text))
    return None if reading is None else [p.command.removeprefix("endoneuro").strip() for p in reading.plans]


@pytest.mark.parametrize(("text", "expected"), [*FIELD.items(), *OTHERS.items()], ids=lambda x: str(x)[:50])
def test_questions_are_read_as_commands(kg, text, expected):
    assert commands(kg, text) == expected


def test_all_questions_of_the_field_are_here():
    assert len(FIELD) == 51


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("how does cortisl impair memmory retrieval", ["cortisol", "memory retrieval"]),
        ("Does leptn alter fear extincton?", ["leptin", "fear extinction"]),
        ("effects of estrogens on hot flashes", ["oestrogens", "hot flush"]),
        ("norepinephrine and 5-HT", ["noradrenaline", "serotonin"]),
        ("AVP in the PVN", ["vasopressin", "paraventricular nucleus"]),
        ("astrocytes' GR", ["astrocyte", "GR"]),
        ("GR/MR balance", ["GR", "MR"]),
        ("stress-induced corticosterone", ["stress", "corticosterone"]),
        ("E2 and 17β-oestradiol", ["oestradiol"]),
        ("ANXIETY AND CRH", ["anxiety-related behaviour", "CRH"]),
        ("HGF at MET", ["HGF", "MET"]),
        ("thyroid hormone receptors", ["thyroid hormone receptor"]),
    ],
)
def test_names_in_many_spellings(kg, text, expected):
    assert [t.node.label for t in read(kg, text).things] == expected


@pytest.mark.parametrize("text", ["is it so or not", "he is in no mess", "Can you tell me more, please?", "met her at the net"])
def test_small_words_are_no_abbreviations(kg, text):
    assert read(kg, text).things == ()


def test_it_says_what_it_did_not_recognise(kg):
    answer = ask(kg, "What does xyzzy do to mood?")
    assert "not recognised: xyzzy" in answer.understood


def test_a_misspelt_name_is_shown_as_such(kg):
    answer = ask(kg, "what does cortisl do", k=1)
    assert any("cortisl: cortisol" in line and "nearly" in line for line in answer.understood)


@pytest.mark.parametrize("text", ["asdf qwer zxcv", "hello", "Wie wirkt Cortisol auf das Gedächtnis?", "!? x", "memory please"])
def test_not_understood_offers_three_that_work(kg, text):
    answer = ask(kg, text)
    if answer.asked:
        assert text == "memory please"
        return
    assert answer.missing[0].startswith("not understood")
    assert len(answer.offers) == 3
    for command, _ in answer.offers:
        done = CliRunner().invoke(main, shlex.split(command)[1:])
        assert done.exit_code == 0, (command, done.output)


def test_the_examples_offered_work():
    for command, _ in EXAMPLES:
        name = shlex.split(command)[1]
        assert name in QUERIES
        assert CliRunner().invoke(main, [name, "--help"]).exit_code == 0


@pytest.mark.parametrize(
    "text",
    [
        "How does cortisol impair hippocampal memory retrieval?",
        "Which hormones change dopamine release in the nucleus accumbens?",
        "Where in the brain is MR but not GR?",
        "What hormones change GABA-A receptor function directly?",
        "What closes the HPA feedback loop?",
        "Which claims cite a single paper?",
        "What happens to sleep when oestradiol drops?",
        "difference between cortisol and corticosterone",
    ],
)
def test_the_command_shown_gives_the_answer_shown(kg, text):
    answer = ask(kg, text)
    assert answer.asked
    for one in answer.asked:
        done = CliRunner().invoke(main, [*shlex.split(one.command)[1:], "--format", "json"])
        assert done.exit_code == 0, done.output
        assert json.loads(done.stdout) == json.loads(json.dumps(one.answer.to_dict(kg)))


def test_it_asks_more_widely_where_it_finds_nothing_and_says_so(kg):
    answer = ask(kg, "How does cortisol impair memory retrieval in sheep?")
    one = answer.asked[0]
    assert "--species" not in one.command
    assert "nothing for endoneuro path cortisol" in one.note
    assert one.answer.paths


def test_it_remarks_on_a_premise_the_evidence_does_not_bear_out(kg):
    note = ask(kg, "How does CRH reduce ACTH?", k=1).asked[0].note
    assert "the question speaks of a decrease" in note


def test_filters_of_the_caller_are_stronger(kg):
    answer = ask(kg, "Is fear extinction changed by oestradiol in rats?", filters=Filters(species="mouse"))
    assert "--species mouse" in answer.asked[0].command
    assert "rat" not in answer.asked[0].command.split()


@pytest.mark.parametrize(("text", "k"), [("", 3), (" ?! ", 3), ("x" * 1001, 3), ("cortisol", 0)])
def test_bad_questions(kg, text, k):
    with pytest.raises(BadQuestion) as caught:
        ask(kg, text, k=k)
    assert "\n" not in str(caught.value)


SAID = (
    "how what which where does do if when cortisol GR memory mood sleep oestradiol male female rats HPA axis loop block low high "
    "hormones receptors treat compare versus and or by in the amygdala -> \" ' { } | 19 é"
)
WORDS = st.sampled_from(SAID.split())


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.one_of(st.lists(WORDS, min_size=1, max_size=9).map(" ".join), st.text(min_size=1, max_size=60)))
def test_any_words_are_read_the_same_way_twice(kg, text):
    first = commands(kg, text)
    assert first == commands(kg, text)
    assert read(kg, text) == read(kg, text)
