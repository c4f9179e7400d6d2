"""Judging the tables: every rule is one function, listed in `RULES`; all problems at once, never the first only."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from . import schema
from .curies import Prefixes
from .load import Tables, build, read_folders
from .model import Finding, Node, Problem, assertion_id, claim_sign, needs_experiment, product

Found = Iterator[Problem | None]
_LABEL_SIGN = re.compile(
    r"\b(increas\w*|decreas\w*|impair\w*|reduc\w*|enhanc\w*|elevat\w*|suppress\w*|loss|deficit|excess|down-?regulat\w*|up-?regulat\w*)\b",
    re.IGNORECASE,
)
_UNSAFE = re.compile(r"^[=+@]|[<>]|\t")
_EXPERIMENT = re.compile(r"[a-z]")


@dataclass(frozen=True, slots=True)
class Report:
    """What validation found: problems sorted by place, and how many checks were made, per rule."""

    problems: tuple[Problem, ...]
    checks: dict[str, int]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Problems that must be mended."""
        return tuple(p for p in self.problems if p.level == "error")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """Problems worth a look."""
        return tuple(p for p in self.problems if p.level == "warning")

    @property
    def total(self) -> int:
        """How many checks were made; 0 is a failure."""
        return sum(self.checks.values())

    @property
    def ok(self) -> bool:
        """Whether something was checked and nothing is wrong."""
        return self.total > 0 and not self.errors


def validate(path: str | Path | None = None, *, extend: bool = False) -> Report:
    """Judge the shipped tables, one's own, or both; never raises on bad content.

    >>> import endoneuro
    >>> endoneuro.validate().ok
    True
    """
    return judge(read_folders(path, extend=extend))


def judge(tables: Tables) -> Report:
    """Judge tables already read."""
    problems = list(tables.problems)
    checks = {"files": tables.files}
    for name, rule in RULES.items():
        made = 0
        for problem in rule(tables):
            made += 1
            if problem is not None:
                problems.append(problem)
        checks[name] = made
    problems.sort(key=lambda p: (p.path, p.line, p.level, p.message))
    return Report(tuple(problems), checks)


def _error(at: object, message: str, rule: str = "") -> Problem:
    return Problem(at.source, at.line, "error", message, rule)  # type: ignore[attr-defined]


def _warning(at: object, message: str) -> Problem:
    return Problem(at.source, at.line, "warning", message)  # type: ignore[attr-defined]


def _every_finding(tables: Tables) -> list[Finding]:
    return [*tables.findings, *tables.withdrawn]


def identifiers(tables: Tables) -> Found:
    """Every identifier has a registered prefix and its form; node ids have a prefix of their kind."""
    prefixes = Prefixes(tables.prefixes)
    for node in tables.nodes:
        kind = schema.KINDS[node.kind]
        for curie in (node.id, *node.xrefs):
            wrong = prefixes.problem(curie)
            yield _error(node, wrong) if wrong else None
        wanted = (*kind.prefixes, schema.MINTED)
        fine = node.id.partition(":")[0] in wanted
        yield None if fine else _error(node, f"{node.id} cannot be a {node.kind}; its ids come from {', '.join(wanted)}")
        for parent in (*node.is_a, *node.part_of, *node.counterpart):
            wrong = prefixes.problem(parent)
            yield _error(node, wrong) if wrong else None
    for f in _every_finding(tables):
        for curie in (f.subject, f.object, f.via, f.cell, f.reference, *f.region):
            if curie and curie not in schema.NO_PLACE:
                wrong = prefixes.problem(curie)
                yield _error(f, wrong) if wrong else None
    for r in tables.references:
        wrong = prefixes.problem(r.id)
        yield _error(r, wrong) if wrong else None


