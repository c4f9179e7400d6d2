"""Commands made of the functions in `QUERIES`: arguments and options from the signature, help from the docstring."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import click

_OPTION_NAMES = {"frm": "--from", "k": "-k", "on": "--on"}
_METAVARS = {"int": "N", "tuple[str, ...]": "NAME", "str": "NAME"}
_SECTION = re.compile(r"^(Args|Returns|Raises|Command|Commands):$")
FILTERS: tuple[tuple[str, str, str], ...] = (
    ("region", "NAME", "Last step measured at or inside this structure."),
    ("cell", "NAME", "Last step measured in this cell type."),
    ("route", "genomic|nongenomic", "Route of ligand and receptor steps; other steps pass."),
    ("species", "NAME", "Species of every step, such as human or rat."),
    ("sex", "female|male|both", "Sex of every step."),
    ("stage", "NAME", "Life stage or reproductive state of every step."),
    ("dose", "NAME", "Dose of every step, such as basal or high."),
    ("exposure", "acute|chronic", "Length of exposure of every step."),
    ("state", "NAME", "Condition, drug or stimulus present at every step."),
)


def command(
    name: str, function: Callable[..., Any], run: Callable[[click.Context, str, dict[str, Any]], None]
) -> click.Command:
    """Return the click command of a question.

    Args:
        name: what it is called.
        function: the question; its first parameter is the graph.
        run: called with the context, the name and the values of all parameters.

    """
    import inspect

    told = sections(function.__doc__ or "")
    params: list[click.Parameter] = []
    for p in list(inspect.signature(function).parameters.values())[1:]:
        kind = str(p.annotation)
        about = told["Args"].get(p.name, "")
        if p.name == "filters":
            params += filter_options()
        elif p.kind is p.KEYWORD_ONLY:
            params.append(_option(p.name, kind, p.default, about))
        elif kind == "tuple[str, ...]" or p.kind is p.VAR_POSITIONAL:
            params.append(click.Argument([p.name], nargs=-1, required=p.default is p.empty))
        else:
            # a default of None would count as given, and a missing name would not be asked for
            given = {"required": True} if p.default is p.empty else {"required": False, "default": p.default}
            params.append(click.Argument([p.name], **given))
    params += [
        click.Option(
            ["--format", "form"], type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True,
            help="How to print it."
        ),
        click.Option(["--explain"], is_flag=True, help="In sentences, each with its claim and references."),
        click.Option(["--save"], type=click.Path(), metavar="FILE", help="Also keep the answer as JSON; 'view FILE' draws it."),
    ]  # fmt: skip

    @click.pass_context
    def callback(ctx: click.Context, /, **values: Any) -> None:
        run(ctx, name, values)

    example = "Example" if len(told["Command"]) == 1 else "Examples"
    text = told["text"] + "\n\n\b\n" + f"{example}:\n" + "\n".join(f"  {line}" for line in told["Command"])
    return click.Command(name, params=params, callback=callback, help=text, short_help=told["short"])


def sections(doc: str) -> dict[str, Any]:
    """Return the parts of a docstring: short, text, Args (name -> text), Command (lines)."""
    import inspect

    lines = inspect.cleandoc(doc).split("\n")
    short = lines[0]
    parts: dict[str, Any] = {"short": short, "Args": {}, "Command": []}
    text: list[str] = []
    here, argument = "text", ""
    for line in lines:
        found = _SECTION.match(line)
        if found:
            here = "Command" if found[1].startswith("Command") else found[1]
        elif line.startswith(">>>"):
            here = "example"
        elif here == "text":
            text.append(line)
        elif here == "Command" and line.strip():
            parts["Command"].append(line.strip())
        elif here == "Args" and line.strip():
            head = re.match(r"^    (\w+): (.*)$", line)
            if head:
                argument = head[1]
                parts["Args"][argument] = head[2]
            elif argument:
                parts["Args"][argument] += " " + line.strip()
    parts["text"] = "\n".join(text).strip()
    return parts


def filter_options() -> list[click.Parameter]:
    """Return the filters as options; they mean the same in every question."""
    made: list[click.Parameter] = [click.Option([f"--{n}"], default="", metavar=m, help=h) for n, m, h in FILTERS]
    made.append(
        click.Option(["--min-tier"], default=5, metavar="N", help="Evidence tier N or better, 1 (trials) to 5 (reviews).")
    )
    made.append(click.Option(["--strict"], is_flag=True, help="Rows that do not state a filtered field are left out."))
    made.append(click.Option(["--no-rollup"], is_flag=True, help="A name is only itself, without its kinds and parts."))
    return made


def take_filters(values: dict[str, Any]) -> dict[str, Any]:
    """Take the values of the filters out of all values, and return them."""
    names = [n for n, _, _ in FILTERS] + ["min_tier", "strict", "no_rollup"]
    return {n: values.pop(n) for n in names if n in values}


def _option(name: str, kind: str, default: Any, about: str) -> click.Option:
    flag = _OPTION_NAMES.get(name, "--" + name.rstrip("_").replace("_", "-"))
    text = about[:1].upper() + about[1:] if about else None
    if kind == "bool":
        return click.Option([flag, name], is_flag=True, default=default, help=text)
    several = kind == "tuple[str, ...]"
    shown = kind == "int" or (kind == "str" and bool(default))
    return click.Option(
        [flag, name], default=None if several else default, multiple=several, metavar=_METAVARS.get(kind, "NAME"),
        type=int if kind == "int" else str, show_default=shown, help=text,
    )  # fmt: skip
