"""A SPARQL server of a few lines over a real store, in the test's own process, that can be made to misbehave."""

from __future__ import annotations

import gzip
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox

Misbehaviour = Callable[["Handler"], bool]
"""Answers a request itself and returns true, or leaves it to the server."""


@dataclass
class Fake:
    """What the server holds, what was asked of it, and how it misbehaves; ``name`` is its header Server."""

    store: ox.Store = field(default_factory=ox.Store)
    name: str = "Oxigraph/0.5.13"
    requests: list[tuple[str, str]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    misbehave: Misbehaviour | None = None
    url: str = ""

    def writes(self) -> int:
        return sum(path.startswith(("/store", "/update")) for method, path in self.requests if method != "HEAD")

    def dump(self) -> str:
        dataset = ox.Dataset(self.store)
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        return "\n".join(sorted(str(quad) for quad in dataset))


class Handler(BaseHTTPRequestHandler):
    """Oxigraph's doors."""

    fake: Fake
    protocol_version = "HTTP/1.1"
    body: bytes = b""

    def version_string(self) -> str:
        return self.fake.name

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def do_HEAD(self) -> None:
        self._do()

    def do_POST(self) -> None:
        self._do()

    def _do(self) -> None:
        self.body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.fake.requests.append((self.command, self.path))
        self.fake.headers.append(dict(self.headers))
        if self.fake.misbehave is None or not self.fake.misbehave(self):
            self._serve()

    def _serve(self) -> None:
        place = urlsplit(self.path).path
        if self.command == "HEAD":
            self.answer(200)
        elif place == "/query":
            self._query(parse_qs(self.body.decode())["query"][0])
        elif place == "/update":
            self.fake.store.update(self.body.decode())
            self.answer(204)
        elif place == "/store":
            body = gzip.decompress(self.body) if self.headers.get("Content-Encoding") == "gzip" else self.body
            self.fake.store.load(body, format=ox.RdfFormat.N_QUADS)
            self.answer(204)
        else:
            self.answer(404, b"nothing here")

    def _query(self, query: str) -> None:
        found = self.fake.store.query(query)
        if isinstance(found, ox.QueryTriples):
            body = found.serialize(format=ox.RdfFormat.N_TRIPLES)
            self.answer(200, body or b"", "application/n-triples")
        else:
            body = found.serialize(format=ox.QueryResultsFormat.JSON)
            self.answer(200, body or b"", "application/sparql-results+json")

    def answer(self, status: int, body: bytes = b"", kind: str = "text/plain", **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(b"" if self.command == "HEAD" else body)

    def hang_up(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is a part of some tests."""


@contextmanager
def served(fake: Fake | None = None, *, certificate: Path | None = None) -> Iterator[Fake]:
    """The server, on a free port of 127.0.0.1, until the block ends."""
    fake = fake or Fake()
    server = _Server(("127.0.0.1", 0), type("One", (Handler,), {"fake": fake}))
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    fake.url = f"http{'s' if certificate else ''}://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
