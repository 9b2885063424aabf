"""`KnowledgeGraph`: look up, walk, match, explain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from functools import cached_property
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from kg.errors import GraphError
from kg.graph.assembly import by_document, extractions_of, global_attributions, global_mentions, merged, only
from kg.graph.chronology import held
from kg.graph.conflicts import Conflict, conflicts
from kg.graph.decided import Decisions, decisions_of
from kg.graph.explanation import Explanation, explanation
from kg.graph.identity import EntityExplanation, explained
from kg.graph.index import EntityIndex, Reading, StatementIndex
from kg.graph.inference import Derived, derive
from kg.graph.match import Pattern, solutions
from kg.graph.network import network
from kg.graph.sayings import Saying, sayings
from kg.model import (
    DEFAULT_VIEW,
    UNNAMED,
    Attribution,
    Document,
    Entity,
    EntityType,
    Evidence,
    Extraction,
    Mention,
    Statement,
    Status,
    Value,
)
from kg.ontology import Ontology, default_ontology
from kg.resolve import Doubt, Join, Resolution, doubts, resolve

if TYPE_CHECKING:
    import networkx  # type: ignore[import-untyped]
    import rdflib

    from kg.query import Answer

_DAY = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")

__all__ = ["KnowledgeGraph"]

Statuses = Status | Iterable[Status] | None
"""One status, several, or ``None`` for all."""


class KnowledgeGraph:
    """What documents say: entities, and statements about them with their evidence. It is not changed once made.

    Wherever an entity is asked for, its name, its identifier or the `Entity` itself will do. ``status`` is one status
    or several (see `kg.model.Status`), or ``None`` for all; where it is left out, what is asserted or known counts, and
    not what is only reported, uncertain or denied.

    Two graphs are equal if they have the same statements with the same evidence.
    """

    def __init__(self, extractions: Mapping[str, Extraction], resolution: Resolution, ontology: Ontology) -> None:
        """Use `from_extractions`; this takes extractions by document identifier, and who is who in them."""
        self._extractions = extractions
        self._resolution = resolution
        self._ontology = ontology
        self._statements = merged(extractions.values(), resolution, ontology)
        self._infers = False

    @classmethod
    def from_extractions(
        cls,
        extractions: Iterable[Extraction],
        *,
        resolution: Resolution | None = None,
        ontology: Ontology | None = None,
        decisions: Decisions = None,
    ) -> KnowledgeGraph:
        """Make a graph of extractions, in any order.

        Args:
            extractions: one a document.
            resolution: who is who in them, if that is known already; else `kg.resolve.resolve` finds out.
            ontology: the vocabulary; the default is the one that `kg` ships.
            decisions: a person's decisions on who is who: the path of a CSV file, or what `kg.resolve.read_decisions`
                read. They count where ``resolution`` is left out.

        Raises:
            GraphError: two documents have one identifier and different texts.
            DataError: the decisions can't be read, or contradict each other.
            ExtractionError: an extraction names an entity that it does not list.
        """
        found = by_document(extractions)
        known = resolution or resolve(found.values(), decisions=decisions_of(decisions))
        return cls(found, known, ontology or default_ontology())

    def add(self, more: Iterable[Document | Extraction | str], **options: Any) -> KnowledgeGraph:
        """A new graph of these documents, texts or extractions too: the same as one built of all at once.

        ``options`` are those of `kg.extract.extract`. Entities are resolved anew, by the same decisions, so an
        identifier changes where the new documents show that two entities are one.
        """
        given = list(more)
        extractions = [item for item in given if isinstance(item, Extraction)]
        documents = [item for item in given if not isinstance(item, Extraction)]
        if documents:
            extractions += extractions_of(documents, **options)
        known = self._resolution.decisions
        everything = [*self._extractions.values(), *extractions]
        grown = self.from_extractions(everything, ontology=self._ontology, decisions=known)
        return grown.inferring() if self._infers else grown

    def __eq__(self, other: object) -> bool:
        return isinstance(other, KnowledgeGraph) and self._statements == other._statements

    # Equal graphs may be big: they are no keys.
    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        counts = f"{len(self.documents)} documents, {len(self.entities)} entities, {len(self._statements)} statements"
        return f"<KnowledgeGraph of {counts}>"

    @cached_property
    def documents(self) -> Mapping[str, Document]:
        """Documents by identifier, sorted by it."""
        return MappingProxyType({id_: extraction.document for id_, extraction in self._extractions.items()})

    @property
    def entities(self) -> Mapping[str, Entity]:
        """Entities by identifier, sorted by it."""
        return self._resolution.entities

    @property
    def ontology(self) -> Ontology:
        """The vocabulary that the graph was made with."""
        return self._ontology

    @property
    def resolution(self) -> Resolution:
        """Who is who across the documents, and why."""
        return self._resolution

    def joins(self) -> Sequence[Join]:
        """Why names of several documents are one entity, by entity; graph files keep it."""
        return self._resolution.joins

    @property
    def infers(self) -> bool:
        """Whether `sparql`, `to_rdf` and RDF files tell `inferred` statements too; see `inferring`."""
        return self._infers

    def inferring(self) -> KnowledgeGraph:
        """The same graph, whose `sparql`, `to_rdf` and RDF files tell in a graph of its own what `inferred` gives."""
        other = copy(self)
        other.__dict__.pop("_store", None)
        other._infers = True
        return other

    @cached_property
    def _derived(self) -> list[Derived]:
        return derive(self._statements.values(), self.entities, self._ontology)

    def inferred(
        self,
        *,
        subject: str | Entity | None = None,
        predicate: str | None = None,
        object: str | Entity | None = None,
        status: Status | Iterable[Status] | None = None,
    ) -> list[Derived]:
        """What follows from the statements by the ontology, and fits all that is given, sorted by identifier.

        It is no part of `statements`: it has premises, no evidence of its own. See `kg.graph.inference` for the rules.

        >>> from kg.graph import build
        >>> graph = build(["Ana Rey, the mayor of Lisbon, visited Chile."])
        >>> [(found.predicate, found.rule, found.status) for found in graph.inferred(subject="Ana Rey")]
        [('leads', 'also', 'asserted')]

        Raises:
            GraphError: an entity is not known, or its name fits several.
        """
        first, second = (None if end is None else self._id(end) for end in (subject, object))
        wanted = _statuses(status)
        return [
            found
            for found in self._derived
            if found.fits(first, predicate, second) and (wanted is None or found.status in wanted)
        ]

    @cached_property
    def _names(self) -> EntityIndex:
        return EntityIndex(self.entities)

    @cached_property
    def _index(self) -> StatementIndex:
        return StatementIndex(self._statements, self._ontology)

    def entity(self, name: str | Entity, *, type: EntityType | None = None) -> Entity:
        """The entity of a name or identifier; ``type`` chooses between a person, an organisation and a place of one
        name.

        A name in another spelling or form will do, by the table of rules in `kg.names`, if it fits one entity only.

        >>> from kg.graph import build
        >>> build(["Yulia Markova visited Chile."]).entity("Markova").name
        'Yulia Markova'

        Raises:
            GraphError: no entity is called so, or several are: the message lists them, or the nearest names.
        """
        return self._names.find(name.id if isinstance(name, Entity) else name, type)

    def _id(self, entity: str | Entity) -> str:
        return self.entity(entity).id

    def statements(
        self,
        *,
        subject: str | Entity | None = None,
        predicate: str | None = None,
        object: str | Entity | None = None,
        status: Statuses = DEFAULT_VIEW,
    ) -> list[Statement]:
        """The statements that fit all that is given, sorted by identifier; a symmetric one fits from both its ends.

        Raises:
            GraphError: an entity or predicate is not known, or a name fits several entities.
        """
        found = {id(statement): statement for _, _, statement in self._readings(subject, predicate, object, status)}
        return sorted(found.values(), key=lambda statement: statement.id)

    def statement(self, id: str) -> Statement:
        """The statement of an identifier.

        Raises:
            GraphError: there is none.
        """
        try:
            return self._statements[id]
        except KeyError:
            raise GraphError(f"no statement has the identifier {id!r}; see graph.statements()") from None

    def _readings(
        self,
        subject: str | Entity | None,
        predicate: str | None,
        object_: str | Entity | None,
        status: Statuses,
    ) -> Iterator[Reading]:
        ends = (None if end is None else self._id(end) for end in (subject, object_))
        wanted = _statuses(status)
        first, second = ends
        for reading in self._index.find(first, predicate, second):
            if wanted is None or reading[2].status in wanted:
                yield reading

    def neighbours(
        self, entity: str | Entity, *, predicate: str | None = None, status: Statuses = DEFAULT_VIEW
    ) -> list[Entity]:
        """The entities that a statement joins with this one, whichever is its subject, sorted by identifier.

        Raises:
            GraphError: as `statements`.
        """
        id_ = self._id(entity)
        found = {other for _, other, _ in self._readings(id_, predicate, None, status) if other is not None}
        found.update(other for other, _, _ in self._readings(None, predicate, id_, status))
        return [self.entities[other] for other in sorted(found)]

    def path(
        self, source: str | Entity, target: str | Entity, *, status: Statuses = DEFAULT_VIEW
    ) -> list[Statement] | None:
        """The fewest statements that lead from one entity to another, in whichever direction each points; ``None`` if
        none do.

        Raises:
            GraphError: an entity is not known, or its name fits several.
        """
        import networkx

        wanted = _statuses(status)

        def counts(subject: str, object_: str, key: str) -> bool:
            return wanted is None or self._statements[key].status in wanted

        view = networkx.subgraph_view(self._network, filter_edge=counts).to_undirected(as_view=True)
        try:
            nodes = networkx.shortest_path(view, self._id(source), self._id(target))
        except networkx.NetworkXNoPath:
            return None
        return [self._statements[min(view[first][second])] for first, second in pairwise(nodes)]

    def match(self, *patterns: Pattern, status: Statuses = DEFAULT_VIEW) -> Iterator[dict[str, Entity | str | Value]]:
        """All ways to fit the variables of patterns, each once.

        A pattern is subject, predicate and object; what begins with ``?`` is a variable: it stands for an entity, a
        predicate (in the middle), or a value, such as the date of ``birthDate``. The answer names variables without
        their question mark.

        >>> from kg.graph import build
        >>> graph = build(["Ana Rey, the mayor of Lisbon, visited Chile."])
        >>> [answer["who"].name for answer in graph.match(("?who", "mayorOf", "?city"), ("?who", "visited", "Chile"))]
        ['Ana Rey']

        Raises:
            QueryError: a pattern is not three terms.
            GraphError: as `statements`.
        """

        def find(subject: str | None, predicate: str | None, object_: str | None) -> Iterator[Reading]:
            return self._readings(subject, predicate, object_, status)

        for binding in solutions(patterns, find, self._id):
            yield {
                name: self.entities.get(term, term) if isinstance(term, str) else term for name, term in binding.items()
            }

    def at(self, day: str) -> KnowledgeGraph:
        """The graph as it held on a day, as far as the texts tell.

        What lasts (an office, a home) is there unless the text bounds it elsewhere ("until 2019", "former"), or puts
        it only at other times; of two holders of an office that has one, that one is which the texts put nearer to the
        day. What happens (a meeting) is there once it has happened: on its date, or else when its document was
        published. Documents and entities stay, and so does what is known without a text.

        Args:
            day: ``2024-05-01``; ``2024-05`` or ``2024`` for any day of it.

        >>> from kg.graph import build
        >>> graph = build(["Ana Rey was mayor of Lisbon from 2003 to 2007."], known=False)
        >>> [len(graph.at(day).statements()) for day in ("2001", "2005-06-30", "2019")]
        [0, 1, 0]

        Raises:
            GraphError: that is no such date.
        """
        if not _DAY.fullmatch(day):
            raise GraphError(f"{day!r} is not a date such as 2024-05-01, 2024-05 or 2024")
        kept = {statement.id for statement in held(self._statements.values(), day, self.documents, self._ontology)}
        parts = {
            id_: only(extraction, self._resolution, self._ontology, kept)
            for id_, extraction in self._extractions.items()
        }
        return KnowledgeGraph(parts, self._resolution, self._ontology)

    def claims(self, *, by: str | Entity | None = None, about: str | Entity | None = None) -> list[Saying]:
        """What the documents say that somebody said, thinks or wants, by document and place.

        Args:
            by: the speaker; ``unnamed`` for sources without a name.
            about: an entity that is named in what is said.

        >>> from kg.graph import build
        >>> graph = build(["Ana Rey, the mayor of Lisbon, said Chile had invaded Peru."], known=False)
        >>> for saying in graph.claims(by="Ana Rey", about="Peru"):
        ...     print(saying, [statement.status for statement in saying.statements])
        Ana Rey: Chile had invaded Peru ['reported']

        Raises:
            GraphError: an entity is not known, or its name fits several.
        """
        speaker = by if by is None or by == UNNAMED else self._id(by)
        topic = None if about is None else self._id(about)
        return [
            saying
            for saying in self._sayings
            if (speaker is None or speaker == (saying.speaker.id if saying.speaker else UNNAMED))
            and (topic is None or any(entity.id == topic for entity in saying.about))
        ]

    @cached_property
    def _sayings(self) -> tuple[Saying, ...]:
        by_document: dict[str, list[Statement]] = {}
        for statement in self._statements.values():
            for id_ in sorted({evidence.document for evidence in statement.evidence}):
                by_document.setdefault(id_, []).append(statement)
        return tuple(
            saying
            for id_, document in self.documents.items()
            for saying in sayings(
                document, self.attributions(id_), self.mentions(id_), by_document.get(id_, ()), self.entities
            )
        )

    def conflicts(self) -> list[Conflict]:
        """Contradictions, each with both sentences: what is affirmed here and denied there, and two where there is but
        one, such as two capitals of a country. What follows one upon the other is no contradiction.

        >>> from kg.graph import build
        >>> graph = build(["Ana Rey met Rosa Lind.", "Ana Rey did not meet Rosa Lind."])
        >>> [(conflict.kind, str(conflict.sides[1].says)) for conflict in graph.conflicts()]
        [('denied', '[Ana Rey] did not meet [Rosa Lind].')]
        """
        return list(
            conflicts(self._statements.values(), self.documents, self._ontology, self._explanation, self._contains)
        )

    def _contains(self, place: str, other: str) -> bool:
        """True if one place is said or known to lie in the other, over any number of steps."""
        seen, todo = {place}, [place]
        while todo:
            for _, outer, _ in self._index.find(todo.pop(), "containedInPlace", None):
                if outer is not None and outer not in seen:
                    seen.add(outer)
                    todo.append(outer)
        return other in seen

    def explain(self, statement: Statement | str) -> list[Explanation]:
        """The sentences that say a statement (given itself or by identifier), by document and place.

        ``str()`` of one marks the two ends: ``[Rosa Lind] leads [Acme]``.

        Raises:
            GraphError: the graph does not hold the statement.
        """
        known = self.statement(statement if isinstance(statement, str) else statement.id)
        return [self._explanation(evidence) for evidence in known.evidence]

    def _explanation(self, evidence: Evidence) -> Explanation:
        return explanation(self.documents.get(evidence.document), evidence, self._speaker(evidence.speaker))

    def explain_entity(self, entity: str | Entity) -> EntityExplanation:
        """The names of an entity in each document, and why they are one; ``str()`` is a page to read.

        >>> from kg.graph import build
        >>> graph = build(["Ana Rey, the mayor of Lisbon, visited Chile.", "Rey left Chile."])
        >>> [join.rule.reason for join in graph.explain_entity("Ana Rey").joins]
        ['surname alone']

        Raises:
            GraphError: no entity is called so, or several are.
        """
        found = self.entity(entity)
        holding = {document for (document, _), id_ in self._resolution.of.items() if id_ == found.id}
        mentions = {document: self.mentions(document) for document in sorted(holding)}
        return explained(found, mentions, self._resolution)

    def doubts(self) -> list[Doubt]:
        """Pairs of names that a person should look at: joined by a weak rule, or near the rules and not joined.

        Those that concern the most documents come first; `kg.resolve.write_doubts` writes them as decisions to make.
        """
        return doubts(self._extractions.values(), self._resolution)

    def _speaker(self, speaker: str | None) -> str | None:
        return self.entities[speaker].name if speaker is not None and speaker in self.entities else speaker

    def mentions(self, document_id: str) -> tuple[Mention, ...]:
        """The mentions of a document in text order, with global entity identifiers.

        Raises:
            GraphError: the graph does not hold the document.
        """
        return global_mentions(self._extraction(document_id), self._resolution.of)

    def attributions(self, document_id: str) -> tuple[Attribution, ...]:
        """Who said what in a document, with global entity identifiers.

        Raises:
            GraphError: the graph does not hold the document.
        """
        return global_attributions(self._extraction(document_id), self._resolution.of)

    def extractions(self) -> Iterator[Extraction]:
        """What each document says, sorted by document, with global identifiers of entities and statements."""
        for id_, extraction in self._extractions.items():
            found = sorted({self._resolution.of[id_, entity.id] for entity in extraction.entities})
            alone = merged([extraction], self._resolution, self._ontology)
            yield Extraction(
                document=extraction.document,
                mentions=self.mentions(id_),
                entities=tuple(self.entities[entity] for entity in found),
                statements=tuple(alone.values()),
                attributions=self.attributions(id_),
            )

    def _extraction(self, document_id: str) -> Extraction:
        try:
            return self._extractions[document_id]
        except KeyError:
            raise GraphError(f"the graph holds no document {document_id!r}; see graph.documents") from None

    @cached_property
    def nx(self) -> networkx.MultiDiGraph:
        """A networkx view of what is asserted or known, made once, that can't be changed.

        Nodes are entities by identifier, with ``name``, ``type``, and their values by predicate; edges are statements
        by identifier, with ``predicate``, ``status``, ``confidence``, ``valid_from`` and ``valid_to``.
        """
        return network(self.entities.values(), self.statements())

    @cached_property
    def _network(self) -> networkx.MultiDiGraph:
        return network(self.entities.values(), self._statements.values())

    def to_rdf(self, **options: Any) -> rdflib.Dataset:
        """The graph as an `rdflib.Dataset`; ``options`` (``base``, ``provenance``) as for `kg.export.rdf.to_rdflib`."""
        # Export stands above the graph: it writes what the graph shows, and the graph can do without it. This one
        # door is for users, who look for it here.
        from kg.export.rdf import to_rdflib

        return to_rdflib(self, **options)

    def sparql(self, query: str) -> Answer:
        """Ask in SPARQL 1.1; see `kg.query.ask` for the answer's form.

        Raises:
            QueryError: the query can't be parsed or run.
        """
        from kg.query import ask  # as in to_rdf

        return ask(self._store, query)

    @cached_property
    def _store(self) -> Any:
        from kg.export.rdf import quads  # as in to_rdf
        from kg.query import store_of

        return store_of(quads(self))


def _statuses(status: Statuses) -> frozenset[str] | None:
    if status is None:
        return None
    return frozenset([status]) if isinstance(status, str) else frozenset(status)
