"""The nouns: what flows through `kg`, frozen.

A span is ``(start, end)``: character indices into its document's text, half-open. For every span,
``document.text[start:end]`` is the text that it stands for.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import Literal

__all__ = [
    "DEFAULT_VIEW",
    "UNNAMED",
    "Attribution",
    "Document",
    "Entity",
    "EntityType",
    "Evidence",
    "Extraction",
    "Mention",
    "MentionKind",
    "MentionType",
    "Modality",
    "Polarity",
    "RelationMention",
    "Span",
    "Statement",
    "Status",
    "Time",
    "Value",
]

Span = tuple[int, int]
EntityType = Literal["Person", "Organization", "Place"]
MentionType = Literal["Person", "Organization", "Place", "Date"]
MentionKind = Literal["name", "nominal", "pronoun"]
Polarity = Literal["positive", "negative"]
Modality = Literal["asserted", "possible", "planned", "conditional", "questioned"]
Status = Literal["asserted", "reported", "uncertain", "denied", "known"]

UNNAMED = "unnamed"
"""The speaker of evidence whose source has no name ("officials said")."""


@dataclass(frozen=True, slots=True)
class Document:
    """A text and what is known about it.

    ``published`` is an ISO 8601 date (``2024-11-18``), ``source`` the path or address that it came from.
    """

    id: str
    text: str
    title: str | None = None
    published: str | None = None
    source: str | None = None
    author: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a document that names, describes or points to an entity, or gives a date.

    ``entity`` is the identifier of the entity in its extraction; ``None`` for a date, whose ``value`` is EDTF.
    """

    id: str
    start: int
    end: int
    text: str
    kind: MentionKind
    type: MentionType
    entity: str | None = None
    value: str | None = None

    @property
    def span(self) -> Span:
        return self.start, self.end


@dataclass(frozen=True, slots=True)
class RelationMention:
    """One place where a text relates two mentions, before it is asked who says so and whether it is so.

    ``start`` and ``end`` bound the sentence, ``trigger`` the word that carries the relation, whose clause decides
    polarity, modality and time. ``confidence`` is 0 to 1. Where ``object`` is a date mention the statement has a value.
    ``instead_of`` tells what another extractor read here, which this contradicts or narrows. ``standing`` is how likely
    (0 to 1) a reader takes it to be asserted, reported, uncertain and denied, if one was asked.
    """

    subject: Mention
    predicate: str
    object: Mention
    start: int
    end: int
    trigger: Span
    extractor: str
    confidence: float
    instead_of: str = ""
    standing: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Time:
    """When, as the text says it, and as EDTF (Library of Congress, 2019), such as ``2024-11-18`` or ``2022~``."""

    text: str
    value: str


