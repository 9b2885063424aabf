"""`kg load`: a graph into a database, or into the files that its bulk loader reads."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import DEFAULT_BASE, Force
from kg.cli.outputs import complain

if TYPE_CHECKING:
    from kg.load import Credentials, Loaded
    from kg.load.sparql import Progress

__all__ = ["app"]

DISAGREES = 1
"""The exit code of a load that went through, after which the database does not hold what was sent."""

_MOST_TOLD = 5

app = typer.Typer(
    help="Load a graph into a database. The password comes from KG_DB_USER and KG_DB_PASSWORD, a file, or a prompt.",
    no_args_is_help=True,
    rich_markup_mode="rich",
)


class Mode(StrEnum):
    """What becomes of what the database holds already."""

    ADD = "add"
    REPLACE = "replace"


Source = Annotated[str, typer.Argument(metavar="FILE", help="A graph file that kg wrote, or - for standard input.")]
CredentialsFile = Annotated[
    Path | None, typer.Option("--credentials", metavar="FILE", help="A file whose first line is user:password.")
]
Ask = Annotated[bool, typer.Option("--ask", help="Ask for user and password.")]
Authority = Annotated[
    Path | None, typer.Option("--ca", metavar="FILE", help="Certificates to trust, for a server with one of its own.")
]

Database = Annotated[str | None, typer.Option(metavar="NAME", help="The database; without it, the server's own.")]
StoreName = Annotated[
    str | None, typer.Option(metavar="NAME", help="What kind of server it is; without it, the server is asked.")
]


def credentials_of(file: Path | None, ask: bool) -> Credentials | None:
    """From a prompt, a file or the environment, in this order; no option holds a password."""
    from kg.load.credentials import Credentials, from_environment, from_file

    if ask:
        user = typer.prompt("User", err=True)
        return Credentials(user, typer.prompt("Password", hide_input=True, err=True))
    return from_file(file) if file else from_environment()


@app.command(
    epilog="\n".join(
        [
            "[bold]Examples[/]",
            "kg load sparql http://127.0.0.1:7878 graph.nq",
            "kg load sparql http://127.0.0.1:8890 graph.nq.gz --replace --credentials dba.txt",
            "kg build news/ | kg load sparql http://127.0.0.1:7200/repositories/news -",
            "",
            "[bold]Exit codes[/]  0 all is there, 1 the server holds another number of statements, 2 not loaded",
        ]
    )
)
def sparql(
    url: Annotated[str, typer.Argument(metavar="URL", help="The server's address; docs/databases has them.")],
    source: Source,
    store: StoreName = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace the graphs of each document; without it, add to them.")
    ] = False,
    graph: Annotated[
        str | None, typer.Option(metavar="IRI", help="The graph for statements that stand in none (Turtle).")
    ] = None,
    kind: Annotated[
        str | None, typer.Option("--format", help="nq, nt, trig, ttl, rdf, jsonld; else the suffix.")
    ] = None,
    bulk: Annotated[
        bool, typer.Option("--bulk", help="The server's fastest way; a batch may be stored in part.")
    ] = False,
    resume: Annotated[
        bool, typer.Option("--resume/--no-resume", help="Skip what an interrupted load of this file has sent.")
    ] = True,
    gzip: Annotated[
        bool | None, typer.Option("--gzip/--no-gzip", help="Compress; without it, to other machines.")
    ] = None,
    credentials: CredentialsFile = None,
    ask: Ask = False,
    ca: Authority = None,
    redirects: Annotated[bool, typer.Option("--redirects", help="Follow a redirect to another server.")] = False,
    retries: Annotated[int, typer.Option(min=0, help="How often to try again a request that fails.")] = 8,
    timeout: Annotated[float, typer.Option(min=1, help="Seconds of silence after which a server is gone.")] = 300,
) -> None:
    """Load a graph file into a SPARQL 1.1 server: streamed, in batches, counted at the end."""
    from kg.load import Connection, Options, connect, load
    from kg.load.journal import journal_place

    connection = Connection(
        store=store,
        credentials=credentials_of(credentials, ask),
        authority=str(ca) if ca else None,
        retries=retries,
        timeout=timeout,
        redirects=redirects,
        compress=gzip,
        on_retry=complain,
    )
    mode: Mode = Mode.REPLACE if replace else Mode.ADD
    with connect(url, connection) as server:
        journal = journal_place(server.base, source, f"{mode} {graph}") if resume and source != "-" else None
        options = Options(mode=mode.value, graph=graph, bulk=bulk, journal=journal)
        with progress_shown() as show:
            loaded = load(source, server, options, format=kind, on_progress=show)
    report(loaded, server.base)


def report(loaded: Loaded, place: str) -> None:
    """Say what was loaded; end with the exit code that says so if the server does not hold it."""
    skipped = f" ({loaded.skipped:,} were there from the load before)" if loaded.skipped else ""
    rate = loaded.statements / max(loaded.seconds, 0.001)
    complain(
        f"{place}: {loaded.statements:,} statements in {loaded.graphs:,} graphs{skipped}, "
        f"{loaded.seconds:.1f} s, {rate:,.0f} a second"
    )
    for difference in loaded.differences[:_MOST_TOLD]:
        name = "the default graph" if difference.graph is None else f"<{difference.graph}>"
        complain(f"{place}: {name} holds {difference.held:,} statements, where {difference.sent:,} were sent")
    if loaded.differences:
        complain(
            f"{place}: {len(loaded.differences):,} graphs do not hold what was sent; load again, or with --replace"
        )
        raise typer.Exit(DISAGREES)


@contextmanager
def progress_shown() -> Iterator[Callable[[Progress], None]]:
    """A line with the rate and the time left on standard error, if a person is watching it."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[statements]:,} statements, {task.fields[rate]:,.0f} a second"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=None, statements=0, rate=0.0)

        def show(now: object) -> None:
            statements, part = now.statements, now.part  # type: ignore[attr-defined]
            elapsed = progress.tasks[0].elapsed or 0.001
            total = None if part is None else 1.0
            progress.update(task, completed=part or 0.0, total=total, statements=statements, rate=statements / elapsed)

        yield show


