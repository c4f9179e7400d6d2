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
    "Evidence": ("evidence", "contradictions", "gaps", "diff"),
    "Data": ("stats", "validate", "export", "import", "sparql", "view"),
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
        if cmd_name == "export":
            from .questions import filter_options

            export.params[5:] = filter_options()
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
        from .patience import patience

        try:
            with patience("endoneuro"):
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
        except OSError as error:  # of standard output: files are written with errors of our own
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            if isinstance(error, BrokenPipeError):
                ctx.exit(0)
            raise click.ClickException(f"the answer could not be written: {error.strerror}") from None


def _short(text: str) -> str:
    """Return the help of a command cut to what one line of a list holds."""
    for stop in (":", ";", ",", " ("):
        if len(text) > 58 and (head := text.split(stop)[0]):
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

    return load(ctx.obj[0], extend=ctx.obj[1])


def _ask(ctx: click.Context, name: str, values: dict[str, Any]) -> None:
    """Answer a question and print it."""
    from .queries import query

    form, save, explain = values["form"], values["save"], values["explain"]
    positional, keyword = _values(ctx, name, values)
    kg = _graph(ctx)
    answer = query(name)(kg, *positional, **keyword)
    if save:
        import json

        from .graph.tables import write_atomic

        write_atomic(Path(save), json.dumps(answer.to_dict(kg), ensure_ascii=False, indent=1) + "\n")
        click.echo(f"kept in {save}", err=True)
    if explain:
        from .export.prose import to_prose

        click.echo(to_prose(kg, answer), nl=False)
    else:
        _print(kg, answer, form)


def _values(ctx: click.Context, name: str, values: dict[str, Any]) -> tuple[list[Any], dict[str, Any]]:
    """Return the values of a question's command as positional and keyword arguments."""
    from .queries import query
    from .questions import take_filters

    for extra in ("form", "save", "explain"):
        values.pop(extra, None)
    if "filters" in query(name).__annotations__:
        from .queries.filters import Filters

        values["filters"] = Filters(**take_filters(values))
    positional = [values.pop(p.name) for p in ctx.command.params if isinstance(p, click.Argument) and p.name]
    return positional, values


