"""The encoder: a text to vectors of the pieces of its words, for what is told by reading.

`lower` reads the windows of a document, once for all. On it stand `passages`, the pieces around a pronoun, and
`reading`, the upper layers of a model of relations; `tagged` is what these take each token for.
"""

from kg.encoder.lower import MODELS, WIDTH, Lower, load_lower, load_tokenizer
from kg.encoder.passages import Pieces, pieces
from kg.encoder.reading import TAGS, Encoder, Page, load
from kg.encoder.sessions import session

__all__ = [
    "MODELS",
    "TAGS",
    "WIDTH",
    "Encoder",
    "Lower",
    "Page",
    "Pieces",
    "load",
    "load_lower",
    "load_tokenizer",
    "pieces",
    "session",
]
