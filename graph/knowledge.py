"""The read-only graph: nodes, assertions with their findings, and the indexes questions need."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from . import schema
from .curies import Prefixes
from .display import Displayed
from .errors import UnknownName
from .model import Assertion, Check, Finding, Loop, Node, Reference, Row, assertion_id, claim_sign
from .names import Names

if TYPE_CHECKING:
    import networkx as nx

#: An assertion without its findings: its five names, and its rows as (number of the finding, part).
Claim = tuple[str, str, str, str, str, tuple[tuple[int, str], ...]]
_EFFECT_BY_SIGN = {1: "increases", -1: "decreases", None: "affects"}


class KnowledgeGraph(Displayed):
    """Nodes and assertions, each assertion with the findings that speak for and against it."""

    def __init__(
        self,
        *,
        nodes: Iterable[Node],
        findings: Iterable[Finding],
        references: Iterable[Reference],
        loops: Iterable[Loop] = (),
        checks: Iterable[Check] | Callable[[], Iterable[Check]] = (),
        prefixes: Prefixes | None = None,
        claims: Iterable[Claim] = (),
    ) -> None:
        self.nodes: Mapping[str, Node] = MappingProxyType({n.id: n for n in nodes})
        self.findings: Mapping[str, Finding] = MappingProxyType({f.id: f for f in findings})
        self.references: Mapping[str, Reference] = MappingProxyType({r.id: r for r in references})
        self.loops: tuple[Loop, ...] = tuple(sorted(loops, key=lambda x: x.name))
        self._checks = checks
        self.prefixes = prefixes or Prefixes({})
        #: What questions computed once and want to keep; never part of the graph itself.
        self.memo: dict[str, Any] = {}
        self._wholes: dict[str, frozenset[str]] = {}
        #: Whether a name covers what lies below it, and a place its parts.
        self.rollup = True
        self.assertions: Mapping[str, Assertion] = MappingProxyType(_told(self, claims) or _assertions(self))

    def __repr__(self) -> str:
        return f"KnowledgeGraph({len(self.nodes)} nodes, {len(self.assertions)} assertions, {len(self.findings)} findings)"

    @property
    def _graph(self) -> KnowledgeGraph:
        return self

    @property
    def checks(self) -> tuple[Check, ...]:
        """The second readings; read when first asked for."""
        if "checks" not in self.memo:
            self.memo["checks"] = tuple(self._checks() if callable(self._checks) else self._checks)
        made: tuple[Check, ...] = self.memo["checks"]
        return made

    # names -------------------------------------------------------------------------------------------------

    @property
    def names(self) -> Names:
        """The index of names."""
        if "names" not in self.memo:
            self.memo["names"] = Names(self.nodes.values())
        names: Names = self.memo["names"]
        return names

    def node(self, name: str) -> Node:
        """Return the node with that id, label, synonym or near form of one.

        Raises:
            UnknownName, AmbiguousName: with what to type instead.

        >>> import endoneuro
        >>> endoneuro.load().node("estradiol").label
        'oestradiol'

        """
        if name in self.nodes:
            return self.nodes[name]
        if "labels" not in self.memo:
            self.memo["labels"] = {n.label: n for n in self.nodes.values()}
        exact: Node | None = self.memo["labels"].get(name)
        return exact if exact is not None else self.names.find(name)

    def label(self, node_id: str) -> str:
        """Return the label of a node, or the id itself where it is none (a state in words)."""
        node = self.nodes.get(node_id)
        return node.label if node else node_id

    # assertions --------------------------------------------------------------------------------------------

    def out(self, node_id: str) -> tuple[Assertion, ...]:
        """Return the assertions about what the node does."""
        return self._index("out").get(node_id, ())

    def into(self, node_id: str) -> tuple[Assertion, ...]:
        """Return the assertions about what acts on the node."""
        return self._index("into").get(node_id, ())

    def between(self, subject: str, object_: str) -> list[Assertion]:
        """Return the assertions from one node to another."""
        return [a for a in self.out(subject) if a.object == object_]

    def assertion(self, assertion_id_: str) -> Assertion:
        """Return an assertion by its id.

        Raises:
            UnknownName: no such assertion.

        """
        try:
            return self.assertions[assertion_id_]
        except KeyError:
            raise UnknownName(assertion_id_, what="assertion") from None

    def _index(self, side: str) -> dict[str, tuple[Assertion, ...]]:
        if side not in self.memo:
            lists: dict[str, list[Assertion]] = {}
            for a in self.assertions.values():
                lists.setdefault(a.subject if side == "out" else a.object, []).append(a)
            self.memo[side] = {k: tuple(v) for k, v in lists.items()}
        index: dict[str, tuple[Assertion, ...]] = self.memo[side]
        return index

    @property
    def degrees(self) -> dict[str, tuple[int, int]]:
        """How many nodes each node acts on, and how many act on it, by supported claims; nodes without either are left out."""
        if "degrees" not in self.memo:
            out: dict[str, set[str]] = {}
            into: dict[str, set[str]] = {}
            for a in self.assertions.values():
                if a.supported:
                    out.setdefault(a.subject, set()).add(a.object)
                    into.setdefault(a.object, set()).add(a.subject)
            self.memo["degrees"] = {n: (len(out.get(n, ())), len(into.get(n, ()))) for n in out.keys() | into.keys()}
        made: dict[str, tuple[int, int]] = self.memo["degrees"]
        return made

    # hierarchy ---------------------------------------------------------------------------------------------

    def wholes(self, node_id: str) -> frozenset[str]:
        """Return the node and everything of its kind that it is, or is a part of (cells: that it is)."""
        known = self._wholes.get(node_id)
        if known is None and not self.rollup:
            known = self._wholes[node_id] = frozenset((node_id,))
        if known is None:
            node = self.nodes.get(node_id)
            found = {node_id}
            if node is not None:
                stack = [node]
                while stack:
                    current = stack.pop()
                    above = current.is_a if current.kind == "CellType" else (*current.is_a, *current.part_of)
                    for parent in above:
                        whole = self.nodes.get(parent)
                        if whole is not None and parent not in found and whole.kind == node.kind:
                            found.add(parent)
                            stack.append(whole)
            known = self._wholes[node_id] = frozenset(found)
        return known

    def without_rollup(self) -> KnowledgeGraph:
        """Return the same graph in which every name stands for itself alone: no kinds, no parts.

        >>> import endoneuro
        >>> kg = endoneuro.load()
        >>> kg.inside("UBERON:0003881", "UBERON:0002421"), kg.without_rollup().inside("UBERON:0003881", "UBERON:0002421")
        (True, False)

        """
        if "flat" not in self.memo:
            flat = object.__new__(KnowledgeGraph)
            flat.__dict__.update(self.__dict__, memo={}, _wholes={}, rollup=False)
            self.memo["flat"] = flat
        made: KnowledgeGraph = self.memo["flat"]
        return made

    def inside(self, inner: str, outer: str) -> bool:
        """Whether a place is the other, a part of it or a kind of it."""
        return inner == outer or outer in self.wholes(inner)

    def descendants(self, node_id: str) -> frozenset[str]:
        """Return the node and everything of its kind below it: "oestrogens" covers oestradiol, "memory" its retrieval."""
        if "below" not in self.memo:
            below: dict[str, set[str]] = {}
            for other in self.nodes:
                for whole in self.wholes(other):
                    below.setdefault(whole, set()).add(other)
            self.memo["below"] = {k: frozenset(v) for k, v in below.items()}
        below_index: dict[str, frozenset[str]] = self.memo["below"]
        return below_index.get(node_id, frozenset((node_id,)))

    def aliases(self, node_id: str) -> frozenset[str]:
        """Return what is the same messenger under another name: its counterparts, its classes and its members."""
        node = self.nodes[node_id]
        if not node.messenger:
            return frozenset()
        known: dict[str, frozenset[str]] = self.memo.setdefault("aliases", {})
        if node_id not in known:
            known[node_id] = (self.wholes(node_id) | self.descendants(node_id) | set(node.counterpart)) - {node_id}
        return known[node_id]

    # networkx ----------------------------------------------------------------------------------------------

    @property
    def nx(self) -> nx.MultiDiGraph[str]:
        """The graph as a frozen `networkx.MultiDiGraph`; attributes are plain strings, numbers and lists."""
        if "nx" not in self.memo:
            self.memo["nx"] = _to_networkx(self)
        graph: nx.MultiDiGraph[str] = self.memo["nx"]
        return graph


def claims_of(kg: KnowledgeGraph) -> list[Claim]:
    """Return the assertions of a graph in the short form that a copy of it keeps."""
    number = {f: i for i, f in enumerate(kg.findings)}
    return [(*a[:5], tuple((number[r.finding.id], r.part) for r in a.rows)) for a in kg.assertions.values()]


def _told(kg: KnowledgeGraph, claims: Iterable[Claim]) -> dict[str, Assertion]:
    """Return assertions from their short form."""
    findings = list(kg.findings.values())
    return {c[0]: Assertion(*c[:5], tuple([Row(findings[i], part) for i, part in c[5]])) for c in claims}


def _assertions(kg: KnowledgeGraph) -> dict[str, Assertion]:
    """Group findings into assertions; a `via` finding also speaks for both of its steps."""
    claims: dict[tuple[str, str, str, str], list[Row]] = {}
    ligands: dict[tuple[str, str], str] = {}
    with_via = []
    for f in kg.findings.values():
        if f.predicate not in schema.PREDICATES:
            continue
        claims.setdefault((f.subject, f.predicate, f.aspect, f.object), []).append(Row(f))
        if f.via:
            with_via.append(f)
        elif f.supports and schema.PREDICATES[f.predicate].group == "ligand":
            pair = (f.subject, f.object)
            ligands[pair] = min(ligands.get(pair, f.predicate), f.predicate)
    for f in with_via:
        if not f.supports:
            continue
        binds = ligand_predicate(kg, ligands, f.subject, f.via) or "activates"
        ligand_sign, sign = claim_sign(binds, ""), schema.PREDICATES[f.predicate].sign
        effect = None if sign is None or ligand_sign is None else sign * ligand_sign
        claims.setdefault((f.subject, binds, "", f.via), []).append(Row(f, "ligand"))
        claims.setdefault((f.via, _EFFECT_BY_SIGN.get(effect, "affects"), f.aspect, f.object), []).append(Row(f, "effect"))
    made = (Assertion(assertion_id(*claim), *claim, rows=tuple(rows)) for claim, rows in claims.items())
    return {a.id: a for a in sorted(made, key=lambda a: a.id)}


def ligand_predicate(kg: KnowledgeGraph, ligands: Mapping[tuple[str, str], str], subject: str, receptor: str) -> str:
    """Return how a messenger or drug binds a receptor; empty where nothing says it does.

    By itself, by its class, or by a member of its class ("thyroid hormones" bind what T3 binds); the receptor likewise.
    """
    if (subject, receptor) in ligands:
        return ligands[subject, receptor]
    mine = kg.wholes(subject) | kg.descendants(subject)
    theirs = kg.wholes(receptor) | kg.descendants(receptor)
    found = sorted(p for (s, r), p in ligands.items() if s in mine and r in theirs)
    return found[0] if found else ""


def _to_networkx(kg: KnowledgeGraph) -> nx.MultiDiGraph[str]:
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(name="endoneuro")
    for node in kg.nodes.values():
        graph.add_node(
            node.id, kind=node.kind, label=node.label, synonyms=list(node.synonyms), cls=node.cls, description=node.description
        )
    for a in kg.assertions.values():
        findings = [r.finding for r in a.rows]
        graph.add_edge(
            a.subject,
            a.object,
            key=a.id,
            predicate=a.predicate,
            aspect=a.aspect,
            sign="unknown" if a.sign is None else a.sign,
            supported=a.supported,
            findings=[f.id for f in findings],
            references=sorted({f.reference for f in findings}),
            species=sorted({s for f in findings for s in f.species}),
            regions=sorted({r for f in findings for r in f.region}),
            tier=min(f.tier for f in findings),
        )
    nx.freeze(graph)
    return graph
