"""The notation of relation patterns: one line of a pattern file -> a `Pattern`. `docs/patterns.md` explains it.

``subj:O < acquire|buy/VERB > obj:O``
    A trigger (lemmas, part of speech) with two roles, the subject's left, the object's right.

``[Town] , [Country]``
    Two names with exactly these words between them, for relations that no word carries. ``!`` behind the second: it is
    no word before another noun ("the *Silk Road* plan").
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.model import Mention
from kg.relations.kinds import KINDS, fits

__all__ = ["ANY_LEMMA", "ANY_NOUNS", "Pattern", "Role", "Trigger", "parse_pattern"]

ANY_LEMMA = "*"
"""As a trigger: any lemma."""
ANY_NOUNS = "~"
"""Between two names: one to four nouns and adjectives."""

_NAMED_ROLES = ("subj", "obj", "inner", "holder", "mod", "iobj", "date")
_POS = {
    "VERB": frozenset({"VERB", "AUX"}),
    "NOUN": frozenset({"NOUN", "PROPN"}),
    "ADJ": frozenset({"ADJ", "VERB", "NOUN"}),
}


@dataclass(frozen=True, slots=True)
class Role:
    """How an argument is reached from the trigger, and what it may be.

    ``ways`` are tried in turn until one gives mentions that fit: ``subj``, ``obj``, ``inner``, ``iobj``, ``holder``,
    ``mod``, ``date``, or a preposition (``in+into`` for either of two). A way that ends in ``!`` takes names only, no
    "troops" or "officials" for them; ``mod!`` only one with no noun in between ("Greek football president").
    ``kinds`` are those of `kg.relations.kinds`.
    """

    ways: tuple[str, ...]
    kinds: tuple[str, ...]

    def admits(self, mention: Mention) -> bool:
        return any(fits(mention, kind) for kind in self.kinds)


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
    whole: bool = False  # second form: the second name qualifies no noun behind it
    confidence: float = 0.85
    examples: tuple[str, ...] = ()
    counterexamples: tuple[str, ...] = ()


def parse_pattern(entry: Mapping[str, object]) -> Pattern:
    """One line of a pattern file, parsed.

    Raises:
        KeyError: ``id``, ``predicate`` or ``pattern`` is missing.
        ValueError: the notation is broken, or the confidence is none; the message says how.

    >>> notation = "holder:P < premier|prime minister/NOUN > mod:L"
    >>> parse_pattern({"id": "premier", "predicate": "headOfGovernment", "pattern": notation}).trigger.phrases
    (('premier',), ('prime', 'minister'))
    """
    notation = str(entry["pattern"])
    subject, trigger, object_, between = _parse_run(notation) if notation.startswith("[") else _parse_tree(notation)
    return Pattern(
        id=str(entry["id"]),
        predicate=str(entry["predicate"]),
        notation=notation,
        subject=subject,
        object=object_,
        trigger=trigger,
        between=between,
        flipped=between is not None and notation.endswith(" reversed"),
        whole=between is not None and notation.removesuffix(" reversed").endswith("!"),
        confidence=_confidence(entry.get("confidence", 0.85)),
        examples=_sentences(entry, "examples"),
        counterexamples=_sentences(entry, "counterexamples"),
    )


def _confidence(given: object) -> float:
    if not isinstance(given, int | float) or not 0 < given <= 1:
        raise ValueError(f"confidence {given!r} is not a number above 0 and up to 1")
    return float(given)


def _sentences(entry: Mapping[str, object], key: str) -> tuple[str, ...]:
    sentences = entry.get(key, [])
    if not isinstance(sentences, Sequence) or isinstance(sentences, str):
        raise ValueError(f"{key} is not a list of sentences")
    return tuple(str(sentence) for sentence in sentences)


_Parsed = tuple[Role, Trigger | None, Role, tuple[str, ...] | None]
_TREE = re.compile(r"(?P<subject>\S+) < (?P<trigger>.+) > (?P<object>\S+)")
_RUN = re.compile(r"\[(?P<first>[^\]]+)\] ?(?P<words>.*?) ?\[(?P<second>[^\]]+)\]!?(?P<flipped> reversed)?")


def _parse_tree(notation: str) -> _Parsed:
    parts = _TREE.fullmatch(notation)
    if not parts:
        raise ValueError(f"{notation!r} is not 'role:types < trigger/POS > role:types'")
    return _parse_role(parts["subject"]), _parse_trigger(parts["trigger"]), _parse_role(parts["object"]), None


def _parse_run(notation: str) -> _Parsed:
    parts = _RUN.fullmatch(notation)
    if not parts:
        raise ValueError(f"{notation!r} is not '[type] words [type]'")
    first, second = (Role((), _kinds(parts[name])) for name in ("first", "second"))
    flipped = parts["flipped"] is not None
    return (second if flipped else first), None, (first if flipped else second), tuple(parts["words"].split())


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
        if kind not in KINDS:
            raise ValueError(f"kind {kind!r} is not one of {', '.join(KINDS)}")
    return kinds


def _parse_trigger(text: str) -> Trigger:
    """``phrase|phrase/POS + lemma|lemma - lemma|lemma``: the words, what must hang below them, what must not."""
    text, _, without = text.partition(" - ")
    head, *dependents = text.split(" + ")
    phrases, slash, pos = head.rpartition("/")
    if not slash or pos not in _POS:
        raise ValueError(f"trigger {head!r} does not end in one of {', '.join('/' + name for name in _POS)}")
    if not all(phrase.split() for phrase in phrases.split("|")):
        raise ValueError(f"trigger {head!r} has an empty phrase: write {ANY_LEMMA} for any lemma")
    return Trigger(
        phrases=tuple(tuple(phrase.split()) for phrase in phrases.split("|")),
        pos=_POS[pos],
        dependents=tuple(frozenset(words.split("|")) for words in dependents),
        without=frozenset(without.split("|")) - {""},
    )
