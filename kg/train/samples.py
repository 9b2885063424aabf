"""Annotated texts as what the classifier learns from: windows, the pairs in them, and what is known of each pair."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kg.encoder.windows import Window, places, windows
from kg.model import Mention, Span, Status
from kg.ontology import Ontology, default_ontology
from kg.relations.pairs import KINDS, TYPES, Pair, classes, entity_pairs, fitting, mention_pairs, predicate_of
from kg.relations.standing import STATUSES
from kg.train.annotated import Annotated, Fact, ends_of

if TYPE_CHECKING:
    from tokenizers import Tokenizer

__all__ = ["NEGATIVE", "OUTSIDE", "POSITIVE", "UNKNOWN", "Sample", "samples"]

NEGATIVE, POSITIVE, UNKNOWN = 0, 1, -1

OUTSIDE = 0


@dataclass(frozen=True, slots=True)
class Sample:
    """A window with its pairs.

    ``labels`` has a row for each pair and a column for each class: positive, negative or unknown. ``evidence`` has the
    sentences that say a pair's facts, where that is known; ``statuses`` has how they put them (by the place in
    `kg.relations.standing.STATUSES`), or -1. ``meant`` has the piece of each pronoun that is told of, the mentions of
    persons by number, and which of them are of whom it means. ``tags`` tells of each piece what name it is in, or -1.
    """

    window: Window
    places: tuple[Span, ...]
    types: tuple[int, ...]
    kinds: tuple[int, ...]
    pairs: tuple[Pair, ...]
    labels: NDArray[np.int8]
    evidence: tuple[frozenset[int], ...]
    statuses: NDArray[np.int8]
    meant: tuple[tuple[int, tuple[int, ...], tuple[bool, ...]], ...]
    tags: NDArray[np.int8]


def samples(texts: Iterable[Annotated], tokenizer: Tokenizer, *, ontology: Ontology | None = None) -> Iterator[Sample]:
    """The windows of annotated texts that have a pair."""
    ontology = ontology or default_ontology()
    names = classes(ontology)
    fits = fitting(names, ontology)
    for text in texts:
        known = _Known(text, names)
        for window in windows(text.text, text.sentences, tokenizer):
            if (sample := _sample(text, window, known, fits)) is not None:
                yield sample


class _Known:
    """What is known of any pair of an annotated text."""

    def __init__(self, text: Annotated, names: Sequence[str]) -> None:
        self.text = text
        self.names = names
        self.number = {name: number for number, name in enumerate(names)}
        self.facts: dict[tuple[str, str], list[tuple[Fact, bool]]] = defaultdict(list)
        for facts, certain in ((text.facts, True), (text.unknown, False)):
            for fact in facts:
                self.facts[fact.subject, fact.object].append((fact, certain))
        self.covered = [self._row(predicates) for predicates in text.covered]
        self.whole = self._row(text.whole)

    def _row(self, covered: frozenset[str]) -> NDArray[np.int8]:
        return np.array(
            [NEGATIVE if predicate_of(name)[0] in covered else UNKNOWN for name in self.names], dtype=np.int8
        )

    def label(self, pair: Pair, window: Window) -> tuple[NDArray[np.int8], frozenset[int], int]:
        """A pair's row, the sentences that say its facts, and how they put them."""
        mentions = self.text.mentions
        one, other = mentions[pair.first[0]], mentions[pair.second[0]]
        row = (self.whole if pair.sentence is None else self.covered[pair.sentence]).copy()
        evidence: set[int] = set()
        statuses: set[Status | None] = set()
        for subject, object_, mark in ((one, other, ""), (other, one, "~")):
            for fact, certain in self.facts.get((ends_of(subject), ends_of(object_)), ()):
                number = self.number.get(mark + fact.predicate, self.number.get(fact.predicate))
                if number is None:
                    continue
                says = self._says(fact, pair, window, {one.span, other.span})
                if says:
                    statuses.add(fact.status)
                if says and certain:
                    row[number] = POSITIVE
                    evidence |= fact.evidence
                elif row[number] != POSITIVE:
                    row[number] = UNKNOWN
        status = statuses.pop() if len(statuses) == 1 and pair.sentence is not None else None
        return row, frozenset(evidence), UNKNOWN if status is None else STATUSES.index(status)

    def _says(self, fact: Fact, pair: Pair, window: Window, spans: set[tuple[int, int]]) -> bool:
        if fact.spans is not None:
            return set(fact.spans) == spans
        if not fact.evidence:
            return pair.sentence is None
        if pair.sentence is not None:
            return fact.evidence == {pair.sentence}  # where it takes several, none states the fact by itself
        return not fact.evidence.isdisjoint(window.sentences)


