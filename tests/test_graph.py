from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ExtractionError, GraphError, QueryError
from kg.graph import KnowledgeGraph, build
from kg.model import UNNAMED, Attribution, Document, Entity, Evidence, Extraction, Mention, Statement, Status, Value

ROSA = "Rosa Lind leads Acme Foods. She met John Berg in Oslo. Rosa Lind was born on 1 May 1970."
JOHN = "John Berg met Lind. Berg may lead Acme Foods, officials said."


def span(text: str, words: str, nth: int = 0) -> tuple[int, int]:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return start, start + len(words)


def evidence(document: str, text: str, subject: tuple[int, int], object_: tuple[int, int], **more: object) -> Evidence:
    start = text.rfind(". ", 0, min(subject[0], object_[0])) + 2 if ". " in text[: min(subject[0], object_[0])] else 0
    end = text.index(".", max(subject[1], object_[1])) + 1
    return Evidence(document, start, end, subject, object_, extractor="test", confidence=0.5, **more)  # type: ignore[arg-type]


def first() -> Extraction:
    entities = (
        Entity("e1", "Person", "Rosa Lind", ("Lind",)),
        Entity("e2", "Organization", "Acme Foods"),
        Entity("e3", "Person", "John Berg"),
        Entity("e4", "Place", "Oslo"),
    )
    rosa, acme, she, john, oslo = (
        span(ROSA, words) for words in ("Rosa Lind", "Acme Foods", "She", "John Berg", "Oslo")
    )
    born = span(ROSA, "1 May 1970")
    statements = (
        Statement("s1", "e1", "leads", "e2", evidence=(evidence("d1", ROSA, rosa, acme),)),
        Statement("s2", "e1", "met", "e3", evidence=(evidence("d1", ROSA, she, john),)),
        Statement("s3", "e1", "visited", "e4", evidence=(evidence("d1", ROSA, she, oslo),)),
        Statement(
            "s4",
            "e1",
            "birthDate",
            value=Value("1 May 1970", "1970-05-01"),
            evidence=(evidence("d1", ROSA, span(ROSA, "Rosa Lind", 1), born),),
        ),
    )
    mentions = (
        Mention("m1", *rosa, "Rosa Lind", "name", "Person", "e1"),
        Mention("m2", *born, "1 May 1970", "name", "Date"),
    )
    return Extraction(Document("d1", ROSA), mentions, entities, statements)


def second() -> Extraction:
    entities = (
        Entity("e1", "Person", "John Berg", ("Berg",)),
        Entity("e2", "Person", "Lind"),
        Entity("e3", "Organization", "Acme Foods Ltd"),
    )
    john, lind, berg, acme = (span(JOHN, words) for words in ("John Berg", "Lind", "Berg may", "Acme Foods"))
    berg = berg[0], berg[0] + 4
    maybe = evidence("d2", JOHN, berg, acme, modality="possible", speaker=UNNAMED)
    statements = (
        Statement("s1", "e1", "met", "e2", evidence=(evidence("d2", JOHN, john, lind, speaker="e1"),)),
        Statement("s2", "e1", "leads", "e3", evidence=(maybe,)),
    )
    mentions = (
        Mention("m1", *john, "John Berg", "name", "Person", "e1"),
        Mention("m2", *lind, "Lind", "name", "Person", "e2"),
    )
    attributions = (Attribution(john, None, None, "e1"), Attribution(None, span(JOHN, "said"), None, UNNAMED))
    return Extraction(Document("d2", JOHN), mentions, entities, statements, attributions)


@pytest.fixture(scope="module")
def graph() -> KnowledgeGraph:
    return KnowledgeGraph.from_extractions([second(), first()])


def said(graph: KnowledgeGraph, statement: Statement) -> tuple[str, str, str]:
    value = statement.value.value if statement.value else graph.entities[statement.object or ""].name
    return graph.entities[statement.subject].name, statement.predicate, value


