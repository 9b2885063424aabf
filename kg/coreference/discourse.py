"""Names, pronouns and nominals of one document together: `chains`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from kg.coreference.chaining import name_chains
from kg.coreference.nominals import nominals
from kg.coreference.pronouns import Case, cases, has_pronoun
from kg.coreference.ranker import Judge, default_judge
from kg.coreference.references import references
from kg.coreference.scene import Columns, columns, is_parsed
from kg.coreference.tentative import tentative_names
from kg.gazetteer import place_kind
from kg.model import Entity, Mention, Span

__all__ = ["World", "chains", "world"]

SURE = 0.4
"""How likely the meaning of a pronoun must be for it to become a mention."""

_SURE_IN_A_LIST = 0.8
_MANY = 3  # candidates
_FOLLOWED = 0.5  # for later pronouns to build on it
_TELLS_TYPE = 0.45  # for "he" to make a person of a name that was taken for something else, or for no name
_TELLS_PLACE = 0.8  # the same of a name that was taken for a place's: towns are named beside "she" all the time
_NAMES_TO_A_PRONOUN = 4  # a person is called "he" at least so often


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a pronoun means: its span, the span of a name of the person, and how likely it is."""

    pronoun: Span
    name: Span
    likelihood: float


@dataclass(frozen=True, slots=True)
class World:
    """The names of a text with their entities; ``guessed`` are the entities that only guesses name."""

    named: list[Mention]
    entities: list[Entity]
    guessed: frozenset[str]


def chains(
    doc: Doc, mentions: Sequence[Mention], *, judge: Judge | None = None, sure: float = SURE
) -> tuple[list[Mention], list[Entity]]:
    """Give every name its entity, and add the pronouns and nominals whose entity is sure.

    Args:
        doc: the analysed document; without sentences or parse only names are joined.
        mentions: names and dates in text order, not overlapping.
        judge: tells how likely each meaning of a pronoun is; the default is the one that `kg` ships.
        sure: how likely (0 to 1) the meaning of a pronoun must be for it to become a mention.

    Returns:
        All mentions in text order, identifiers ``m1`` on, and the entities, ``e1`` on in the order of their first
        mention. An entity's name is its fullest, for a country or region the usual one; its aliases are the other
        forms in the text, sorted. A name that a pronoun shows to be a person's is a mention of a person, also where
        ``mentions`` has it under another type or lacks it.
    """
    if not is_parsed(doc):
        named, entities, _ = name_chains(doc.text, mentions)
        return _numbered(named), entities
    answers: list[_Answer] = []
    names = list(mentions)
    c = columns(doc)
    if has_pronoun(doc):
        names, answers = _people(c, mentions, judge or default_judge(), sure)
    named, entities, _ = name_chains(doc.text, names)
    pronouns = _pronouns(doc.text, answers, named, entities)
    known = sorted([*named, *pronouns], key=_span)
    described = nominals(c, known, entities)
    others = references(doc, sorted([*known, *described], key=_span), entities)
    return _numbered([*known, *described, *others]), entities


def _numbered(mentions: Iterable[Mention]) -> list[Mention]:
    return [replace(mention, id=f"m{number}") for number, mention in enumerate(sorted(mentions, key=_span), start=1)]


def _span(mention: Mention) -> Span:
    return mention.span


def _people(c: Columns, mentions: Sequence[Mention], judge: Judge, sure: float) -> tuple[list[Mention], list[_Answer]]:
    """The mentions, as the pronouns that mean persons correct them, and what those pronouns mean."""
    scene = world(c, mentions)
    answers = _answers(c, scene, judge)
    persons = _persons(scene, answers, sure)
    kept = []
    for mention in scene.named:
        is_person = mention.entity in persons
        if mention.entity in scene.guessed and not is_person:
            continue
        kept.append(replace(mention, entity=None, type="Person" if is_person else mention.type))
    spans = {mention.span for mention in kept if mention.type == "Person"}
    return kept, [answer for answer in answers if answer.likelihood >= sure and answer.name in spans]


def _persons(scene: World, answers: Iterable[_Answer], sure: float) -> set[str | None]:
    """The entities that pronouns show to be persons: those that are often meant, for how often they are named."""
    least = {mention.span: max(sure, _TELLS_PLACE if _is_town(mention) else _TELLS_TYPE) for mention in scene.named}
    meant = Counter(answer.name for answer in answers if answer.likelihood >= least[answer.name])
    names = Counter(mention.entity for mention in scene.named)
    return {
        mention.entity
        for mention in scene.named
        if meant[mention.span] * _NAMES_TO_A_PRONOUN >= names[mention.entity] and meant[mention.span]
    }


def _is_town(mention: Mention) -> bool:
    """True for what was taken for a place, and for a club that has the name of one ("Augsburg")."""
    return mention.type == "Place" or (mention.type == "Organization" and place_kind(mention.text) is not None)


def world(c: Columns, mentions: Sequence[Mention]) -> World:
    """The names of a text, and as guesses the names that its mentions lack, joined to entities."""
    guesses = tentative_names(c, mentions)
    named, entities, _ = name_chains(c.text, sorted([*mentions, *guesses], key=_span))
    spans = {mention.span for mention in guesses}
    firm = {mention.entity for mention in named if mention.span not in spans}
    return World(named, entities, frozenset(entity.id for entity in entities if entity.id not in firm))


def _answers(c: Columns, scene: World, judge: Judge) -> list[_Answer]:
    span_of: dict[str, Span] = {}
    for mention in scene.named:
        if mention.entity is not None:
            span_of.setdefault(mention.entity, mention.span)
    answers = []

    def choose(case: Case) -> int | None:
        *likelihoods, _ = judge.likelihoods(c, case)
        best = max(range(len(likelihoods)), key=likelihoods.__getitem__)
        if likelihoods[best] < _SURE_IN_A_LIST and _is_one_of_many(c, case, best):
            return None
        entity = scene.entities[case.candidates[best].figure.number]
        token = case.pronoun.token
        answers.append(_Answer((c.starts[token], c.ends[token]), span_of[entity.id], likelihoods[best]))
        return best if likelihoods[best] >= _FOLLOWED else None

    for _ in cases(c, scene.named, scene.entities, scene.guessed, choose):
        pass
    return answers


def _is_one_of_many(c: Columns, case: Case, best: int) -> bool:
    """True if a candidate stands in one list with others who may as well be meant: "Ann, Eve and Mia met. Her plan"."""
    tops = [c.climbed(candidate.nearest.head) for candidate in case.candidates]
    return tops.count(tops[best]) >= _MANY


def _pronouns(
    text: str, answers: Sequence[_Answer], named: Sequence[Mention], entities: Sequence[Entity]
) -> list[Mention]:
    entity_at = {mention.span: mention.entity for mention in named}
    type_of = {entity.id: entity.type for entity in entities}
    found = []
    for answer in answers:
        entity = entity_at[answer.name]
        if entity is not None and type_of[entity] == "Person":
            start, end = answer.pronoun
            found.append(Mention("", start, end, text[start:end], "pronoun", "Person", entity))
    return found
