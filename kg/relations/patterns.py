"""Relations by pattern: what the files in `data/patterns/en` say, matched on the tree of each sentence."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path

from spacy.tokens import Doc

from kg.errors import DataError
from kg.model import Mention, RelationMention
from kg.ontology import Ontology, default_ontology
from kg.relations import roles
from kg.relations.arguments import Site, fill
from kg.relations.kinds import fits
from kg.relations.notation import ANY_LEMMA, ANY_NOUNS, Pattern, Trigger, parse_pattern
from kg.relations.tree import Tree, grow

__all__ = ["Patterns", "default_patterns", "read_patterns"]

_LONGEST_RUN = 7  # words between two names
_LONGEST_GAP = 4  # words that ``~`` stands for
_PLURAL = frozenset({"NNS", "NNPS"})  # tags
_SET_OFF = frozenset({",", "(", ")", "-", "–", "—", ".", ";", ":", '"', "”"})
_IN_NOUN_PHRASE = frozenset({"NOUN", "ADJ", "PROPN"})


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
        phrases = self._phrases(tree)
        longer = {token: len(words) for token, words in phrases.items() if "and" not in words}
        inside = {token - back for token, length in longer.items() for back in range(1, length)}
        for token, lemma in enumerate(tree.lemmas):
            for pattern, _ in self._entries(ANY_LEMMA):
                yield from _match(tree, token, (lemma,), pattern)
            if token in inside and len(phrases.get(token, ())) < 2:
                continue  # "*chief* of staff"
            for pattern, phrase in self._entries(lemma):
                if phrase == phrases.get(token):
                    yield from _match(tree, token, phrase, pattern)

    def _entries(self, lemma: str) -> Sequence[tuple[Pattern, tuple[str, ...]]]:
        """The patterns whose triggers end in a lemma, each with its trigger's words, the longest first."""
        by_head: Mapping[str, Sequence[tuple[Pattern, tuple[str, ...]]]] = self._by_head  # type: ignore[attr-defined]
        return by_head.get(lemma, ())

    def _phrases(self, tree: Tree) -> dict[int, tuple[str, ...]]:
        """The longest trigger that ends at each token."""
        found = {}
        for token, lemma in enumerate(tree.lemmas):
            phrase = next((phrase for _, phrase in self._entries(lemma) if _phrase_at(tree, token, phrase)), None)
            if phrase is not None:
                found[token] = phrase
        return found

    def _by_run(self, tree: Tree, mentions: Sequence[Mention]) -> Iterator[RelationMention]:
        runs: tuple[Pattern, ...] = self._runs  # type: ignore[attr-defined]
        names = [mention for mention in mentions if mention.kind == "name" and mention.id in tree.bounds]
        for first, second, end in _neighbours(tree, names):
            start = tree.bounds[first.id][1]
            if end - start > _LONGEST_RUN or tree.sentence[start - 1] != tree.sentence[end]:
                continue
            if any(_is_half(tree, name) for name in (first, second)):
                continue
            for pattern in runs:
                subject, object_ = (second, first) if pattern.flipped else (first, second)
                if (
                    pattern.subject.admits(subject)
                    and pattern.object.admits(object_)
                    and _runs(tree, start, end, second, pattern)
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
    if tree.pos[head] not in trigger.pos or _in_longer_name(tree, head, phrase):
        return
    chain = _dependents(tree, head, trigger)
    if chain is None or _has_any(tree, (head, *chain), trigger.without):
        return
    first = _first_of(tree, head, phrase)
    site = Site(head, first, chain)
    subjects = list(fill(tree, site, pattern.subject))
    if not subjects and tree.deps[head] == "pobj":
        # "Ana Rey, *chief of staff* at Acme": the head of the phrase is its first word.
        site = Site(first, first, (head, *chain))
        subjects = list(fill(tree, site, pattern.subject))
    if not subjects:
        return
    for object_, directness in fill(tree, site, pattern.object):
        for subject, other in subjects:
            if subject.span != object_.span and _in_sentence(tree, head, subject, object_):
                yield _relation(tree, pattern, subject, object_, trigger=head, directness=other * directness)


def _in_sentence(tree: Tree, token: int, *mentions: Mention) -> bool:
    """True if the mentions stand in the sentence of a token; the name behind a noun may begin the next one."""
    return all(tree.sentence[tree.bounds[mention.id][0]] == tree.sentence[token] for mention in mentions)


def _in_longer_name(tree: Tree, head: int, phrase: tuple[str, ...]) -> bool:
    """True if the trigger is only a word of a name: "*Meet* the Press", "Black *President*"."""
    mention = tree.mention[head]
    if mention is None:
        return False
    first, end = tree.bounds[mention.id]
    return tree.pos[head] == "PROPN" or end - first > len(phrase)


def _first_of(tree: Tree, head: int, phrase: tuple[str, ...]) -> int:
    """The token where a phrase that ends in its head begins."""
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


def _runs(tree: Tree, start: int, end: int, second: Mention, pattern: Pattern) -> bool:
    """True if the tokens are a pattern's words, and what they say is of the name behind them."""
    words = pattern.between or ()
    if not _between(tree, start, end, words) or (pattern.whole and _modifies(tree, second)):
        return False
    return words[-2:] != (ANY_NOUNS, ",") or _describes(tree, end - 2, second)


def _between(tree: Tree, start: int, end: int, words: tuple[str, ...]) -> bool:
    """True if the tokens are the words; ``~`` stands for up to four that can only belong to one noun phrase."""
    if not words:
        return start == end
    if words[0] != ANY_NOUNS:
        return start < end and tree.words[start] in words[0].split("|") and _between(tree, start + 1, end, words[1:])
    if tree.words[start] == "-":
        return False  # "US-based", "Russian-led"
    for token in range(start, min(end, start + _LONGEST_GAP)):
        if tree.pos[token] not in _IN_NOUN_PHRASE and tree.words[token] != "-" and tree.deps[token] != "amod":
            return False
        if _between(tree, token + 1, end, words[1:]):
            return True
    return False


def _is_half(tree: Tree, name: Mention) -> bool:
    """True for a word for a country's people that is half of another word: "a *Swiss*-born chef"."""
    if not fits(name, "Demonym"):
        return False
    first, end = tree.bounds[name.id]
    before = first > 0 and tree.words[first - 1] == "-" and tree.spans[first - 1][1] == name.start
    hyphen = end + 1 < len(tree) and tree.words[end] == "-" and tree.spans[end][0] == name.end
    return before or (hyphen and tree.lemmas[end + 1] not in {"base", "lead"})


def _modifies(tree: Tree, name: Mention) -> bool:
    """True if a name only qualifies a noun behind it: "the *Silk Road* plan", but not "the *Ticino* canton"."""
    head, end = tree.head_of[name.id], tree.bounds[name.id][1]
    if end < len(tree) and tree.words[end] in {"'s", "’s"}:
        return True
    if end >= len(tree) or tree.pos[end] not in _IN_NOUN_PHRASE or tree.mention[end] is not None:
        return False
    noun = tree.heads[head]
    return tree.deps[head] in {"compound", "nmod", "amod"} and noun >= end and not roles.is_shell(tree, noun, name)


def _describes(tree: Tree, noun: int, name: Mention) -> bool:
    """True if a noun before a comma may describe the name behind it: "the Danish *premier*, Ana Rey, said".

    It is singular, the name is set off, and neither is one of a list; "seen by Danish officials, Ana Rey fled" and "by
    a Danish officer, Ana Rey fled" describe nobody.
    """
    head, end = tree.head_of[name.id], tree.bounds[name.id][1]
    is_set_off = end >= len(tree) or tree.words[end] in _SET_OFF or tree.deps[head] == "appos"
    is_listed = tree.deps[head] == "conj" or bool(tree.children_by(head, "conj"))
    return tree.tags[noun] not in _PLURAL and is_set_off and not is_listed


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
            pattern = parse_pattern(_entry(line))
        except KeyError as error:
            raise DataError(f"{place}: {error} is missing") from error
        except ValueError as error:
            raise DataError(f"{place}: {error}") from error
        if pattern.predicate not in ontology.predicates:
            raise DataError(f"{place}: predicate {pattern.predicate!r} is not in the ontology")
        if pattern.id in patterns:
            raise DataError(f"{place}: the id {pattern.id!r} stands twice")
        patterns[pattern.id] = pattern
    return Patterns(tuple(patterns.values()), ontology)


def _entry(line: str) -> dict[str, object]:
    entry = json.loads(line)
    if not isinstance(entry, dict):
        raise ValueError(f"{line.strip()!r} is not a JSON object")
    return entry
