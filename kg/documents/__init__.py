"""Files, folders, HTML pages, JSONL and standard input -> Documents, one at a time.

input                    becomes
a .jsonl file            a document a line (`kg.documents.jsonl`)
a .html or .htm file     one document: the main text (`kg.documents.html`)
any other file           one document: its text, to the byte (`kg.documents.text`)
a folder                 the documents of the files in it and below it, sorted (`kg.documents.folder`)
-                        one document: the text on standard input
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from kg.documents import folder, html, jsonl, text
from kg.documents.make import checked_date, from_text
from kg.errors import DocumentError
from kg.model import Document

__all__ = ["from_text", "read"]

_STDIN = "-"


def read(
    inputs: Iterable[str | Path],
    *,
    encoding: str | None = None,
    published: str | None = None,
    on_error: Callable[[DocumentError], None] | None = None,
) -> Iterator[Document]:
    """Read documents one at a time, in the order of the inputs; none is kept.

    Args:
        inputs: paths of files and folders, and ``-`` for standard input. One path alone will do.
        encoding: of all inputs, by Python's name; without it, each is UTF-8, or else its encoding is detected.
        published: ``YYYY-MM-DD``, ``YYYY-MM`` or ``YYYY``, for documents that have no date of their own.
        on_error: called with what is wrong with a file or line, and the rest goes on. Without it, the first is raised.

    Raises:
        DocumentError: ``encoding`` or ``published`` is wrong (at once); or an input is, where no ``on_error`` is given.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     _ = Path(place, "b.txt").write_text("Velden is a port.")
    ...     _ = Path(place, "a.jsonl").write_text('{"text": "Its mayor is Ruth Okafor.", "id": "a1"}')
    ...     [document.id for document in read([place], published="2024-11-18")]
    ['a1', 'b-692484ce6d78']
    """
    if encoding is not None:
        text.check_encoding(encoding)
    day = None if published is None else checked_date(published, "published")
    paths = [inputs] if isinstance(inputs, str | Path) else inputs
    return _read(paths, encoding, day, on_error or _raise)


def _read(
    inputs: Iterable[str | Path], encoding: str | None, published: str | None, on_error: Callable[[DocumentError], None]
) -> Iterator[Document]:
    for given in inputs:
        for result in _results(given, encoding, on_error):
            if isinstance(result, DocumentError):
                on_error(result)
            else:
                yield result if result.published or published is None else replace(result, published=published)


def _results(
    given: str | Path, encoding: str | None, on_error: Callable[[DocumentError], None]
) -> Iterator[Document | DocumentError]:
    path = Path(given)
    if str(given) == _STDIN:
        yield from _stdin(encoding)
    elif _is_folder(path):
        for file in folder.files(path, on_error):
            yield from _file(file, encoding)
    else:
        yield from _file(path, encoding, str(given))


def _file(path: Path, encoding: str | None, given: str = "") -> Iterator[Document | DocumentError]:
    if given.startswith(("http://", "https://")):
        yield DocumentError(given, "is an address; nothing is fetched: save the page and give the .html file")
        return
    suffix = path.suffix.lower()
    try:
        if suffix == ".jsonl":
            yield from jsonl.read(path, encoding)
        else:
            parse = html.parse if suffix in {".html", ".htm"} else text.parse
            yield parse(path.read_bytes(), path.as_posix(), encoding)
    except DocumentError as error:
        yield error
    except FileNotFoundError:
        yield DocumentError(path.as_posix(), "no such file or folder; give a path, or - for standard input")
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        yield DocumentError(path.as_posix(), f"can't be read: {getattr(error, 'strerror', None) or error}")


def _stdin(encoding: str | None) -> Iterator[Document | DocumentError]:
    try:
        yield replace(text.parse(sys.stdin.buffer.read(), "stdin", encoding), source=None)
    except DocumentError as error:
        yield DocumentError("standard input", error.reason)
    except OSError as error:
        yield DocumentError("standard input", f"can't be read: {error.strerror}")


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False  # reading it says what is wrong


def _raise(error: DocumentError) -> None:
    raise error