def _print(kg: KnowledgeGraph, answer: Any, form: str) -> None:
    if form == "json":
        import json

        click.echo(json.dumps(answer.to_dict(kg), ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace"))
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
@click.option("--format", "form", default="", metavar="NAME", help="How to write it, where the suffix does not say.")
@click.option("--loss", is_flag=True, help="Also tell, and write beside it, which fields the format cannot carry.")
@click.option("--about", default="", metavar="NODE", help="Only findings that name this node.")
@click.option("--answer", default="", metavar="FILE", help="Only the findings of a saved answer.")
@click.pass_context
def export(ctx: click.Context, /, file: str, form: str, loss: bool, about: str, answer: str, **values: Any) -> None:
    """Write the graph, or a part of it, to FILE; the suffix or --format says how.

    \b
    Examples:
      endoneuro export graph.ttl
      endoneuro export graph.graphml --loss
      endoneuro export gr.ttl --about GR --species human
    """
    from .export import format_of, write
    from .questions import take_filters

    chosen = format_of(file, form)
    kg = _graph(ctx)
    from .queries.filters import Filters
    from .queries.subgraph import findings_of, subgraph

    filters, told = Filters(**take_filters(values)), None
    if answer:
        from .graph.saved import read_answer

        told = findings_of(read_answer(kg, answer).to_dict(kg))
    if about or answer or filters.given():
        kg = subgraph(kg, about=about, findings=told, filters=filters)
    report = None
    if loss:
        from .export.loss import loss as ask

        report = ask(kg, chosen.name)
    written = write(kg, file, format=chosen.name)
    size = sum(p.stat().st_size for p in written.rglob("*")) if written.is_dir() else written.stat().st_size
    part = f", {len(kg.findings):,} findings" if about or answer or filters.given() else ""
    click.echo(f"wrote {written} ({size:,} bytes{part})")
    if report is not None:
        from .export.loss import write_sidecar

        click.echo(report.text(), nl=False)
        click.echo(f"wrote {write_sidecar(report, written)}")


@main.command("import")
@click.argument("file", type=click.Path())
@click.option(
    "--format", "form", default="", metavar="NAME", help="turtle, ntriples, trig or jsonld, where the suffix does not say."
)
@click.option("-o", "--output", default="", metavar="FOLDER", help="Write it as tables that --data can name.")
@click.pass_context
def import_(ctx: click.Context, file: str, form: str, output: str) -> None:
    """Read an RDF file that was exported from here, and tell what it holds.

    \b
    Example:
      endoneuro import graph.ttl -o my_tables
    """
    from .export.read_rdf import read_rdf
    from .graph.errors import CannotWrite

    found = read_rdf(file, format=form)
    kg = found.graph
    click.echo(
        f"{len(kg.nodes):,} nodes, {len(kg.findings):,} findings, {len(kg.references):,} references, {len(kg.loops):,} loops"
    )
    click.echo(f"{found.foreign:,} triples of others kept out")
    if output:
        from .graph.tables import write_atomic
        from .graph.tables_out import to_tables

        for name, text in to_tables(kg).items():
            place = Path(output) / name
            try:
                place.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise CannotWrite(f"cannot make the folder {place.parent}: {error.strerror}") from None
            write_atomic(place, text)
        click.echo(f"wrote the tables to {output}")


@main.command()
@click.argument("query")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json", "turtle"]), default="table", show_default=True)
@click.option("--limit-seconds", default=30.0, show_default=True, metavar="N", help="Give up after this time.")
@click.option("--allow-service", is_flag=True, help="Let SERVICE ask other servers.")
@click.pass_context
def sparql(ctx: click.Context, query: str, form: str, limit_seconds: float, allow_service: bool) -> None:
    """Ask the graph in SPARQL; QUERY is text, or a file that ends in .rq.

    \b
    Example:
      endoneuro sparql "SELECT (COUNT(?a) AS ?n) WHERE { ?a a biolink:Association }"
    """
    from .export import bindings
    from .graph.errors import BadQuestion
    from .queries.sparql_engine import sparql as ask

    text = query
    if query.endswith(".rq"):
        try:
            text = Path(query).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise BadQuestion(f"cannot read {query}: {getattr(error, 'strerror', None) or 'it is not UTF-8'}") from None
    kg = _graph(ctx)
    found = ask(kg, text, limit_seconds=limit_seconds, allow_service=allow_service)
    writers = {"table": bindings.to_table, "csv": bindings.to_csv, "json": bindings.to_json, "turtle": bindings.to_turtle}
    click.echo(writers[form](kg, found), nl=False)


@main.command(context_settings={"ignore_unknown_options": True, "allow_interspersed_args": True})
@click.argument("question", nargs=-1, type=click.UNPROCESSED)
@click.option("-o", "--output", default="endoneuro.html", show_default=True, type=click.Path(), help="The page to write.")
@click.option(
    "--layout", default="", metavar="NAME", help="mechanism, time, loop, axis, neighbourhood, regions, layers or card."
)
@click.pass_context
def view(ctx: click.Context, question: tuple[str, ...], output: str, layout: str) -> None:
    """Write a page: of the whole graph, of a question's answer, or of saved answers to switch between.

    \b
    Examples:
      endoneuro view -o graph.html
      endoneuro view cortisol "memory retrieval" -o answer.html
      endoneuro view loops --axis HPA -o loops.html
      endoneuro view answer.json another.json
    """
    from .export.html import to_html
    from .graph.errors import BadQuestion, UnknownFormat
    from .graph.tables import write_atomic

    if Path(output).suffix.casefold() != ".html":
        raise UnknownFormat(Path(output).suffix or output, [".html"])
    kg = _graph(ctx)
    answer: Any = None
    if question and question[0] in QUERIES:
        answer = _answer(ctx, question[0], list(question[1:]), kg)
    elif question and all(q.endswith(".json") for q in question):
        from .graph.saved import read_answer

        answer = [read_answer(kg, q) for q in question]
    elif len(question) == 1:
        raise BadQuestion(f"a view from {question[0]!r} to where? give an END too, a question, or nothing for the whole graph")
    elif question:
        answer = _answer(ctx, "path", list(question), kg)
    write_atomic(Path(output), to_html(kg, answer, layout=layout))
    click.echo(f"wrote {output} ({Path(output).stat().st_size:,} bytes); open it in a browser, no internet needed")


def _answer(ctx: click.Context, name: str, words: list[str], kg: KnowledgeGraph) -> Any:
    """Return the answer to a question given as words of a command line."""
    from .queries import query
    from .questions import command

    held: list[Any] = []

    def run(inner: click.Context, name: str, values: dict[str, Any]) -> None:
        positional, keyword = _values(inner, name, values)
        held.append(query(name)(kg, *positional, **keyword))

    with command(name, query(name), run).make_context(name, words, parent=ctx) as inner:
        inner.command.invoke(inner)
    return held[0]