def enumerations(tables: Tables) -> Found:
    """Cells of closed lists hold a word of the list."""

    def one(at: object, column: str, word: str, known: object, *, needed: bool = False) -> Problem | None:
        if (word in known) or (not word and not needed):  # type: ignore[operator]
            return None
        return _error(at, f"{column} {word[:40]!r} is none of: {', '.join(known)}")  # type: ignore[arg-type]

    for node in tables.nodes:
        kind = schema.KINDS[node.kind]
        yield one(node, "class", node.cls, kind.classes, needed=True)
        if "circulates" in kind.extra:
            yield one(node, "circulates", node.circulates, schema.ENUMS["circulates"], needed=True)
        if "grain" in kind.extra:
            yield one(node, "grain", node.grain, schema.ENUMS["grain"], needed=True)
    for f in _every_finding(tables):
        yield one(f, "predicate", f.predicate, schema.PREDICATES, needed=True)
        yield one(f, "aspect", f.aspect, schema.ASPECTS)
        yield one(f, "method", f.method, schema.METHODS, needed=True)
        yield one(f, "onset", f.onset, schema.ONSETS)
        for column in ("route", "route_test", "dose"):
            yield one(f, column, getattr(f, column), schema.ENUMS[column])
        for column in ("sex", "manipulation", "result", "read"):
            yield one(f, column, getattr(f, column), schema.ENUMS[column], needed=True)
        for word in f.stage:
            yield one(f, "stage", word, schema.ENUMS["stage"])
        yield one(f, "tested", f.tested, schema.ENUMS["stage"])
        for word in f.species or ("",):
            yield one(f, "species", word, schema.SPECIES, needed=True)
        if f.route and not f.route_test:
            yield _error(f, f"route {f.route!r} without route_test; say how it was tested, or leave it empty")
    for r in tables.references:
        yield one(r, "type", r.type, schema.ENUMS["type"], needed=True)
        yield one(r, "retracted", r.retracted, schema.ENUMS["retracted"], needed=True)
    for c in tables.checks:
        yield one(c, "verdict", c.verdict, schema.ENUMS["verdict"], needed=True)
        yield one(c, "predicate", c.predicate, schema.PREDICATES)
    for x in tables.loops:
        yield one(x, "axis", x.axis, schema.ENUMS["axis"], needed=True)
        yield one(x, "kind", x.kind, schema.ENUMS["loop_kind"], needed=True)
        yield None if x.sign else _error(x, "sign must be + or -")


def durations(tables: Tables) -> Found:
    """Onset ranges and exposures are ISO 8601 durations (an exposure may be `acute` or `chronic`)."""
    for f in _every_finding(tables):
        for column, words in (("onset_range", ()), ("exposure", tuple(schema.ENUMS["exposure"]))):
            value = getattr(f, column)
            if value and value not in words:
                parts = value.split("/")
                fine = len(parts) <= 2 and all(re.fullmatch(schema.DURATION, p) and p[-1] not in "PT" for p in parts)
                advice = "is no ISO duration; write PT20M, PT2H30M, P3W or PT5M/PT20M"
                yield None if fine else _error(f, f"{column} {value[:30]!r} {advice}")


def nodes_exist(tables: Tables) -> Found:
    """Whatever a row names stands in a node table, of the right kind where the column asks for one."""
    nodes = {n.id: n for n in tables.nodes}
    for node in tables.nodes:
        for column, targets in (("is_a", node.is_a), ("part_of", node.part_of), ("counterpart", node.counterpart)):
            for target in targets:
                known = nodes.get(target)
                if known is None:
                    yield _error(node, f"{column} {target} is in no node table; add it, or drop it")
                elif column != "part_of" and known.kind != node.kind:
                    yield _error(node, f"{column} {known.label} is a {known.kind}, {node.label} a {node.kind}")
                elif column == "counterpart" and node.id not in known.counterpart:
                    yield _error(
                        node, f"{known.label} does not name {node.label} as its counterpart; counterparts go both ways"
                    )
                else:
                    yield None
    for f in _every_finding(tables):
        for column, ids, kind in (
            ("subject", (f.subject,), ""), ("object", (f.object,), ""), ("via", (f.via,) if f.via else (), "Receptor"),
            ("region", f.region, "Structure"), ("cell", (f.cell,) if f.cell else (), "CellType"),
        ):  # fmt: skip
            for node_id in ids:
                if node_id in schema.NO_PLACE:
                    continue
                known = nodes.get(node_id)
                if known is None:
                    yield _error(f, f"{column} {node_id} is in no node table; add it to data/nodes/")
                else:
                    fine = not kind or known.kind == kind
                    yield None if fine else _error(f, f"{column} {known.label} is a {known.kind}; a {kind} is wanted")
        if len(f.places) < len(f.region) != 1:
            yield _error(f, f"region is {next(r for r in f.region if r in schema.NO_PLACE)} and more; keep one")
        what = nodes.get(f.object)
        if schema.WHOLE_BODY in f.region and what and what.kind not in schema.PLACELESS and f.aspect != "sensitivity":
            yield _error(
                f, f"region is whole body, but a {what.kind} ({what.label}) has its place; name it, or leave region empty"
            )


