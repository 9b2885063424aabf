"""Pronouns for things, and nominals, whose entity is sure enough; the others are no mentions at all.

Each looks back over its own sentence and the one before it. What it stands for counts as named there, so that a company
that one sentence after another calls "it" stays in view.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate, islice

from spacy.tokens import Doc, Token

from kg.errors import DataError
from kg.gazetteer import is_country
from kg.model import Entity, Mention

__all__ = ["references"]

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
# A sentence that names more than this is a list, in which no pronoun is sure.
_MOST_SEEN = 64


@cache
def _kinds() -> Mapping[str, str]:
    """What pronouns and nominals stand for, by their lower-case form.

    The kinds are ``thing``; ``any``, ``country``.
    """
    text = files("kg").joinpath("data/coreference/references.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    try:
        return {word: kind for part in ("pronouns", "kinds") for kind, words in table[part].items() for word in words}
    except KeyError as error:
        raise DataError(f"kg/data/coreference/references.toml: lacks the table {error}") from error


@dataclass(frozen=True, slots=True)
class _Seen:
    """A place where an entity is named or meant: its last token, and its sentence."""

    token: int
    sentence: int
    entity: str


@dataclass(slots=True)
class _View:
    """What has been seen up to a place in the text, and what is known of each entity."""

    doc: Doc
    text: str
    seen: list[_Seen]
    entities: Mapping[str, Entity]

    def near(self, token: int, sentence: int, *, back: int = 1) -> list[_Seen]:
        """What was seen before a token, in its sentence and the ones before it."""
        found = []
        for seen in islice(reversed(self.seen), _MOST_SEEN):
            if seen.sentence < sentence - back:
                break
            if seen.token < token:
                found.append(seen)
        return found


def references(doc: Doc, known: Sequence[Mention], entities: Sequence[Entity]) -> list[Mention]:
    """Mentions of kind ``pronoun`` and ``nominal``, in text order, none of them on a mention that is known.

    Args:
        doc: analysed, with sentences and parse.
        known: all mentions so far, in text order, with their entities.
        entities: the entities, whose identifiers the mentions have.
    """
    kinds = {doc.vocab.strings[word]: kind for word, kind in _kinds().items()}
    found = [(token, kinds[word]) for token, word in enumerate(doc.to_array("LOWER").tolist()) if word in kinds]
    if not found:
        return []
    starts = doc.to_array("IDX").tolist()
    sentences = list(accumulate(int(start == 1) for start in doc.to_array("SENT_START").tolist()))
    places = [(bisect_right(starts, mention.end - 1) - 1, mention) for mention in known if mention.entity]
    covered = _covered(starts, known)
    view = _View(doc, doc.text, [], {entity.id: entity for entity in entities})
    return list(_resolved(found, places, sentences, covered, view))


def _covered(starts: Sequence[int], named: Sequence[Mention]) -> set[int]:
    """The tokens that names and dates take up."""
    return {
        token
        for mention in named
        for token in range(bisect_right(starts, mention.start) - 1, bisect_right(starts, mention.end - 1))
    }


def _resolved(
    found: Sequence[tuple[int, str]],
    places: Sequence[tuple[int, Mention]],
    sentences: Sequence[int],
    covered: set[int],
    view: _View,
) -> Iterator[Mention]:
    todo = iter(places)
    following = next(todo, None)
    for token, kind in found:
        while following is not None and following[0] < token:
            place, mention = following
            assert mention.entity is not None
            view.seen.append(_Seen(place, sentences[place], mention.entity))
            following = next(todo, None)
        reference = view.doc[token]
        if token in covered or reference.is_upper:  # "IT" is no pronoun
            continue
        entity = _FIND[kind](reference, sentences[token], view)
        if entity is not None:
            view.seen.append(_Seen(token, sentences[token], entity))
            yield _mention(reference, kind, view.entities[entity], view.text)


def _mention(token: Token, kind: str, entity: Entity, text: str) -> Mention:
    is_pronoun = kind == "thing"
    first = token if is_pronoun else token.nbor(-1)
    start, end = first.idx, token.idx + len(token)
    return Mention("", start, end, text[start:end], "pronoun" if is_pronoun else "nominal", entity.type, entity.id)


def _only(near: Sequence[_Seen]) -> str | None:
    found = {seen.entity for seen in near}
    return found.pop() if len(found) == 1 else None


def _thing(token: Token, sentence: int, view: _View) -> str | None:
    """What is the subject of the first verb above that has one: "the bank lost its licence"."""
    subjects = (
        child.i
        for verb in token.ancestors
        for child in verb.children
        if child.dep_ in _SUBJECTS and child.i < token.i and child != token.head
    )
    first = next(subjects, None)
    if first is None or any(child.dep_ == "conj" for child in view.doc[first].children):
        return None
    near = view.near(token.i, sentence, back=0)
    return _only([seen for seen in near if seen.token == first and view.entities[seen.entity].type != "Person"])


def _is_plain_nominal(token: Token) -> bool:
    """True for "the company" and nothing more: not "the oil company", "the company Lindner", "the company that …"."""
    if token.i == 0 or token.nbor(-1).lower_ not in ("the", "this") or token.nbor(-1).head != token:
        return False
    return all(child.dep_ in ("det", "punct", "case") for child in token.children) and token.dep_ != "compound"


def _organization(token: Token, sentence: int, view: _View) -> str | None:
    if not _is_plain_nominal(token):
        return None
    near = view.near(token.i, sentence)
    return _only([seen for seen in near if view.entities[seen.entity].type == "Organization"])


def _country(token: Token, sentence: int, view: _View) -> str | None:
    if not _is_plain_nominal(token):
        return None
    near = view.near(token.i, sentence)
    return _only([seen for seen in near if is_country(view.entities[seen.entity].name)])


_FIND = {
    "thing": _thing,
    "any": _organization,
    "country": _country,
}
