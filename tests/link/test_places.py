"""Which place of the world a name means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import geonames
from kg.link import link_places
from kg.model import Document, Entity, Extraction, Mention
from tests.link.documents import extraction, links, place


@pytest.mark.parametrize(
    ("text", "name", "meant"),
    [
        # Much the largest, or said to lie there.
        ("The talks in [Paris] ended.", "Paris", ("Paris", "FR")),
        ("The talks in [Paris], [Texas], ended.", "Paris", ("Paris", "US")),
        ("The fair in [Paris] ([Texas]) ended.", "Paris", ("Paris", "US")),
        ("[London], [Ontario] has a new bridge.", "London", ("London", "CA")),
        ("[St. Petersburg] is cold, say visitors from [Russia].", "St. Petersburg", ("Saint Petersburg", "RU")),
        ("[St. Petersburg], [Florida], is warm.", "St. Petersburg", ("St. Petersburg", "US")),
        ("From [Tampa] to [St. Petersburg], all [Florida] was hot.", "St. Petersburg", ("St. Petersburg", "US")),
        # Countries and their namesakes.
        ("[Georgia] voted.", "Georgia", ("Georgia", "GE")),
        ("[Tbilisi] is quiet, but the rest of [Georgia] is not.", "Georgia", ("Georgia", "GE")),
        ("[Georgia] and [Alabama] were the last states of the [United States] to vote.", "Georgia", ("Georgia", "US")),
        ("The [Georgian] army left.", "Georgian", ("Georgia", "GE")),
        ("[Panama] is hot.", "Panama", ("Panama", "PA")),
        ("The [city of Panama] is hot, as is all [Panama].", "city of Panama", ("Panama City", "PA")),
        # Cities and divisions of one name.
        ("[New York] is loud.", "New York", ("New York City", "US")),
        ("[Washington] is loud.", "Washington", ("Washington", "US")),
        ("The [Kursk region] in [Russia] burns.", "Kursk region", ("Kurskaya oblast'", "RU")),
        ("[Kursk] in [Russia] burns.", "Kursk", ("Kursk", "RU")),
        ("[Punjab] grows wheat, says [India].", "Punjab", ("Punjab", "IN")),
        ("[Punjab] grows wheat, says [Pakistan].", "Punjab", ("Punjab", "PK")),
        # Names that English texts use.
        ("[Kiev] and [Ukraine] agreed.", "Kiev", ("Kyiv", "UA")),
        ("[Cologne] lies on the river.", "Cologne", ("Köln", "DE")),
        ("[Mecca] was full.", "Mecca", ("Makkah", "SA")),
        ("A [Parisian] spoke.", "Parisian", ("Paris", "FR")),
        # Small places, near what tells them apart.
        ("A fire broke out in [Zermatt], far from the rest of [Switzerland].", "Zermatt", ("Zermatt", "CH")),
    ],
)
def test_a_name_is_linked(text: str, name: str, meant: tuple[str, str]) -> None:
    assert place(text, name) == meant


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("[Punjab] grows wheat.", "Punjab"),  # of India, or of Pakistan
        ("[Springfield] has a new mayor.", "Springfield"),  # no word of which
        ("[Springfield] in the [United States] has a new mayor.", "Springfield"),  # nor here
        ("[Zermatt] burns.", "Zermatt"),  # a village, and nothing around it
        ("All [Asia] looked on.", "Asia"),  # no town in the Philippines
        ("[East London] is poor, says [London].", "East London"),  # a part of London, or the city in South Africa
        ("The [West] was in uproar in [Rwanda].", "West"),
        ("The [Soviet Union] is no more.", "Soviet Union"),
        ("[Middle-earth] is no place.", "Middle-earth"),
    ],
)
def test_a_name_that_is_not_clear_is_not_linked(text: str, name: str) -> None:
    assert name not in links(text)


def test_nearness_decides_between_two_countries() -> None:
    text = "In [{}], the square of [Valencia] filled. " + "Nobody had foreseen it. " * 30 + "[{}] said nothing."
    assert place(text.format("Spain", "Venezuela"), "Valencia") == ("Valencia", "ES")
    assert place(text.format("Venezuela", "Spain"), "Valencia") == ("Valencia", "VE")


def test_reasons_and_confidence() -> None:
    found = links("[Paris], [Texas] and [Lima], [Peru]")
    assert found["Paris"].reason == "said to lie there"
    assert 0.5 < found["Paris"].confidence <= found["Peru"].confidence <= 1


def test_iris_of_a_country_and_of_a_city() -> None:
    found = links("[Lima], [Peru]")
    assert found["Lima"].iris == ("https://sws.geonames.org/3936456/",)
    assert found["Peru"].iris == (
        "https://sws.geonames.org/3932488/",
        "http://publications.europa.eu/resource/authority/country/PER",
    )


def test_people_and_organisations_are_not_places() -> None:
    assert link_places(extraction("[Paris] met [London].", type="Person")) == {}


def test_another_name_helps_where_the_fullest_is_not_known() -> None:
    mention = Mention("m1", 0, 4, "Lima", "name", "Place", "e1")
    entity = Entity("e1", "Place", "Lima the Grey", aliases=("Lima",))
    assert link_places(Extraction(Document("d1", "Lima"), (mention,), (entity,)))["e1"].feature.name == "Lima"


def test_a_place_with_ten_thousand_mentions_takes_no_time() -> None:
    text = "[Lima] and [Peru], [Cusco] and [Arequipa]. " * 10_000
    assert set(links(text)) == {"Lima", "Peru", "Cusco", "Arequipa"}


@given(st.lists(st.sampled_from(["Paris", "Texas", "Lima", "Georgia", "Punjab", "Springfield", "Ohio", "Nowhere"])))
def test_the_order_of_entities_does_not_matter(names: list[str]) -> None:
    found = extraction(" and ".join(f"[{name}]" for name in names))
    turned = Extraction(found.document, found.mentions, found.entities[::-1])
    assert link_places(found) == link_places(turned)


@given(st.text(max_size=20))
def test_any_name_has_a_key_that_is_its_own_key(name: str) -> None:
    key = geonames.feature_key(name)
    assert geonames.feature_key(key) == key or "saint" in key
