"""One SPARQL server over HTTP: its doors, with patience for a server that is away, and none for one that is not it."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from http.client import responses
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import SplitResult, quote, urljoin, urlsplit

import pyoxigraph as ox
import requests
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth
from urllib3.util import Retry

from kg.errors import LoadError
from kg.load.credentials import Credentials, checked_address
from kg.load.stores import GENERIC, Store, store_named, store_of_address, store_of_server

__all__ = ["Connection", "Server", "connect", "iris"]

RESULTS: Final = "application/sparql-results+json"
_TRIPLES: Final = "application/n-triples"
_AGAIN: Final = (429, 500, 502, 503, 504)
_REDIRECTS: Final = (301, 302, 307, 308)
_MOST_REDIRECTS: Final = 5
_MOST_REASON: Final = 300
_LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """How to reach a server.

    Args:
        store: a name of `kg.load.stores.stores`; without it, the server is asked.
        credentials: for servers that want them.
        authority: a file of certificates to trust, beside the usual ones.
        retries: how often a request is sent again after a 5xx or a dropped connection, each time later: the waits
            double from 0.5 s to 30 s.
        timeout: seconds without a byte after which a server counts as gone.
        redirects: follow a redirect to another host; it gets no credentials.
        compress: send gzip where the server takes it; without it, to other machines only.
        on_retry: called with a message before each wait.
    """

    store: str | None = None
    credentials: Credentials | None = None
    authority: str | None = None
    retries: int = 8
    timeout: float = 300.0
    redirects: bool = False
    compress: bool | None = None
    on_retry: Callable[[str], None] | None = None


class Server:
    """An open connection to one server; close it, or use it in a ``with``."""

    def __init__(self, address: str, store: Store, connection: Connection, session: requests.Session) -> None:
        self.store = store
        self.base = store.base(address)
        self._connection = connection
        self._session = session
        host = urlsplit(self.base).hostname
        compress = host not in _LOOPBACK if connection.compress is None else connection.compress
        self._compress = store.gzip and compress

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._session.close()

    def rows(self, query: str) -> Iterator[dict[str, str]]:
        """The solutions of a SELECT: for each, the values of its variables as IRIs or lexical forms.

        Raises:
            LoadError: the server can't be reached, refuses, or does not answer with SPARQL results.
        """
        answer = self._asked(query, RESULTS)
        try:
            bindings = answer.json()["results"]["bindings"]
            yield from ({name: term["value"] for name, term in row.items()} for row in bindings)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise LoadError(f"{_page(answer)}; is it the address of a SPARQL query service?") from error

    def is_empty(self) -> bool:
        """Whether it has no named graph; raises as `rows`."""
        # Virtuoso 7 answers an ASK with a table of no form that the standard knows, so this is a SELECT.
        return not list(self.rows("SELECT ?g WHERE { GRAPH ?g { ?s ?p ?o } } LIMIT 1"))

    def triples(self, query: str) -> list[ox.Triple]:
        """The triples of a CONSTRUCT; raises as `rows`."""
        answer = self._asked(query, _TRIPLES)
        kind = answer.headers.get("Content-Type", "").partition(";")[0].strip()
        format = ox.RdfFormat.from_media_type(kind) if kind != "text/plain" else ox.RdfFormat.N_TRIPLES
        try:
            if format is None:
                raise SyntaxError(kind)
            return [_triple(item) for item in ox.parse(answer.content, format=format)]
        except SyntaxError as error:
            raise LoadError(f"{_page(answer)}, which is not RDF: {error}") from error

    def update(self, text: str) -> None:
        """Run a SPARQL update; raises as `rows`."""
        self._send("POST", self._door(self.store.update), "application/sparql-update", text.encode())

    def add_quads(self, lines: bytes, *, bulk: bool = False) -> None:
        """Add N-Quads, all in one request; raises as `rows`."""
        assert self.store.quads is not None
        parameter = f"?{self.store.bulk}" if bulk and self.store.bulk else ""
        self._send("POST", self._door(self.store.quads) + parameter, self.store.quads_type, lines)

    def add_triples(self, graph: str | None, lines: bytes) -> None:
        """Add N-Triples to one graph, or the default graph; raises as `rows`."""
        self._send("POST", self._graph(graph), _TRIPLES, lines)

    def _asked(self, query: str, accept: str) -> requests.Response:
        return self._request(
            "POST", self._door(self.store.query), data={"query": query}, headers={"Accept": accept}, writes=False
        )

    def _send(self, method: str, address: str, media_type: str, body: bytes) -> None:
        headers = {"Content-Type": media_type}
        if self._compress:
            headers["Content-Encoding"] = "gzip"
            body = gzip.compress(body, compresslevel=1, mtime=0)
        answer = self._request(method, address, data=body, headers=headers, writes=True)
        if answer.content and "html" in answer.headers.get("Content-Type", "") and not _is_virtuoso(answer):
            raise LoadError(f"{_page(answer)}; is it the address of a SPARQL server?")

    def _door(self, path: str) -> str:
        return self.base + path

    def _graph(self, graph: str | None) -> str:
        assert self.store.graphs is not None
        choice = "default" if graph is None else f"graph={quote(graph, safe='')}"
        return f"{self._door(self.store.graphs)}?{choice}"

    def _request(self, method: str, address: str, *, writes: bool, **more: Any) -> requests.Response:
        answer = _followed(self._session, method, address, self._connection, **more)
        if not answer.ok:
            raise LoadError(_refusal(answer, self._connection, writes=writes))
        return answer


def connect(address: str, connection: Connection | None = None) -> Server:
    """Find out what kind of server is at an address, and open it.

    Raises:
        LoadError: the address is none, or nobody answers there.
    """
    parts = checked_address(address, ("http", "https"))
    connection = connection or Connection()
    session = _session(connection)
    try:
        store = _store(address, parts, connection, session)
        session.auth = _auth(store, connection.credentials)
        server = Server(address, store, connection, session)
        server.is_empty()
    except LoadError:
        session.close()
        raise
    # A server that was there may come back; one that never was is a wrong address, which is said at once.
    _mount(session, connection, connection.retries)
    return server


def _store(address: str, parts: SplitResult, connection: Connection, session: requests.Session) -> Store:
    if connection.store is not None:
        return store_named(connection.store)
    by_address = store_of_address(address)
    if by_address is not None:
        return by_address
    answer = _followed(session, "HEAD", f"{parts.scheme}://{parts.netloc}/", connection)
    return store_of_server(answer.headers.get("Server", "")) or store_named(GENERIC)


def _session(connection: Connection) -> requests.Session:
    session = requests.Session()
    # A .netrc's passwords are not for here, and what a proxy would see of this machine's own servers is nothing.
    session.trust_env = False
    if connection.authority is not None:
        session.verify = connection.authority
    _mount(session, connection, 1)
    return session


def _mount(session: requests.Session, connection: Connection, retries: int) -> None:
    adapter = HTTPAdapter(max_retries=_Patience.of(retries, connection.on_retry))
    session.mount("http://", adapter)
    session.mount("https://", adapter)


class _Patience(Retry):
    """`urllib3`'s retries, which say that they wait."""

    on_retry: Callable[[str], None] | None = None

    @classmethod
    def of(cls, count: int, on_retry: Callable[[str], None] | None) -> Self:
        made = cls(
            total=count,
            connect=count,
            read=count,
            status=count,
            other=0,  # TLS that fails once fails again
            redirect=0,
            allowed_methods=None,  # what is sent twice is stored once: RDF graphs are sets, and drops repeat
            status_forcelist=_AGAIN,
            backoff_factor=0.5,
            backoff_max=30,
            backoff_jitter=0.2,
            raise_on_status=False,
        )
        made.on_retry = on_retry
        return made

    def new(self, **more: Any) -> Self:
        made = super().new(**more)
        made.on_retry = self.on_retry
        return made

    def sleep(self, response: Any = None) -> None:
        if self.on_retry is not None:
            last = self.history[-1] if self.history else None
            why = f"status {last.status}" if last and last.status else type(last.error).__name__ if last else "failure"
            self.on_retry(f"the server does not answer well ({why}); trying again in {self.get_backoff_time():.1f} s")
        super().sleep(response)


