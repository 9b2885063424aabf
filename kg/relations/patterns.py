"""Relations by pattern: what the files in `data/patterns/en` say, matched on the tree of each sentence.

Two forms, documented for authors in `docs/patterns.md`:

``subj:O < acquire|buy/VERB > obj:O``
    A trigger (lemmas, part of speech) with two roles. A role names how an argument is reached (`roles.py` undoes
    passives, relative clauses, conjunctions, control), then the types that it may have.

``[City] , [Country]``
    Two names with exactly these words between them, for relations that no word carries.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

from spacy.tokens import Doc

from kg.errors import DataError
from kg.gazetteer import country_of, is_country, is_demonym, place_kind
from kg.model import Mention, RelationMention
from kg.ontology import Ontology, default_ontology
from kg.relations import roles
from kg.relations.tree import Tree, grow

__all__ = ["Pattern", "Patterns", "Role", "Trigger", "default_patterns", "parse_pattern", "read_patterns"]

_TYPES = {
    "P": ("Person",),
    "O": ("Organization",),
    "L": ("Place",),
    "A": ("Person", "Organization", "Place"),
    "Country": ("Place",),
    "City": ("Place",),
    "Region": ("Place",),
    "Demonym": ("Place",),
    "Body": ("Organization",),
    "Party": ("Organization",),
    "Seat": ("Organization",),
    "Employer": ("Organization",),
    "Firm": ("Organization",),
    "Date": ("Date",),
}
_ANY = "*"  # stands for any lemma
_DATE_PREPOSITIONS = frozenset({"in", "on", "at", "around", "during", "since"})
_LONGEST_RUN = 7  # words between two names
_LONGEST_GAP = 4  # words that ``~`` stands for
_NAMED_KINDS = {"Body": ("body", "body_noun"), "Party": ("party", "party_noun"), "Seat": ("", "seat_noun")}
_NAMED_ROLES = ("subj", "obj", "holder", "mod", "iobj", "date")
_VERB, _NOUN = frozenset({"VERB", "AUX"}), frozenset({"NOUN", "PROPN"})
_SINGULAR = frozenset({"NN", "NNP"})
_IN_NOUN_PHRASE = frozenset({"NOUN", "ADJ", "PROPN"})
_POS = {"VERB": _VERB, "NOUN": _NOUN, "ADJ": frozenset({"ADJ", "VERB", "NOUN"})}


@dataclass(frozen=True, slots=True)
class Role:
    """How an argument is reached from the trigger, and what it may be.

    ``ways`` are tried in turn until one gives mentions that fit: ``subj``, ``obj``, ``iobj``, ``holder``, ``mod``,
    ``date``, or a preposition (``in+into`` for either of two). A way that ends in ``!`` takes names only, no "troops"
    or "officials" for them; ``mod!`` only one with no noun in between ("Greek football president").
    ``kinds`` are type letters (P, O, L, A), ``Date``, or narrower: ``Country``, ``City`` (a place that is no country),
    ``Region`` (part of a country, or of several), ``Demonym`` (of a country, or its initials); by what the name of an
    organisation says, ``Body`` of a state, ``Party``, ``Seat`` (a university, a hospital), ``Employer`` (no party),
    ``Firm`` (neither a party nor a body).
    """

    ways: tuple[str, ...]
    kinds: tuple[str, ...]

    def admits(self, mention: Mention) -> bool:
        return any(_fits(mention, kind) for kind in self.kinds)


@dataclass(frozen=True, slots=True)
class Trigger:
    """The words that carry the relation.

    ``phrases`` are lemmas (``*`` for any), several of them where they stand one after the other ("prime minister"); the
    last is the head. ``dependents`` must hang below the head one after the other ("take" + "control"). ``without`` are
    lemmas and dependencies ("dobj") that no child may have.
    """

    phrases: tuple[tuple[str, ...], ...]
    pos: frozenset[str]
    dependents: tuple[frozenset[str], ...] = ()
    without: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Pattern:
    """One line of the pattern file. ``between`` is set for the second form: the words between two names."""

    id: str
    predicate: str
    notation: str
    subject: Role
    object: Role
    trigger: Trigger | None
    between: tuple[str, ...] | None = None
    flipped: bool = False  # second form: the object is the first of the two names
    confidence: float = 0.85
    examples: tuple[str, ...] = ()
    counterexamples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Patterns:
    """A set of patterns, indexed by trigger; call it with a Doc and its mentions."""

    patterns: tuple[Pattern, ...]
    ontology: Ontology = field(default_factory=default_ontology)

    def __post_init__(self) -> None:
        by_head: dict[str, list[tuple[Pattern, tuple[str, ...]]]] = {}
        for pattern in self.patterns:
            if pattern.trigger is not None:
                for phrase in pattern.trigger.phrases:
                    by_head.setdefault(phrase[-1], []).append((pattern, phrase))
        for entries in by_head.values():
            # The longest phrase first, as it shadows the shorter ("vice president" is no "president").
            entries.sort(key=lambda entry: -len(entry[1]))
        object.__setattr__(self, "_by_head", by_head)
        object.__setattr__(self, "_runs", tuple(pattern for pattern in self.patterns if pattern.between is not None))

    def __call__(self, doc: Doc, mentions: Sequence[Mention]) -> list[RelationMention]:
        """All relations that a pattern finds, the wider of two that one pair gives left out, in text order."""
        tree = grow(doc, mentions)
        found: dict[tuple[str, str, str], RelationMention] = {}
        for relation in (*self._by_trigger(tree), *self._by_run(tree, mentions)):
            key = (relation.subject.id, relation.predicate, relation.object.id)
            if key not in found or relation.confidence > found[key].confidence:
                found[key] = relation
        return _narrowest(found, self.ontology)

    def _by_trigger(self, tree: Tree) -> Iterator[RelationMention]:
        by_head: Mapping[str, list[tuple[Pattern, tuple[str, ...]]]] = self._by_head  # type: ignore[attr-defined]
        for token, lemma in enumerate(tree.lemmas):
            longest = 0
            for pattern, _ in by_head.get(_ANY, ()):
                yield from _match(tree, token, (lemma,), pattern)
            for pattern, phrase in by_head.get(lemma, ()):
                if len(phrase) < longest:
                    break
                if not _phrase_at(tree, token, phrase):
                    continue
                longest = len(phrase)
                yield from _match(tree, token, phrase, pattern)

    def _by_run(self, tree: Tree, mentions: Sequence[Mention]) -> Iterator[RelationMention]:
        runs: tuple[Pattern, ...] = self._runs  # type: ignore[attr-defined]
        names = [mention for mention in mentions if mention.kind == "name" and mention.id in tree.bounds]
        for first, second, end in _neighbours(tree, names):
            start = tree.bounds[first.id][1]
            if end - start > _LONGEST_RUN or tree.sentence[start - 1] != tree.sentence[end]:
                continue
            for pattern in runs:
                subject, object_ = (second, first) if pattern.flipped else (first, second)
                if (
                    pattern.subject.admits(subject)
                    and pattern.object.admits(object_)
                    and _between(tree, start, end, pattern.between or ())
                ):
                    yield _relation(tree, pattern, subject, object_, trigger=tree.head_of[second.id])


def _neighbours(tree: Tree, names: Sequence[Mention]) -> Iterator[tuple[Mention, Mention, int]]:
    """Each two names in a row, with the token where the words between them end.

    A place that stands right before a name belongs to it, so the name before that is a neighbour too: "Ana Rey of the
    *Chilean* Greens".
    """
    for index in range(1, len(names)):
        start = tree.bounds[names[index].id][0]
        before = names[index - 1]
        yield before, names[index], start
        first, end = tree.bounds[before.id]
        if index > 1 and before.type == "Place" and (end == start or tree.words[end:start] in (["'s"], ["’s"])):
            yield names[index - 2], names[index], first


def _fits(mention: Mention, kind: str) -> bool:
    if mention.type not in _TYPES[kind]:
        return False
    if kind == "Country":
        return country_of(mention.text) is not None
    if kind == "City":
        return country_of(mention.text) is None and not is_demonym(mention.text)
    if kind == "Demonym":
        return country_of(mention.text) is not None and (mention.text.isupper() or not is_country(mention.text))
    if kind == "Region":
        return country_of(mention.text) is None and (
            is_demonym(mention.text) or place_kind(mention.text) in {"region", "state"}
        )
    if kind == "Employer":
        return not _fits(mention, "Party")
    if kind == "Firm":
        return not _fits(mention, "Body") and not _fits(mention, "Party")
    if kind in _NAMED_KINDS:
        return _says(mention.text, *_NAMED_KINDS[kind])
    return True


def _says(name: str, whole: str, noun: str) -> bool:
    """True if a name is in one list, or ends in a word of the other or has one before "of" or "for"."""
    words = name.lower().removeprefix("the ").split()
    if whole and "-".join(words) in roles.nouns(whole):
        return True
    heads = [words[-1], *(word for word, after in pairwise(words) if after in {"of", "for"})]
    return any(word in roles.nouns(noun) for word in heads)


def _phrase_at(tree: Tree, head: int, phrase: tuple[str, ...]) -> bool:
    """True if the words before the head are the phrase's others, and in no name; hyphens between them do not count."""
    token = head
    for word in reversed(phrase[:-1]):
        token -= 1
        if token >= 0 and tree.words[token] == "-":
            token -= 1
        if token < 0 or tree.mention[token] is not None or word not in (tree.lemmas[token], tree.words[token]):
            return False
    return True


