"""The verbs of the command `kg`, each wired to the library, which is only imported by the verb that needs it."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from kg.cli.inputs import FAILED, Reading, ask_file, is_jsonl
from kg.cli.options import (
    DEFAULT_BASE,
    SHOWN,
    AnswerFormat,
    AnswerLayout,
    Base,
    ClassifierFolder,
    DecisionsFile,
    Encoding,
    Finder,
    Finders,
    Force,
    GraphFile,
    Infer,
    Inputs,
    Kind,
    KnowledgeBaseFile,
    Known,
    Layout,
    Model,
    Out,
    Provenance,
    Published,
    Statuses,
    Workers,
)
from kg.cli.outputs import checked_format, complain, console, print_rows, sink, statuses, watched, write
from kg.errors import KgError

__all__ = ["app", "main"]

WRONG_USAGE, INTERRUPTED, READER_GONE, ENDED = 2, 130, 141, 143


class _Verbs(TyperGroup):
    """Turns what a verb raises on purpose into one line and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except KgError as error:
            complain(error)
            raise typer.Exit(WRONG_USAGE) from error
        except KeyboardInterrupt as error:
            complain("interrupted")
            raise typer.Exit(INTERRUPTED) from error
        except BrokenPipeError as error:
            # Python would try to flush the closed pipe once more at exit, and complain.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(READER_GONE) from error
        return result


def _examples(*lines: str) -> str:
    return "\n".join(["[bold]Examples[/]", *lines])


app = typer.Typer(
    name="kg",
    cls=_Verbs,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    help="English text in, a knowledge graph of people, organisations and places out, with the words behind each edge.",
    epilog="\n".join(
        [
            "[bold]From an article to an answer[/]",
            "kg build article.txt --published 2024-11-18 --out graph.nq",
            "kg show graph.nq --sentences",
            "kg query graph.nq --about 'Anna Wolska'",
            "kg export graph.nq --out graph.ttl",
            "",
            "[bold]Exit codes[/]  0 all well, 1 some documents failed, 2 wrong usage, 130 interrupted",
        ]
    ),
)


def main() -> NoReturn:
    """Run the command; the entry point."""
    # Characters that a terminal's encoding lacks must not end the command.
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    # Leave by the front door, so that no half-written file stays behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(ENDED))
    app()
    raise AssertionError("app() does not return")


@app.callback(invoke_without_command=True)
def _options(
    ctx: typer.Context, version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False
) -> None:
    if version:
        from importlib.metadata import version as version_of

        typer.echo(f"kg {version_of('kg')}")
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())
        raise typer.Exit(WRONG_USAGE)


@app.command(
    epilog=_examples(
        "kg extract article.txt --published 2024-11-18 > article.kg.jsonl",
        "kg extract news/ saved-page.html more.jsonl --workers 2 --out news.kg.jsonl",
        "kg extract news/ --kb people.csv --out news.kg.jsonl",
        "cat article.txt | kg extract - | jq -r '.statements[].predicate'",
    )
)
def extract(
    inputs: Inputs,
    layout: Annotated[
        Layout, typer.Option("--format", help="One JSON object a line, one per document.")
    ] = Layout.JSONL,
    out: Out = None,
    workers: Workers = 1,
    published: Published = None,
    encoding: Encoding = None,
    model: Model = None,
    known: Known = True,
    relations: Finders = Finder.BOTH,
    classifier: ClassifierFolder = None,
    kb: KnowledgeBaseFile = None,
    force: Force = False,
) -> None:
    """Say what each document says, by itself: a line of JSON each, in the order of the inputs."""
    from kg.export.jsonl import dumps

    reading = Reading(workers, published, encoding, model, known, relations=relations.value, classifier=classifier)
    with reading.failures(), reading.linking_to(kb), sink(out, force=force) as file:
        for extraction in watched(reading.extractions(inputs), "documents read", quiet=out is None):
            file.write(dumps(extraction).encode() + b"\n")


