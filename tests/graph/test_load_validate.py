"""Each rule of validation is broken once, in a folder that is valid in all others."""

import pytest
from made_tables import MadeTables, node, reference

import endoneuro
from endoneuro.graph import schema
from endoneuro.graph.errors import DataError
from endoneuro.graph.load import read_folders
from endoneuro.graph.model import Problem
from endoneuro.graph.validate import RULES, judge, validate


@pytest.fixture
def made(tmp_path):
    return MadeTables(tmp_path / "tables")


def put(table, row, **cells):
    """Return a change of some cells of one row."""
    return lambda made: made[table][row].update(cells)


def new(table, row):
    """Return a change that appends a row."""
    return lambda made: made[table].append(row)


def add(*claim, **more):
    """Return a change that appends a finding."""
    return lambda made: made.add(*claim, **more)


def far_away(made):
    made["nodes/structure"].append(node("UBERON:0000003", "gland", label="far gland", grain="organ"))
    made["findings/made"][2]["region"] = "UBERON:0000001"
    made["loop_steps"][1]["region"] = "UBERON:0000003"


#: What is changed, where the error must stand, what it must say (the fault and the way out), which rules must see it.
BREAKS = [
    # identifiers
    (put("nodes/gene", 0, xrefs="FOO:1"), "nodes/gene.tsv:2", "unknown prefix 'FOO' in 'FOO:1'; add it to data/prefixes.tsv", "identifiers"),
    (put("nodes/gene", 0, xrefs="MESH:1"), "nodes/gene.tsv:2", "malformed identifier 'MESH:1'; MESH expects D", "identifiers"),
    (put("nodes/gene", 0, xrefs="MESH"), "nodes/gene.tsv:2", "is not an identifier; write PREFIX:LOCAL", "identifiers"),
    (new("nodes/gene", node("CHEBI:9", "enzyme")), "nodes/gene.tsv:3", "CHEBI:9 cannot be a Gene; its ids come from HGNC", "identifiers"),
    (new("references", reference("PMID:0", "A title")), "references.tsv:6", "malformed identifier 'PMID:0'", "identifiers"),
    # enumerations
    (put("nodes/gene", 0, **{"class": "enzime"}), "nodes/gene.tsv:2", "class 'enzime' is none of: enzyme,", "enumerations"),
    (put("nodes/hormone", 1, circulates=""), "nodes/hormone.tsv:3", "circulates '' is none of: yes, portal, no", "enumerations"),
    (put("nodes/structure", 1, grain="tiny"), "nodes/structure.tsv:3", "grain 'tiny' is none of: organ,", "enumerations"),
    (put("findings/made", 4, aspect="smell"), "findings/made.tsv:6", "aspect 'smell' is none of: activity,", "enumerations"),
    (put("findings/made", 4, method="magic"), "findings/made.tsv:6", "method 'magic' is none of: meta-analysis,", "enumerations"),
    (put("findings/made", 4, onset="soon"), "findings/made.tsv:6", "onset 'soon' is none of: ms-s,", "enumerations"),
    (put("findings/made", 4, route="scenic"), "findings/made.tsv:6", "route 'scenic' is none of: genomic, nongenomic", "enumerations"),
    (put("findings/made", 4, route="genomic"), "findings/made.tsv:6", "route 'genomic' without route_test; say how", "enumerations"),
    (put("findings/made", 4, dose="huge"), "findings/made.tsv:6", "dose 'huge' is none of: basal,", "enumerations"),
    (put("findings/made", 4, sex=""), "findings/made.tsv:6", "sex '' is none of: female,", "enumerations"),
    (put("findings/made", 4, species=""), "findings/made.tsv:6", "species '' is none of: human,", "enumerations"),
    (put("findings/made", 4, species="rat|yeti"), "findings/made.tsv:6", "species 'yeti' is none of: human,", "enumerations"),
    (put("findings/made", 4, stage="adult|old"), "findings/made.tsv:6", "stage 'old' is none of: foetal,", "enumerations"),
    (put("findings/made", 4, tested="later"), "findings/made.tsv:6", "tested 'later' is none of: foetal,", "enumerations"),
    (put("findings/made", 4, manipulation="hugged"), "findings/made.tsv:6", "manipulation 'hugged' is none of: added,", "enumerations"),
    (put("findings/made", 4, result="maybe"), "findings/made.tsv:6", "result 'maybe' is none of: supports,", "enumerations"),
    (put("findings/made", 4, read=""), "findings/made.tsv:6", "read '' is none of: full text,", "enumerations"),
    (put("withdrawn", 0, sex="m"), "withdrawn.tsv:2", "sex 'm' is none of: female,", "enumerations"),
    (put("references", 0, type="blog"), "references.tsv:2", "type 'blog' is none of: primary,", "enumerations"),
    (put("references", 0, retracted=""), "references.tsv:2", "retracted '' is none of: yes, no, unknown", "enumerations"),
    (put("checks", 0, verdict="fine"), "checks.tsv:2", "verdict 'fine' is none of: agrees,", "enumerations"),
    (put("checks", 0, predicate="likes"), "checks.tsv:2", "predicate 'likes' is none of: activates,", "enumerations"),
    (put("loops", 0, axis="ABC"), "loops.tsv:2", "axis 'ABC' is none of: HPA,", "enumerations"),
    (put("loops", 0, kind="round"), "loops.tsv:2", "kind 'round' is none of: long,", "enumerations"),
    (put("loops", 0, sign="0"), "loops.tsv:2", "sign must be + or -", "enumerations", "loops"),
    # durations
    (put("findings/made", 4, onset_range="20 min"), "findings/made.tsv:6", "onset_range '20 min' is no ISO duration; write PT20M", "durations"),
    (put("findings/made", 4, onset_range="PT5M/PT1H/PT2H"), "findings/made.tsv:6", "is no ISO duration", "durations"),
    (put("findings/made", 4, exposure="P"), "findings/made.tsv:6", "exposure 'P' is no ISO duration", "durations"),
    (put("findings/made", 4, exposure="PT2.5H"), "findings/made.tsv:6", "is no ISO duration; write PT20M, PT2H30M", "durations"),
    (put("findings/made", 4, exposure="P1DT"), "findings/made.tsv:6", "exposure 'P1DT' is no ISO duration", "durations"),
    # nodes exist
    (put("nodes/gene", 0, is_a="HGNC:77"), "nodes/gene.tsv:2", "is_a HGNC:77 is in no node table; add it, or drop it", "nodes exist"),
    (put("nodes/gene", 0, is_a="HGNC:1"), "nodes/gene.tsv:2", "is_a REC1 is a Receptor, MADE1 a Gene", "nodes exist"),
    (put("nodes/hormone", 1, counterpart=""), "nodes/hormone.tsv:2", "counterparts go both ways", "nodes exist"),
    (put("findings/made", 4, cell="CL:0000009"), "findings/made.tsv:6", "cell CL:0000009 is in no node table; add it", "nodes exist"),
    (put("findings/made", 4, region="CL:0000001"), "findings/made.tsv:6", "region test neuron is a CellType; a Structure is wanted", "nodes exist"),
    (put("findings/made", 4, region="systemic|UBERON:0000001"), "findings/made.tsv:6", "systemic and more; keep one", "nodes exist"),
    (put("findings/made", 4, region="whole body|UBERON:0000001"), "findings/made.tsv:6", "whole body and more; keep one", "nodes exist"),
    (put("findings/made", 4, region="whole body"), "findings/made.tsv:6", "but a Hormone (ratol) has its place; name it", "nodes exist"),
    (put("findings/made", 4, subject="HGNC:78"), "findings/made.tsv:6", "subject HGNC:78 is in no node table", "nodes exist"),
    # labels
    (put("findings/made", 4, subject_label="MADE2"), "findings/made.tsv:6", "which is 'MADE1'; correct the id or the label", "labels match"),
    (put("findings/made", 4, object="CHEBI:1"), "findings/made.tsv:6", "object_label 'ratol' is not the label of CHEBI:1", "labels match"),
    (put("nodes/condition", 0, label=""), "nodes/condition.tsv:2", "endoneuro:gloom has no label", "labels are clean"),
    (put("nodes/condition", 0, label="TESTOL"), "nodes/condition.tsv:2", "is also that of CHEBI:1; labels are unique", "labels are clean"),
    (put("nodes/condition", 0, label="<script>x"), "nodes/condition.tsv:2", "holds markup or begins like a formula", "labels are clean"),
    (put("nodes/condition", 0, label="=cmd|x!A1"), "nodes/condition.tsv:2", "write it in plain words", "labels are clean"),
    (put("nodes/condition", 0, synonyms="low|@SUM(A1)"), "nodes/condition.tsv:2", "'@SUM(A1)' holds markup", "labels are clean"),
    (lambda made: made.rename("GO:0000001", "impaired recall"), "nodes/process.tsv:2", "carries a sign (impaired); signs belong on", "labels are clean"),
    (lambda made: made.rename("GO:0000002", "spine loss"), "nodes/mechanism.tsv:2", "carries a sign (loss)", "labels are clean"),
    # domain, range, aspect
    (add("PMID:5#1", "GO:0000001", "activates", "", "HGNC:1"), "findings/made.tsv:7", "activates does not start at a Process (recall); allowed: Hormone", "domain, range, aspect"),
    (add("PMID:5#1", "CHEBI:1", "activates", "", "GO:0000001"), "findings/made.tsv:7", "activates does not end at a Process (recall); allowed: Receptor", "domain, range, aspect"),
    (add("PMID:5#1", "CHEBI:1", "activates", "activity", "HGNC:1"), "findings/made.tsv:7", "activates takes no aspect; remove 'activity'", "domain, range, aspect"),
    (add("PMID:5#1", "CHEBI:1", "increases", "release", "GO:0000001"), "findings/made.tsv:7", "a Process has no release; allowed for: Hormone", "domain, range, aspect"),
    (add("PMID:5#1", "CHEBI:1", "increases", "", "HGNC:2"), "findings/made.tsv:7", "which side of MADE1 changes? give an aspect: activity,", "domain, range, aspect"),
    (add("PMID:5#1", "GO:0000001", "increases", "", "GO:0000001"), "findings/made.tsv:7", "recall acts on itself; name the aspect", "domain, range, aspect"),
    (add("PMID:5#1", "CHEBI:1", "increases", "", "GO:0000001", method="review", experiment="a"), "findings/made.tsv:7", "a review row belongs to no experiment; leave the column empty", "domain, range, aspect"),
    # via
    (add("PMID:5#1", "CHEBI:2", "increases", "", "GO:0000001", via="HGNC:1"), "findings/made.tsv:7", "no finding says that ratol binds REC1; add one, or write two rows", "via is bound by the subject"),
    # nothing twice
    (new("nodes/stimulus", node("endoneuro:gloom", "stressor", label="dark")), "nodes/stimulus.tsv:2", "is also in tables/nodes/condition.tsv:2; one id, one kind, one table", "nothing twice"),
    (add("PMID:3#1", "HGNC:2", "synthesizes", "", "CHEBI:1"), "findings/made.tsv:7", "finding PMID:3#1 is also in tables/findings/made.tsv:6; ids are never reused", "nothing twice"),
    (add("PMID:4#1", "HGNC:2", "synthesizes", "", "CHEBI:1"), "withdrawn.tsv:2", "is also in tables/findings/made.tsv:7; ids are never reused", "nothing twice"),
    (add("PMID:3#2", "HGNC:2", "synthesizes", "", "CHEBI:2", finding="Twelve rats, made for a test (PMID:3#1)."), "findings/made.tsv:7", "says the same as PMID:3#1 in tables/findings/made.tsv:6; keep one", "nothing twice"),
    (new("references", reference("PMID:1", "Another title")), "references.tsv:6", "PMID:1 has the id of tables/references.tsv:2; one row for one publication", "nothing twice"),
    (lambda made: (put("references", 0, doi="10.1/A")(made), put("references", 1, doi="10.1/a")(made)), "references.tsv:3", "PMID:2 has the DOI of tables/references.tsv:2", "nothing twice"),
    (lambda made: [put("references", i, pmcid="PMC1")(made) for i in (0, 1)], "references.tsv:3", "PMID:2 has the PMCID of", "nothing twice"),
    (lambda made: [put("references", i, pmid="1")(made) for i in (0, 1)], "references.tsv:3", "PMID:2 has the PMID of", "nothing twice"),
    (put("references", 1, title="FIRST!"), "references.tsv:3", "PMID:2 has the title, and no other year, of", "nothing twice"),
    (put("references", 1, title="FIRST!", year=""), "references.tsv:3", "PMID:2 has the title, and no other year, of", "nothing twice"),
    # hierarchy
    (put("nodes/structure", 0, part_of="UBERON:0000002"), "nodes/structure.tsv:2", "test cortex lies above itself by is_a and part_of; cut the circle", "no cycles"),
    # references
    (put("findings/made", 4, reference=""), "findings/made.tsv:6", "a finding without a reference; name the paper or remove the row", "references"),
    (put("findings/made", 4, reference="PMID:77"), "findings/made.tsv:6", "PMID:77 is not in references.tsv; add its row", "references"),
    (put("findings/made", 4, reference="PMID:1"), "findings/made.tsv:6", "id PMID:3#1 does not begin with its reference PMID:1", "references"),
    (put("findings/made", 4, finding="It rose."), "findings/made.tsv:6", "one or two sentences with the numbers", "references"),
    (put("references", 2, retracted="yes"), "references.tsv:4", "PMID:3 is retracted; move its findings to withdrawn.tsv", "references"),
    (put("references", 2, title=""), "references.tsv:4", "PMID:3 needs a title", "references"),
    (put("references", 2, year="in press"), "references.tsv:4", "PMID:3 has the year 'in press'", "references"),
    # experiments
    (put("findings/made", 4, experiment="first"), "findings/made.tsv:6", "experiment 'first': one letter each (a|b), or separate", "experiments"),
    (put("findings/made", 4, experiment="a|separate"), "findings/made.tsv:6", "or separate", "experiments"),
    # clinical words
    (add("PMID:5#1", "HGNC:1", "causes", "", "endoneuro:gloom"), "findings/made.tsv:7", "causes with a Receptor: use decreases or increases with `mutated`", "clinical words", "domain, range, aspect"),
    # loops
    (put("loop_steps", 0, predicate="inhibits"), "loop_steps.tsv:2", "no finding supports testol inhibits REC1; curate it or drop the loop", "loops"),
    (put("loop_steps", 2, object="CHEBI:2"), "loop_steps.tsv:4", "step 3 ends at ratol, the next begins at testol", "loops"),
    (far_away, "loop_steps.tsv:3", "REC1 increases recall is supported, but not at far gland", "loops"),
    (put("loops", 0, sign="+"), "loops.tsv:2", "loop 'made loop' is declared + but its steps multiply to -1", "loops"),
    (put("loops", 0, name="other loop"), "loop_steps.tsv:2", "step of 'made loop', which is not in loops.tsv", "loops"),
    (put("loops", 0, name="other loop"), "loops.tsv:2", "loop 'other loop' has no steps in loop_steps.tsv", "loops"),
    (put("loops", 0, references="PMID:77"), "loops.tsv:2", "PMID:77 is not in references.tsv", "loops"),
    (put("loops", 0, opened_by="endoneuro:joy"), "loops.tsv:2", "opened_by endoneuro:joy is in no node table", "loops"),
    # second readings
    (put("checks", 0, finding="PMID:1#9"), "checks.tsv:2", "PMID:1#9 is no finding; correct the id", "second readings"),
    (put("checks", 0, verdict="withdrawn"), "checks.tsv:2", "still among the findings; move it to withdrawn.tsv", "second readings"),
    (new("checks", {"finding": "PMID:1#1", "batch": "one", "verdict": "agrees"}), "checks.tsv:4", "PMID:1#1 is read twice in batch one", "second readings"),
]  # fmt: skip
WARNINGS = [
    (add("PMID:3#2", "CHEBI:2", "increases", "", "GO:0000001"), "findings/made.tsv:7", "PMID:3#2 is a neighbour of another row of PMID:3; decide its experiment", "experiments"),
    (add("PMID:5#1", "CHEBI:2", "decreases", "", "GO:0000001", result="opposite"), "findings/made.tsv:7", "opposite of a claim nobody supports", "clinical words"),
    (new("nodes/gene", node("HGNC:3", "enzyme", label="IDLE1")), "nodes/gene.tsv:3", "IDLE1 has no finding yet", "nodes used"),
    (put("references", 0, first_author=""), "references.tsv:2", "PMID:1 has no first author", "references"),
    (new("references", reference("PMID:6", "Sixth")), "references.tsv:6", "PMID:6 is cited by no finding", "references"),
]  # fmt: skip