def _match(tree: Tree, head: int, phrase: tuple[str, ...], pattern: Pattern) -> Iterator[RelationMention]:
    trigger = pattern.trigger
    assert trigger is not None
    if tree.pos[head] not in trigger.pos or (tree.mention[head] is not None and tree.pos[head] == "PROPN"):
        return
    chain = _dependents(tree, head, trigger)
    if chain is None or _has_any(tree, (head, *chain), trigger.without):
        return
    first = _first_of(tree, head, phrase)
    subjects = list(_fill(tree, head, first, chain, pattern.subject))
    if not subjects:
        return
    for object_, directness in _fill(tree, head, first, chain, pattern.object):
        for subject, other in subjects:
            if subject.span != object_.span and tree.sentence[head] == tree.sentence[tree.bounds[subject.id][0]]:
                yield _relation(tree, pattern, subject, object_, trigger=head, directness=other * directness)


def _first_of(tree: Tree, head: int, phrase: tuple[str, ...]) -> int:
    token = head
    for _ in phrase[:-1]:
        token -= 1
        if tree.words[token] == "-":
            token -= 1
    return token


def _dependents(tree: Tree, head: int, trigger: Trigger) -> tuple[int, ...] | None:
    """The tokens of the trigger's dependents, each below the one before or below the head; None if one is missing."""
    chain: list[int] = []
    for wanted in trigger.dependents:
        above = [head, *chain]
        below = [child for token in above for child in tree.children[token]]
        # "take control", and one preposition further: "come to power".
        below += [child for token in below if tree.deps[token] in {"prep", "agent"} for child in tree.children[token]]
        if roles.is_passive(tree, head):
            below += list(roles.objects(tree, head))  # "control was taken"
        token = next((token for token in below if tree.lemmas[token] in wanted), None)
        if token is None:
            return None
        chain.append(token)
    return tuple(chain)