@app.command(
    epilog=_examples(
        "kg build article.txt --published 2024-11-18 --out graph.nq",
        "kg build news/ --workers 2 --out graph.nq.gz",
        "kg build news.kg.jsonl --base https://data.example.org/ --out graph.trig",
        "kg build news/ --decisions decisions.csv --out graph.nq",
    )
)
def build(
    inputs: Inputs,
    out: Out = None,
    kind: Kind = None,
    workers: Workers = 1,
    published: Published = None,
    encoding: Encoding = None,
    model: Model = None,
    known: Known = True,
    relations: Finders = Finder.BOTH,
    classifier: ClassifierFolder = None,
    kb: KnowledgeBaseFile = None,
    decisions: DecisionsFile = None,
    infer: Infer = False,
    base: Base = DEFAULT_BASE,
    provenance: Provenance = None,
    force: Force = False,
) -> None:
    """Find out who is who across documents, or in what `kg extract` wrote, and write one graph file."""
    kind = checked_format(out, kind, force=force)
    reading = Reading(
        workers,
        published,
        encoding,
        model,
        known,
        decisions=decisions,
        relations=relations.value,
        classifier=classifier,
    )
    with reading.failures(), reading.linking_to(kb):
        graph = reading.graph(inputs)
        if graph.documents or not reading.failed:
            write(graph.inferring() if infer else graph, out, kind, base, provenance, force=force)


@app.command(
    epilog=_examples(
        "kg query graph.nq --about 'Anna Wolska'",
        "kg query graph.nq 'SELECT ?who ?city { ?m kg:mayorOf ?c . ?m rdfs:label ?who . ?c rdfs:label ?city }'",
        "kg query graph.nq --infer 'SELECT ?name { ?who kg:leads ?what . ?who rdfs:label ?name }'",
        "kg query graph.nq - --format csv < question.rq",
    )
)
def query(
    graph: GraphFile,
    sparql: Annotated[
        str | None, typer.Argument(metavar="[SPARQL]", help="The query, or - for standard input.")
    ] = None,
    about: Annotated[str | None, typer.Option(metavar="NAME", help="Show what the graph says of this entity.")] = None,
    status: Statuses = SHOWN,
    layout: AnswerFormat = AnswerLayout.TABLE,
    infer: Infer = False,
) -> None:
    """Ask a graph: in SPARQL, or for all that it says of a name. Common prefixes need no declaration."""
    if (sparql is None) == (about is None):
        raise typer.BadParameter("give either a SPARQL query or --about NAME")
    if about is not None:
        from kg.read import read
        from kg.tables import facts_about

        found = read(graph)
        told = found.inferring() if infer else found
        print_rows(*facts_about(told, about, status=statuses(status)), layout)
        return
    answer = ask_file(graph, sys.stdin.read() if sparql == "-" else sparql or "", infer=infer)
    if isinstance(answer, bool):
        typer.echo(str(answer).lower())
    else:
        print_rows(answer.columns, answer.rows, layout)


@app.command(
    epilog=_examples(
        "kg export graph.nq --out graph.ttl",
        "kg export graph.nq --out graph.graphml",
        "kg export graph.nq --out tables --format csv",
        "kg export graph.nq --format nt | sort | head",
    )
)
def export(
    graph: GraphFile,
    out: Out = None,
    kind: Kind = None,
    base: Base = DEFAULT_BASE,
    provenance: Provenance = None,
    infer: Infer = False,
    force: Force = False,
) -> None:
    """Write a graph in another format: RDF, GraphML, CSV for graph databases, JSONL."""
    kind = checked_format(out, kind, force=force)
    from kg.read import read

    found = read(graph)
    write(found.inferring() if infer else found, out, kind, base, provenance, force=force)


@app.command(
    epilog=_examples(
        "kg show graph.nq",
        "kg show graph.nq --sentences",
        "kg show article.txt --published 2024-11-18 --sentences",
    )
)
def show(
    inputs: Inputs,
    sentences: Annotated[
        bool, typer.Option("--sentences", help="Print the sentences that say each statement.")
    ] = False,
    status: Statuses = SHOWN,
    workers: Workers = 1,
    published: Published = None,
    encoding: Encoding = None,
    model: Model = None,
) -> None:
    """Print the entities and statements of a graph file, of what `kg extract` wrote, or of documents."""
    from kg.tables import print_graph

    wanted = statuses(status)
    reading = Reading(workers, published, encoding, model)
    with reading.failures():
        print_graph(console(), reading.graph(inputs), sentences=sentences, status=wanted)


@app.command(
    epilog=_examples(
        "kg explain 'Anna Wolska' graph.nq",
        "kg explain person/anna-wolska-8f3ca1b2 news/ --decisions decisions.csv",
    )
)
def explain(
    entity: Annotated[str, typer.Argument(metavar="ENTITY", help="A name, or the identifier of an entity.")],
    inputs: Inputs,
    decisions: DecisionsFile = None,
    workers: Workers = 1,
    published: Published = None,
    encoding: Encoding = None,
    model: Model = None,
) -> None:
    """Say what each document calls an entity, and why that is one entity."""
    reading = Reading(workers, published, encoding, model, decisions=decisions)
    with reading.failures():
        typer.echo(str(reading.graph(inputs).explain_entity(entity)))


