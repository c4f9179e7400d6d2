"""The command line: thin commands over the library. The only module, with `serve`, that prints."""

from __future__ import annotations

import functools
import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from .graph.knowledge import KnowledgeGraph
    from .queries.filters import Filters

_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
_GROUPS = {
    "Ask": ("path", "upstream", "downstream", "loops"),
    "Look": ("search", "show", "evidence"),
    "Data": ("stats", "validate", "export", "view"),
}


class _Commands(click.Group):
    """A group that shows its commands by purpose, and every error of ours as one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for names in _GROUPS.values() for name in names]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for heading, names in _GROUPS.items():
            rows = []
            for name in names:
                command = self.get_command(ctx, name)
                if command is not None:
                    rows.append((name, command.get_short_help_str(80)))
            with formatter.section(heading):
                formatter.write_dl(rows)

    def invoke(self, ctx: click.Context) -> Any:
        from .graph.errors import DataError, EndoneuroError

        try:
            return super().invoke(ctx)
        except DataError as error:
            for problem in error.problems[:20]:
                click.echo(str(problem), err=True)
            if len(error.problems) > 20:
                click.echo(f"... and {len(error.problems) - 20} more; run 'endoneuro validate'", err=True)
            ctx.exit(1)
        except EndoneuroError as error:
            click.echo(f"endoneuro: {error}", err=True)
            ctx.exit(2)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)


@click.group(cls=_Commands, context_settings=_SETTINGS, invoke_without_command=False)
@click.version_option(package_name="endoneuro", prog_name="endoneuro")
@click.option("--data", type=click.Path(), default=None, help="A folder of tables to use instead of the shipped ones.")
@click.option("--extend", is_flag=True, help="With --data: add those tables to the shipped ones.")
@click.pass_context
def main(ctx: click.Context, data: str | None, extend: bool) -> None:
    """How hormones act on nervous systems, and back: a curated graph that cites every step.

    \b
    Examples:
      endoneuro path cortisol "memory retrieval"
      endoneuro show GR
      endoneuro view cortisol "memory retrieval" -o answer.html
    """
    gc.disable()  # one short question: collecting costs more than it frees
    if extend and not data:
        raise click.UsageError("--extend adds the tables of a folder: name it with --data FOLDER")
    ctx.obj = (data, extend)


def _graph(ctx: click.Context) -> KnowledgeGraph:
    from .graph.load import load

    data, extend = ctx.obj
    return load(data, extend=extend)


def _filter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the filters, which mean the same everywhere, and hand them over as one object."""

    @functools.wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        from .queries.filters import Filters

        names = ("region", "cell", "route", "species", "sex", "stage", "dose", "exposure", "state", "min_tier", "strict")
        kwargs["filters"] = Filters(**{name: kwargs.pop(name) for name in names})
        return command(*args, **kwargs)

    for option in reversed(
        (
            click.option("--region", default="", metavar="NAME", help="Last step measured at or inside this structure."),
            click.option("--cell", default="", metavar="NAME", help="Last step measured in this cell type."),
            click.option("--route", default="", metavar="genomic|nongenomic", help="Route of ligand and receptor steps."),
            click.option("--species", default="", metavar="NAME", help="Species of every step, such as human or rat."),
            click.option("--sex", default="", metavar="female|male|both", help="Sex of every step."),
            click.option("--stage", default="", metavar="NAME", help="Life stage or reproductive state of every step."),
            click.option("--dose", default="", metavar="NAME", help="Dose of every step, such as basal or high."),
            click.option("--exposure", default="", metavar="acute|chronic", help="Length of exposure of every step."),
            click.option("--state", default="", metavar="NAME", help="Condition, drug or stimulus present at every step."),
            click.option("--min-tier", default=5, metavar="N", help="Evidence tier N or better, 1 (trials) to 5 (reviews)."),
            click.option("--strict", is_flag=True, help="Rows that do not state a filtered field are left out."),
        )
    ):
        wrapped = option(wrapped)
    return wrapped


def _search_options(k: int) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        command = click.option("--grade", default="C", show_default=True, metavar="A|B|C|D", help="This grade or better.")(
            command
        )
        command = click.option("--max-hops", default=4, show_default=True, metavar="N", help="Counted steps, 1 to 6.")(command)
        return click.option("-k", default=k, show_default=True, metavar="N", help="How many answers at the most.")(command)

    return add


_format = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="How to print it.",
)


def _print(kg: KnowledgeGraph, answer: Any, form: str) -> None:
    if form == "json":
        import json

        click.echo(json.dumps(answer.to_dict(kg), ensure_ascii=False, indent=2))
    elif form == "markdown":
        from .export.text import to_markdown

        click.echo(to_markdown(kg, answer), nl=False)
    else:
        from .export.text import to_text

        terminal = sys.stdout.isatty()
        colour = terminal and "NO_COLOR" not in os.environ
        click.echo(to_text(kg, answer, width=_width(terminal=terminal), colour=colour), nl=False, color=colour)


