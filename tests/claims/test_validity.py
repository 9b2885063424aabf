"""From when and until when: intervals from the words that say it began or ended."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.documents import from_text
from kg.extract import extract
from kg.model import Evidence, Statement, Time

# text, published 2024-11-18 | predicate | valid_from | valid_to
SENTENCES = """
Anna Reyl was mayor of Lviv from 2008 to 2012. | mayorOf | 2008 | 2012
Between 2001 and 2005, Rosa Tello was finance minister of Peru. | ministerOf | 2001 | 2005
Anna Moberg has led Siemens since 2014. | leads | 2014 | -
Peter Haik worked for Interpol until 2019. | worksFor | - | 2019
Anna Reyl resigned as mayor of Lviv on Friday. | mayorOf | - | 2024-11-15
Anna Reyl stepped down as mayor of Lviv last week. | mayorOf | - | 2024-11-17
Anna Reyl was sworn in as president of Poland in January. | headOfState | 2024-01 | -
Peter Aasen became head of Interpol in 2019. | leads | 2019 | -
Peter Aasen, a former chief executive of Siemens, died on Monday. | ceoOf | - | 2024-11-18?
The former president of Peru, Rosa Tello, met Anna Reyl in Oslo in March. | headOfState | - | 2024-11-18?
The former president of Peru, Rosa Tello, met Anna Reyl in Oslo in March. | met | - | -
The late president of Peru, Rosa Tello, loved music. | headOfState | - | 2024-11-18?
Peter Aasen, Peru's president from 2004 to 2008, met Anna Reyl. | headOfState | 2004 | 2008
Peter Aasen, Peru's president from 2004 to 2008, met Anna Reyl. | met | - | -
Peter Aasen was president of Peru in 2004. | headOfState | - | -
Peter Aasen, the president of Peru, met Anna Reyl. | headOfState | - | -
"""


@pytest.mark.model
@pytest.mark.parametrize("row", SENTENCES.strip().splitlines())
def test_validity(nlp: Language, row: str) -> None:
    text, predicate, start, end = row.split(" | ")
    [found] = extract([from_text(text, published="2024-11-18")], nlp=nlp, known=False, relations="patterns")
    statement = next(statement for statement in found.statements if statement.predicate == predicate)
    assert (statement.valid_from or "-", statement.valid_to or "-") == (start, end)


@pytest.mark.model
def test_without_a_publication_date_former_has_no_end(nlp: Language) -> None:
    [found] = extract([from_text("Peter Aasen, the former president of Peru, died.")], nlp=nlp, known=False)
    assert [statement.valid_to for statement in found.statements if statement.predicate == "headOfState"] == [None]


@pytest.mark.parametrize(
    ("times", "wanted"),
    [
        (["2014/.."], ("2014", None)),
        (["2014/..", "../2019"], ("2014", "2019")),
        (["2008/2012", "2015/2019"], ("2008", "2019")),
        (["../2019", "../2018-11-18?"], (None, "2019")),
        (["../2019-03-02?", "../2024-11-18?"], (None, "2019-03-02?")),
        (["2014/2018-03-05?"], ("2014", "2018-03-05?")),
        (["2014"], (None, None)),
        (["2008~/.."], ("2008~", None)),
        ([], (None, None)),
    ],
)
def test_evidence_is_brought_together(times: list[str], wanted: tuple[str | None, str | None]) -> None:
    evidence = tuple(Evidence("d", 0, 9, (0, 1), (2, 3), time=Time("then", time)) for time in times)
    statement = Statement("s", "e1", "leads", "e2", evidence=evidence)
    assert (statement.valid_from, statement.valid_to) == wanted


def test_only_the_evidence_that_gives_the_status_counts() -> None:
    said = Evidence("d", 0, 9, (0, 1), (2, 3), speaker="e9", time=Time("since 2001", "2001/.."))
    stated = Evidence("d", 10, 19, (10, 11), (12, 13), time=Time("since 2004", "2004/.."))
    assert Statement("s", "e1", "leads", "e2", evidence=(said, stated)).valid_from == "2004"
