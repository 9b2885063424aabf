"""Which prediction belongs to which gold document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.model import Extraction

__all__ = ["Pairing", "pair"]


@dataclass(frozen=True, slots=True)
class Pairing:
    """Gold documents with their predictions, ``None`` for one that has none.

    ``changed`` are the identifiers of gold documents of which there is a prediction with another text, ``extra`` those
    of predictions that no gold document has.
    """

    pairs: tuple[tuple[Extraction | None, Extraction], ...]
    changed: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """The identifiers of gold documents without a prediction."""
        return tuple(gold.document.id for prediction, gold in self.pairs if prediction is None)


def pair(predicted: Iterable[Extraction], gold: Sequence[Extraction]) -> Pairing:
    """Pair documents by their text, to the character, since spans count in it; of equal texts, by identifier.

    A prediction is used once.
    """
    by_text: dict[str, list[Extraction]] = defaultdict(list)
    given = list(predicted)
    for prediction in given:
        by_text[prediction.document.text].append(prediction)
    chosen: dict[int, Extraction] = {}
    # Those that an identifier names first, so that a document of the same text can't take theirs.
    for by_id in (True, False):
        for place, wanted in enumerate(gold):
            candidates = by_text[wanted.document.text] if place not in chosen else []
            fitting = (one for one in candidates if not by_id or one.document.id == wanted.document.id)
            found = next(fitting, None)
            if found is not None:
                chosen[place] = found
                by_text[wanted.document.text] = [one for one in candidates if one is not found]
    ids = {prediction.document.id for prediction in given}
    used = {id(prediction) for prediction in chosen.values()}
    return Pairing(
        tuple((chosen.get(place), wanted) for place, wanted in enumerate(gold)),
        tuple(one.document.id for place, one in enumerate(gold) if place not in chosen and one.document.id in ids),
        tuple(one.document.id for one in given if id(one) not in used),
    )
