"""A graph file as gzipped N-Quads in parts, for bulk loaders that read several files at once; documents stay whole."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.errors import OutputError
from kg.load.batches import Batch, batches
from kg.load.lines import runs, unzipped
from kg.load.sparql import format_read, opened
from kg.output import replacing

__all__ = ["write_parts"]


def write_parts(
    source: str | Path, folder: str | Path, *, size: int, format: str | None = None, overwrite: bool = False
) -> list[Path]:
    """Write the statements of a file as ``part-00001.nq.gz`` and so on; the same file gives the same bytes.

    Args:
        source: an RDF file, also with ``.gz``, or ``-`` for standard input.
        folder: where to, made if need be.
        size: bytes of a part before it is compressed; a document that ends later is still its part's.
        format: of the file; else its suffix says it.
        overwrite: replace what is there.

    Raises:
        DocumentError: the file can't be read.
        OutputError: a part exists and ``overwrite`` is false, or can't be written.
    """
    place = Path(folder)
    try:
        place.mkdir(exist_ok=True)
    except OSError as error:
        raise OutputError(f"{place}: can't be made a folder: {error.strerror or error}") from error
    written = []
    with opened(source) as file:
        found = runs(unzipped(file), format=format_read(source, format), place=str(source))
        # Batches of a part's size would be held in memory; smaller ones are written as they come.
        for number, part in enumerate(_parts(batches(found, size=min(size, 4_000_000)), size), start=1):
            path = place / f"part-{number:05d}.nq.gz"
            with (
                replacing(path, force=overwrite) as out,
                gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=out, mtime=0) as zipped,
            ):
                for batch in part:
                    zipped.writelines(run.lines for run in batch.runs)
            written.append(path)
    return written


def _parts(found: Iterator[Batch], size: int) -> Iterator[Iterable[Batch]]:
    """Batches, as many as fill a part; each part must be read before the next is asked for."""
    first = next(found, None)
    while first is not None:
        held = [first]

        def part(held: list[Batch] = held) -> Iterator[Batch]:
            filled = 0
            while held:
                batch = held.pop()
                filled += sum(len(run.lines) for run in batch.runs)
                yield batch
                if filled < size and (following := next(found, None)) is not None:
                    held.append(following)

        yield part()
        first = next(found, None)
