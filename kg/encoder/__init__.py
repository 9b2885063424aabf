"""The encoder: a text to vectors of the pieces of its words, for what is told by reading.

`lower` reads the windows of a document, once for all. On it stands `reading`, the upper layers of a model of relations;
`tagged` is what these take each token for. `passages` has the pieces around a pronoun, for a reader of its own.
"""

from kg.encoder.lower import MODELS, WIDTH, Lower, load_lower, load_tokenizer
from kg.encoder.passages import Pieces, pieces
from kg.encoder.reading import TAGS, Encoder, Page, load
from kg.encoder.sessions import session
from kg.encoder.windows import BEGIN, END

__all__ = [
    "BEGIN",
    "END",
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
