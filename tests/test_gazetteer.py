"""The names of places: countries, their people, regions, states, cities."""

from __future__ import annotations

import doctest

import pytest

from kg import gazetteer, geonames
from kg.gazetteer import code_of, countries, country_of, is_country, is_demonym, place_kind, place_of, place_of_demonym


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(gazetteer).failed == 0


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Denmark", "Denmark"),
        ("the Netherlands", "Netherlands"),
        ("Holland", "Netherlands"),
        ("US", "United States"),
        ("U.S.", "United States"),
        ("America", "United States"),
        ("Britain", "United Kingdom"),
        ("Burma", "Myanmar"),
        ("Côte d’Ivoire", "Ivory Coast"),
        ("Cote d'Ivoire", "Ivory Coast"),
        ("St Lucia", "Saint Lucia"),
        ("SWEDEN", "Sweden"),
        ("USSR", "Soviet Union"),
        ("Danish", "Denmark"),
        ("Danes", "Denmark"),
        ("Briton", "United Kingdom"),
        ("Iraqi", "Iraq"),
        ("Frenchwomen", "France"),
        ("New Zealanders", "New Zealand"),
        ("Scots", "Scotland"),
    ],
)
def test_a_country_is_known_by_names_and_demonyms(name: str, country: str) -> None:
    assert country_of(name) == country


@pytest.mark.parametrize("name", ["us", "it", "german", "Bavaria", "Chineses", "Frenchs", "", "Monday"])
def test_other_words_are_no_countries(name: str) -> None:
    assert country_of(name) is None


@pytest.mark.parametrize(
    ("demonym", "place"),
    [
        ("Swedes", "Sweden"),
        ("Parisian", "Paris"),
        ("Bavarians", "Bavaria"),
        ("Texan", "Texas"),
        ("European", "Europe"),
        ("South African", "South Africa"),
        ("NORWEGIAN", "Norway"),
        ("Norway", None),
        ("norwegian", None),
    ],
)
def test_a_demonym_leads_to_its_place(demonym: str, place: str | None) -> None:
    assert place_of_demonym(demonym) == place
    assert is_demonym(demonym) == (place is not None)


def test_a_name_is_no_demonym_and_a_demonym_no_name() -> None:
    assert is_country("Finland")
    assert not is_country("Finnish")
    assert place_of("Finnish") is None
    assert place_of("Peking") == "Beijing"


def test_the_best_known_place_of_a_name_gives_its_kind() -> None:
    assert place_kind("Georgia") == "country"
    assert place_kind("Ohio") == "state"
    assert place_kind("Siberia") == "region"
    assert place_kind("Marseille") == "city"
    assert place_kind("Weimar") is None
    assert place_kind("Weimar", population=50_000) == "city"
    assert place_kind("Wednesday") is None


def test_every_code_names_one_place() -> None:
    codes = [place.code for place in countries() if place.code]
    assert len(codes) == len(set(codes))
    assert {"DE", "XK", "PS", "TW", "HK", "GB-SCT"} <= set(codes)
    assert code_of("Kosovars") == "XK"


def test_no_demonym_stands_for_two_places() -> None:
    demonyms = [demonym for place in (*countries(), *gazetteer.regions()) for demonym in place.demonyms]
    assert sorted({demonym for demonym in demonyms if demonyms.count(demonym) > 1}) == []


def test_every_sovereign_country_has_a_demonym() -> None:
    lacking = [place.name for place in countries() if place.kind == "country" and not place.demonyms]
    assert lacking == ["Vatican City"]


def test_all_countries_of_geonames_are_known() -> None:
    every = [found for code in sorted(geonames.capitals()) if (found := geonames.country(code)) is not None]
    assert len(every) > 200
    unknown = {country.name for country in every if code_of(country.name) != country.country}
    # Its code is shared out among its islands.
    assert unknown <= {"Bonaire, Sint Eustatius and Saba"}
