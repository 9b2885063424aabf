"""A user's own knowledge base: an index on disk of things by name."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby, islice
from pathlib import Path
from types import TracebackType
from typing import Any

from kg.errors import KnowledgeBaseError
from kg.link.sources import OnError, Record, records
from kg.model import EntityType
from kg.names import key_of, normal_form
from kg.output import check_free

__all__ = ["Entry", "KnowledgeBase", "opened"]

_FORMAT = 0x6B676B62  # "kgkb"
_VERSION = 1
# Until all is read there is no index: to keep one up to date would write most of the file again with every batch.
_SCHEMA = f"""
PRAGMA application_id = {_FORMAT};
PRAGMA user_version = {_VERSION};
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE entries (id INTEGER PRIMARY KEY, iri TEXT NOT NULL, type TEXT, name TEXT, context TEXT NOT NULL,
                      popularity REAL NOT NULL, links TEXT NOT NULL);
CREATE TABLE names (key TEXT NOT NULL, entry INTEGER NOT NULL, usual INTEGER NOT NULL);
CREATE TEMP TABLE moved (old INTEGER PRIMARY KEY, new INTEGER NOT NULL);
"""
_JOIN = """
CREATE INDEX by_iri ON entries (iri);
CREATE TEMP TABLE several AS
    SELECT * FROM entries WHERE iri IN (SELECT iri FROM entries GROUP BY iri HAVING count(*) > 1) ORDER BY iri, id;
DROP INDEX by_iri;
"""
_FINISH = """
UPDATE names SET entry = (SELECT new FROM moved WHERE old = entry) WHERE entry IN (SELECT old FROM moved);
DELETE FROM entries WHERE name IS NULL OR id IN (SELECT old FROM moved);
CREATE INDEX by_key ON names (key, entry, usual);
"""
_FIND = """
SELECT iri, type, name, context, popularity, links, max(usual) FROM names JOIN entries ON entries.id = names.entry
WHERE key IN ({}) GROUP BY entries.id ORDER BY popularity DESC, iri LIMIT ?
"""
_BATCH = 5_000
# Of a name that more things have, only the most popular are looked at.
_MOST = 1_000


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing of the knowledge base. ``usual`` says that it was found by the name it usually has."""

    iri: str
    type: EntityType | None
    name: str
    context: str
    popularity: float
    links: tuple[str, ...]
    usual: bool


