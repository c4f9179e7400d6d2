"""The words plain questions are made of: verbs, kinds, everyday names, circumstances."""

from __future__ import annotations

import re

from ..graph import schema
from ..graph.names import fold


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Words that are never a misspelt name, and not on their own a name.
PLAIN = _words(
    """
    a about above act acting acts actually after again all also although am among an and any anything are area areas
    around as at away be because become becomes been before begin behave below best between both bring brings but by
    called can cannot cause caused causes change changed changes circuit circuits claim claims come comes could couple
    cycle data day days deal did differ difference different direct direction directly do does doing done dose down
    drive drives drop drops due during each early edge edges effect effects either else end ends enough ever every
    evidence exactly experiment explain explained express expressed fact fall falls far fast feel few first follow
    follows for forms found from full function gave get gets give given gives go goes good graph happen happened happens
    has have having help her here high higher hour hours how however if impact important in increase increased increases
    influence inside instead into is it its itself just kind kinds know known lab large last late later lead least less
    let level levels like limbic line link links list little long look low lower main make makes many map matter may me
    mean means measured mechanism men met might minute minutes month months more most move much must my name near need
    needs
    neither net never new next no none nor not nothing now number of off often old on once one only onset or order other
    our out over own page paper papers part parts path paths people per person place places play plus point possible
    predicted probably produce produces project provoke put quick quickly quite raise raised raises rapid rather reach
    reaches really recorded reduce reduced reduces region regions relation release released remain result right rise
    rises role route routes same say second see seem seems several sex share she should show shown side since sit sits
    slow slower slowest small so some something species start starting states step steps still strong studies study such
    suppress switch system take takes target targets tell test than that the their them then there these they thing
    things this those through time times to together too toward treat treated treatment treatments turn two type under
    until up upon us use used uses using vanish versus very via vs wake want was way we week weeks well were what when
    where whether which while who whole whom whose why will with within without women work works would year years yes
    yet you young your
    """
)
#: Verbs and other words that rules look for, and what questions are made of; forms with s, d, ed, ing too.
VERBS = _words(
    """
    abnormality absence absent acute add age agonist allow alter amplify antagonise antagonist antagonize attenuate axis
    block blockade blunt boost break card carry certain chain changelog chronic circuit cite clear close closes common
    compare compensate conflict conflicting contain contradict contradicting contradictory control controversial
    controversy correlate couple course curb cure dampen decline decrease deficiency deficient degradation delay delete
    density depend dependent depress diminish disagree disease disorder disrupt downstream drug edge elevate elevated
    enhance enrich enter everything excess experience exposure expressing expression extra fact feedback female flip
    flips formation function general genomic graph guide help hormone hormones human impair impaired improve improvement
    induce induced inhibit inhibition interact knock lack lacking lecture letting likely link literature located
    location loop lose loss lost lower main maintain male matter mechanism mediate membrane mice missing modify modulate
    mouse negative neuropsychiatric nongenomic number observe older open order outcome overall overrepresented overview
    pathway patient people positive potentiate predict predicted prevent promote protect psychiatric push rat react
    receptor receptors recover regulate relate release releasing relieve remove represented respond response retracted
    reverse reversible rodent rodents same secrete secretion self-amplifying sensitive sensitivity shared sheep shrink
    sign signaling signalling silence single size solely starting steady stimulate stimulation strengthen strong studied
    suppress suppression surge survive symptom synthesis synthesise synthesize tend therapy thin too transporter treat
    trigger turtle uptake version versions volume weaken weakest withdraw withdrawal withdrawn woman worsen
    """
)
#: What people say -> what the graph calls it; left out where the graph has no such name.
SAID: dict[str, str] = {
    "hippocampal": "hippocampus", "hypothalamic": "hypothalamus", "amygdalar": "amygdala", "cortical": "cerebral cortex",
    "striatal": "striatum", "prefrontal": "prefrontal cortex", "cerebellar": "cerebellum", "accumbens": "nucleus accumbens",
    "noradrenergic receptor": "beta-adrenoceptor", "adrenergic receptor": "beta-adrenoceptor",
    "noradrenergic signalling": "noradrenaline", "dopamine signalling": "dopamine", "dopaminergic signalling": "dopamine",
    "serotonin signalling": "serotonin", "stress hormone": "glucocorticoids", "sleep stage": "sleep",
    "slowed thinking": "psychomotor speed", "brain fog": "cognitive impairment", "low mood": "depressive symptoms",
    "gaba-a": "GABA-A receptor", "gabaa": "GABA-A receptor", "dependent transcription": "nuclear receptor transcription",
    "gene transcription": "nuclear receptor transcription", "transcription": "nuclear receptor transcription",
    "body weight": "weight loss", "emotion": "mood", "emotions": "mood", "social memory": "social recognition",
    "cytokines": "inflammation", "working out": "exercise", "the pill": "combined oral contraceptive",
    "hormone therapy": "menopausal hormone therapy", "memories": "memory", "dendritic spine": "spine density",
    "adrenal": "adrenal gland", "vagal": "vagus nerve", "water intake": "drinking behaviour",
}  # fmt: skip
#: Words for kinds of things -> how a pattern writes them; longest first.
KIND_WORDS: dict[str, str] = {
    "hormone receptor": "Receptor", "corticosteroid receptor": "Receptor", "nuclear receptor": "Receptor{nuclear}",
    "membrane receptor": "Receptor{GPCR}", "steroid hormone": "Hormone{steroid}",
    "peptide hormone": "Hormone{peptide|neuropeptide|gut peptide}", "gut hormone": "Hormone{gut peptide}",
    "neuropeptide": "Hormone{neuropeptide}", "growth factor": "Hormone{growth factor}",
    "endocrine disorder": "Condition{endocrine}", "endocrine disease": "Condition{endocrine}",
    "psychiatric disorder": "Condition{psychiatric}", "psychiatric symptom": "Condition{psychiatric|symptom}",
    "neuropsychiatric side effect": "Condition{psychiatric|symptom|neurological}",
    "psychiatric side effect": "Condition{psychiatric|symptom}", "symptom": "Condition{symptom}",
    "disorder": "Condition", "disease": "Condition", "condition": "Condition",
    "hormone-based treatment": "Hormone|Intervention", "drug": "Intervention{drug}",
    "medication": "Intervention{drug}", "treatment": "Intervention", "neurotransmitter": "Neurotransmitter",
    "transmitter": "Neurotransmitter", "ligand": "Hormone", "hormone": "Hormone", "receptor": "Receptor",
    "gene": "Gene", "enzyme": "Gene{enzyme}", "glia": "CellType{glia}", "glial cell": "CellType{glia}",
    "cell type": "CellType", "cell": "CellType", "brain region": "Structure{brain}", "region": "Structure",
    "brain area": "Structure{brain}", "gland": "Structure{gland}", "process": "Process", "behaviour": "Process",
    "behavior": "Process", "mechanism": "Mechanism", "stimuli": "Stimulus", "stimulus": "Stimulus",
    "lab abnormality": "Hormone", "laboratory abnormality": "Hormone",
}  # fmt: skip
#: An axis as the object of a question stands for the hormone at its end.
AXIS_ENDS = {"HPA": "glucocorticoids", "HPT": "thyroid hormones", "HPG": "gonadotropins", "RAAS": "aldosterone"}
AXES = {
    **{fold(a): a for a in schema.ENUMS["axis"]}, **{fold(m): a for a, m in schema.ENUMS["axis"].items()},
    "stress": "HPA", "adrenal": "HPA", "thyroid": "HPT", "gonadal": "HPG", "reproductive": "HPG", "somatotropic": "GH-IGF-1",
}  # fmt: skip
CIRCUMSTANCES: dict[str, tuple[tuple[str, str], ...]] = {
    "species": (
        (r"humans?|people|patients?", "human"), (r"rats?", "rat"), (r"mice|mouse", "mouse"), (r"sheep|ewes?", "sheep"),
        (r"rodents?", "rodents"),
    ),
    "sex": ((r"females?|wom[ae]n", "female"), (r"males?|m[ae]n", "male")),
    "exposure": ((r"acute(?:ly)?", "acute"), (r"chronic(?:ally)?", "chronic")),
}  # fmt: skip
BOTH_LENGTHS = re.compile(
    r"\b(?:acute|chronic)(?:ly)? (?:vs\.?|versus|and|or|against|from) (?:acute|chronic)(?:ly)?\b", re.IGNORECASE
)
TOKEN = re.compile(r"[^\s,;:?!()\"“”]+")
KIND_ORDER = (
    "Hormone", "Receptor", "Neurotransmitter", "Process", "Condition", "Mechanism", "Intervention", "Stimulus", "Structure",
    "CellType", "Gene",
)  # fmt: skip
#: What "limbic" stands for where no structure is named.
LIMBIC = ("amygdala", "hippocampus", "medial prefrontal cortex", "bed nucleus of the stria terminalis")
