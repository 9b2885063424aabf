"""Graphs made by hand, and hostile ones that Hypothesis makes, for the tests of exports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from hypothesis import strategies as st

from kg.graph import Derived
from kg.model import (
    UNNAMED,
    Attribution,
    Document,
    Entity,
    Evidence,
    Extraction,
    Mention,
    Statement,
    Time,
    Value,
)
from kg.ontology import default_ontology
from kg.resolve import Join

LANDA = "person/mira-landa-0a1b2c3d"
OST = "person/teo-ost-1a2b3c4d"
HALVE = "organization/halve-bank-2a2b3c4d"
BRUNN = "place/brunn-3a2b3c4d"


@dataclass(frozen=True)
class HandMade:
    """A graph of extractions whose identifiers are global already: what exporters ask of a `KnowledgeGraph`."""

    documents: Mapping[str, Document]
    entities: Mapping[str, Entity]
    all_statements: Sequence[Statement] = ()
    all_mentions: Mapping[str, Sequence[Mention]] = field(default_factory=dict)
    all_attributions: Mapping[str, Sequence[Attribution]] = field(default_factory=dict)
    all_joins: Sequence[Join] = ()

    infers: bool = False

    def inferred(self) -> Sequence[Derived]:
        return ()

    def joins(self) -> Sequence[Join]:
        return self.all_joins

    def statements(self, *, status: None = None) -> Iterable[Statement]:
        return iter(self.all_statements)

    def mentions(self, document_id: str) -> Sequence[Mention]:
        return self.all_mentions.get(document_id, ())

    def attributions(self, document_id: str) -> Sequence[Attribution]:
        return self.all_attributions.get(document_id, ())


def graph_of(extractions: Iterable[Extraction]) -> HandMade:
    """Put the extractions of several documents together, their identifiers as they are."""
    found = list(extractions)
    statements: dict[str, Statement] = {}
    for statement in (statement for extraction in found for statement in extraction.statements):
        known = statements.setdefault(statement.id, replace(statement, evidence=()))
        statements[statement.id] = replace(known, evidence=known.evidence + statement.evidence)
    return HandMade(
        documents={extraction.document.id: extraction.document for extraction in found},
        entities={entity.id: entity for extraction in found for entity in extraction.entities},
        all_statements=[statements[name] for name in sorted(statements)],
        all_mentions={extraction.document.id: extraction.mentions for extraction in found},
        all_attributions={extraction.document.id: extraction.attributions for extraction in found},
    )


ENTITIES = (
    Entity(LANDA, "Person", "Mira Landa", ("Landa", "Ms. Landa")),
    Entity(OST, "Person", 'Teo "Tex" Ost', ("Ost",)),
    Entity(HALVE, "Organization", "Halve Bank", ()),
    Entity(
        BRUNN,
        "Place",
        "Brünn\n(old town)",
        (),
        ("http://www.wikidata.org/entity/Q14960", "https://sws.geonames.org/3078610/"),
    ),
)

LEDGER = "Mira Landa runs Halve Bank in Brünn. She was born in 1971, Teo Ost said on 2 May."
MARKET = "Halve Bank may not leave Brünn. Ost does not work for Halve Bank."


def _span(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


def _evidence(document: str, sentence: str, subject: str, object_: str, **more: object) -> Evidence:
    text = {"ledger": LEDGER, "market 1%": MARKET}[document]
    start, end = _span(text, sentence)
    evidence = Evidence(
        document, start, end, _span(text, subject), _span(text, object_), extractor="pattern:x", confidence=0.8
    )
    return replace(evidence, **more)  # type: ignore[arg-type]


def _mention(text: str, number: int, words: str, **more: str) -> Mention:
    start, end = _span(text, words)
    return replace(Mention(f"m{number}", start, end, words, "name", "Person"), **more)  # type: ignore[arg-type]


def two_documents() -> list[Extraction]:
    """Every status, a date, a time, a speaker, a known fact, a name with quotes and one with a line end."""
    first, second = "Mira Landa runs Halve Bank in Brünn.", "She was born in 1971, Teo Ost said on 2 May."
    born = _evidence("ledger", second, "She", "1971", speaker=OST, time=Time("on 2 May", "2024-05-02"))
    ledger = Extraction(
        Document("ledger", LEDGER, "A bank and its town", "2024-05-03", "https://news.example/a%20b?x=1", "R. Falk"),
        mentions=(
            _mention(LEDGER, 1, "Mira Landa", entity=LANDA),
            _mention(LEDGER, 2, "Halve Bank", entity=HALVE, type="Organization"),
            _mention(LEDGER, 3, "She", entity=LANDA, kind="pronoun"),
            _mention(LEDGER, 4, "1971", type="Date", value="1971"),
        ),
        entities=ENTITIES,
        statements=(
            Statement("a1", LANDA, "leads", HALVE, evidence=(_evidence("ledger", first, "Mira Landa", "Halve Bank"),)),
            Statement("b2", LANDA, "birthDate", value=Value("1971", "1971"), evidence=(born,)),
            Statement(
                "c3",
                HALVE,
                "basedIn",
                BRUNN,
                evidence=(_evidence("ledger", first, "Halve Bank", "Brünn", confidence=0.55),),
            ),
        ),
        attributions=(
            Attribution(_span(LEDGER, "Teo Ost"), _span(LEDGER, "said"), _span(LEDGER, "She was born in 1971"), OST),
        ),
    )
    known = Evidence("market 1%", 0, 0, None, None, extractor="known:geonames:3078610", confidence=1.0)
    leaves, works = "Halve Bank may not leave Brünn.", "Ost does not work for Halve Bank."
    market = Extraction(
        Document("market 1%", MARKET),
        mentions=(_mention(MARKET, 1, "Halve Bank", entity=HALVE, type="Organization"),),
        entities=(ENTITIES[1], ENTITIES[2], ENTITIES[3]),
        statements=(
            Statement(
                "c3",
                HALVE,
                "basedIn",
                BRUNN,
                evidence=(_evidence("market 1%", leaves, "Halve Bank", "Brünn", modality="possible"),),
            ),
            Statement(
                "d4",
                OST,
                "worksFor",
                HALVE,
                evidence=(_evidence("market 1%", works, "Ost", "Halve Bank", polarity="negative", speaker=UNNAMED),),
            ),
            Statement("e5", BRUNN, "containedInPlace", BRUNN, evidence=(known,)),
        ),
    )
    return [ledger, market]


# Letters that have broken writers before: quotes, percent signs, dots, line ends, what is not in the BMP, private use.
_NASTY = st.text(alphabet="a.~/%#? \"'<>\\{}|^`\n\t;,é\u2028\U0001f600\U0010fffd\ue000", max_size=8)
_DATES = st.sampled_from(["2024", "2024-09", "2024-11-18", "2024-13-40", "0000", "2022~", "2024-02-30", "", "x\n"])
_IDS = st.one_of(_NASTY, st.sampled_from(["..", ".", "", "a/../b", "%2E", "~", "~..", "a/reported"]))


@st.composite
def hostile_extractions(
    draw: st.DrawFn, names: st.SearchStrategy[str] = _NASTY, ids: st.SearchStrategy[str] = _IDS
) -> list[Extraction]:
    """One to two documents with up to three entities, whose statements keep to the ontology's domains and ranges."""
    entity_ids = draw(st.lists(ids, min_size=1, max_size=3, unique=True))
    people = [
        Entity(name, "Person", draw(names), tuple(sorted(set(draw(st.lists(names, max_size=2))))))
        for name in entity_ids
    ]
    document_ids = draw(st.lists(ids, min_size=1, max_size=2, unique=True))
    return [draw(_extraction(name, people, names)) for name in document_ids]