@dataclass(frozen=True, slots=True)
class Value:
    """The literal object of a statement: the words, the EDTF value, and its kind (always ``date`` so far)."""

    text: str
    value: str
    datatype: str = "date"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One place in one document that says a statement.

    ``start`` and ``end`` bound the sentence, ``subject`` and ``object`` the two mentions in it. ``speaker`` is the
    identifier of the entity who says it, ``UNNAMED``, or ``None`` for the author. Evidence from a knowledge base has
    no spans (``start == end == 0``, ``subject`` and ``object`` ``None``), and its extractor begins with ``known:``.
    ``instead_of`` tells what else was read there and gave way: "parent the other way round, classifier:1 0.61".
    """

    document: str
    start: int
    end: int
    subject: Span | None
    object: Span | None
    polarity: Polarity = "positive"
    modality: Modality = "asserted"
    speaker: str | None = None
    time: Time | None = None
    extractor: str = ""
    confidence: float = 1.0
    instead_of: str = ""

    @property
    def status(self) -> Status:
        """What this evidence alone makes of its statement."""
        if self.extractor.startswith("known:"):
            return "known"
        if self.polarity == "negative":
            return "denied"
        if self.modality != "asserted":
            return "uncertain"
        return "asserted" if self.speaker is None else "reported"


DEFAULT_VIEW: tuple[Status, ...] = ("asserted", "known")
"""What is shown where no status is asked for: what a text states as so, and what a knowledge base says."""

# The strongest first: a statement has the strongest status that any of its evidence gives it.
_STATUS_ORDER: tuple[Status, ...] = ("asserted", "reported", "uncertain", "denied", "known")


@dataclass(frozen=True, slots=True)
class Statement:
    """Subject, predicate and object (an entity) or value (a literal), with all evidence for and against it.

    >>> evidence = Evidence("d1", 0, 30, (0, 4), (20, 29), speaker="e9", confidence=0.5)
    >>> other = Evidence("d2", 0, 30, (0, 4), (20, 29), speaker="e7", confidence=0.5)
    >>> statement = Statement("s1", "e1", "worksFor", "e2", evidence=(evidence, other))
    >>> statement.status, statement.confidence
    ('reported', 0.75)
    """

    id: str
    subject: str
    predicate: str
    object: str | None = None
    value: Value | None = None
    evidence: tuple[Evidence, ...] = ()

    @property
    def status(self) -> Status:
        """The strongest status that any evidence gives: asserted, reported, uncertain, denied, known."""
        found = {evidence.status for evidence in self.evidence}
        return next((status for status in _STATUS_ORDER if status in found), "uncertain")

    @property
    def confidence(self) -> float:
        """How sure the extractors are, 0 to 1: ``1 - Π(1 - cᵢ)`` (SeMRA) over the places that give `status`.

        Several findings in one sentence are not independent, so of them the surest counts.
        """
        status = self.status
        surest: dict[tuple[str, int, int], float] = {}
        for item in self.evidence:
            if item.status == status:
                place = item.document, item.start, item.end
                surest[place] = max(surest.get(place, 0.0), item.confidence)
        return round(1 - prod(1 - confidence for confidence in surest.values()), 4)

    @property
    def times(self) -> tuple[Time, ...]:
        """The times that the evidence gives which decides `status`, each once, by value and text."""
        status = self.status
        found = {item.time for item in self.evidence if item.time is not None and item.status == status}
        return tuple(sorted(found, key=lambda time: (time.value, time.text)))

    @property
    def valid_from(self) -> str | None:
        """Since when it holds, in EDTF: the earliest beginning that the deciding evidence gives, if any.

        It comes from intervals alone: of "was mayor in 2014" nobody knows when that began.

        >>> evidence = Evidence("d1", 0, 30, (0, 4), (20, 29), time=Time("from 2008 to 2012", "2008/2012"))
        >>> statement = Statement("s1", "e1", "mayorOf", "e2", evidence=(evidence,))
        >>> statement.valid_from, statement.valid_to
        ('2008', '2012')
        """
        return min((start for start, _ in self._intervals() if start), default=None)

    @property
    def valid_to(self) -> str | None:
        """Until when it holds, in EDTF: the latest end of an interval that has both ends, or else the earliest other.

        An end with ``?`` is the day of a report by which it was over, at a date that the text does not tell ("the
        former mayor"). It counts where no text tells the date.
        """
        for told in (True, False):
            spans = [(start, end) for start, end in self._intervals() if end and end.endswith("?") != told]
            if spans:
                return max((end for start, end in spans if start), default=None) or min(end for _, end in spans)
        return None

    def _intervals(self) -> list[tuple[str, str]]:
        """Both ends of every interval among the times; an open or unknown end is empty."""
        ends = (time.value.partition("/") for time in self.times)
        return [(start.strip("."), end.strip(".")) for start, slash, end in ends if slash]


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who said what: the spans of the source, of the cue ("said"), of the content; ``entity`` is the source's."""

    source: Span | None
    cue: Span | None
    content: Span | None
    entity: str | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, organisation or place. ``name`` is its fullest name, ``aliases`` the others, sorted."""

    id: str
    type: EntityType
    name: str
    aliases: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one document says; its identifiers (``m1``, ``e1``, ``s1``) hold within it."""

    document: Document
    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()
    statements: tuple[Statement, ...] = ()
    attributions: tuple[Attribution, ...] = ()