def _has_any(tree: Tree, tokens: Iterable[int], words: frozenset[str]) -> bool:
    """True if a child of the tokens is one of the words, or hangs by a dependency that is ("dobj")."""
    if not words:
        return False
    return any(
        tree.lemmas[child] in words or tree.deps[child] in words for token in tokens for child in tree.children[token]
    )


def _fill(tree: Tree, head: int, first: int, chain: tuple[int, ...], role: Role) -> Iterator[tuple[Mention, float]]:
    """The mentions that fill a role, by the first of its ways that gives any."""
    for way in role.ways:
        found: dict[str, tuple[Mention, float]] = {}
        strict = way.endswith("!") or way == "holder"
        for token in _reach(tree, head, first, chain, way if way == "mod!" else way.rstrip("!")):
            # "Chancellor Ana Rey and Bo Li": what is singular describes only the first of joined names.
            joined = way != "holder" or tree.tags[head] not in _SINGULAR
            for mention, directness in roles.denoted(tree, token, proxies=not strict, joined=joined):
                if role.admits(mention) and mention.id not in found:
                    found[mention.id] = mention, directness
        if found:
            yield from found.values()
            return


def _reach(tree: Tree, head: int, first: int, chain: tuple[int, ...], way: str) -> Iterator[int]:
    if way == "subj":
        yield from roles.subjects(tree, head)
    elif way == "obj":
        yield from (token for token in roles.objects(tree, head) if token not in chain)
    elif way == "iobj":
        yield from tree.children_by(head, "dative")
        yield from (token for token in roles.objects(tree, head) if token not in chain)
    elif way == "holder":
        yield from roles.holders(tree, head)
    elif way in {"mod", "mod!"}:
        for token in (head, *chain):
            noun = first if token == head else token
            for name in roles.modifiers(tree, noun):
                if way == "mod" or not any(tree.pos[between] in _NOUN for between in range(name + 1, noun)):
                    yield name
    elif way == "date":
        yield from _dates(tree, (head, *chain))
    else:
        yield from _behind_prepositions(tree, head, chain, frozenset(way.split("+")))


