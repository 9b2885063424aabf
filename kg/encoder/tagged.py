"""What the encoder takes each token for: a second opinion on names and their types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from kg.encoder.reading import TAGS, Encoder
from kg.encoder.windows import places

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["Taken", "taken"]

Taken = Sequence[tuple[float, float, float, float]]
"""For each token how likely (0 to 1) it is in the name of a person, an organisation, a place, or in none."""

_OF_TYPE = tuple(
    [number for number, tag in enumerate(TAGS) if tag.endswith(type_)] for type_ in ("Person", "Organization", "Place")
)


def taken(doc: Doc, encoder: Encoder) -> Taken:
    """Read a document; a token that no window holds is in no name."""
    found = np.tile(np.array([0.0, 0.0, 0.0, 1.0]), (len(doc), 1))
    spans = [(token.idx, token.idx + len(token.text)) for token in doc]
    for page in encoder.pages(doc):
        likely = np.stack([page.tags[:, tags].sum(axis=1) for tags in _OF_TYPE] + [page.tags[:, 0]], axis=1)
        sums = np.concatenate([np.zeros((1, 4)), likely.cumsum(axis=0)])
        numbers, found_at = places(page.window, spans)
        if numbers:
            first, last = np.array(found_at).T
            found[numbers] = (sums[last + 1] - sums[first]) / (last - first + 1)[:, None]
    return [(person, organization, place, nothing) for person, organization, place, nothing in found.tolist()]