def test_statements_of_all_documents_come_together(graph: KnowledgeGraph) -> None:
    assert sorted(said(graph, statement) for statement in graph.statements(status=None)) == [
        ("John Berg", "leads", "Acme Foods"),
        ("John Berg", "met", "Rosa Lind"),
        ("Rosa Lind", "birthDate", "1970-05-01"),
        ("Rosa Lind", "leads", "Acme Foods"),
        ("Rosa Lind", "visited", "Oslo"),
    ]
    [met] = graph.statements(predicate="met")
    assert met.subject < (met.object or "")
    assert [one.document for one in met.evidence] == ["d1", "d2"]
    assert met.confidence == 0.5  # only the asserted one counts
    ids = [statement.id for statement in graph.statements(status=None)]
    assert ids == sorted(ids)
    assert all(len(id_) == 16 for id_ in ids)


def test_spans_follow_their_ends_when_the_ends_are_sorted(graph: KnowledgeGraph) -> None:
    [met] = graph.statements(predicate="met")
    assert graph.entities[met.subject].name == "John Berg"
    texts = {"d1": ROSA, "d2": JOHN}
    marked = [
        (texts[one.document][slice(*one.subject)], texts[one.document][slice(*one.object)])
        for one in met.evidence
        if one.subject and one.object
    ]
    assert marked == [("John Berg", "She"), ("John Berg", "Lind")]


def test_entities_by_name_and_identifier(graph: KnowledgeGraph) -> None:
    rosa = graph.entity("Rosa Lind")
    for name in ("ROSA LIND", "[Rosa] Lind", "Lind", rosa.id, rosa):
        assert graph.entity(name) is rosa
    assert graph.entity("the Acme Foods").name == "Acme Foods"
    assert graph.entity("ACME FOODS INC").name == "Acme Foods"
    assert graph.entity("Oslo", type="Place").name == "Oslo"


def test_unknown_and_ambiguous_names(graph: KnowledgeGraph) -> None:
    with pytest.raises(GraphError, match="no entity is called 'Rosa Lund'; the nearest names are Rosa Lind"):
        graph.entity("Rosa Lund")
    with pytest.raises(GraphError, match=r"no Person is called 'Oslo'; what is called so is Oslo \(Place, place/oslo-"):
        graph.entity("Oslo", type="Person")
    entities = (Entity("e1", "Person", "Mary Moss", ("Moss",)), Entity("e2", "Place", "Upper Moss", ("Moss",)))
    mossy = KnowledgeGraph.from_extractions([Extraction(Document("d", ""), entities=entities)])
    with pytest.raises(
        GraphError, match=r"'Moss' may be any of 2 entities: Mary Moss \(Person, person/mary.*Upper Moss"
    ):
        mossy.entity("Moss")
    assert mossy.entity("Moss", type="Place").name == "Upper Moss"


def named(*entities: tuple[str, str]) -> KnowledgeGraph:
    """A graph of one document that holds these types and names."""
    found = tuple(Entity(f"e{n}", type_, name) for n, (type_, name) in enumerate(entities))  # type: ignore[arg-type]
    return KnowledgeGraph.from_extractions([Extraction(Document("d", ""), entities=found)])


@pytest.mark.parametrize(
    ("asked", "type_", "name"),
    [
        # Another spelling, another form of the name, a short form, a part of it.
        ("Volodymyr Zelenskiy", "Person", "Volodymyr Zelenskyy"),
        ("President Volodymyr Zelensky", "Person", "Volodymyr Zelenskyy"),
        ("Zelenskij", "Person", "Volodymyr Zelenskyy"),
        ("Bill Lind", "Person", "William Lind"),
        ("W. Lind", "Person", "William Lind"),
        ("Lind", "Person", "William Lind"),
        ("UFG", "Organization", "Union of Fruit Growers"),
        ("Mueller Milch GmbH", "Organization", "Müller Milch"),
        ("The Netherlands", "Place", "Netherlands"),
        ("Dutch", "Place", "Netherlands"),
        ("Kiev", "Place", "Kyiv"),
    ],
)
def test_entities_by_a_name_in_another_form(asked: str, type_: str, name: str) -> None:
    graph = named((type_, name), ("Person", "Ada Brock"), ("Organization", "Brock Mills"), ("Place", "Ardal"))
    assert graph.entity(asked).name == name