@app.command(
    epilog="\n".join(
        [
            "[bold]Examples[/]",
            "kg load bolt bolt://127.0.0.1:7687 graph.nq --credentials neo4j.txt",
            "kg load bolt neo4j+s://graph.example.org graph.nq --database news --mentions",
            "",
            "[bold]Exit codes[/]  0 all is there, 1 the database does not hold all that was sent, 2 not loaded",
        ]
    )
)
def bolt(
    url: Annotated[str, typer.Argument(metavar="URL", help="bolt://, neo4j:// and, with TLS, bolt+s://, neo4j+s://.")],
    source: Source,
    database: Database = None,
    documents: Annotated[bool, typer.Option("--documents", help="Also a node for each document.")] = False,
    mentions: Annotated[bool, typer.Option("--mentions", help="Also a node for each mention, and document.")] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="First take away what the database holds of these documents.")
    ] = False,
    credentials: CredentialsFile = None,
    ask: Ask = False,
) -> None:
    """Load a graph into a property-graph database that speaks Bolt, such as Neo4j. Needs the extra neo4j."""
    from kg.load.bolt import BoltOptions, connected, load_bolt
    from kg.read import read

    options = BoltOptions(database=database, documents=documents, mentions=mentions, replace=replace)
    with connected(url, credentials_of(credentials, ask)) as driver, progress_shown() as show:
        loaded = load_bolt(read(source), driver, options, on_progress=show)
    rate = loaded.statements / max(loaded.seconds, 0.001)
    complain(f"{url}: {loaded.statements:,} nodes and edges, {loaded.seconds:.1f} s, {rate:,.0f} a second")
    for difference in loaded.differences[:_MOST_TOLD]:
        complain(f"{url}: {difference.held:,} are there of {difference.sent:,} that were sent by {difference.graph}")
    if loaded.differences:
        raise typer.Exit(DISAGREES)


@app.command(epilog="[bold]Example[/]\nkg load remove http://127.0.0.1:7878 article-7")
def remove(
    url: Annotated[str, typer.Argument(metavar="URL", help="As kg load sparql and kg load bolt take it.")],
    documents: Annotated[list[str], typer.Argument(metavar="DOCUMENT", help="Identifiers of documents.")],
    base: Annotated[str, typer.Option(metavar="IRI", help="What the names of RDF begin with.")] = DEFAULT_BASE,
    store: StoreName = None,
    database: Database = None,
    credentials: CredentialsFile = None,
    ask: Ask = False,
    ca: Authority = None,
) -> None:
    """Remove what documents say from a database, whichever it is; what others say too stays."""
    found = credentials_of(credentials, ask)
    if url.startswith(("http://", "https://")):
        from kg.load import Connection, connect, remove_documents

        connection = Connection(store=store, credentials=found, authority=str(ca) if ca else None)
        with connect(url, connection) as server:
            remove_documents(server, documents, base=base)
        return
    from kg.load.bolt import connected, remove_document

    with connected(url, found) as driver:
        for document in documents:
            remove_document(driver, document, database=database)


class Loader(StrEnum):
    """The bulk loaders that files are written for."""

    NQUADS = "nquads"
    NEO4J = "neo4j"
    NEPTUNE = "neptune"
    LADYBUG = "ladybug"
    DUCKDB = "duckdb"


class Tables(StrEnum):
    """How the tables for Ladybug and DuckDB are written."""

    PARQUET = "parquet"
    CSV = "csv"


@app.command(
    epilog="\n".join(
        [
            "[bold]Examples[/]",
            "kg load files neo4j graph.nq --out import",
            "kg load files nquads graph.nq.gz --out parts --part-size 500",
            "kg load files duckdb graph.nq --out tables --format csv",
        ]
    )
)
def files(
    loader: Annotated[Loader, typer.Argument(metavar="LOADER", help="nquads, neo4j, neptune, ladybug or duckdb.")],
    source: Source,
    out: Annotated[Path, typer.Option("--out", "-o", help="The folder to write to; made if need be.")],
    layout: Annotated[Tables, typer.Option("--format", help="For ladybug and duckdb.")] = Tables.PARQUET,
    part_size: Annotated[int, typer.Option(min=1, help="For nquads: megabytes a part, before compression.")] = 500,
    force: Force = False,
) -> None:
    """Write the files that a database's bulk loader reads, and print the command that loads them."""
    from kg.export import bulk
    from kg.load.parts import write_parts
    from kg.read import read

    if loader is Loader.NQUADS:
        parts = write_parts(source, out, size=part_size * 1_000_000, overwrite=force)
        complain(f"{out}: {len(parts)} parts")
        typer.echo(f"oxigraph load --location graph.oxigraph --file {out}/*.nq.gz")
        return
    graph = read(source)
    if loader is Loader.NEO4J:
        typer.echo(bulk.write_neo4j(graph, out, overwrite=force))
    elif loader is Loader.NEPTUNE:
        typer.echo(bulk.write_neptune(graph, out, overwrite=force))
    elif loader is Loader.LADYBUG:
        typer.echo(bulk.write_ladybug(graph, out, layout=layout.value, overwrite=force))
    else:
        typer.echo(bulk.write_duckdb(graph, out, layout=layout.value, overwrite=force))
