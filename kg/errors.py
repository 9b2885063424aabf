"""Everything that `kg` raises on purpose.

    KgError
    ├── DocumentError      a document that can't be read or decoded, or is not what its reader expects
    │   └── DocumentLineError   one line of a JSONL file
    ├── AnalysisError      a spaCy pipeline that is missing, or lacks a component
    ├── DataError          a data file (ontology, patterns, name tables) that does not say what it should
    ├── KnowledgeBaseError a knowledge base that can't be read, or a record of it that is not what it should be
    ├── ExtractionError    a record of the contract that is incomplete, or a span that is not in its text
    ├── GraphError         a name, identifier or statement that the graph does not hold
    ├── QueryError         a query that can't be parsed or run
    ├── LoadError          a database that can't be reached, refuses what is sent, or answers what it should not
    └── OutputError        an output that exists, can't be written, or whose format is not known

Every message names the offender, the place, and what would be right.
"""

from __future__ import annotations

__all__ = [
    "AnalysisError",
    "DataError",
    "DocumentError",
    "DocumentLineError",
    "ExtractionError",
    "GraphError",
    "KgError",
    "KnowledgeBaseError",
    "LoadError",
    "OutputError",
    "QueryError",
]


class KgError(Exception):
    """The root: catch it to catch everything that `kg` raises on purpose."""


class DocumentError(KgError):
    """A document that can't be read. ``source`` is the file or line that it came from."""

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = reason

    def __reduce__(self) -> tuple[type, tuple[str, str]]:
        # An exception crosses process borders by its arguments, which here are not its message.
        return type(self), (self.source, self.reason)


class DocumentLineError(DocumentError):
    """One line of a JSONL file that is not a document; ``source`` is ``file:line``, counted from 1."""


class AnalysisError(KgError):
    """A spaCy pipeline that is not installed, or that lacks a component which `kg` needs."""


class DataError(KgError):
    """A data file of `kg`, or one given in its place, that breaks its own rules."""


class KnowledgeBaseError(KgError):
    """A knowledge base that can't be read, or one record of it; the message begins with the file, and the line."""


class ExtractionError(KgError):
    """A record that does not follow the JSONL contract, or a span that is not in its text."""


class GraphError(KgError):
    """A name, identifier or statement that the graph does not hold, or two documents under one identifier."""


class QueryError(KgError):
    """A SPARQL query or a pattern that can't be parsed or run."""


class LoadError(KgError):
    """A database that can't be reached, refuses what is sent, or answers what it should not."""


class OutputError(KgError):
    """An output file that exists already, can't be written, or whose suffix names no known format."""