def test_a_name_that_says_more_goes_before_one_that_says_less() -> None:
    graph = named(("Person", "Julia Markova"), ("Person", "Carla Markova"))
    assert graph.entity("Yulia Markova").name == "Julia Markova"
    with pytest.raises(GraphError, match=r"'Markova' may be any of 2 entities: (Carla|Julia) Markova .*give the ident"):
        graph.entity("Markova")


def test_an_error_lists_no_more_than_a_few() -> None:
    forenames = ("Ada", "Bea", "Cora", "Dora", "Eva", "Fay", "Gil", "Hal", "Ida")
    graph = named(*(("Person", f"{forename} Lind") for forename in forenames))
    with pytest.raises(GraphError, match=r"any of 9 entities: .* and 1 more; give the identifier"):
        graph.entity("Lind")
    with pytest.raises(GraphError, match="no entity is called 'Idda Lindt'; the nearest names are Ida Lind"):
        graph.entity("Idda Lindt")


def test_statements_by_ends_predicate_and_status(graph: KnowledgeGraph) -> None:
    def found(**asked: object) -> list[tuple[str, str, str]]:
        return sorted(said(graph, statement) for statement in graph.statements(**asked))  # type: ignore[arg-type]

    assert len(found(subject="Rosa Lind")) == 4  # "met" from its other end, too
    assert len(found(object="Rosa Lind")) == 1
    assert found(subject="Rosa Lind", predicate="leads") == [("Rosa Lind", "leads", "Acme Foods")]
    assert found(predicate="leads", object="Acme Foods", status="uncertain") == [("John Berg", "leads", "Acme Foods")]
    assert found(subject="Rosa Lind", predicate="met", object="John Berg") == [("John Berg", "met", "Rosa Lind")]
    assert found(subject="Rosa Lind", object=graph.entity("Oslo")) == [("Rosa Lind", "visited", "Oslo")]
    assert found(status=["denied", "known"]) == []
    with pytest.raises(GraphError, match="no predicate is called 'lead'; did you mean leads"):
        graph.statements(predicate="lead")
    with pytest.raises(GraphError, match="no statement has the identifier 'x'"):
        graph.statement("x")


def test_neighbours(graph: KnowledgeGraph) -> None:
    assert [entity.name for entity in graph.neighbours("Rosa Lind")] == ["Acme Foods", "John Berg", "Oslo"]
    assert [entity.name for entity in graph.neighbours("Acme Foods", status="asserted")] == ["Rosa Lind"]
    assert graph.neighbours("Oslo", predicate="met") == []


def test_path(graph: KnowledgeGraph) -> None:
    path = graph.path("Oslo", "John Berg")
    assert path is not None
    assert [said(graph, statement) for statement in path] == [
        ("Rosa Lind", "visited", "Oslo"),
        ("John Berg", "met", "Rosa Lind"),
    ]
    assert graph.path("Oslo", "Oslo") == []
    assert graph.path("Oslo", "John Berg", status="denied") is None


def test_match(graph: KnowledgeGraph) -> None:
    def names(*patterns: tuple[str, str, str], status: Status | None = None) -> list[dict[str, str]]:
        answers = graph.match(*patterns, status=status)
        found = ({name: getattr(term, "name", str(term)) for name, term in answer.items()} for answer in answers)
        return sorted(found, key=repr)

    assert names(("?who", "leads", "Acme Foods"), ("?who", "visited", "?where")) == [
        {"who": "Rosa Lind", "where": "Oslo"}
    ]
    # A symmetric predicate is read from both its ends.
    assert names(("?a", "met", "?b")) == [{"a": "John Berg", "b": "Rosa Lind"}, {"a": "Rosa Lind", "b": "John Berg"}]
    assert names(("Rosa Lind", "?how", "Oslo")) == [{"how": "visited"}]
    assert names(("?a", "met", "?a")) == []
    assert names(("?who", "leads", "?what"), status="asserted") == [{"who": "Rosa Lind", "what": "Acme Foods"}]
    assert names() == [{}]
    assert [answer["day"] for answer in graph.match(("Rosa Lind", "birthDate", "?day"))] == [
        Value("1 May 1970", "1970-05-01")
    ]
    assert names(("?who", "leads", "Acme Foods"), ("?who", "birthDate", "?day"), ("?other", "birthDate", "?day"))
    with pytest.raises(QueryError, match="is not \\(subject, predicate, object\\)"):
        list(graph.match(("?who", "met")))  # type: ignore[arg-type]
    with pytest.raises(GraphError, match="no entity is called 'Bergen'"):
        list(graph.match(("?who", "met", "Bergen")))