def rules_with(folder, level):
    """Return the names of the rules that find problems of that level, each rule asked alone."""
    tables = read_folders(folder)
    return {name for name, rule in RULES.items() if any(p is not None and p.level == level for p in rule(tables))}


def test_the_smallest_folder_is_valid(made):
    report = validate(made.save())
    assert report.problems == ()
    assert report.ok
    assert all(report.checks[name] > 0 for name in RULES if name != "clinical words")


@pytest.mark.parametrize(("change", "place", "words", "rules"), [(c, p, w, set(r)) for c, p, w, *r in BREAKS])
def test_one_error_is_found_by_its_rule_alone(made, change, place, words, rules):
    change(made)
    folder = made.save()
    errors = [str(p) for p in validate(folder).errors]
    assert any(e.startswith(f"tables/{place}: error: ") and words in e for e in errors), errors
    assert rules_with(folder, "error") == rules


@pytest.mark.parametrize(("change", "place", "words", "rule"), WARNINGS)
def test_a_warning_does_not_fail(made, change, place, words, rule):
    change(made)
    folder = made.save()
    report = validate(folder)
    assert report.ok
    assert any(str(p).startswith(f"tables/{place}: warning: ") and words in str(p) for p in report.warnings)
    assert rules_with(folder, "warning") == {rule}


