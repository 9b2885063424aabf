"""What the verbs read: documents, what `kg extract` wrote, graph files."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kg.cli.outputs import complain, watched
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.graph import KnowledgeGraph
    from kg.link import KnowledgeBase
    from kg.model import Document, Extraction
    from kg.query import Answer
    from kg.relations import Extractor
    from kg.relations.choice import Choice

__all__ = ["FAILED", "Reading", "ask_file", "extractions_in", "is_jsonl"]

FAILED = 1
"""The exit code of a command that went through, where a document did not."""


@dataclass
class Reading:
    """How to read, and how many documents could not be."""

    workers: int = 1
    published: str | None = None
    encoding: str | None = None
    model: str | None = None
    known: bool = True
    knowledge_base: KnowledgeBase | None = None
    decisions: Path | None = None
    relations: Choice = "both"
    classifier: Path | None = None
    failed: int = 0

    def report(self, error: KgError) -> None:
        self.failed += 1
        complain(error)

    @contextmanager
    def failures(self) -> Iterator[None]:
        """End with the exit code that says so if documents failed, once all else is done."""
        yield
        if self.failed:
            complain(f"{self.failed} could not be read; the rest is done")
            raise typer.Exit(FAILED)

    @contextmanager
    def linking_to(self, source: Path | None) -> Iterator[None]:
        """Link to a knowledge base; the rows of it that are none count as failures."""
        if source is None:
            yield
            return
        from kg.link import opened

        with opened(source, on_error=self.report) as self.knowledge_base:
            yield

    def documents(self, inputs: Iterable[str]) -> Iterator[Document]:
        from kg.documents import read

        return read(inputs, encoding=self.encoding, published=self.published, on_error=self.report)

    def extractions(self, inputs: Iterable[str]) -> Iterator[Extraction]:
        from kg.extract import extract

        documents = self.documents(inputs)
        return extract(
            documents,
            nlp=self.model,
            relations=self._relations(),
            known=self.known,
            knowledge_base=self.knowledge_base,
            workers=self.workers,
            on_error=self.report,
        )

    def _relations(self) -> Choice | Extractor:
        if self.classifier is None:
            return self.relations
        from kg.relations.choice import chosen

        return chosen(self.relations, self.classifier)

    def graph(self, inputs: list[str]) -> KnowledgeGraph:
        """The graph in a file, if that is the only input, or else made of documents and of what `kg extract` wrote."""
        from kg.graph import KnowledgeGraph
        from kg.read import read
        from kg.resolve import read_decisions

        decisions = read_decisions(self.decisions) if self.decisions else ()
        ours = [name for name in inputs if _is_rdf(name) or _is_contract(Path(name))]
        if len(inputs) == 1 and ours and self.known and self.knowledge_base is None and not decisions:
            return read(inputs[0])
        extractions = [self._linked(extraction) for name in ours for extraction in extractions_in(name)]
        texts = [name for name in inputs if name not in ours]
        if texts:
            extractions += watched(self.extractions(texts), "documents read")
        graph = KnowledgeGraph.from_extractions(extractions, decisions=decisions)
        for warning in graph.resolution.warnings:
            complain(warning)
        return graph

    def _linked(self, extraction: Extraction) -> Extraction:
        """What was extracted before, without what is known or with links to a knowledge base, as is asked for."""
        from kg.link import Linker, without_known

        told = extraction if self.known else without_known(extraction)
        return Linker(places=False, known=False, knowledge_base=self.knowledge_base)(told)


def extractions_in(name: str) -> Iterator[Extraction]:
    """What each document of a file says that `kg` wrote."""
    from kg.read import read, read_extractions

    return read(name).extractions() if _is_rdf(name) else read_extractions(name)


def _is_rdf(name: str) -> bool:
    suffix = Path(name.removesuffix(".gz")).suffix.lower()
    return suffix in (".nq", ".trig", ".jsonld", ".ttl", ".nt", ".rdf")


def is_jsonl(path: Path) -> bool:
    """Whether the name says so; ``.gz`` after it is fine."""
    return path.name.removesuffix(".gz").endswith(".jsonl")


def _is_contract(path: Path) -> bool:
    """Whether a file is JSONL and holds what `kg extract` wrote, rather than documents: its first line tells."""
    if not is_jsonl(path):
        return False
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            record = json.loads(file.readline())
    except (OSError, EOFError, ValueError):
        return False  # whoever reads it says what is wrong
    return isinstance(record, dict) and "document" in record


def ask_file(path: Path, sparql: str, *, infer: bool = False) -> Answer:
    """Ask a graph file; JSONL, and what is to tell what follows, is made a graph first."""
    from kg.query import ask, open_store

    if not (is_jsonl(path) or infer):
        return ask(open_store(path), sparql)
    from kg.read import read

    graph = read(path)
    return (graph.inferring() if infer else graph).sparql(sparql)