def _width(*, terminal: bool) -> int:
    columns = os.environ.get("COLUMNS", "")
    if columns.isdigit():
        return int(columns)
    try:
        return os.get_terminal_size().columns if terminal else 100
    except OSError:
        return 100


@main.command()
@click.argument("start")
@click.argument("end")
@_search_options(5)
@_filter_options
@_format
@click.pass_context
def path(ctx: click.Context, start: str, end: str, k: int, max_hops: int, grade: str, filters: Filters, form: str) -> None:
    """How START reaches END: the best paths, each step cited.

    \b
    Example:
      endoneuro path cortisol "memory retrieval" --species human
    """
    from .queries.paths import path as ask

    kg = _graph(ctx)
    answer = ask(kg, start, end, k=k, max_hops=max_hops, grade=grade, filters=filters)
    _print(kg, answer, form)


@main.command()
@click.argument("node")
@click.option("--to", default="", metavar="KIND", help="Only nodes of this kind, such as Process or Gene.")
@_search_options(12)
@_filter_options
@_format
@click.pass_context
def downstream(ctx: click.Context, node: str, to: str, k: int, max_hops: int, grade: str, filters: Filters, form: str) -> None:
    """What NODE does: everything it reaches, by kind, strongest first.

    \b
    Example:
      endoneuro downstream oestradiol --to Process
    """
    from .queries.effects import downstream as ask

    kg = _graph(ctx)
    _print(kg, ask(kg, node, to=to, k=k, max_hops=max_hops, grade=grade, filters=filters), form)


@main.command()
@click.argument("node")
@click.option("--from", "frm", default="", metavar="KIND", help="Only nodes of this kind, such as Hormone or Stimulus.")
@_search_options(12)
@_filter_options
@_format
@click.pass_context
def upstream(ctx: click.Context, node: str, frm: str, k: int, max_hops: int, grade: str, filters: Filters, form: str) -> None:
    """What acts on NODE: everything that reaches it, by kind, strongest first.

    \b
    Example:
      endoneuro upstream "fear extinction" --from Hormone
    """
    from .queries.effects import upstream as ask

    kg = _graph(ctx)
    _print(kg, ask(kg, node, frm=frm, k=k, max_hops=max_hops, grade=grade, filters=filters), form)


@main.command()
@click.option("--through", default="", metavar="NODE", help="Loops that pass this node; also computes them.")
@click.option("--axis", default="", metavar="AXIS", help="Declared loops of one axis, such as HPA.")
@click.option("--sign", default="", metavar="+|-", help="Only positive (+) or negative (-) loops.")
@_search_options(10)
@_filter_options
@_format
@click.pass_context
def loops(
    ctx: click.Context, through: str, axis: str, sign: str, k: int, max_hops: int, grade: str, filters: Filters, form: str
) -> None:
    """Feedback loops: the declared ones, and the computed ones through a node.

    \b
    Example:
      endoneuro loops --through cortisol --sign -
    """
    from .queries.loops import loops as ask

    kg = _graph(ctx)
    _print(kg, ask(kg, through=through, axis=axis, sign=sign, k=k, max_hops=max_hops, grade=grade, filters=filters), form)


