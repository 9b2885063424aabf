"""A pronoun, whom it may mean, and what all of these share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from kg.coreference.scene import Columns, Place
from kg.model import EntityType

__all__ = ["FORMS", "KINDS", "Candidate", "Figure", "Form", "Kind", "Pronoun", "Setting"]

Kind = Literal["he", "she"]
Form = Literal["subject", "object", "possessive", "reflexive"]

KINDS: tuple[Kind, ...] = ("he", "she")
FORMS: tuple[Form, ...] = ("subject", "object", "possessive", "reflexive")

_CLEAR = 1.5  # log-odds from which on a forename is a man's or a woman's


@dataclass(slots=True)
class Figure:
    """An entity that a pronoun may mean.

    ``names`` are the head tokens of its names. ``gender`` is the log-odds that its forename is a man's, ``titled`` 1
    for a man's and -1 for a woman's title or noun ("his wife Ann"), ``called`` how often "he" and "she" have meant it
    so far. ``may_be_person`` holds for a name that was taken for no person's, but may be one's; ``is_guess`` for one
    that was not seen as a name.
    """

    number: int
    type: EntityType
    names: list[int] = field(default_factory=list)
    is_full: bool = False
    is_guess: bool = False
    may_be_person: bool = False
    titled: int = 0
    gender: float = 0.0
    called: dict[Kind, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))

    def agrees(self, kind: Kind) -> int:
        """1 if the gender is the pronoun's, -1 if it is the other one, 0 if nothing tells."""
        sign = 1 if kind == "he" else -1
        if self.titled:
            return self.titled * sign
        if abs(self.gender) > _CLEAR:
            return 1 if self.gender * sign > 0 else -1
        return 0


@dataclass(frozen=True, slots=True)
class Pronoun:
    """A pronoun: its token, sentence, kind and form."""

    token: int
    sentence: int
    kind: Kind
    form: Form


@dataclass(slots=True)
class Candidate:
    """A figure with its places around the pronoun: those before it, nearest first, and those after it."""

    figure: Figure
    before: list[Place] = field(default_factory=list)
    after: list[Place] = field(default_factory=list)

    @property
    def nearest(self) -> Place:
        return self.before[0] if self.before else self.after[0]


@dataclass(frozen=True, slots=True)
class Setting:
    """What all candidates of a pronoun share.

    ``above`` are the tokens above the pronoun, ``verbs`` the verbs among them, ``subjects`` theirs, for the first ones.
    ``as_subject`` are the tokens before the pronoun where each candidate is a subject. ``counts`` says how often each
    figure is named before the pronoun, ``totals`` in all. ``last`` is the token of the last pronoun of the kind and the
    figure that it meant (``None``: none of them), or ``None`` if this is the first.
    """

    columns: Columns
    pronoun: Pronoun
    candidates: list[Candidate]
    above: list[int]
    verbs: list[int]
    own_verb: int
    subjects: list[int]
    as_subject: list[list[int]]
    role: str
    counts: dict[int, int]
    totals: dict[int, int]
    persons: Sequence[int]
    quotes: Sequence[int]
    paragraphs: Sequence[int]
    last: tuple[int, int | None] | None
