"""The kinds of mention that a pattern may ask for: a type, or what a name says beyond its type."""

from __future__ import annotations

from itertools import pairwise

from kg.gazetteer import country_of, is_country, is_demonym, place_kind
from kg.model import Mention
from kg.relations.roles import nouns

__all__ = ["KINDS", "fits"]

KINDS = {
    "P": ("Person",),
    "O": ("Organization",),
    "L": ("Place",),
    "A": ("Person", "Organization", "Place"),
    "Country": ("Place",),
    "Land": ("Place",),
    "Demonym": ("Place",),
    "Region": ("Place",),
    "City": ("Place",),
    "Town": ("Place",),
    "Major": ("Place",),
    "Minor": ("Place",),
    "Body": ("Organization",),
    "Party": ("Organization",),
    "Seat": ("Organization",),
    "House": ("Organization",),
    "Employer": ("Organization",),
    "Firm": ("Organization",),
    "Date": ("Date",),
}
"""The types that each kind admits; most kinds ask for more (`docs/patterns.md` has the table)."""

# The lists of `data/patterns/nouns.toml` that tell a kind of organisation: whole names, and words in names.
_NAMED = {
    "Body": ("body", "body_noun"),
    "Party": ("party", "party_noun"),
    "Seat": ("", "seat_noun"),
    "House": ("", "house_noun"),
}

_CITY_ALIASES = frozenset({"D.C.", "DC"})
_TOWNS_TOO = frozenset({"New York", "Washington"})  # states, but more often cities


def fits(mention: Mention, kind: str) -> bool:
    """True if a mention is of a kind."""
    if mention.type not in KINDS[kind]:
        return False
    if mention.type == "Place":
        return _place_fits(mention.text, kind)
    if kind == "Employer":
        return not fits(mention, "Party")
    if kind == "Firm":
        return not fits(mention, "Body") and not fits(mention, "Party")
    if kind in _NAMED:
        return _says(mention.text, *_NAMED[kind])
    return True


def _place_fits(name: str, kind: str) -> bool:
    if kind == "Country":
        return country_of(name) is not None
    if kind == "Land":
        return is_country(name)
    if kind == "Demonym":
        # "US" and "UK" stand before a noun as a demonym does.
        return country_of(name) is not None and (name.isupper() or not is_country(name))
    if kind == "Region":
        is_region = is_demonym(name) or place_kind(name) in {"region", "state"}
        return is_region and country_of(name) is None and name not in _CITY_ALIASES
    if kind == "City":
        return country_of(name) is None and not is_demonym(name)
    if kind in {"Major", "Minor"}:
        return (place_kind(name) is not None) == (kind == "Major") and not is_demonym(name)
    if kind == "Town":
        return _place_fits(name, "City") and (place_kind(name) not in {"region", "state"} or name in _TOWNS_TOO)
    return True


def _says(name: str, whole: str, noun: str) -> bool:
    """True if a name is in one list, or ends in a word of the other or has one before "of" or "for"."""
    words = name.lower().removeprefix("the ").split()
    if whole and "-".join(words) in nouns(whole):
        return True
    heads = [*words[-1:], *(word for word, after in pairwise(words) if after in {"of", "for"})]
    return any(word in nouns(noun) for word in heads)
