"""`kg load sparql` beside a bare `curl -T` of the same file into Oxigraph's server, in the same run; and its memory.

    python tests/bench/load.py [--statements 1000000] [--rounds 3] [--at-most 1.3] [--memory 200] [--long 0] [--way WAY]

Each round starts a new server (in memory, then in a folder) for each of the two, turn by turn. Exits with 1 where the
median of the rounds' ratios is over `--at-most`, where `kg` needs over `--memory` MB, or where the server does not hold
all of it. `--long` adds one graph of so many megabytes, loaded once.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.load.servers import Oxigraph

DOCUMENT = 100
"""Statements in one."""

WAYS = {"memory": [], "folder": [], "folder, bulk": ["--bulk"]}


def lines(count: int) -> Iterator[str]:
    """Statements shaped like a graph's: names, relations, and twice as much on where they come from."""
    for number in range(count):
        document, place = divmod(number, DOCUMENT)
        graph = f"urn:kg:graph/document-{document:06d}"
        if place < 15:
            subject = f"urn:kg:entity/person/name-{number * 7 % 50021}-1a2b3c4d"
            yield f'<{subject}> <http://www.w3.org/2000/01/rdf-schema#label> "Name {number}" <{graph}> .\n'
        elif place < 35:
            part = "" if place < 30 else "/reported"
            subject = f"urn:kg:entity/person/name-{number * 7 % 50021}-1a2b3c4d"
            firm = f"urn:kg:entity/organization/o-{number % 9973}"
            yield f"<{subject}> <http://schema.org/worksFor> <{firm}> <{graph}{part}> .\n"
        else:
            subject = f"urn:kg:statement/document-{document:06d}/{place:08x}"
            words = f'"What document {document} says in its sentence {place}, with \\"quotes\\"."'
            yield f"<{subject}> <urn:kg:ontology#quote> {words} <{graph}/provenance> .\n"


def timed(command: list[str]) -> tuple[float, float]:
    """Seconds that a command takes, and its peak resident memory in MB (2^20 bytes)."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    assert process.stderr is not None
    if status:
        raise RuntimeError(f"{command[0]}: {process.stderr.read().decode()}")
    process.stderr.close()
    return seconds, used.ru_maxrss / 1024


def by_curl(server: Oxigraph, file: Path, how: list[str]) -> float:
    bulk = "?no_transaction" if how else ""
    command = ["curl", "--fail", "--silent", "-X", "POST", "-H", "Content-Type: application/n-quads"]
    return timed([*command, "-T", str(file), f"{server.url}/store{bulk}"])[0]


def by_kg(server: Oxigraph, file: Path, how: list[str]) -> tuple[float, float]:
    return timed([sys.executable, "-m", "kg", "load", "sparql", server.url, str(file), "--no-resume", *how])


def measured(file: Path, rounds: int, ways: list[str]) -> dict[str, dict[str, float]]:
    """For each way of the server, the median times and ratio of the rounds, and the largest memory."""
    found: dict[str, dict[str, float]] = {}
    for way in ways:
        how = WAYS[way]
        curl, kg, memory = [], [], []
        for number in range(rounds):
            # The one that goes first changes from round to round: the machine is not equally busy at all times.
            for what in ("curl", "kg") if number % 2 else ("kg", "curl"):
                with (
                    TemporaryDirectory() as folder,
                    Oxigraph(None if way == "memory" else Path(folder) / "db") as server,
                ):
                    if what == "curl":
                        curl.append(by_curl(server, file, how))
                    else:
                        seconds, peak = by_kg(server, file, how)
                        kg.append(seconds)
                        memory.append(peak)
        ratios = [ours / bare for ours, bare in zip(kg, curl, strict=True)]
        found[way] = {
            "curl s": round(median(curl), 1),
            "kg s": round(median(kg), 1),
            "ratio": round(median(ratios), 3),
            "lowest": round(min(ratios), 3),
            "highest": round(max(ratios), 3),
            "kg MB": round(max(memory), 1),
        }
        print(way, json.dumps(found[way]), flush=True)
    return found


def long_graph(megabytes: int, folder: Path) -> float:
    """Peak memory of a load of one graph that is so long, in MB."""
    file = folder / "long.nq"
    words = "long " * 200
    with file.open("w", encoding="utf-8") as out:
        number = 0
        while out.tell() < megabytes * 1_000_000:
            out.writelines(f'<urn:s:{number + n}> <urn:p> "{words}{n}" <urn:one> .\n' for n in range(10_000))
            number += 10_000
    with Oxigraph(folder / "db") as server:
        seconds, peak = by_kg(server, file, ["--bulk"])
    print(f"one graph of {file.stat().st_size / 1e9:.2f} GB: {seconds:.0f} s, {peak:.1f} MB", flush=True)
    return peak


def main() -> None:
    """Measure, print, and say by the exit code whether it is quick and small enough."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--statements", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--at-most", type=float, default=1.3)
    parser.add_argument("--memory", type=float, default=200)
    parser.add_argument("--long", type=int, default=0, metavar="MB")
    parser.add_argument("--way", action="append", choices=list(WAYS), help="of these alone")
    given = parser.parse_args()
    with TemporaryDirectory() as name:
        file = Path(name) / "graph.nq"
        with file.open("w", encoding="utf-8") as out:
            out.writelines(lines(given.statements))
        print(f"{given.statements:,} statements, {file.stat().st_size / 1e6:.0f} MB", flush=True)
        found = measured(file, given.rounds, given.way or list(WAYS))
        peaks = [way["kg MB"] for way in found.values()]
        if given.long:
            peaks.append(long_graph(given.long, Path(name)))
    sys.exit(max(way["ratio"] for way in found.values()) > given.at_most or max(peaks) > given.memory)


if __name__ == "__main__":
    main()
