"""The way back: the extractions that a data set written by `kg.export.rdf` was made of.

It is read from the nodes of the provenance graphs, whichever graph they stand in, so a single-graph format that was
written with provenance is as good. With ``provenance="statement"`` documents come back without their text, mentions and
attributions; with ``"mention"`` all comes back. With both comes back why names of several documents are one entity.
What RDF can't hold (lone surrogates) comes back as U+FFFD.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar, get_args

import pyoxigraph as ox

from kg.errors import ExtractionError
from kg.export.iris import decode
from kg.export.parts import named_by
from kg.export.vocabulary import PREFIXES, predicate_name, term, type_name
from kg.model import (
    UNNAMED,
    Attribution,
    Document,
    Entity,
    EntityType,
    Evidence,
    Extraction,
    Mention,
    MentionKind,
    MentionType,
    Modality,
    Polarity,
    Span,
    Statement,
    Time,
    Value,
)
from kg.names import RULES
from kg.resolve import Join

__all__ = ["Held", "extractions_of", "held"]

_KG: Final = PREFIXES["kg"]
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Held:
    """What a data set holds: the extractions, sorted by document, all entities by the identifiers that these use, and
    why names are one entity.
    """

    extractions: list[Extraction]
    entities: dict[str, Entity]
    joins: tuple[Join, ...] = ()


def held(found: Iterable[ox.Quad | ox.Triple]) -> Held:
    """What a data set holds.

    Raises:
        ExtractionError: there is no provenance to read, there are two bases, or a node lacks what it must have.
    """
    nodes = _nodes(found)
    if not nodes:
        return Held([], {})
    data = _Data(nodes, _base(nodes))
    entities = {entity.id: entity for entity in _entities(data)}
    extractions = (_extraction(data, document, entities) for document in data.below("document"))
    joins = sorted(_joins(data), key=lambda join: (join.entity, join.name, join.other, join.rule.number))
    return Held(sorted(extractions, key=lambda extraction: extraction.document.id), entities, tuple(joins))


def extractions_of(found: Iterable[ox.Quad | ox.Triple]) -> tuple[list[Extraction], dict[str, Entity]]:
    """The extractions and entities that a data set holds.

    Raises:
        ExtractionError: as `held`.
    """
    data = held(found)
    return data.extractions, data.entities


@dataclass(frozen=True, slots=True)
class _Node:
    """One subject: for each predicate's IRI the objects' IRIs or lexical forms."""

    iri: str
    values: dict[str, list[str]]

    @property
    def last(self) -> str:
        return self.iri.rpartition("/")[2]

    def all(self, curie: str) -> list[str]:
        return self.values.get(term(curie).value, [])

    def get(self, curie: str) -> str | None:
        values = self.all(curie)
        if len(values) > 1:
            raise ExtractionError(f"<{self.iri}>: {curie} has {len(values)} values, where one is right")
        return values[0] if values else None

    def one(self, curie: str) -> str:
        value = self.get(curie)
        if value is None:
            raise ExtractionError(f"<{self.iri}>: {curie} is missing")
        return value

    def number(self, curie: str) -> int:
        return self.parsed(curie, int)

    def parsed(self, curie: str, parse: Callable[[str], _T]) -> _T:
        value = self.one(curie)
        try:
            return parse(value)
        except ValueError as error:
            raise ExtractionError(f"<{self.iri}>: {curie}: {value!r} is not a number") from error

    def span(self, name: str) -> Span | None:
        if not self.all(f"kg:{name}Start"):
            return None
        return self.number(f"kg:{name}Start"), self.number(f"kg:{name}End")

    def word(self, name: str, allowed: tuple[str, ...]) -> Any:
        """The word that an individual such as ``kg:PlannedModality`` stands for."""
        value = self.one(f"kg:{name}")
        word = value.removeprefix(_KG).removesuffix(name.title()).lower()
        if word not in allowed:
            raise ExtractionError(f"<{self.iri}>: kg:{name}: <{value}> is not one of {', '.join(allowed)}")
        return word


class _Data:
    """The nodes of a data set, by IRI and by what they are of which document."""

    def __init__(self, nodes: dict[str, _Node], base: str) -> None:
        self.nodes = nodes
        self.base = base
        self._below: dict[tuple[str, ...], list[_Node]] = {}
        for iri in sorted(nodes):
            # Kind, document, identifier: more segments are parts of an annotation or of an entity's identifier.
            *place, _ = iri.removeprefix(base).split("/")
            self._below.setdefault(tuple(place), []).append(nodes[iri])

    def below(self, *place: str) -> list[_Node]:
        return self._below.get(place, [])

    def node(self, iri: str) -> _Node:
        if iri not in self.nodes:
            raise ExtractionError(f"<{iri}>: it is named, but nothing is said about it")
        return self.nodes[iri]

    def entity_id(self, iri: str) -> str:
        start = f"{self.base}entity/"
        if not iri.startswith(start):
            raise ExtractionError(f"<{iri}> stands where an entity is right: <{start}...>")
        return "/".join(decode(segment) for segment in iri.removeprefix(start).split("/"))

    def speaker(self, node: _Node) -> str | None:
        iri = node.get("prov:wasAttributedTo")
        if iri is None:
            return None
        return UNNAMED if iri == term("kg:Unnamed").value else self.entity_id(iri)


def _nodes(found: Iterable[ox.Quad | ox.Triple]) -> dict[str, _Node]:
    nodes: dict[str, _Node] = {}
    for item in found:
        subject, object_ = item.subject, item.object
        if not isinstance(subject, ox.NamedNode) or not isinstance(object_, ox.NamedNode | ox.Literal):
            raise ExtractionError(f"{item}: a blank node or a triple term, which no export of kg holds")
        node = nodes.setdefault(subject.value, _Node(subject.value, {}))
        values = node.values.setdefault(item.predicate.value, [])
        if object_.value not in values:
            values.append(object_.value)
    return nodes


def _base(nodes: dict[str, _Node]) -> str:
    folders = {iri.rpartition("/")[0] for iri, node in nodes.items() if node.all("kg:sha256")}
    if not folders:
        raise ExtractionError("no documents and statement nodes: write it with provenance statement or mention")
    folder = min(folders)
    if len(folders) > 1 or not folder.endswith("document"):
        raise ExtractionError(f"documents of more than one base: {', '.join(sorted(folders))}; read each by itself")
    return folder.removesuffix("document")


def _entities(data: _Data) -> Iterator[Entity]:
    start = f"{data.base}entity/"
    for iri in sorted(data.nodes):
        node = data.nodes[iri]
        if iri.startswith(start) and node.all("rdf:type"):
            links = node.all("owl:sameAs") + node.all("skos:exactMatch")
            yield Entity(
                id=data.entity_id(iri),
                type=_type(node, "rdf:type", get_args(EntityType)),
                name=node.one("rdfs:label"),
                aliases=tuple(sorted(node.all("skos:altLabel"))),
                links=tuple(sorted(links)),
            )


def _joins(data: _Data) -> Iterator[Join]:
    for iri, node in data.nodes.items():
        if not iri.startswith(f"{data.base}join/"):
            continue
        rule = RULES.get(node.number("kg:rule"))
        if rule is None:
            raise ExtractionError(
                f"<{iri}>: kg:rule: {node.one('kg:rule')} is not in the table of rules, 1 to {max(RULES)}"
            )
        yield Join(data.entity_id(node.one("kg:entity")), node.one("kg:name"), node.one("kg:otherName"), rule)


def _type(node: _Node, curie: str, allowed: tuple[str, ...]) -> Any:
    iri = node.one(curie)
    name = type_name(iri)
    if name not in allowed:
        raise ExtractionError(f"<{node.iri}>: {curie}: <{iri}> is not the class of {', '.join(allowed)}")
    return name


def _extraction(data: _Data, node: _Node, entities: Mapping[str, Entity]) -> Extraction:
    document = _document(node)
    mentions = [_mention(data, mention) for mention in data.below("mention", node.last)]
    statements = [_statement(data, statement, document.id) for statement in data.below("statement", node.last)]
    told = sorted(data.below("attribution", node.last), key=lambda told: (len(told.last), told.last))
    attributions = tuple(_attribution(data, attribution) for attribution in told)
    named = named_by(mentions, statements, attributions)
    missing = [name for name in named if name not in entities]
    if missing:
        raise ExtractionError(f"<{node.iri}>: it names the entity {missing[0]!r}, of which no type and label is given")
    return Extraction(
        document=document,
        mentions=tuple(sorted(mentions, key=lambda mention: (mention.start, mention.end, mention.id))),
        entities=tuple(entities[name] for name in named),
        statements=tuple(sorted(statements, key=lambda statement: statement.id)),
        attributions=attributions,
    )


def _document(node: _Node) -> Document:
    return Document(
        id=decode(node.last),
        text=node.get("schema:text") or "",
        title=node.get("schema:headline"),
        published=node.get("schema:datePublished"),
        source=node.get("dct:source"),
        author=node.get("schema:author"),
    )


def _mention(data: _Data, node: _Node) -> Mention:
    body = node.get("oa:hasBody")
    position, quote = data.node(f"{node.iri}/position"), data.node(f"{node.iri}/quote")
    return Mention(
        id=decode(node.last),
        start=position.number("oa:start"),
        end=position.number("oa:end"),
        text=quote.one("oa:exact"),
        kind=node.word("kind", get_args(MentionKind)),
        type=_type(node, "kg:mentionType", get_args(MentionType)),
        entity=None if body is None else data.entity_id(body),
        value=node.get("kg:time"),
    )


def _statement(data: _Data, node: _Node, document: str) -> Statement:
    predicate = predicate_name(node.one("rdf:predicate"))
    if predicate is None:
        raise ExtractionError(
            f"<{node.iri}>: <{node.one('rdf:predicate')}> is not a predicate of kg/data/ontology.toml"
        )
    words, object_ = node.get("kg:valueText"), node.one("rdf:object")
    evidence = sorted(node.all("kg:evidence"), key=lambda iri: (len(iri), iri))
    return Statement(
        id=decode(node.last),
        subject=data.entity_id(node.one("rdf:subject")),
        predicate=predicate,
        object=data.entity_id(object_) if words is None else None,
        value=None if words is None else Value(words, object_, node.one("kg:valueType")),
        evidence=tuple(_evidence(data, data.node(iri), document) for iri in evidence),
    )


def _evidence(data: _Data, node: _Node, document: str) -> Evidence:
    time = node.get("kg:time")
    return Evidence(
        document=document,
        start=node.number("kg:start"),
        end=node.number("kg:end"),
        subject=node.span("subject"),
        object=node.span("object"),
        polarity=node.word("polarity", get_args(Polarity)),
        modality=node.word("modality", get_args(Modality)),
        speaker=data.speaker(node),
        time=None if time is None else Time(node.one("kg:timeText"), time),
        extractor=node.one("kg:extractor"),
        confidence=node.parsed("kg:confidence", float),
        instead_of=node.get("kg:insteadOf") or "",
    )


def _attribution(data: _Data, node: _Node) -> Attribution:
    return Attribution(node.span("source"), node.span("cue"), node.span("content"), data.speaker(node))