def test_explain(graph: KnowledgeGraph) -> None:
    [met] = graph.statements(predicate="met")
    assert list(map(str, graph.explain(met))) == ["[She] met [John Berg] in Oslo.", "[John Berg] met [Lind]."]
    assert [one.speaker for one in graph.explain(met.id)] == [None, "John Berg"]
    [maybe] = graph.statements(predicate="leads", status="uncertain")
    assert [(one.speaker, one.status) for one in graph.explain(maybe)] == [(UNNAMED, "uncertain")]


def test_explain_marks_one_span_within_another() -> None:
    text = "Acme’s Rosa left."
    one = Evidence("d", 0, len(text), (0, 11), (0, 4), extractor="test")
    entities = (Entity("e1", "Person", "Rosa"), Entity("e2", "Organization", "Acme"))
    statement = Statement(
        "s1", "e1", "worksFor", "e2", evidence=(one, Evidence("known", 0, 0, None, None, extractor="known:x"))
    )
    graph = KnowledgeGraph.from_extractions([Extraction(Document("d", text), (), entities, (statement,))])
    [held] = graph.statements()
    assert list(map(str, graph.explain(held))) == ["[[Acme]’s Rosa] left.", "(known:x)"]


def test_documents_mentions_attributions_and_extractions(graph: KnowledgeGraph) -> None:
    rosa, john = graph.entity("Rosa Lind").id, graph.entity("John Berg").id
    assert list(graph.documents) == ["d1", "d2"]
    assert [mention.entity for mention in graph.mentions("d1")] == [rosa, None]
    assert [mention.entity for mention in graph.mentions("d2")] == [john, rosa]
    assert [attribution.entity for attribution in graph.attributions("d2")] == [john, UNNAMED]
    with pytest.raises(GraphError, match="no document 'd3'"):
        graph.mentions("d3")
    parts = list(graph.extractions())
    assert [part.document.id for part in parts] == ["d1", "d2"]
    assert {one.document for part in parts[1:] for statement in part.statements for one in statement.evidence} == {"d2"}
    assert KnowledgeGraph.from_extractions(parts) == graph


def test_networkx_view(graph: KnowledgeGraph) -> None:
    view = graph.nx
    assert view is graph.nx
    assert sorted(view) == sorted(graph.entities)
    assert view.number_of_edges() == len(graph.statements()) - 1 == 3
    assert view.nodes[graph.entity("Rosa Lind").id]["birthDate"] == "1970-05-01"
    [met] = graph.statements(predicate="met")
    assert view.edges[met.subject, met.object, met.id] == {
        "predicate": "met",
        "status": "asserted",
        "confidence": 0.5,
        "valid_from": None,
        "valid_to": None,
    }
    with pytest.raises(Exception, match="Frozen"):
        view.add_node("x")


def test_rdf_and_sparql(graph: KnowledgeGraph) -> None:
    query = "SELECT ?name WHERE { ?who kg:leads ?what ; rdfs:label ?name }"
    assert [row[0] for row in graph.sparql(query)] == ["Rosa Lind"]  # type: ignore[union-attr]
    assert len(graph.to_rdf()) > 10
    with pytest.raises(QueryError):
        graph.sparql("SELECT")


def test_two_documents_with_one_identifier() -> None:
    graph = KnowledgeGraph.from_extractions([first(), first()])
    assert graph == KnowledgeGraph.from_extractions([first()])
    poorer = replace(first(), statements=())
    assert (
        KnowledgeGraph.from_extractions([poorer, first()])
        == KnowledgeGraph.from_extractions([first(), poorer])
        == graph
    )
    other = replace(first(), document=Document("d1", "Something else."))
    with pytest.raises(GraphError, match="two documents have the identifier 'd1' and different texts"):
        graph.add([other])