def test_every_rule_is_broken_above():
    assert {rule for row in (*BREAKS, *WARNINGS) for rule in row[3:]} == set(RULES)


def test_all_problems_are_told_at_once(made):
    for change, *_ in BREAKS[3:60:7]:
        change(made)
    made["findings/made"].append({"id": "PMID:1#7"})
    folder = made.save()
    report = validate(folder)
    assert len({p.path for p in report.errors}) >= 4
    assert len(report.errors) >= 8
    assert list(report.problems) == sorted(report.problems, key=lambda p: (p.path, p.line, p.level, p.message))


def test_an_unknown_predicate_is_a_problem_like_others(made):
    made.add("PMID:5#1", "CHEBI:1", "incraeses", "", "GO:0000001")
    assert any("predicate 'incraeses' is none of" in p.message for p in validate(made.save()).errors)


def test_a_bad_pattern_is_a_problem_like_others(made):
    made["prefixes"][0]["pattern"] = r"(\d+"
    assert any("prefixes.tsv:2" in str(p) for p in validate(made.save()).errors)


@pytest.mark.parametrize("region", ["UBERON:0000009", "GO:0000001", "hippocampus"])
def test_the_region_of_a_loop_step_is_a_structure(made, region):
    made["loop_steps"][1]["region"] = region
    assert any(str(p).startswith("tables/loop_steps.tsv:3: error: ") for p in validate(made.save()).errors)


