"""Which thing of a user's knowledge base an entity is: by name, type, context and popularity, or none."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.link.knowledge_base import Entry, KnowledgeBase
from kg.model import Entity, Extraction

__all__ = ["EntryLink", "link_entries"]

_TYPE = 0.3
_USUAL = 0.3
# By a name of the entity that is not its fullest.
_OTHER_NAME = -0.3
# Each word that the entry's context and the document share, up to so many.
_WORD = 0.3
_MOST_WORDS = 4
# A tenfold popularity.
_POPULAR = 0.15
# A forename or surname alone says too little.
_ONE_WORD = -0.5

_ENOUGH = 0.3
_MARGIN = 0.25
_UNIQUE = 1.0

_WORDS = re.compile(r"[^\W\d_]{4,}")
# Words that every description has.
_IDLE = frozenset(
    {"also", "been", "born", "company", "former", "from", "group", "have", "into", "known", "largest", "more", "most"}
    | {"other", "over", "part", "person", "place", "some", "that", "their", "them", "they", "this", "which", "with"}
)


@dataclass(frozen=True, slots=True)
class EntryLink:
    """The entry that an entity of a document is. ``confidence`` is 0 to 1; ``reason`` is for people."""

    entry: Entry
    confidence: float
    reason: str

    @property
    def iris(self) -> tuple[str, ...]:
        """The entry's own IRI and those that the knowledge base says are the same."""
        return self.entry.iri, *self.entry.links


def link_entries(extraction: Extraction, knowledge_base: KnowledgeBase) -> dict[str, EntryLink]:
    """The links of a document's entities, by entity; without those that are not clear.

    Two people of a document who would both be one entry are told apart by the document: neither is linked.
    """
    words = _words(extraction.document.text)
    found: dict[str, EntryLink] = {}
    for entity in extraction.entities:
        own = _words(" ".join((entity.name, *entity.aliases)))
        link = _link(entity, knowledge_base, words - own)
        if link is not None:
            found[entity.id] = link
    people = {entity.id for entity in extraction.entities if entity.type == "Person"}
    count = Counter(link.entry.iri for id_, link in found.items() if id_ in people)
    return {id_: link for id_, link in found.items() if id_ not in people or count[link.entry.iri] == 1}


def _link(entity: Entity, knowledge_base: KnowledgeBase, words: frozenset[str]) -> EntryLink | None:
    scored: dict[str, tuple[float, Entry, int]] = {}
    for name, weight in _names(entity):
        for entry in knowledge_base.candidates(name, entity.type):
            shared = len(words & _words(entry.context))
            score = weight + _score(entry, shared)
            if entry.iri not in scored or score > scored[entry.iri][0]:
                scored[entry.iri] = score, entry, shared
    ranked = sorted(scored.values(), key=lambda item: (-item[0], item[1].iri))
    if not ranked:
        return None
    score, entry, shared = ranked[0]
    lead = score - ranked[1][0] if len(ranked) > 1 else _UNIQUE
    if score < _ENOUGH or lead < _MARGIN:
        return None
    return EntryLink(entry, round(1 - 0.5 * 10 ** -min(lead, score - _ENOUGH + _MARGIN), 2), _reason(ranked, shared))


def _names(entity: Entity) -> Iterator[tuple[str, float]]:
    for name in (entity.name, *entity.aliases):
        short = entity.type == "Person" and len(name.split()) == 1
        yield name, (0 if name == entity.name else _OTHER_NAME) + (_ONE_WORD if short else 0)


def _score(entry: Entry, shared: int) -> float:
    return (
        (_TYPE if entry.type else 0)
        + (_USUAL if entry.usual else 0)
        + _WORD * min(shared, _MOST_WORDS)
        + _POPULAR * math.log10(1 + entry.popularity)
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORDS.findall(text.casefold())) - _IDLE


def _reason(ranked: Sequence[tuple[float, Entry, int]], shared: int) -> str:
    if len(ranked) == 1:
        return "the only one of this name"
    return f"{shared} words of its context are in the text" if shared else "the best known of this name"
