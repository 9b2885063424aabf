from __future__ import annotations

from urllib.parse import urljoin

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.term import _is_valid_uri

from kg.errors import OutputError
from kg.export.iris import Names, decode, encode, external

any_string = st.text(alphabet=st.characters(codec=None, exclude_categories=()), max_size=12)


@settings(max_examples=200, deadline=None)
@given(any_string)
def test_every_string_has_an_iri_and_comes_back(name: str) -> None:
    for base in ("urn:kg:", "https://data.example.org/x/"):
        iri = Names(base).document(name).value
        assert iri.isascii()
        assert _is_valid_uri(iri)
        assert decode(iri.removeprefix(f"{base}document/")) == name
        assert Names(base).entity(name).value.startswith(f"{base}entity/")
    assert encode(decode(encode(name))) == encode(name)


@pytest.mark.parametrize(
    "name", ["..", ".", "", "../..", "a/../b", "~..", "%2E%2E", "a?b#c", "\ud800", "C:\\news\\a.txt", "a\n"]
)
def test_no_url_library_resolves_them_away(name: str) -> None:
    iri = Names("https://data.example.org/").document(name).value
    assert urljoin(iri, iri) == iri
    assert str(rdflib.URIRef(iri, base="https://data.example.org/")) == iri


def test_names_that_could_run_together_do_not() -> None:
    names = Names()
    made = [
        names.graph("a"),
        names.reported("a"),
        names.graph("a/reported"),
        names.provenance("a"),
        names.graph("a%2Freported"),
        names.statement("a", "b"),
        names.statement("a/b", ""),
        names.statement("a", ""),
        names.evidence("a", "b", 1),
        names.evidence("a", "b1", 0),
        names.mention("a", "m1"),
        names.mention("a", "m1", "quote"),
        names.mention("a", "m1/quote"),
        names.links,
        names.known,
    ]
    assert len(set(made)) == len(made)


def test_an_identifier_keeps_its_slash() -> None:
    assert Names().entity("person/ann-ek-0a1b2c3d").value == "urn:kg:entity/person/ann-ek-0a1b2c3d"


@pytest.mark.parametrize(
    "base", ["", "data.example.org/", "http://a b/", "https://data.example.org", "urn:x\ud800/", "urn:%zz/"]
)
def test_a_base_that_is_none(base: str) -> None:
    with pytest.raises(OutputError, match="base"):
        Names(base)


def test_links_of_others() -> None:
    assert external("http://www.wikidata.org/entity/Q42").value == "http://www.wikidata.org/entity/Q42"
    assert external('http://x.example/a b"<%zz>\ud800').value == "http://x.example/a%20b%22%3C%25zz%3E%ED%A0%80"
    with pytest.raises(ValueError, match="not an absolute IRI"):
        external("Q42")