@pytest.mark.parametrize("step", ["one", "", "-1", "²"])
def test_a_step_is_a_number(made, step):
    made["loop_steps"][0]["step"] = step
    assert any(str(p).startswith("tables/loop_steps.tsv:2: error: step ") for p in validate(made.save()).errors)


@pytest.mark.parametrize(
    "table", ["nodes/gene", "findings/made", "references", "withdrawn", "checks", "loops", "loop_steps", "prefixes"]
)
def test_a_table_without_its_header_is_a_problem(made, table):
    file = made.save() / f"{table}.tsv"
    file.write_text("nonsense\n" + file.read_text())
    report = validate(made.root)
    assert any(str(p).startswith(f"tables/{table}.tsv:1: error: lacks the column ") for p in report.errors)


# Nothing checked ---------------------------------------------------------------------------------------------


def test_an_empty_folder_is_a_failure(tmp_path):
    report = validate(tmp_path)
    assert report.total == 0
    assert not report.ok
    assert report.errors


def test_headers_alone_are_a_failure(tmp_path):
    folder = MadeTables(tmp_path, {"nodes/gene": [], "references": [], "prefixes": []}).save()
    report = validate(folder)
    assert not report.ok
    assert "holds no nodes and no findings" in str(report.errors[0])


def test_no_checks_is_not_ok():
    from endoneuro.graph.load import Tables

    report = judge(Tables())
    assert report.errors == ()
    assert not report.ok