@st.composite
def _extraction(draw: st.DrawFn, name: str, people: list[Entity], names: st.SearchStrategy[str]) -> Extraction:
    document = Document(
        name, draw(names) + "abcdef", draw(st.none() | names), draw(st.none() | _DATES), draw(st.none() | names)
    )
    pairs = draw(st.lists(st.tuples(st.sampled_from(people), st.sampled_from(people)), max_size=3, unique=True))
    statements = [
        Statement(
            f"s{number}-{one.id}-{other.id}",
            one.id,
            "parent",
            other.id,
            evidence=(draw(_evidences(name, people, names)),),
        )
        for number, (one, other) in enumerate(pairs)
    ]
    if draw(st.booleans()):
        value = Value(draw(names), draw(_DATES))
        found = draw(_evidences(name, people, names))
        statements.append(Statement(f"v-{name}", people[0].id, "birthDate", value=value, evidence=(found, found)))
    words = document.text[1:4]
    mentions = (
        Mention("m1", 1, 4, words, "nominal", "Person", people[-1].id),
        Mention("m2", 4, 4, "", "name", "Date", None, "2024"),
    )
    return Extraction(document, mentions, tuple(people), tuple(sorted(statements, key=lambda statement: statement.id)))


@st.composite
def _evidences(draw: st.DrawFn, document: str, people: list[Entity], names: st.SearchStrategy[str]) -> Evidence:
    return Evidence(
        document,
        0,
        draw(st.integers(0, 6)),
        draw(st.none() | st.just((0, 1))),
        (1, 2),
        draw(st.sampled_from(["positive", "negative"])),
        draw(st.sampled_from(["asserted", "planned"])),
        draw(st.none() | st.just(UNNAMED) | st.sampled_from([person.id for person in people])),
        draw(st.none() | st.builds(Time, names, _DATES)),
        draw(st.sampled_from(["pattern:a", "known:b"])),
        draw(st.floats(0, 1)),
    )


assert set(default_ontology().predicates) >= {"leads", "birthDate", "basedIn", "worksFor", "containedInPlace", "parent"}