def _behind_prepositions(tree: Tree, head: int, chain: tuple[int, ...], prepositions: frozenset[str]) -> Iterator[int]:
    """The objects of the prepositions that hang on the trigger, else of those that a parser hung on a neighbour."""
    own = [object_ for token in (head, *chain) for object_ in roles.prepositional(tree, token, prepositions)]
    if own:
        yield from own
        return
    for token in _beside(tree, head, any_noun=prepositions == {"at"}):
        # What hangs on another word belongs to the trigger only behind it.
        near = [object_ for object_ in roles.prepositional(tree, token, prepositions) if object_ > head]
        if near and (not _is_name(tree, token) or tree.mention[near[0]] is not tree.mention[token]):
            yield from near
            return


def _beside(tree: Tree, head: int, *, any_noun: bool) -> Iterator[int]:
    """The words on which a parser may hang a prepositional phrase that belongs to the trigger.

    With ``any_noun``, also nouns that are no name: "professor of law *at Acme*".
    """
    above, follower = tree.heads[head], head + 1
    if tree.pos[head] in _VERB:
        yield from (child for child in tree.children_by(head, "dobj") if _is_name(tree, child))  # "killed Bo *in Lyon*"
        return
    for prep in tree.children_by(head, "prep"):
        if tree.words[prep] == "of" or any_noun:  # "the murder of Bo *in Lyon*"
            yield from (child for child in tree.children_by(prep, "pobj") if any_noun or _is_name(tree, child))
    title_of = tree.mention[follower] if tree.deps[head] == "compound" and follower < len(tree) else None
    if title_of is not None:
        yield tree.head_of[title_of.id]  # "President Ana Rey *of Chile*"
    if tree.deps[head] == "attr" or (tree.deps[head] == "conj" and tree.pos[above] in _NOUN):
        yield above  # "is head of research *at Acme*"; "founder and head *of Acme*", hung on the first of the joined
    for joined in tree.children_by(head, "conj"):
        # "founder and head *of Acme*": the last of the joined nouns carries the preposition for all.
        if tree.pos[joined] == tree.pos[head] and not _is_name(tree, joined) and tree.pos[head] in _NOUN:
            yield joined


