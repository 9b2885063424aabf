"""Names: their parts (`forms`), and when two of them are one entity (`rules`, which holds the table of rules)."""

from kg.names.forms import (
    Name,
    acronym_behind,
    gender_of_title,
    initials,
    is_acronym,
    is_common_body,
    is_kind_of_body,
    is_known_organization,
    is_part_of_company,
    key_of,
    letters_of,
    parse,
    plain,
)
from kg.names.normal import normal_form
from kg.names.rules import RULES, Rule, decide, same_entity
from kg.names.tables import Gender

__all__ = [
    "RULES",
    "Gender",
    "Name",
    "Rule",
    "acronym_behind",
    "decide",
    "gender_of_title",
    "initials",
    "is_acronym",
    "is_common_body",
    "is_kind_of_body",
    "is_known_organization",
    "is_part_of_company",
    "key_of",
    "letters_of",
    "normal_form",
    "parse",
    "plain",
    "same_entity",
]