def labels_match(tables: Tables) -> Found:
    """Labels beside ids are the node's labels: they catch a mistyped id."""
    labels = {n.id: n.label for n in tables.nodes}
    for f in _every_finding(tables):
        for column, node_id, label in (("subject", f.subject, f.subject_label), ("object", f.object, f.object_label)):
            if node_id in labels:
                fine = labels[node_id] == label
                yield (
                    None
                    if fine
                    else _error(
                        f,
                        f"{column}_label {label[:40]!r} is not the label of {node_id}, which is {labels[node_id]!r}; "
                        "correct the id or the label",
                    )
                )


def labels_clean(tables: Tables) -> Found:
    """Node labels are unique, safe in a spreadsheet and a page, and name no sign."""
    seen: dict[str, Node] = {}
    for node in tables.nodes:
        key = node.label.casefold()
        if not node.label:
            yield _error(node, f"{node.id} has no label")
        elif key in seen and seen[key].id != node.id:
            yield _error(node, f"label {node.label!r} is also that of {seen[key].id}; labels are unique over all kinds")
        else:
            yield None
        seen.setdefault(key, node)
        unsafe = next((t for t in (node.label, *node.synonyms) if _UNSAFE.search(t)), "")
        yield (
            _error(node, f"{unsafe[:40]!r} holds markup or begins like a formula; write it in plain words") if unsafe else None
        )
        if node.kind in ("Mechanism", "Process"):
            sign = _LABEL_SIGN.search(node.label)
            yield (
                _error(node, f"label {node.label!r} carries a sign ({sign.group()}); signs belong on findings")
                if sign
                else None
            )


def signatures(tables: Tables) -> Found:
    """Predicates join the kinds they are declared for; aspects stand where they make sense."""
    nodes = {n.id: n for n in tables.nodes}
    for f in _every_finding(tables):
        p, s, o = schema.PREDICATES.get(f.predicate), nodes.get(f.subject), nodes.get(f.object)
        if p is None or s is None or o is None:
            continue
        if s.kind not in p.domain:
            yield _error(f, f"{p.name} does not start at a {s.kind} ({s.label}); allowed: {', '.join(p.domain)}")
        elif o.kind not in p.range:
            yield _error(f, f"{p.name} does not end at a {o.kind} ({o.label}); allowed: {', '.join(p.range)}")
        else:
            yield None
        aspect = schema.ASPECTS.get(f.aspect)
        if aspect and p.group in ("ligand", "source and fate", "place", "taxonomy"):
            yield _error(f, f"{p.name} takes no aspect; remove {f.aspect!r}")
        elif aspect and o.kind not in aspect.kinds:
            yield _error(f, f"a {o.kind} has no {f.aspect}; allowed for: {', '.join(aspect.kinds)}")
        elif not f.aspect and p.group == "causal" and o.kind in (*schema.MOLECULES, "CellType", "Structure"):
            yield _error(
                f,
                f"which side of {o.label} changes? give an aspect: "
                + ", ".join(a.name for a in schema.ASPECTS.values() if o.kind in a.kinds),
            )
        else:
            yield None
        if f.subject == f.object and not f.aspect:
            yield _error(f, f"{s.label} acts on itself; name the aspect or the right object")
        if f.method in schema.METHODS and not schema.METHODS[f.method].primary and f.experiment:
            yield _error(f, f"a {f.method} row belongs to no experiment; leave the column empty")


def via_is_receptor_of_subject(tables: Tables) -> Found:
    """`via` names a receptor that the subject is recorded to bind."""
    if not any(f.via for f in tables.findings):
        return
    from .knowledge import ligand_predicate

    kg = build(tables)
    binds = {
        (f.subject, f.object): f.predicate
        for f in tables.findings
        if not f.via and f.supports and f.predicate in schema.PREDICATES and schema.PREDICATES[f.predicate].group == "ligand"
    }
    for f in tables.findings:
        if f.via and f.subject in kg.nodes and f.via in kg.nodes:
            fine = bool(ligand_predicate(kg, binds, f.subject, f.via))
            yield (
                None
                if fine
                else _error(
                    f,
                    f"no finding says that {kg.label(f.subject)} binds {kg.label(f.via)}; add one, or write two rows of "
                    "one experiment",
                )
            )


