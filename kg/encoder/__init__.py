"""The encoder: a text to vectors of the pieces of its words, for what is told by reading.

`passages` has the lower layers as published, which read a passage around a pronoun; `reading` the layers of a model of
relations, which read a document in windows.
"""

from kg.encoder.passages import WIDTH, Pieces, pieces, vectors
from kg.encoder.reading import TAGS, Encoder, Page, load
from kg.encoder.sessions import session

__all__ = ["TAGS", "WIDTH", "Encoder", "Page", "Pieces", "load", "pieces", "session", "vectors"]