class KnowledgeBase:
    """An index on disk, made by `build` once and opened at once by `open`; it can go to another process.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     source = Path(folder, "mine.csv")
    ...     _ = source.write_text("id,name,type\\nhttps://example.org/7,Acme Ltd,company\\n", encoding="utf-8")
    ...     with KnowledgeBase.build([source], Path(folder, "mine.kb")) as mine:
    ...         [entry.iri for entry in mine.candidates("ACME", "Organization")]
    ['https://example.org/7']
    """

    def __init__(self, path: str | Path) -> None:
        """Use `open`, which looks whether the file is an index."""
        self.path = Path(path)
        self._connection: sqlite3.Connection | None = None

    @classmethod
    def open(cls, path: str | Path) -> KnowledgeBase:
        """Open an index that `build` made.

        Raises:
            KnowledgeBaseError: the file can't be read, or is no such index.
        """
        found = cls(path)
        try:
            format_, version = (found._ask(f"PRAGMA {name}")[0][0] for name in ("application_id", "user_version"))
        except sqlite3.DatabaseError as error:
            raise KnowledgeBaseError(f"{path}: can't be opened as the index of a knowledge base: {error}") from error
        if format_ != _FORMAT:
            raise KnowledgeBaseError(f"{path}: is not the index of a knowledge base; make one of it with kg kb")
        if version != _VERSION:
            raise KnowledgeBaseError(f"{path}: has the format of another version of kg; make the index anew with kg kb")
        return found

    @classmethod
    def build(
        cls,
        sources: Iterable[str | Path],
        path: str | Path,
        *,
        on_error: OnError | None = None,
        overwrite: bool = False,
    ) -> KnowledgeBase:
        """Make an index of files: CSV, JSONL, followthemoney's JSON, RDF (see `kg.link.sources`).

        What several rows or files say of one identifier is joined.

        Args:
            sources: files; read as they are needed.
            path: where the index goes; it appears when all is read.
            on_error: called for each row that is none, and the rest goes on; without it, the first is raised.
            overwrite: whether to replace a file at ``path``.

        Raises:
            KnowledgeBaseError: a file can't be read or, without ``on_error``, a row is none.
            OutputError: ``path`` exists, or can't be written to.
        """
        check_free(path, force=overwrite)
        with tempfile.TemporaryDirectory(dir=Path(path).resolve().parent) as folder:
            index = Path(folder, "index")
            _write(index, sources, on_error or _raise)
            index.replace(path)
        return cls.open(path)

    def candidates(self, name: str, type: EntityType) -> list[Entry]:
        """The things that a name of an entity of this type may mean, the most popular first; 1,000 at most.

        Names are equal if writers vary no more than capitals, accents, dots, titles, and forms such as "Ltd".
        """
        if not name.isprintable():
            name = name.encode("utf-8", "replace").decode("utf-8")
        keys = sorted({_key(name, type), _key(name, None)})
        rows = self._ask(_FIND.format(",".join("?" * len(keys))), (*keys, _MOST))
        found = (
            Entry(iri, type_, known_as, context, popularity, tuple(links.split()), bool(usual))
            for iri, type_, known_as, context, popularity, links, usual in rows
        )
        return [entry for entry in found if entry.type in (None, type)]

    def __len__(self) -> int:
        return int(self._ask("SELECT count(*) FROM entries")[0][0])

    def close(self) -> None:
        """Close the file; it is opened again when it is asked."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def __enter__(self) -> KnowledgeBase:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __reduce__(self) -> tuple[type[KnowledgeBase], tuple[Path]]:
        # Each process opens the file for itself.
        return KnowledgeBase, (self.path,)

    def _ask(self, sql: str, values: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
        if self._connection is None:
            uri = f"{self.path.resolve().as_uri()}?mode=ro&immutable=1"
            self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        return self._connection.execute(sql, values).fetchall()


@contextmanager
def opened(source: str | Path, *, on_error: OnError | None = None) -> Iterator[KnowledgeBase]:
    """A knowledge base for a while: an index, or files of which one is made that is gone afterwards.

    Raises:
        KnowledgeBaseError: as `KnowledgeBase.build`.
    """
    if _is_index(Path(source)):
        with KnowledgeBase.open(source) as found:
            yield found
        return
    with (
        tempfile.TemporaryDirectory() as folder,
        KnowledgeBase.build([source], Path(folder, "index.kb"), on_error=on_error) as found,
    ):
        yield found


def _is_index(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(16) == b"SQLite format 3\0"
    except OSError as error:
        raise KnowledgeBaseError(f"{path}: can't be read: {error.strerror}") from error


def _raise(error: KnowledgeBaseError) -> None:
    raise error


def _write(index: Path, sources: Iterable[str | Path], on_error: OnError) -> None:
    connection = sqlite3.connect(index)
    try:
        connection.executescript(_SCHEMA)
        numbered = enumerate((record for source in sources for record in records(source, on_error)), start=1)
        while batch := list(islice(numbered, _BATCH)):
            connection.executemany("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?)", map(_row, batch))
            names = (name for number, record in batch for name in _name_rows(number, record))
            connection.executemany("INSERT INTO names VALUES (?, ?, ?)", names)
        connection.executescript(_JOIN)
        several = connection.execute("SELECT * FROM several")
        for _, rows in groupby(several, key=lambda row: row[1]):
            _join(connection, list(rows))
        connection.executescript(_FINISH)
        connection.commit()
    finally:
        connection.close()


def _row(numbered: tuple[int, Record]) -> tuple[Any, ...]:
    number, record = numbered
    name = record.names[0] if record.names else None
    return number, record.iri, record.type, name, record.context, record.popularity, " ".join(record.links)


def _name_rows(number: int, record: Record) -> Iterator[tuple[str, int, bool]]:
    if not record.names:
        return
    usual, *others = [_key(name, record.type) for name in record.names]
    yield usual, number, True
    for key in dict.fromkeys(others):
        if key != usual:
            yield key, number, False


def _join(connection: sqlite3.Connection, rows: list[tuple[Any, ...]]) -> None:
    """Make one entry of those of one identifier: the first to say it gives type and name."""
    ids, _, types, names, contexts, popularities, links = zip(*rows, strict=True)
    connection.execute(
        "UPDATE entries SET type = ?, name = ?, context = ?, popularity = ?, links = ? WHERE id = ?",
        (
            next(filter(None, types), None),
            next(filter(None, names), None),
            " ".join(filter(None, dict.fromkeys(contexts))),
            max(popularities),
            " ".join(filter(None, dict.fromkeys(links))),
            ids[0],
        ),
    )
    connection.executemany("INSERT INTO moved VALUES (?, ?)", ((id_, ids[0]) for id_ in ids[1:]))


def _key(name: str, type_: EntityType | None) -> str:
    """What a name is found by: its form without titles, legal forms and the like; of a thing of no type as it is."""
    return key_of(name, type_) if type_ else normal_form(name)