def _auth(store: Store, credentials: Credentials | None) -> AuthBase | None:
    if credentials is None:
        return None
    if store.auth == "digest":
        return HTTPDigestAuth(credentials.user, credentials.password)
    # As text it would be sent as Latin-1.
    return HTTPBasicAuth(credentials.user.encode(), credentials.password.encode())


def _followed(
    session: requests.Session, method: str, address: str, connection: Connection, **more: Any
) -> requests.Response:
    """The answer at the end of redirects, which keep the method and the body."""
    for _ in range(_MOST_REDIRECTS + 1):
        answer = _answered(session, method, address, connection, **more)
        if answer.status_code not in _REDIRECTS or "Location" not in answer.headers:
            return answer
        target = urljoin(address, answer.headers["Location"])
        if _origin(target) != _origin(address):
            if not connection.redirects:
                raise LoadError(
                    f"{address}: it redirects to {_origin(target)}, another server; "
                    "give that address if it is right, or allow it with --redirects"
                )
            more["auth"] = _nobody
        address = target
    raise LoadError(f"{address}: more than {_MOST_REDIRECTS} redirects")


def _nobody(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """No credentials: `requests` would else take those of the session."""
    return request


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _answered(
    session: requests.Session, method: str, address: str, connection: Connection, **more: Any
) -> requests.Response:
    try:
        return session.request(
            method, address, timeout=(min(30.0, connection.timeout), connection.timeout), allow_redirects=False, **more
        )
    except requests.exceptions.SSLError as error:
        raise LoadError(
            f"{address}: TLS failed: {_reason(error)}; name the server's certificate with --ca FILE if it is your own, "
            "or give an http:// address if it speaks no TLS"
        ) from error
    except requests.exceptions.ConnectionError as error:
        raise LoadError(f"{address}: can't be reached: {_reason(error)}; is the server started, and there?") from error
    except (requests.exceptions.RequestException, OSError) as error:
        raise LoadError(f"{address}: {_reason(error)}") from error


def _reason(error: BaseException) -> str:
    """The innermost cause, which is the one that a person understands."""
    inner: Any = error
    while True:
        reason = getattr(inner, "reason", None)
        cause = reason if isinstance(reason, BaseException) else next(iter(inner.args), None)
        if not isinstance(cause, BaseException):
            cause = inner.__context__ if not str(inner) else None
        if cause is None or cause is inner:
            break
        inner = cause
    return str(inner).partition(": ")[2] if str(inner).startswith("<") else str(inner) or type(inner).__name__


def _refusal(answer: requests.Response, connection: Connection, *, writes: bool) -> str:
    code = answer.status_code
    place = f"{_bare(answer.url)}: status {code} ({responses.get(code, 'unknown')})"
    if code in (401, 407):
        given = "the user or the password is wrong" if connection.credentials else "it wants a user and a password"
        return f"{place}: {given}{_said(answer)}"
    if code in (403, 405, 501) and writes:
        nobody = "" if connection.credentials else " (no user was given)"
        return f"{place}: the server is read-only, or does not let this user write{nobody}{_said(answer)}"
    if code in (404, 410):
        return f"{place}: nothing is there; is it the right address, and the right --store?{_said(answer)}"
    if code == 507 or "No space left" in answer.text:
        return f"{place}: its disk is full{_said(answer)}"
    return f"{place}{_said(answer)}"


def _said(answer: requests.Response) -> str:
    words = " ".join(answer.text.split())
    if not words or "<html" in words.lower():
        return ""
    return f"; it says: {words[:_MOST_REASON]}"


def _page(answer: requests.Response) -> str:
    kind = answer.headers.get("Content-Type", "no type")
    return f"{_bare(answer.url)}: status {answer.status_code} with a page of {kind}"


def _is_virtuoso(answer: requests.Response) -> bool:
    return answer.headers.get("Server", "").startswith("Virtuoso")


def _bare(address: str | None) -> str:
    """An address without its query, which may be long."""
    return (address or "").partition("?")[0]


def _triple(item: ox.Quad | ox.Triple) -> ox.Triple:
    return ox.Triple(item.subject, item.predicate, item.object)


def iris(names: Iterable[str]) -> str:
    """Names as IRIs in a query; what can't be one is an error, not a part of the query.

    >>> iris(["urn:a", "urn:b"])
    '<urn:a> <urn:b>'

    Raises:
        LoadError: a name is no IRI.
    """
    try:
        return " ".join(str(ox.NamedNode(name)) for name in names)
    except ValueError as error:
        raise LoadError(f"a graph's name is not an IRI: {error}") from error