def _is_name(tree: Tree, token: int) -> bool:
    return tree.mention[token] is not None


def _dates(tree: Tree, tokens: tuple[int, ...]) -> Iterator[int]:
    for token in tokens:
        for child in tree.children[token]:
            if tree.deps[child] in {"npadvmod", "advmod", "dobj", "nsubj"} and tree.mention[child] is not None:
                yield child
            elif tree.deps[child] == "prep" and tree.words[child] in _DATE_PREPOSITIONS:
                yield from tree.children_by(child, "pobj")
                # "born in Lyon on 3 May": the second preposition may hang on the first one's object.
                for inner in tree.children_by(child, "pobj"):
                    for prep in tree.children_by(inner, "prep"):
                        yield from tree.children_by(prep, "pobj")


def _between(tree: Tree, start: int, end: int, words: tuple[str, ...]) -> bool:
    """True if the tokens are the words; ``~`` stands for up to four that can only belong to one noun phrase."""
    if not words:
        return start == end
    if words[0] != "~":
        return start < end and tree.words[start] in words[0].split("|") and _between(tree, start + 1, end, words[1:])
    if tree.words[start] == "-":
        return False  # "US-based", "Russian-led"
    for token in range(start, min(end, start + _LONGEST_GAP)):
        if tree.pos[token] not in _IN_NOUN_PHRASE and tree.words[token] != "-" and tree.deps[token] != "amod":
            return False
        if _between(tree, token + 1, end, words[1:]):
            return True
    return False


def _relation(
    tree: Tree, pattern: Pattern, subject: Mention, object_: Mention, *, trigger: int, directness: float = 1.0
) -> RelationMention:
    start, end = tree.sentence[trigger]
    return RelationMention(
        subject=subject,
        predicate=pattern.predicate,
        object=object_,
        start=min(start, subject.start, object_.start),
        end=max(end, subject.end, object_.end),
        trigger=tree.spans[trigger],
        extractor=f"pattern:{pattern.id}",
        confidence=round(pattern.confidence * directness, 4),
    )


def _narrowest(found: Mapping[tuple[str, str, str], RelationMention], ontology: Ontology) -> list[RelationMention]:
    wider = {(subject, also, object_) for subject, predicate, object_ in found for also in ontology.wider(predicate)}
    kept = [relation for key, relation in found.items() if key not in wider]
    return sorted(kept, key=lambda r: (r.start, r.subject.start, r.object.start, r.predicate))


@cache
def default_patterns() -> Patterns:
    """The patterns that `kg` ships, for English: one file a group of predicates."""
    folder = files("kg").joinpath("data/patterns/en")
    lines = [
        (f"kg/data/patterns/en/{file.name}:{number}", line)
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
    ]
    return _parse_lines(lines, default_ontology())


def read_patterns(path: str | Path, *, ontology: Ontology | None = None) -> Patterns:
    """Read a pattern file of the form of those in `kg/data/patterns/en`.

    Raises:
        DataError: a line that is not JSON, breaks the notation, or names a predicate that the ontology lacks.
    """
    lines = enumerate(Path(path).read_text(encoding="utf-8").splitlines(), 1)
    return _parse_lines(((f"{path}:{number}", line) for number, line in lines), ontology or default_ontology())


def _parse_lines(lines: Iterable[tuple[str, str]], ontology: Ontology) -> Patterns:
    patterns: dict[str, Pattern] = {}
    for place, line in lines:
        if not line.strip():
            continue
        try:
            pattern = parse_pattern(json.loads(line))
        except (json.JSONDecodeError, KeyError, ValueError) as error:
            raise DataError(f"{place}: {error}") from error
        if pattern.predicate not in ontology.predicates:
            raise DataError(f"{place}: predicate {pattern.predicate!r} is not in the ontology")
        if pattern.id in patterns:
            raise DataError(f"{place}: the id {pattern.id!r} stands twice")
        patterns[pattern.id] = pattern
    return Patterns(tuple(patterns.values()), ontology)