@pytest.mark.parametrize("what", ["missing", "file"])
def test_a_folder_that_is_none(tmp_path, what):
    target = tmp_path / "there"
    if what == "file":
        target.write_text("")
    for ask in (lambda: validate(target).problems, lambda: endoneuro.load(target)):
        try:
            problems = ask()
        except DataError as error:
            problems = error.problems
        assert "name a folder with nodes/ and findings/" in problems[0].message


# Loading -----------------------------------------------------------------------------------------------------


def test_load_a_folder(made):
    kg = endoneuro.load(made.save())
    assert set(kg.nodes) >= {"CHEBI:1", "GO:0000001"}
    assert set(kg.findings) == {row["id"] for row in made["findings/made"]}
    assert kg.findings["PMID:1#2"].source == "tables/findings/made.tsv"
    assert kg.findings["PMID:1#2"].line == 3
    assert kg.findings["PMID:1#2"].state == ("GO:0000002", "endoneuro:gloom")
    assert kg.loops[0].sign == -1
    assert [s.step for s in kg.loops[0].steps] == [1, 2, 3]
    assert endoneuro.path(kg, "testol", "recall").paths


def test_load_accepts_a_path_as_text(made):
    assert len(endoneuro.load(str(made.save())).findings) == len(made["findings/made"])


