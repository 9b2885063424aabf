"""Identifiers and file names as IRIs, and back.

Whatever an identifier holds (spaces, quotes, line ends, ``..``, percent signs, letters of any script, lone
surrogates), its IRI is valid, and two identifiers never share one. Letters, digits, ``-``, ``.`` and ``_`` stay as they
are; every other character is percent-encoded as UTF-8, ``~`` too, which leaves ``~`` free to mark what has no safe form
of its own: the empty segment (``~``) and the dot segments (``~.``, ``~..``), which a URL library would resolve away.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote

import pyoxigraph as ox

from kg.errors import OutputError

__all__ = ["DEFAULT_BASE", "Names", "decode", "encode", "external"]

DEFAULT_BASE: Final = "urn:kg:"
"""Nobody's domain is claimed until the user names one."""

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_IRI_SAFE: Final = ":/?#[]@!$&'()*+,;=-._~%"
_BAD_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")


def encode(segment: str) -> str:
    """One segment of an IRI for any string.

    >>> encode("a b/c"), encode(".."), encode("~")
    ('a%20b%2Fc', '~..', '%7E')
    """
    quoted = quote(segment, safe="", errors="surrogatepass").replace("~", "%7E")
    return f"~{quoted}" if quoted in ("", ".", "..") else quoted


def decode(segment: str) -> str:
    """The string that `encode` made the segment of.

    >>> decode(encode("a~b/../c"))
    'a~b/../c'
    """
    return unquote(segment.removeprefix("~"), errors="surrogatepass")


def external(iri: str) -> ox.NamedNode:
    """An IRI that others made, with what an IRI may not hold percent-encoded.

    >>> external("http://www.wikidata.org/entity/Q 1").value
    'http://www.wikidata.org/entity/Q%201'

    Raises:
        ValueError: the string has no scheme, or can't be an IRI whatever is encoded.
    """
    if not _ABSOLUTE.match(iri):
        raise ValueError(f"{iri!r} is not an absolute IRI, such as http://www.wikidata.org/entity/Q212")
    try:
        return ox.NamedNode(iri)
    except ValueError:
        quoted = quote(iri, safe=_IRI_SAFE, errors="surrogatepass")
        return ox.NamedNode(_BAD_PERCENT.sub("%25", quoted))


@dataclass(frozen=True, slots=True)
class Names:
    """The IRIs of one data set, all below its base.

    >>> Names("https://data.example.org/").entity("person/ada-lovelace-1a2b3c4d").value
    'https://data.example.org/entity/person/ada-lovelace-1a2b3c4d'

    Raises:
        OutputError: the base is not an absolute IRI that ends with ``/``, ``#`` or ``:``.
    """

    base: str = DEFAULT_BASE

    def __post_init__(self) -> None:
        try:
            ox.NamedNode(self.base)
        except ValueError as error:
            raise OutputError(f"base {self.base!r}: {error}; right would be https://data.example.org/") from error
        if not self.base.endswith(("/", "#", ":")):
            raise OutputError(f"base {self.base!r} must end with /, # or :, such as https://data.example.org/")

    def entity(self, entity: str) -> ox.NamedNode:
        """The slashes of an entity's identifier stay: they are the only structure that it has."""
        return self._name("entity", *entity.split("/"))

    def document(self, document: str) -> ox.NamedNode:
        """The document as a thing that statements are derived from."""
        return self._name("document", document)

    def graph(self, document: str) -> ox.NamedNode:
        """The graph of what the document asserts."""
        return self._name("graph", document)

    def reported(self, document: str) -> ox.NamedNode:
        """The graph of what the document only reports."""
        return self._name("graph", document, "reported")

    def provenance(self, document: str) -> ox.NamedNode:
        """The graph of statement, evidence and mention nodes."""
        return self._name("graph", document, "provenance")

    def extraction(self, document: str) -> ox.NamedNode:
        """The activity that read the document. No clock in it: reading it again is the same activity."""
        return self._name("extraction", document)

    def statement(self, document: str, statement: str) -> ox.NamedNode:
        """The statement as this document makes it."""
        return self._name("statement", document, statement)

    def evidence(self, document: str, statement: str, index: int) -> ox.NamedNode:
        """The ``index``-th piece of evidence that the document gives for the statement, from 0."""
        return self._name("evidence", document, statement, str(index))

    def mention(self, document: str, mention: str, part: str | None = None) -> ox.NamedNode:
        """A mention, or the ``target``, ``position`` or ``quote`` of its annotation."""
        return self._name("mention", document, mention, *([] if part is None else [part]))

    def attribution(self, document: str, index: int) -> ox.NamedNode:
        """The ``index``-th attribution of the document, from 0."""
        return self._name("attribution", document, str(index))

    def join(self, entity: str, index: int) -> ox.NamedNode:
        """The ``index``-th reason why names are this entity, from 0."""
        return self._name("join", *entity.split("/"), str(index))

    def inference(self, statement: str) -> ox.NamedNode:
        """What follows from statements, by the identifier of a statement that says the same."""
        return self._name("inference", statement)

    def agent(self, version: str) -> ox.NamedNode:
        """The software that read the documents."""
        return self._name("agent", f"kg-{version}")

    @property
    def links(self) -> ox.NamedNode:
        """The graph of identity links."""
        return ox.NamedNode(f"{self.base}links")

    @property
    def resolution(self) -> ox.NamedNode:
        """The graph of why names are one entity."""
        return ox.NamedNode(f"{self.base}resolution")

    @property
    def inferred(self) -> ox.NamedNode:
        """The graph of what follows from statements by the ontology."""
        return ox.NamedNode(f"{self.base}inferred")

    @property
    def known(self) -> ox.NamedNode:
        """The graph of what a knowledge base says, not a text."""
        return ox.NamedNode(f"{self.base}known")

    def _name(self, kind: str, *segments: str) -> ox.NamedNode:
        return ox.NamedNode(f"{self.base}{kind}/{'/'.join(encode(segment) for segment in segments)}")