def unique(tables: Tables) -> Found:
    """An id stands once; a publication has one row; no result is entered twice."""
    nodes: dict[str, Node] = {}
    for node in tables.nodes:
        other = nodes.setdefault(node.id, node)
        yield (
            None
            if other is node
            else _error(node, f"{node.id} is also in {other.source}:{other.line}; one id, one kind, one table")
        )
    findings: dict[str, Finding] = {}
    results: dict[tuple[object, ...], Finding] = {}
    for f in _every_finding(tables):
        other_f = findings.setdefault(f.id, f)
        yield (
            None
            if other_f is f
            else _error(f, f"finding {f.id} is also in {other_f.source}:{other_f.line}; ids are never reused")
        )
        body = (
            f.subject, f.predicate, f.aspect, f.object, f.via, f.region, f.cell, f.reference, f.sex, f.dose, f.species, f.onset,
            f.exposure, f.stage, f.tested, f.state, f.manipulation, f.result, f.method, f.finding,
        )  # fmt: skip
        same = results.setdefault(body, f)
        yield None if same is f else _error(f, f"says the same as {same.id} in {same.source}:{same.line}; keep one")
    keys: dict[tuple[str, str], object] = {}
    plain = {r: re.sub(r"\W+", " ", r.title.casefold()).strip() for r in tables.references}
    year = {plain[r]: r.year for r in tables.references if r.year}
    for r in tables.references:
        titles = f"{plain[r]}|{r.year or year.get(plain[r], '')}" if plain[r] else ""
        for what, value in (
            ("id", r.id),
            ("DOI", r.doi.casefold()),
            ("PMCID", r.pmcid),
            ("PMID", r.pmid),
            ("title, and no other year,", titles),
        ):
            if value:
                other_r = keys.setdefault((what, value), r)
                yield (
                    None
                    if other_r is r
                    else _error(
                        r,
                        f"{r.id} has the {what} of {other_r.source}:{other_r.line}; one row for one publication",  # type: ignore[attr-defined]
                    )
                )


def hierarchy_has_no_cycle(tables: Tables) -> Found:
    """Following `is_a` and `part_of` upwards never leads back."""
    above = {n.id: (*n.is_a, *n.part_of) for n in tables.nodes}
    for node in tables.nodes:
        seen: set[str] = set()
        stack = list(above[node.id])
        while stack:
            current = stack.pop()
            if current not in seen:
                seen.add(current)
                stack += above.get(current, ())
        yield _error(node, f"{node.label} lies above itself by is_a and part_of; cut the circle") if node.id in seen else None


def references_stand(tables: Tables) -> Found:
    """Every finding has a reference that stands in the table, complete, used and not retracted."""
    known = {r.id: r for r in tables.references}
    used = {f.reference for f in _every_finding(tables)} | {r for x in tables.loops for r in x.references}
    for f in _every_finding(tables):
        if not f.reference:
            yield _error(f, "a finding without a reference; name the paper or remove the row")
        elif f.reference not in known:
            yield _error(f, f"{f.reference} is not in references.tsv; add its row")
        elif not f.id.startswith(f.reference + "#"):
            yield _error(f, f"id {f.id} does not begin with its reference {f.reference}")
        else:
            yield None
        yield None if len(f.finding) >= 20 else _error(f, "tells nothing in `finding`; one or two sentences with the numbers")
    for r in tables.references:
        yield (
            _error(r, f"{r.id} is retracted; move its findings to withdrawn.tsv")
            if r.retracted == "yes" and any(f.reference == r.id for f in tables.findings)
            else None
        )
        yield None if r.title else _error(r, f"{r.id} needs a title")
        dated = re.fullmatch(r"(18|19|20)\d\d", r.year) or not r.year
        yield (
            None
            if dated
            else _error(r, f"{r.id} has the year {r.year!r}; write four digits, or nothing where no page shows it")
        )
        yield None if r.year else _warning(r, f"{r.id} has no year")
        yield None if r.first_author else _warning(r, f"{r.id} has no first author")
        yield None if r.id in used else _warning(r, f"{r.id} is cited by no finding")


def experiments(tables: Tables) -> Found:
    """Neighbouring steps of one publication say whether one experiment showed them."""
    by_reference: dict[str, list[Finding]] = {}
    for f in tables.findings:
        by_reference.setdefault(f.reference, []).append(f)
    for f in tables.findings:
        labels = [x for x in f.experiment if x != schema.SEPARATE]
        if f.experiment:
            fine = all(_EXPERIMENT.fullmatch(x) for x in labels) and not (labels and schema.SEPARATE in f.experiment)
            yield None if fine else _error(f, f"experiment {'|'.join(f.experiment)!r}: one letter each (a|b), or separate")
        elif needs_experiment(f, by_reference[f.reference]):
            yield _warning(
                f,
                f"{f.id} is a neighbour of another row of {f.reference}; decide its experiment (a shared letter, or separate)",
            )


