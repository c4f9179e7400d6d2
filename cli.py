"""The command line: thin commands over the library. The only module, with `serve`, that prints."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .queries import QUERIES

if TYPE_CHECKING:
    from .graph.knowledge import KnowledgeGraph

gc.disable()  # one short question: collecting costs more than it frees
_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
_GROUPS = {
    "Ask": ("ask", "path", "downstream", "upstream", "routes", "what-if", "compare", "treatments"),
    "Explore": ("search", "show", "where", "match", "loops", "axis", "enrich"),
    "Evidence": ("evidence", "contradictions", "gaps"),
    "Data": ("stats", "validate", "export", "view"),
}


class _Commands(click.Group):
    """A group that shows its commands by purpose, makes questions when asked, and tells our errors in one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for names in _GROUPS.values() for name in names]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in QUERIES:
            from .queries import query
            from .questions import command

            return command(cmd_name, query(cmd_name), _ask)
        return super().get_command(ctx, cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for heading, names in _GROUPS.items():
            rows = []
            for name in names:
                command = self.get_command(ctx, name)
                if command is not None:
                    rows.append((name, _short(command.get_short_help_str(200))))
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


def _short(text: str) -> str:
    """Return the help of a command cut to what one line of a list holds."""
    for stop in (":", ";", ",", " ("):
        head = text.split(stop)[0]
        if len(text) > 58 and head:
            text = head
    return text.rstrip(".")


@click.group(cls=_Commands, context_settings=_SETTINGS)
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
    if extend and not data:
        raise click.UsageError("--extend adds the tables of a folder: name it with --data FOLDER")
    ctx.obj = (data, extend)


def _graph(ctx: click.Context) -> KnowledgeGraph:
    from .graph.load import load

    data, extend = ctx.obj
    return load(data, extend=extend)


def _ask(ctx: click.Context, name: str, values: dict[str, Any]) -> None:
    """Answer a question and print it."""
    from .queries import query
    from .questions import take_filters

    form, save = values.pop("form"), values.pop("save")
    wanted = take_filters(values) if "filters" in query(name).__annotations__ else {}
    if wanted:
        from .queries.filters import Filters

        values["filters"] = Filters(**wanted)
    kg = _graph(ctx)
    positional = [values.pop(p.name) for p in ctx.command.params if isinstance(p, click.Argument) and p.name]
    answer = query(name)(kg, *positional, **values)
    if save:
        import json

        from .graph.tables import write_atomic

        write_atomic(Path(save), json.dumps(answer.to_dict(kg), ensure_ascii=False, indent=1) + "\n")
        click.echo(f"kept in {save}", err=True)
    _print(kg, answer, form)


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
    if columns.isdecimal():
        return int(columns)
    try:
        return os.get_terminal_size().columns if terminal else 100
    except OSError:
        return 100


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
@click.option("--format", "form", default="", metavar="NAME", help="The format, where the suffix does not tell it.")
@click.option("--loss", is_flag=True, help="Tell which fields the format drops, and write that beside FILE too.")
@click.pass_context
def export(ctx: click.Context, file: str, form: str, loss: bool) -> None:
    """Write the whole graph to FILE; the suffix or --format says how.

    \b
    Examples:
      endoneuro export graph.ttl
      endoneuro export graph.graphml --loss
      endoneuro export folder --format kgx-tsv
    """
    from .export import format_of, write

    chosen = format_of(file, form)
    kg = _graph(ctx)
    report = None
    if loss:
        from .export.loss import loss as ask

        report = ask(kg, chosen.name)
    written = write(kg, file, format=chosen.name)
    size = sum(p.stat().st_size for p in written.rglob("*")) if written.is_dir() else written.stat().st_size
    click.echo(f"wrote {written} ({size:,} bytes)")
    if report is not None:
        from .export.loss import write_sidecar

        click.echo(report.text(), nl=False)
        click.echo(f"wrote {write_sidecar(report, written)}")


@main.command()
@click.argument("start", required=False, default="")
@click.argument("end", required=False, default="")
@click.option("-o", "--output", default="endoneuro.html", show_default=True, type=click.Path(), help="The page to write.")
@click.option("-k", default=5, show_default=True, metavar="N", help="How many paths at the most.")
@click.option("--max-hops", default=4, show_default=True, metavar="N", help="Counted steps, 1 to 6.")
@click.option("--grade", default="C", show_default=True, metavar="A|B|C|D", help="This grade or better.")
@click.pass_context
def view(ctx: click.Context, start: str, end: str, output: str, k: int, max_hops: int, grade: str) -> None:
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
    if Path(output).suffix.casefold() != ".html":
        raise UnknownFormat(Path(output).suffix or output, [".html"])
    kg = _graph(ctx)
    answer = None
    if start:
        from .queries.paths import path as ask

        answer = ask(kg, start, end, k=k, max_hops=max_hops, grade=grade)
    written = write(kg, output, answer=answer)
    click.echo(f"wrote {written} ({written.stat().st_size:,} bytes); open it in a browser, no internet needed")