def _sample(text: Annotated, window: Window, known: _Known, fits: NDArray[np.bool_]) -> Sample | None:
    numbers, found_at = places(window, [mention.span for mention in text.mentions])
    mentions = [text.mentions[number] for number in numbers]
    sentences = [window.sentences[first] for first, _ in found_at]
    found, labels, evidence, statuses = [], [], [], []
    for pair in _pairs(mentions, sentences, window, whole=bool(text.whole)):
        one, other = mentions[pair.first[0]], mentions[pair.second[0]]
        fit = fits[TYPES.index(one.type), TYPES.index(other.type)]
        said = Pair(tuple(numbers[n] for n in pair.first), tuple(numbers[n] for n in pair.second), pair.sentence)
        row, says, status = known.label(said, window)
        row[~fit] = UNKNOWN
        if (row != UNKNOWN).any() or status != UNKNOWN:
            found.append(pair)
            labels.append(row)
            evidence.append(says)
            statuses.append(status)
    if not found and not text.is_typed and not text.meant:
        return None
    return Sample(
        window=window,
        places=tuple(found_at),
        types=tuple(TYPES.index(mention.type) for mention in mentions),
        kinds=tuple(KINDS.index(mention.kind) for mention in mentions),
        pairs=tuple(found),
        labels=np.array(labels, dtype=np.int8).reshape(len(labels), len(known.names)),
        evidence=tuple(evidence),
        statuses=np.array(statuses, dtype=np.int8),
        meant=tuple(_meant(text, window, mentions)),
        tags=_tags(text, window, mentions, found_at),
    )


def _pairs(mentions: Sequence[Mention], sentences: Sequence[int], window: Window, *, whole: bool) -> Iterator[Pair]:
    for pair in mention_pairs(mentions, sentences):
        if pair.sentence is None or pair.sentence >= window.fresh:
            yield pair
    if whole:
        yield from entity_pairs(mentions)


def _meant(
    text: Annotated, window: Window, mentions: Sequence[Mention]
) -> Iterator[tuple[int, tuple[int, ...], tuple[bool, ...]]]:
    """The pronouns that are told of, with the names of persons in the window."""
    persons = tuple(n for n, mention in enumerate(mentions) if mention.kind == "name" and mention.type == "Person")
    for start, span in text.meant.items():
        _, at = places(window, [(start, start + 1)])
        if not at or not persons:
            continue
        whom = {
            mentions[n].entity
            for n in persons
            if span is not None and mentions[n].start < span[1] and span[0] < mentions[n].end
        }
        yield at[0][0], persons, tuple(mentions[n].entity is not None and mentions[n].entity in whom for n in persons)


def _tags(text: Annotated, window: Window, mentions: Sequence[Mention], found_at: Sequence[Span]) -> NDArray[np.int8]:
    """What is known of the pieces: all where the names are complete, else the names of facts and lower-case words."""
    tags = np.full(len(window.ids), OUTSIDE if text.is_typed else UNKNOWN, dtype=np.int8)
    if not text.is_typed:
        lower = [start < end and not text.text[start].isupper() for start, end in window.spans]
        tags[lower] = OUTSIDE
    sure = {span for fact in text.facts for span in fact.spans or ()}
    for mention, (first, last) in zip(mentions, found_at, strict=True):
        if mention.kind != "name" or mention.type == "Date":
            continue
        if text.is_typed or mention.span in sure:
            begin = 1 + 2 * TYPES.index(mention.type)
            tags[first] = begin
            tags[first + 1 : last + 1] = begin + 1
        else:
            tags[first : last + 1] = UNKNOWN
    tags[[0, -1]] = UNKNOWN
    return tags
