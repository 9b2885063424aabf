"""Names of people, organisations and places, and dates: `find`.

The pipeline's entities are a first guess, sentence by sentence. Here they are trimmed and parted (`spans`), what was
overlooked is added where the rest of the document supports it, and each name gets one type by the evidence of all its
occurrences (`evidence`, `votes`); an encoder adds to it (`kg.encoder.tagged`). What names and their neighbours say
is data: `kg/data/mentions`, `kg/data/places`.
"""

from kg.mentions.finder import find

__all__ = ["find"]
