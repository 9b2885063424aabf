"""Identifiers of entities across documents, made from content."""

from __future__ import annotations

import re
from hashlib import sha256

from kg.gazetteer import place_of, place_of_demonym
from kg.names import Name, normal_form, plain

__all__ = ["GLOBAL_ID", "display", "identifier"]

GLOBAL_ID = re.compile(r"(?:person|organization|place)/[a-z0-9-]*-[0-9a-f]{8}")
"""The form of an identifier that a resolution gave."""

_LONGEST_SLUG = 60


def identifier(name: Name, discriminator: str = "") -> str:
    """The identifier of an entity by its fullest name; the discriminator tells two of one name apart.

    >>> from kg.names import parse
    >>> identifier(parse("Rosa Lind", "Person"))
    'person/rosa-lind-3d05807b'
    """
    digest = sha256(f"{name.type}|{name.key}|{discriminator}".encode("utf-8", "surrogatepass")).hexdigest()
    return f"{name.type.lower()}/{_slug(display(name))}-{digest[:8]}"


def display(name: Name) -> str:
    """The name as people would write it; of a country or region the usual one."""
    form = plain(name)
    if name.type == "Place":
        return place_of(form) or place_of_demonym(form) or form
    return form


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", normal_form(name))[:_LONGEST_SLUG].strip("-") or "x"