def clinical_words(tables: Tables) -> Found:
    """`causes` never starts at a gene or receptor; opposite results name a claim that others support."""
    nodes = {n.id: n for n in tables.nodes}
    supported = {(f.subject, f.predicate, f.aspect, f.object) for f in tables.findings if f.supports}
    for f in tables.findings:
        if f.predicate == "causes" and f.subject in nodes:
            wrong = nodes[f.subject].kind in ("Gene", "Receptor")
            yield (
                _error(f, f"causes with a {nodes[f.subject].kind}: use decreases or increases with `mutated`")
                if wrong
                else None
            )
        if f.result == "opposite":
            fine = (f.subject, f.predicate, f.aspect, f.object) in supported
            yield (
                None if fine else _warning(f, "opposite of a claim nobody supports; should it support the opposite predicate?")
            )


def loops_hold(tables: Tables) -> Found:
    """Each step of a declared loop is supported at its place, each ends where the next begins, and the signs agree."""
    if not tables.loops and not tables.stray_steps:
        return
    kg = build(tables)
    for s in tables.stray_steps:
        yield _error(s, f"step of {s.loop!r}, which is not in loops.tsv")
    for x in tables.loops:
        if not x.steps:
            yield _error(x, f"loop {x.name!r} has no steps in loop_steps.tsv")
            continue
        for i, s in enumerate(x.steps):
            after = x.steps[(i + 1) % len(x.steps)]
            yield (
                None
                if s.object == after.subject
                else _error(s, f"step {s.step} ends at {kg.label(s.object)}, the next begins at {kg.label(after.subject)}")
            )
            for place in s.region:
                fine = place in kg.nodes and kg.nodes[place].kind == "Structure"
                yield (
                    None if fine else _error(s, f"region {place[:40]!r} is no structure; name one of data/nodes/structure.tsv")
                )
            a = kg.assertions.get(assertion_id(s.subject, s.predicate, s.aspect, s.object))
            words = f"{kg.label(s.subject)} {s.predicate} {s.aspect + ' of ' if s.aspect else ''}{kg.label(s.object)}"
            if a is None or not a.supported:
                yield _error(s, f"no finding supports {words}; curate it or drop the loop")
                continue
            here = not s.region or any(
                not f.places or any(kg.inside(p, q) or kg.inside(q, p) for p in f.places for q in s.region)
                for f in a.supporting
            )
            yield None if here else _error(s, f"{words} is supported, but not at {', '.join(kg.label(r) for r in s.region)}")
        sign = product([claim_sign(s.predicate, s.aspect) for s in x.steps])
        declared = {1: "+", -1: "-"}[x.sign] if x.sign else "?"
        yield None if sign == x.sign else _error(x, f"loop {x.name!r} is declared {declared} but its steps multiply to {sign}")
        for reference in x.references:
            yield None if reference in kg.references else _error(x, f"{reference} is not in references.tsv")
        for opener in x.opened_by:
            yield None if opener in kg.nodes else _error(x, f"opened_by {opener} is in no node table")


def checks_stand(tables: Tables) -> Found:
    """Second readings name findings that exist (or were withdrawn), once a batch."""
    known = {f.id for f in _every_finding(tables)}
    withdrawn = {f.id for f in tables.withdrawn}
    seen: set[tuple[str, str]] = set()
    for c in tables.checks:
        planted = c.verdict.startswith("planted")
        if not planted and c.finding not in known:
            yield _error(c, f"{c.finding} is no finding; correct the id")
        elif c.verdict == "withdrawn" and c.finding not in withdrawn:
            yield _error(c, f"{c.finding} is withdrawn here but still among the findings; move it to withdrawn.tsv")
        elif (c.finding, c.batch) in seen:
            yield _error(c, f"{c.finding} is read twice in batch {c.batch}")
        else:
            yield None
        seen.add((c.finding, c.batch))


def nodes_are_used(tables: Tables) -> Found:
    """Warn of nodes that no finding names."""
    used = {n for f in tables.findings for n in (f.subject, f.object, f.via, f.cell, *f.region, *f.state)}
    used |= {p for n in tables.nodes for p in (*n.is_a, *n.part_of)}
    for node in tables.nodes:
        yield None if node.id in used else _warning(node, f"{node.label} has no finding yet")


RULES: dict[str, Callable[[Tables], Found]] = {
    "identifiers": identifiers,
    "enumerations": enumerations,
    "durations": durations,
    "nodes exist": nodes_exist,
    "labels match": labels_match,
    "labels are clean": labels_clean,
    "domain, range, aspect": signatures,
    "via is bound by the subject": via_is_receptor_of_subject,
    "nothing twice": unique,
    "no cycles": hierarchy_has_no_cycle,
    "references": references_stand,
    "experiments": experiments,
    "clinical words": clinical_words,
    "loops": loops_hold,
    "second readings": checks_stand,
    "nodes used": nodes_are_used,
}