def parse_pattern(entry: Mapping[str, object]) -> Pattern:
    """One line of a pattern file, parsed.

    >>> entry = {"id": "buys", "predicate": "acquired", "pattern": "subj:O < buy|take over/VERB > obj:O"}
    >>> pattern = parse_pattern(entry)
    >>> pattern.trigger.phrases
    (('buy',), ('take', 'over'))
    """
    notation = str(entry["pattern"])
    subject, trigger, object_, between, flipped = (
        _parse_run(notation) if notation.startswith("[") else _parse_tree(notation)
    )
    return Pattern(
        id=str(entry["id"]),
        predicate=str(entry["predicate"]),
        notation=notation,
        subject=subject,
        object=object_,
        trigger=trigger,
        between=between,
        flipped=flipped,
        confidence=float(str(entry.get("confidence", 0.85))),
        examples=tuple(entry.get("examples", ())),  # type: ignore[arg-type]
        counterexamples=tuple(entry.get("counterexamples", ())),  # type: ignore[arg-type]
    )


_Parsed = tuple[Role, Trigger | None, Role, tuple[str, ...] | None, bool]
_TREE = re.compile(r"(?P<subject>\S+) < (?P<trigger>.+) > (?P<object>\S+)")
_RUN = re.compile(r"\[(?P<first>[^\]]+)\] ?(?P<words>.*?) ?\[(?P<second>[^\]]+)\](?P<flipped> reversed)?")


def _parse_tree(notation: str) -> _Parsed:
    parts = _TREE.fullmatch(notation)
    if not parts:
        raise ValueError(f"{notation!r} is not 'role:types < trigger/POS > role:types'")
    return _parse_role(parts["subject"]), _parse_trigger(parts["trigger"]), _parse_role(parts["object"]), None, False


def _parse_run(notation: str) -> _Parsed:
    parts = _RUN.fullmatch(notation)
    if not parts:
        raise ValueError(f"{notation!r} is not '[type] words [type]'")
    first, second = (Role((), _kinds(parts[name])) for name in ("first", "second"))
    flipped = parts["flipped"] is not None
    return (second if flipped else first), None, (first if flipped else second), tuple(parts["words"].split()), flipped


def _parse_role(text: str) -> Role:
    ways, colon, kinds = text.partition(":")
    if not colon:
        raise ValueError(f"role {text!r} has no types: write {text}:A for any")
    for way in ways.split("|"):
        if way.rstrip("!") not in _NAMED_ROLES and not re.fullmatch(r"[a-z]+(\+[a-z]+)*!?", way):
            raise ValueError(f"role {way!r} is neither one of {', '.join(_NAMED_ROLES)} nor a preposition")
    return Role(tuple(ways.split("|")), _kinds(kinds))


def _kinds(text: str) -> tuple[str, ...]:
    kinds = tuple(text.split("|"))
    for kind in kinds:
        if kind not in _TYPES:
            raise ValueError(f"type {kind!r} is not one of {', '.join(_TYPES)}")
    return kinds


def _parse_trigger(text: str) -> Trigger:
    """``phrase|phrase/POS + lemma|lemma - lemma|lemma``: the words, what must hang below them, what must not."""
    text, _, without = text.partition(" - ")
    head, *dependents = text.split(" + ")
    phrases, slash, pos = head.rpartition("/")
    if not slash or pos not in _POS:
        raise ValueError(f"trigger {head!r} does not end in one of {', '.join('/' + name for name in _POS)}")
    return Trigger(
        phrases=tuple(tuple(phrase.split()) for phrase in phrases.split("|")),
        pos=_POS[pos],
        dependents=tuple(frozenset(words.split("|")) for words in dependents),
        without=frozenset(without.split("|")) - {""},
    )