@main.command()
@click.argument("text")
@click.option("-k", default=20, show_default=True, metavar="N", help="How many names at the most.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def search(ctx: click.Context, text: str, k: int, form: str) -> None:
    """Find nodes by a part of their name, or by a name like it.

    \b
    Example:
      endoneuro search glucocort
    """
    from .graph.errors import BadQuestion, UnknownName

    if k < 1:
        raise BadQuestion(f"-k {k} asks for nothing; give 1 or more")
    kg = _graph(ctx)
    found = kg.names.search(text, most=k)
    if not found:
        raise UnknownName(text)
    if form == "json":
        import json

        rows = [{"id": n.id, "label": n.label, "kind": n.kind, "synonyms": list(n.synonyms)} for n in found]
        click.echo(json.dumps({"format": 1, "question": "search", "text": text, "found": rows}, ensure_ascii=False, indent=2))
        return
    for n in found:
        also = f"  ({', '.join(n.synonyms[:3])})" if n.synonyms else ""
        click.echo(f"{n.label}  [{n.kind}, {n.id}]{also}")


@main.command()
@click.argument("node")
@_format
@click.pass_context
def show(ctx: click.Context, node: str, form: str) -> None:
    """What is recorded of NODE: names, place among others, claims.

    \b
    Example:
      endoneuro show "mineralocorticoid receptor"
    """
    from .queries.evidence import show as ask

    kg = _graph(ctx)
    _print(kg, ask(kg, node), form)


@main.command()
@click.argument("subject")
@click.argument("object")
@_filter_options
@_format
@click.pass_context
def evidence(ctx: click.Context, subject: str, object: str, filters: Filters, form: str) -> None:
    """Every finding from SUBJECT to OBJECT, for and against.

    \b
    Example:
      endoneuro evidence cortisol memory
    """
    from .queries.evidence import evidence as ask

    kg = _graph(ctx)
    _print(kg, ask(kg, subject, object, filters=filters), form)


@main.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def stats(ctx: click.Context, form: str) -> None:
    """How much there is and how much of it is known, with denominators.

    \b
    Example:
      endoneuro stats
    """
    from .queries.stats import stats as ask

    made = ask(_graph(ctx))
    if form == "json":
        import json

        click.echo(json.dumps({"format": 1, "question": "stats", **made}, indent=2))
        return
    for name, number in made["counts"].items():
        click.echo(f"{number:>8,}  {name}")
    from .graph.schema import TIERS

    click.echo("\nNodes with a finding, by kind: " + ", ".join(f"{k} {n}" for k, n in made["nodes"].items()))
    click.echo("Findings by tier: " + ", ".join(f"{t} ({TIERS[t]}) {n}" for t, n in made["tiers"].items()))
    click.echo("Findings by result: " + ", ".join(f"{r} {n}" for r, n in made["results"].items()) + "\n")
    for name, (met, of) in made["coverage"].items():
        share = f"{100 * met / of:5.1f} %" if of else "    - %"
        click.echo(f"{share}  {name} ({met:,} of {of:,})")


@main.command()
@click.argument("folder", required=False, type=click.Path())
@click.option("--warnings/--no-warnings", default=False, help="Show warnings too.")
@click.pass_context
def validate(ctx: click.Context, folder: str | None, warnings: bool) -> None:
    """Check the tables; every problem with its file and line; exit code 1 on errors.

    \b
    Examples:
      endoneuro validate
      endoneuro validate my_tables
    """
    from .graph.validate import validate as ask

    data, extend = ctx.obj
    report = ask(folder or data, extend=extend)
    for problem in report.problems:
        if warnings or problem.level == "error":
            click.echo(str(problem))
    made = ", ".join(f"{name} {n:,}" for name, n in report.checks.items())
    click.echo(f"{report.total:,} checks made ({made})")
    hint = "" if warnings or not report.warnings else " (--warnings shows them)"
    click.echo(f"{len(report.errors):,} errors, {len(report.warnings):,} warnings{hint}")
    if not report.total:
        click.echo("nothing was checked: that is a failure")
    ctx.exit(0 if report.ok else 1)


@main.command()
@click.argument("file", type=click.Path())
@click.pass_context
def export(ctx: click.Context, file: str) -> None:
    """Write the whole graph to FILE; the suffix says how (.ttl, .html).

    \b
    Example:
      endoneuro export graph.ttl
    """
    from .export import FORMATS, write
    from .graph.errors import UnknownFormat

    suffix = Path(file).suffix
    if suffix not in FORMATS:
        raise UnknownFormat(suffix or file, list(FORMATS))
    written = write(_graph(ctx), file)
    click.echo(f"wrote {written} ({written.stat().st_size:,} bytes)")


@main.command()
@click.argument("start", required=False, default="")
@click.argument("end", required=False, default="")
@click.option("-o", "--output", default="endoneuro.html", show_default=True, type=click.Path(), help="The page to write.")
@_search_options(5)
@_filter_options
@click.pass_context
def view(ctx: click.Context, start: str, end: str, output: str, k: int, max_hops: int, grade: str, filters: Filters) -> None:
    """Write a page to look at: the whole graph, or the paths from START to END.

    \b
    Examples:
      endoneuro view -o graph.html
      endoneuro view cortisol "memory retrieval" -o answer.html
    """
    from .export import write
    from .graph.errors import BadQuestion, UnknownFormat

    if start and not end:
        raise BadQuestion(f"a view from {start!r} to where? give an END too, or neither for the whole graph")
    if Path(output).suffix != ".html":
        raise UnknownFormat(Path(output).suffix or output, [".html"])
    kg = _graph(ctx)
    answer = None
    if start:
        from .queries.paths import path as ask

        answer = ask(kg, start, end, k=k, max_hops=max_hops, grade=grade, filters=filters)
    written = write(kg, output, answer=answer)
    click.echo(f"wrote {written} ({written.stat().st_size:,} bytes); open it in a browser, no internet needed")
