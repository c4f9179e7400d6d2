"""What a fixture of the competency suite says, and how an answer is held against it.

A check is one of

- `{"path": ["cortisol", "*", "memory retrieval"], ...}`: a path over these labels (`*` stands for any nodes), with
  `sign` (+, -), `grade` (or better), `direct`, `first` (among the first so many of its section), `section` (the start
  of it), `onset` or `timed` (the timing knows more than nothing);
- `{"claim": ["MR", "increases", "release", "glutamate"]}`: this claim stands anywhere in the answer; `*` fits anything;
- `{"finding": {...}}`: a finding with these fields stands anywhere; `reference` is an id;
- `{"reach": "memory", ...}`: a reached node of `downstream` and `upstream`, with `sign` and `nodes` of its best path;
- `{"loop": "name", "sign": "+"}`: a loop of that name;
- `{"node": "CA1"}`: this node is named anywhere;
- `{"has": pattern}`: a part of the answer fits the pattern, which is JSON: of an object the named fields must fit, of a
  list each pattern must fit a member, a word also fits the label or id of a node, `*` fits whatever is not empty;
- `{"text": "words"}`: what `export` printed or wrote holds these words;
- `{"not": check}`: the other way round.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

FOLDER = Path(__file__).parent
SIGNS = {"+": 1, "-": -1, "0": 0, "?": None}
GRADES = "ABCD"
_NODES = ("node", "place", "target", "subject", "object", "receptor", "agent")


def fixtures() -> list[dict[str, Any]]:
    """Return all fixtures in order."""
    return [json.loads(f.read_text(encoding="utf-8")) for f in sorted(FOLDER.glob("q[0-9][0-9].json"))]


def run(kg: Any, command: list[str]) -> dict[str, Any]:
    """Return what a command answers, as JSON; of `export`, which writes files, everything it printed and wrote.

    `{fixtures}` in a command is the folder of the suite.
    """
    from click.testing import CliRunner

    from endoneuro import cli

    command = [word.replace("{fixtures}", str(FOLDER)) for word in command]
    writes = command[0] == "export"
    before, cli._graph = cli._graph, lambda ctx: kg
    try:
        with TemporaryDirectory() as folder, chdir(folder):
            ran = CliRunner().invoke(cli.main, [*command, *(() if writes else ("--format", "json"))], catch_exceptions=False)
            files = [f for f in sorted(Path.cwd().rglob("*")) if f.is_file()] if writes else []
            text = "\n".join([ran.stdout, *(f.read_text(encoding="utf-8", errors="replace") for f in files)])
    finally:
        cli._graph = before
    assert ran.exit_code == 0, f"endoneuro {' '.join(command)}: {ran.output}"
    return {"question": "export", "text": text} if writes else dict(json.loads(ran.stdout))


def parts(value: Any) -> Iterator[Any]:
    """Yield every part of an answer, itself first."""
    yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from parts(inner)


def claims(answer: Any) -> list[dict[str, Any]]:
    """Return every claim that stands in an answer."""
    return [p for p in parts(answer) if isinstance(p, dict) and {"subject", "predicate", "object"} <= set(p)]


def findings(answer: Any) -> list[dict[str, Any]]:
    """Return every finding that stands in an answer."""
    return [p for p in parts(answer) if isinstance(p, dict) and {"id", "reference", "result"} <= set(p)]


def named(answer: Any) -> set[str]:
    """Return labels and ids of every node in an answer."""
    nodes = [p for p in parts(answer) if isinstance(p, dict) and {"id", "label", "kind"} <= set(p)]
    return {n["label"] for n in nodes} | {n["id"] for n in nodes}


def cited(answer: Any) -> set[str]:
    """Return every word in an answer that may be the id of a reference."""
    return {p for p in parts(answer) if isinstance(p, str) and ":" in p}


def met(check: dict[str, Any], answer: Any) -> bool:
    """Return whether an answer passes a check."""
    if "not" in check:
        return not met(check["not"], answer)
    (kind,) = {"path", "claim", "finding", "reach", "loop", "node", "has", "text"} & set(check)
    return {
        "path": _path, "claim": _claim, "finding": _finding, "reach": _reach, "loop": _loop,
        "node": lambda c, a: c["node"] in named(a), "has": lambda c, a: any(fits(c["has"], p) for p in parts(a)),
        "text": lambda c, a: c["text"] in a.get("text", ""),
    }[kind](check, answer)  # fmt: skip


def understood(wanted: dict[str, Any], answer: dict[str, Any]) -> bool:
    """Return whether `ask` read a question as one of the commands wanted, with every thing the question names."""
    commands = [a["command"] for a in answer["asked"]]
    first = [c.split()[1] for c in commands if c.startswith("endoneuro ")]
    said = {t["label"] for t in answer["things"]}
    return (
        bool(set(first) & set(wanted["commands"]))
        and all(n in said or any(n in c for c in commands) for n in wanted["names"])
        and not any(word in c for word in wanted["refuse"] for c in commands)
    )


def words(check: dict[str, Any]) -> set[str]:
    """Return the labels a check speaks of, so that a misspelt one is caught."""
    if "not" in check:
        return words(check["not"])
    said = set(check.get("path", ())) | set(check.get("nodes", ())) | {check.get("section", "*")}
    said |= {check.get("reach", "*"), check.get("node", "*")}
    if "claim" in check:
        subject, _, _, object_ = check["claim"]
        said |= {subject, object_}
    for part in parts(check.get("has")):
        if isinstance(part, dict):
            said |= {v for k, v in part.items() if k in _NODES and isinstance(v, str)}
            said |= {
                v for k in ("nodes", "receptors") for v in part.get(k, ()) if isinstance(part[k], list) and isinstance(v, str)
            }
    return said - {"*"}


def fits(pattern: Any, value: Any) -> bool:
    """Return whether a part of an answer fits a pattern."""
    if pattern == "*":
        return bool(value)
    if isinstance(pattern, dict):
        return isinstance(value, dict) and all(k in value and fits(p, value[k]) for k, p in pattern.items())
    if isinstance(pattern, list):
        return isinstance(value, list) and all(any(fits(p, v) for v in value) for p in pattern)
    if isinstance(value, dict) and isinstance(pattern, str):
        return pattern in (value.get("label"), value.get("id"))
    return bool(pattern == value and type(pattern) is type(value))


def _path(check: dict[str, Any], answer: Any) -> bool:
    for section in answer.get("sections", ()) if answer.get("question") == "path" else ():
        start = section["paths"][0]["nodes"][0]["label"] if section["paths"] else ""
        if "section" in check and check["section"] not in (start, section["heading"].removeprefix("shown for ")):
            continue
        for path in section["paths"][: check.get("first")]:
            labels = [n["label"] for n in path["nodes"]]
            if sequence(check["path"], labels) and any(_variant(check, v) for v in path["variants"]):
                return True
    return False


def _variant(check: dict[str, Any], variant: dict[str, Any]) -> bool:
    if "sign" in check and variant["sign"] != SIGNS[check["sign"]]:
        return False
    if "grade" in check and GRADES.index(variant["grade"]) > GRADES.index(check["grade"]):
        return False
    if "direct" in check and variant["direct"] != check["direct"]:
        return False
    onsets = {variant["timing"]["onset"], *(f.get("onset", "") for s in variant["steps"] for f in s["findings"])}
    if "onset" in check and check["onset"] not in onsets:
        return False
    return not ("timed" in check and bool(variant["timing"]["timed_steps"]) != check["timed"])


def sequence(pattern: list[str], labels: list[str]) -> bool:
    """Return whether labels fit a pattern in which `*` stands for any number of them."""
    if not pattern:
        return not labels
    if pattern[0] == "*":
        return any(sequence(pattern[1:], labels[i:]) for i in range(len(labels) + 1))
    return bool(labels) and labels[0] == pattern[0] and sequence(pattern[1:], labels[1:])


def _claim(check: dict[str, Any], answer: Any) -> bool:
    subject, predicate, aspect, object_ = check["claim"]
    return any(
        subject in ("*", c["subject"]["label"])
        and predicate in ("*", c["predicate"])
        and aspect in ("*", c["aspect"])
        and object_ in ("*", c["object"]["label"])
        for c in claims(answer)
        if c.get("supporting", 1) or check.get("unsupported")
    )


def _finding(check: dict[str, Any], answer: Any) -> bool:
    return any(fits(check["finding"], f) for f in findings(answer))


def _reach(check: dict[str, Any], answer: Any) -> bool:
    for group in answer.get("groups", ()) if answer.get("question") in ("downstream", "upstream") else ():
        for reached in group.get("reached", ()):
            if reached["node"]["label"] != check["reach"] or check.get("sign", reached["sign"]) != reached["sign"]:
                continue
            if check.get("direct", reached["best"]["direct"]) != reached["best"]["direct"]:
                continue
            if "nodes" not in check or sequence(check["nodes"], [n["label"] for n in reached["nodes"]]):
                return True
    return False


def _loop(check: dict[str, Any], answer: Any) -> bool:
    return any(
        x["name"] == check["loop"] and ("sign" not in check or x["sign"] == SIGNS[check["sign"]])
        for x in answer.get("loops", ())
    )
