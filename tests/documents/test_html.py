"""Saved pages: main text and what the page says about itself, the same on any day."""

from __future__ import annotations

import logging

import pytest

from kg.documents.html import parse
from kg.errors import DocumentError

FIRST = "The port of Velden opened a new ferry line on Tuesday, and hundreds of people came to look at the first boat."
SECOND = "Mayor Ruth Okafor said the boat would cross the bay twice a day, weather permitting, all year – “at last”."
PAGE = f"""<!doctype html><html><head><title>Ferry line opens</title>
<meta name="author" content="Ana Lima"><meta property="article:published_time" content="2033-04-05T10:00:00Z">
<link rel="canonical" href="https://harbour.example/ferry"></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>Ferry line opens</h1><p>{FIRST}</p><p>{SECOND}</p></article>
<footer>Copyright 2019 Harbour Post</footer></body></html>"""
DATE = '<meta property="article:published_time" content="2033-04-05T10:00:00Z">'


def test_main_text_and_metadata_are_taken() -> None:
    document = parse(PAGE.encode(), "saved/ferry.html", None)
    assert FIRST in document.text
    assert SECOND in document.text
    assert "Sport" not in document.text
    assert "Copyright" not in document.text
    assert (document.title, document.author) == ("Ferry line opens", "Ana Lima")
    assert document.source == "https://harbour.example/ferry"
    assert document.id.startswith("ferry-")


def test_a_date_after_today_counts_and_none_is_guessed() -> None:
    assert parse(PAGE.encode(), "a.html", None).published == "2033-04-05"
    assert parse(PAGE.replace(DATE, "").encode(), "a.html", None).published is None


def test_without_a_canonical_address_the_path_is_the_source() -> None:
    page = PAGE.replace("https://harbour.example/ferry", "javascript:void(0)")
    assert parse(page.encode(), "saved/ferry.html", None).source == "saved/ferry.html"


@pytest.mark.parametrize(
    ("encoding", "charset", "stated"),
    [
        ("utf-8", "", None),
        ("utf-8", '<meta charset="iso-8859-1">', None),
        ("cp1252", '<meta charset="iso-8859-1">', None),
        ("cp1252", '<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">', None),
        ("mac_roman", '<meta charset="macintosh">', None),
        ("cp1252", '<meta charset="no-such">', None),
        ("utf-16", "", None),
        ("utf-8-sig", "", None),
        ("mac_roman", "", "mac_roman"),
    ],
)
def test_encodings_are_found(encoding: str, charset: str, stated: str | None) -> None:
    page = PAGE.replace("<title>", charset + "<title>").encode(encoding)
    assert SECOND in parse(page, "a.html", stated).text


def test_an_xml_declaration_does_no_harm() -> None:
    assert FIRST in parse(b'<?xml version="1.0" encoding="utf-8"?>' + PAGE.encode(), "a.html", None).text


@pytest.mark.parametrize(
    "page",
    [
        "<html><body></body></html>",
        "<html><head><script>let a = 1;</script></head><body><script>start()</script></body></html>",
        "<",
        "{}",
        "<div>" * 5000 + "x" + "</div>" * 5000,
    ],
)
def test_a_page_without_main_text_is_one_error_and_no_noise(page: str, capfd: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("trafilatura").propagate = False
    try:
        with pytest.raises(DocumentError, match=r"^a\.html: has no main text"):
            parse(page.encode(), "a.html", None)
    finally:
        logging.getLogger("trafilatura").propagate = True
    assert capfd.readouterr().err == ""


def test_an_empty_page_and_a_binary_one_are_errors() -> None:
    with pytest.raises(DocumentError, match="is empty"):
        parse(b"", "a.html", None)
    with pytest.raises(DocumentError, match="is binary"):
        parse(b"<html>\0\0", "a.html", None)