def test_statements_about_one_and_the_same_are_left_out() -> None:
    entities = (Entity("e1", "Person", "Rosa Lind"), Entity("e2", "Person", "Carl Lind"))
    statement = Statement("s1", "e1", "spouse", "e1", evidence=(Evidence("d", 0, 0, (0, 0), (0, 0)),))
    graph = KnowledgeGraph.from_extractions([Extraction(Document("d", ""), (), entities, (statement,))])
    assert graph.statements() == []


def test_an_entity_that_is_not_listed() -> None:
    statement = Statement("s7", "e1", "met", "e9")
    wrong = Extraction(Document("d", ""), (), (Entity("e1", "Person", "Rosa Lind"),), (statement,))
    with pytest.raises(ExtractionError, match="document 'd', s7: entity 'e9' is not among the entities"):
        KnowledgeGraph.from_extractions([wrong])


def test_an_empty_graph() -> None:
    graph = KnowledgeGraph.from_extractions([])
    assert graph.statements() == []
    assert graph.nx.number_of_nodes() == 0
    assert repr(graph) == "<KnowledgeGraph of 0 documents, 0 entities, 0 statements>"
    assert graph != "graph"


NAMES = [
    "P Rosa Lind",
    "P Lind",
    "P John Berg",
    "P Berg",
    "O Acme Foods",
    "O Acme Foods Ltd",
    "L Oslo",
    "L US",
    "L American",
]
FACTS = st.tuples(st.sampled_from(NAMES), st.sampled_from(["met", "leads", "visited"]), st.sampled_from(NAMES))


def made(document: str, facts: list[tuple[str, str, str]]) -> Extraction:
    types = {"P": "Person", "O": "Organization", "L": "Place"}
    names = sorted({name for subject, _, object_ in facts for name in (subject, object_)})
    ids = {name: f"e{number}" for number, name in enumerate(names)}
    entities = tuple(Entity(ids[name], types[name[0]], name[2:]) for name in names)  # type: ignore[arg-type]
    statements = tuple(
        Statement(
            f"s{number}",
            ids[subject],
            predicate,
            ids[object_],
            evidence=(Evidence(document, number, number + 1, None, None),),
        )
        for number, (subject, predicate, object_) in enumerate(facts)
    )
    return Extraction(Document(document, "x" * 20), (), entities, statements)


CORPORA = st.lists(st.lists(FACTS, max_size=4), max_size=5).map(
    lambda lists: [made(f"d{n}", facts) for n, facts in enumerate(lists)]
)


@given(CORPORA, st.integers(0, 5))
def test_adding_is_building_at_once(extractions: list[Extraction], cut: int) -> None:
    whole = KnowledgeGraph.from_extractions(extractions)
    added = KnowledgeGraph.from_extractions(extractions[cut:]).add(extractions[:cut])
    assert added == whole
    assert added.entities == whole.entities
    assert added.resolution == whole.resolution
    assert list(added.documents) == list(whole.documents)


@given(CORPORA)
def test_every_way_to_a_statement_gives_the_same(extractions: list[Extraction]) -> None:
    graph = KnowledgeGraph.from_extractions(extractions)
    everything = graph.statements()
    for one in everything:
        assert one in graph.statements(subject=one.subject)
        assert one in graph.statements(object=one.object)
        assert one in graph.statements(predicate=one.predicate)
        assert one in graph.statements(subject=one.subject, predicate=one.predicate, object=one.object)
        assert one.subject != one.object
        assert graph.path(one.subject, one.object or "") is not None
    assert sum(len(one.evidence) for one in everything) <= sum(len(part.statements) for part in extractions)


@pytest.mark.model
def test_build_from_texts() -> None:
    texts = ["Ana Rey, the mayor of Lisbon, visited Chile.", "Ana Rey is from Portugal."]
    graph = build(texts)
    assert "Ana Rey" in [entity.name for entity in graph.entities.values()]
    assert build(texts[:1]).add(texts[1:]) == graph
