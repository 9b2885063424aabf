"""The options that several verbs share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

__all__ = [
    "DEFAULT_BASE",
    "SHOWN",
    "Amount",
    "AnswerFormat",
    "AnswerLayout",
    "Base",
    "ClassifierFolder",
    "DecisionsFile",
    "Encoding",
    "Finder",
    "Finders",
    "Force",
    "GraphFile",
    "Infer",
    "Inputs",
    "Kind",
    "KnowledgeBaseFile",
    "Known",
    "Layout",
    "Model",
    "Out",
    "Provenance",
    "Published",
    "Statuses",
    "Workers",
]

DEFAULT_BASE = "urn:kg:"
"""The same as `kg.export.DEFAULT_BASE`, which takes an RDF library to import."""


class Layout(StrEnum):
    """How `kg extract` writes."""

    JSONL = "jsonl"


class AnswerLayout(StrEnum):
    """How `kg query` writes."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class Amount(StrEnum):
    """How much RDF says of where a statement comes from."""

    NONE = "none"
    STATEMENT = "statement"
    MENTION = "mention"


AnswerFormat = Annotated[AnswerLayout, typer.Option("--format", help="How to write the answer.")]
Inputs = Annotated[
    list[str],
    typer.Argument(metavar="INPUT", help="Text, JSONL or saved HTML files, folders of them, or - for standard input."),
]
GraphFile = Annotated[Path, typer.Argument(metavar="GRAPH", help="A graph file that kg wrote: RDF, or JSONL.")]
Out = Annotated[Path | None, typer.Option("--out", "-o", help="The file to write; without it, standard output.")]
Kind = Annotated[
    str | None,
    typer.Option("--format", help="nq, trig, jsonld, ttl, nt, rdf, jsonl, graphml, csv; else as the suffix says."),
]
Force = Annotated[bool, typer.Option("--force", "-f", help="Replace the output file if it exists.")]
Workers = Annotated[int, typer.Option(min=1, help="How many processes work.")]
Published = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="Publication date (2024-11-18) of documents that have none of their own."),
]
Encoding = Annotated[str | None, typer.Option(help="The encoding of the inputs; without it, it is found out.")]
Model = Annotated[str | None, typer.Option(help="An installed spaCy pipeline to use instead of the default one.")]
ClassifierFolder = Annotated[
    Path | None,
    typer.Option(
        "--classifier",
        metavar="FOLDER",
        help="A classifier that `kg train relations` wrote, instead of kg's own.",
    ),
]


class Finder(StrEnum):
    """The same as `kg.relations.choice.Choice`, which takes numpy to import."""

    BOTH = "both"
    CLASSIFIER = "classifier"
    PATTERNS = "patterns"


Finders = Annotated[
    Finder, typer.Option("--relations", help="What finds relations: the patterns, the trained classifier, or both.")
]
Known = Annotated[
    bool,
    typer.Option("--known/--no-known", help="Add what is known of the places named, such as the country of a city."),
]
Infer = Annotated[
    bool,
    typer.Option(
        "--infer", help="Tell what follows by the ontology, too: wider relations, symmetric ones, places within places."
    ),
]
KnowledgeBaseFile = Annotated[
    Path | None,
    typer.Option(
        "--kb", metavar="FILE", help="Link to your own knowledge base too: an index of kg kb, CSV, JSONL or RDF."
    ),
]
DecisionsFile = Annotated[
    Path | None,
    typer.Option("--decisions", metavar="FILE", help="A CSV file that says who is the same and who is not."),
]
Statuses = Annotated[
    str,
    typer.Option(
        "--status", metavar="STATUS,...", help="asserted, reported, uncertain, denied, known, several of them, or all."
    ),
]
SHOWN = "asserted,known"
"""What is shown where no status is asked for; the same as `kg.model.DEFAULT_VIEW`."""
Base = Annotated[str, typer.Option(metavar="IRI", help="What the IRIs of RDF begin with.")]
Provenance = Annotated[
    Amount | None,
    typer.Option(
        help="How much RDF says of where statements come from. "
        "Without it, all (mention) in nq, trig and jsonld, and nothing in ttl, nt and rdf."
    ),
]
