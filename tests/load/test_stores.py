"""The profiles of stores: which doors are knocked at, and who is recognised."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import DataError
from kg.load import Connection, connect, load
from kg.load.stores import Store, _store, store_named, store_of_address, store_of_server, stores
from tests.load.fake import Fake, Handler, served

DOORS = {
    "oxigraph": ("", "/query", "/store", "application/n-quads"),
    "virtuoso": ("", "/sparql", "/sparql-graph-crud-auth?graph=urn%3Ag", "application/n-triples"),
    "rdf4j": ("/rdf4j-server/repositories/n", "", "/statements", "application/n-quads"),
    "graphdb": ("/repositories/n", "", "/statements", "application/n-quads"),
    "fuseki": ("/n", "/query", "/data", "application/n-quads"),
    "stardog": ("/n", "/query", "?graph=urn%3Ag", "application/n-triples"),
    "blazegraph": ("/blazegraph/namespace/n/sparql", "", "", "text/x-nquads"),
    "neptune": ("", "/sparql", "/sparql/gsp/?graph=urn%3Ag", "application/n-triples"),
    "sparql": ("/sparql", "", "", "application/sparql-update"),
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "one.nq").write_text('<urn:s> <urn:p> "o" <urn:g> .\n', encoding="utf-8")
    return tmp_path / "one.nq"


@pytest.mark.parametrize("name", DOORS)
def test_each_store_is_knocked_at_by_its_own_doors(name: str, file: Path) -> None:
    base, query, door, kind = DOORS[name]
    with served() as fake:
        fake.misbehave = standing_for(query, base)
        with connect(fake.url + base, Connection(store=name)) as server:
            report = load(file, server)
    assert not report.differences
    writes = [
        (path, headers["Content-Type"])
        for (_, path), headers in zip(fake.requests, fake.headers, strict=True)
        if headers.get("Content-Type") != "application/x-www-form-urlencoded" and "Content-Type" in headers
    ]
    assert writes == [(base + door, kind)]
    assert {path for _, path in fake.requests} <= {base + door, base + query}


def standing_for(query: str, base: str) -> object:
    """The store behind other doors."""

    def serve(request: Handler) -> bool:
        kind = request.headers.get("Content-Type", "")
        store = request.fake.store
        if kind == "application/x-www-form-urlencoded":
            assert request.path == base + query
            request.path = "/query"
            return False
        if "n-triples" in kind:
            store.update(f"INSERT DATA {{ GRAPH <urn:g> {{ {request.body.decode()} }} }}")
        elif "update" in kind:
            store.update(request.body.decode())
        else:
            request.path = "/store"
            request._serve()
            return True
        request.answer(204)
        return True

    return serve


def test_addresses_and_headers_are_recognised() -> None:
    assert store_of_address("http://127.0.0.1:8080/rdf4j-server/repositories/n") == store_named("rdf4j")
    assert store_of_address("http://127.0.0.1:7200/repositories/n") == store_named("graphdb")
    assert store_of_address("http://127.0.0.1:7878") is None
    assert store_of_server("Apache Jena Fuseki (5.2.0)") == store_named("fuseki")
    assert store_of_server("nginx") is None


def test_a_door_that_is_named_leads_to_the_same_address() -> None:
    for store in stores().values():
        base = store.address
        for door in filter(None, (store.query, store.update, store.graphs, store.quads)):
            assert store.base(base + door) == base, store.name


def test_an_unknown_server_is_taken_by_the_standard(file: Path) -> None:
    with served(Fake(name="SomethingElse/1")) as fake:
        fake.misbehave = standing_for("", "/sparql")  # type: ignore[assignment]
        inner = fake.misbehave
        fake.misbehave = lambda request: request.command != "HEAD" and inner(request)
        with connect(f"{fake.url}/sparql") as server:
            assert server.store.name == "sparql"
            assert not load(file, server).differences


@pytest.mark.parametrize(
    ("record", "message"), [({"qurey": "/q"}, "'qurey' is not one of"), ({"title": "X"}, "missing")]
)
def test_a_record_that_is_wrong_names_itself(record: dict[str, str], message: str) -> None:
    with pytest.raises(DataError, match=message):
        _store("mine", record)


def test_what_was_run_is_what_is_said() -> None:
    assert {name for name, store in stores().items() if store.ran} == {"oxigraph", "virtuoso"}
    assert isinstance(store_named("neptune"), Store)