@app.command(
    epilog=_examples(
        "kg review graph.nq --out review.csv",
        "kg review news.kg.jsonl --most 50 --out review.csv",
        "kg build news/ --decisions review.csv --out graph.nq",
    )
)
def review(
    inputs: Inputs,
    out: Out = None,
    most: Annotated[int | None, typer.Option(min=1, help="Write no more pairs than this.")] = None,
    decisions: DecisionsFile = None,
    workers: Workers = 1,
    published: Published = None,
    encoding: Encoding = None,
    model: Model = None,
    force: Force = False,
) -> None:
    """List the pairs of names that may be one entity or not, as a file of decisions to make."""
    from io import TextIOWrapper

    from kg.resolve import write_doubts

    reading = Reading(workers, published, encoding, model, decisions=decisions)
    with reading.failures():
        found = reading.graph(inputs).doubts()[:most]
        with sink(out, force=force) as file:
            text = TextIOWrapper(file, encoding="utf-8", newline="")
            write_doubts(found, text)
            text.flush()
            text.detach()


@app.command(
    epilog=_examples(
        "kg conflicts graph.nq",
        "kg conflicts news/ --format csv",
    )
)
def conflicts(
    inputs: Inputs,
    decisions: DecisionsFile = None,
    layout: AnswerFormat = AnswerLayout.TABLE,
    workers: Workers = 1,
    published: Published = None,
    encoding: Encoding = None,
    model: Model = None,
) -> None:
    """List contradictions, with both sentences: affirmed here and denied there, or two capitals of one country."""
    from kg.tables import conflict_rows

    reading = Reading(workers, published, encoding, model, decisions=decisions)
    with reading.failures():
        print_rows(*conflict_rows(reading.graph(inputs)), layout)


@app.command(
    epilog=_examples(
        "kg verify article.kg.jsonl",
        "kg verify graph.nq --documents news/",
    )
)
def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A graph file, or what kg extract wrote.")],
    documents: Annotated[
        list[str] | None,
        typer.Option(metavar="INPUT", help="The documents to check against; without it, the texts in the file itself."),
    ] = None,
    encoding: Encoding = None,
) -> None:
    """Check every span against its document. Exit code 1 if one is wrong."""
    from kg.read import read, read_extractions
    from kg.verify import verify as wrong_spans

    found = read_extractions(file) if is_jsonl(file) else read(file)
    reading = Reading(encoding=encoding)
    with reading.failures():
        originals = reading.documents(documents) if documents else None
        errors = wrong_spans(found, documents=originals)
        for error in errors:
            typer.echo(str(error))
        typer.echo(f"{len(errors)} wrong spans")
        if errors:
            raise typer.Exit(FAILED)


@app.command(
    epilog=_examples(
        "kg kb people.csv companies.jsonl --out mine.kb",
        "kg kb wikidata-truthy.nt.gz --out wikidata.kb",
        "kg extract article.txt --kb mine.kb",
    )
)
def kb(
    sources: Annotated[
        list[Path], typer.Argument(metavar="FILE", help="CSV, JSONL, followthemoney's JSON or RDF; also with .gz.")
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="The index to write.")],
    force: Force = False,
) -> None:
    """Make an index of your own knowledge base, so that --kb opens it at once."""
    from kg.link import KnowledgeBase

    reading = Reading()
    with reading.failures(), KnowledgeBase.build(sources, out, on_error=reading.report, overwrite=force) as index:
        typer.echo(f"{len(index)} records in {out}")


@app.command(epilog=_examples("kg ontology --out ontology.ttl", "kg ontology --shacl --out shapes.ttl"))
def ontology(
    out: Annotated[Path, typer.Option("--out", "-o", help="The file to write: .ttl, .nt, .rdf or .jsonld.")],
    shacl: Annotated[bool, typer.Option("--shacl", help="Write SHACL shapes of the data instead.")] = False,
    force: Force = False,
) -> None:
    """Write the vocabulary as OWL and RDFS, or the shapes that all exported data conforms to."""
    from kg.export import write_ontology, write_shapes

    (write_shapes if shacl else write_ontology)(out, overwrite=force)