def test_a_folder_without_prefixes_uses_the_shipped_ones(made):
    del made.tables["prefixes"]
    kg = endoneuro.load(made.save())
    assert kg.prefixes.iri("CHEBI:1") == "http://purl.obolibrary.org/obo/CHEBI_1"
    assert "PMID" in kg.prefixes.by_name


def test_a_second_folder_may_extend_the_shipped_one(kg, tmp_path):
    cortisol = kg.node("cortisol")
    made = MadeTables(
        tmp_path / "mine", {"nodes/process": [node("endoneuro:yodelling", "motor", label="yodelling")], "findings/made": []}
    )
    made.add(
        "PMID:999999999#1",
        cortisol.id,
        "increases",
        "",
        "endoneuro:yodelling",
        subject_label=cortisol.label,
        object_label="yodelling",
    )
    folder = made.save()
    both = endoneuro.load(folder, extend=True)
    assert set(both.findings) == {*kg.findings, "PMID:999999999#1"}
    assert both.findings["PMID:999999999#1"].source == "mine/findings/made.tsv"
    assert endoneuro.path(both, "cortisol", "yodelling").paths[0].best.sign == 1
    assert not [p for p in validate(folder, extend=True).errors if p.path.startswith("mine/")]
    with pytest.raises(DataError, match=f"{cortisol.id} is in no node table"):
        endoneuro.load(folder)


def test_a_second_folder_may_not_repeat_an_id(made):
    made["nodes/hormone"][0]["id"] = "CHEBI:17650"
    folder = made.save()
    errors = [str(p) for p in validate(folder, extend=True).errors]
    assert any(e.startswith("tables/nodes/hormone.tsv:2: error: CHEBI:17650 is also in data/nodes/hormone.tsv") for e in errors)


def test_the_error_carries_every_problem(made):
    made["findings/made"][0]["subject"] = "CHEBI:8"
    made["findings/made"][1]["object"] = "GO:8"
    made["findings/made"][3]["reference"] = "PMID:8"
    with pytest.raises(DataError) as caught:
        endoneuro.load(made.save())
    assert [(p.path, p.line) for p in caught.value.problems] == [("tables/findings/made.tsv", n) for n in (2, 3, 5)]
    assert "tables/findings/made.tsv:2: error: CHEBI:8 is in no node table" in str(caught.value)
    assert str(caught.value).endswith("(and 2 more; run 'endoneuro validate')")


def test_unreadable_tables_are_all_named(made):
    folder = made.save()
    (folder / "references.tsv").write_bytes(b"")
    (folder / "nodes/gene.tsv").write_bytes(b"\xff\xfe")
    with pytest.raises(DataError) as caught:
        endoneuro.load(folder)
    assert {p.path for p in caught.value.problems} == {"tables/references.tsv", "tables/nodes/gene.tsv"}


def test_references_must_be_there(made):
    del made.tables["references"]
    with pytest.raises(DataError, match=r"tables/references\.tsv:1: error: is missing"):
        endoneuro.load(made.save())


@pytest.mark.parametrize("cell", [{"method": "magic"}, {"result": "maybe"}])
def test_what_loads_can_be_asked(made, cell):
    """A closed list broken is an error of loading, or harmless in questions, never a KeyError."""
    made["findings/made"][2].update(cell)
    folder = made.save()
    try:
        kg = endoneuro.load(folder)
    except DataError:
        return
    from endoneuro.export.text import to_text

    endoneuro.stats(kg)
    to_text(kg, endoneuro.path(kg, "testol", "recall"))
    to_text(kg, endoneuro.evidence(kg, "testol", "recall"))


def test_a_problem_prints_as_an_editor_reads_it():
    problem = Problem("data/findings/hpa.tsv", 41, "error", "says nothing")
    assert str(problem) == "data/findings/hpa.tsv:41: error: says nothing"
    with pytest.raises(AttributeError):
        problem.line = 1


def test_every_closed_list_of_a_finding_is_checked():
    """A new enumerated column must be judged too."""
    judged = {word.split()[0] for _, place, word, *_ in BREAKS if place.startswith("findings/")}
    assert set(schema.ENUMS) & set(schema.FINDING_COLUMNS) - {"route_test"} <= judged
