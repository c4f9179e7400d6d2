"""Outward: the graph, or an answer, in the formats other people's tools read.

Every format is one line in `FORMATS`; its module is imported only when it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from ..graph.errors import UnknownFormat

if TYPE_CHECKING:
    from ..graph.answers import PathAnswer
    from ..graph.knowledge import KnowledgeGraph

#: What a format's function returns: a text, its pieces one after the other, or the files of a folder.
Rendered: TypeAlias = "str | bytes | Iterable[str | bytes] | Mapping[str, str | bytes | Iterable[str | bytes]]"


class Format(NamedTuple):
    """An export format: its name, suffix, what it is for, and where its function lies (`module:function`).

    A format of several files (`folder`) is written as a folder, or as one archive where the target ends in `.zip`.
    `suffix` is empty where only `--format NAME` chooses it.
    """

    name: str
    suffix: str
    meaning: str
    where: str
    draws_answers: bool = False
    folder: bool = False

    @property
    def function(self) -> Callable[..., Rendered]:
        """The function that renders it; imported now."""
        module, _, name = self.where.partition(":")
        found: Callable[..., Rendered] = getattr(import_module(module, __name__), name)
        return found

    def render(self, graph: KnowledgeGraph, answer: Any = None) -> Rendered:
        """Return the graph, or an answer where the format can draw one.

        Raises:
            UnknownFormat: an answer was given and this format only holds graphs.

        """
        if answer is None:
            return self.function(graph)
        if not self.draws_answers:
            able = [f.suffix or f.name for f in FORMATS.values() if f.draws_answers]
            raise UnknownFormat(f"an answer as {self.suffix or self.name}", able)
        return self.function(graph, answer)


FORMATS: dict[str, Format] = {
    f.name: f
    for f in (
        Format(
            "html", ".html", "one self-contained page to read and explore, without network", ".html:to_html", draws_answers=True
        ),
        Format("markdown", ".md", "a report to read: counts, claims and references", ".report:to_report", draws_answers=True),
        # RDF
        Format("turtle", ".ttl", "RDF 1.1 Turtle, every claim with its evidence", ".rdf:to_turtle"),
        Format("ntriples", ".nt", "RDF 1.1 N-Triples, one triple a line, streamed", ".rdf:to_ntriples"),
        Format("trig", ".trig", "RDF 1.1 TriG, one named graph for each kind of record", ".rdf:to_trig"),
        Format("jsonld", ".jsonld", "JSON-LD 1.1 with its context inside", ".jsonld:to_jsonld"),
        Format("rdf12", "", "RDF 1.2 Turtle, claims as reifiers of their triples", ".rdf12:to_rdf12"),
        Format("owl", "", "the ontology of the graph's terms, OWL 2 DL in Turtle", ".ontology:to_owl"),
        Format("shacl", "", "the shapes our RDF meets, SHACL in Turtle", ".shapes:to_shacl"),
        Format("context", "", "the JSON-LD context alone", ".jsonld:to_context"),
        Format("jsonschema", "", "JSON Schema of the JSON answers and their records", ".jsonschema:to_jsonschema"),
        Format("void", "", "description of the data set: VoID, DCAT, PROV in Turtle", ".void:to_void"),
        Format("nanopub", "", "one nanopublication for each claim, TriG, streamed", ".nanopub:to_nanopubs"),
        # tables and graphs of other tools
        Format("kgx", ".kgx", "KGX as JSON Lines, strict Biolink 4.4", ".kgx:to_kgx", folder=True),
        Format("kgx-tsv", "", "KGX as TSV, strict Biolink 4.4", ".kgx:to_kgx_tsv", folder=True),
        Format("kgx-extended", "", "KGX as JSON Lines with every field of ours", ".kgx:to_kgx_extended", folder=True),
        Format("kgx-extended-tsv", "", "KGX as TSV with every field of ours", ".kgx:to_kgx_extended_tsv", folder=True),
        Format("sssom", ".sssom.tsv", "SSSOM: the nodes' cross-references as mappings", ".sssom:to_sssom"),
        Format("cx2", ".cx2", "CX2 for Cytoscape and NDEx, with colours and shapes", ".cx2:to_cx2"),
        Format("graphml", ".graphml", "GraphML for yEd, Gephi, igraph and networkx", ".graphml:to_graphml"),
        Format("neo4j", ".neo4j", "CSV for neo4j-admin, with the command that imports them", ".neo4j:to_neo4j", folder=True),
        Format("parquet", ".parquet", "Parquet: nodes, assertions, findings", ".parquet:to_parquet", folder=True),
        Format("sqlite", ".sqlite", "SQLite with foreign keys and full-text search", ".sqlite:to_sqlite"),
        Format(
            "datapackage",
            ".datapackage",
            "the tables with a Frictionless datapackage.json",
            ".datapackage:to_datapackage",
            folder=True,
        ),
    )
}
_LAZY = {"to_html": ".html", "to_turtle": ".rdf"}
__all__ = ["FORMATS", "Format", "format_of", "to_html", "to_turtle", "write"]


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        return getattr(import_module(_LAZY[name], __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def format_of(path: str | Path, name: str = "") -> Format:
    """Return the format of that name, else that of a file name, by its suffix.

    Raises:
        UnknownFormat: no format has that name or suffix; lists those that exist.

    >>> from endoneuro.export import format_of
    >>> format_of("graph.ttl").name
    'turtle'
    >>> format_of("graph.kgx.zip").name
    'kgx'

    """
    if name:
        if name not in FORMATS:
            raise UnknownFormat(name, sorted(FORMATS))
        return FORMATS[name]
    file = Path(path).name.casefold()
    fits = [
        f
        for f in FORMATS.values()
        if f.suffix and (file.endswith(f.suffix) or (f.folder and file.endswith(f.suffix + ".zip"))) and file != f.suffix
    ]
    if not fits:
        known = sorted(f.suffix for f in FORMATS.values() if f.suffix)
        raise UnknownFormat(Path(path).suffix.casefold() or Path(path).name, known)
    return max(fits, key=lambda f: len(f.suffix))


def write(graph: KnowledgeGraph, path: str | Path, *, format: str = "", answer: Any = None) -> Path:
    """Write the graph, or an answer about it, in the format that is named or that its suffix tells.

    Args:
        graph: the graph, whole or filtered.
        path: where to: a file; a folder (or a `.zip`) for the formats of several files.
        format: a name of `FORMATS`; empty goes by the suffix.
        answer: an answer to draw instead of the whole graph (`.html`, `.md`).

    Returns:
        The path written.

    Raises:
        UnknownFormat: a suffix or name nobody knows, or a format that cannot draw an answer.
        MissingExtra: the format needs an optional package.
        CannotWrite: the target cannot be written; what stood there is untouched.

    >>> import endoneuro, tempfile, pathlib
    >>> kg = endoneuro.load()
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     endoneuro.write(kg, pathlib.Path(folder) / "graph.ttl").name
    'graph.ttl'

    """
    from .files import write_files, write_stream

    target = Path(path)
    rendered = format_of(target, format).render(graph, answer)
    if isinstance(rendered, Mapping):
        write_files(target, rendered)
    elif isinstance(rendered, str | bytes):
        write_stream(target, (rendered,))
    else:
        write_stream(target, rendered)
    return target
