"""Three questions, put to each database in its own language; all give the same answers, as sorted rows of text.

1. Which people have to do with Marrow Shipping, and as what?
2. Which two stand between Ama Boateng and Nadia Ferrar, by what the articles assert?
3. Who says what about whom?
"""

from __future__ import annotations

Rows = list[tuple[str, ...]]

PREFIXES = """
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX schema: <http://schema.org/>
PREFIX kg: <urn:kg:ontology#>
"""

_NAME = r'REPLACE(STR(?p), "^.*[/#]", "")'

SPARQL = (
    PREFIXES
    + f"""SELECT DISTINCT ?person ({_NAME} AS ?as) WHERE {{
  GRAPH ?g {{ ?a ?p ?o . ?a a schema:Person ; rdfs:label ?person . ?o rdfs:label "Marrow Shipping" }}
  FILTER(!STRENDS(STR(?g), "/reported"))
}}""",
    PREFIXES
    + """SELECT DISTINCT ?one ?other WHERE {
  ?a rdfs:label "Ama Boateng" . ?b rdfs:label "Nadia Ferrar" . ?x rdfs:label ?one . ?y rdfs:label ?other .
  ?s1 kg:status kg:AssertedStatus . { ?s1 rdf:subject ?a ; rdf:object ?x } UNION { ?s1 rdf:subject ?x ; rdf:object ?a }
  ?s2 kg:status kg:AssertedStatus . { ?s2 rdf:subject ?x ; rdf:object ?y } UNION { ?s2 rdf:subject ?y ; rdf:object ?x }
  ?s3 kg:status kg:AssertedStatus . { ?s3 rdf:subject ?y ; rdf:object ?b } UNION { ?s3 rdf:subject ?b ; rdf:object ?y }
  FILTER(?x != ?b && ?y != ?a && ?x != ?y)
}""",
    PREFIXES
    + f"""SELECT DISTINCT ?speaker ?one ({_NAME} AS ?does) ?other WHERE {{
  ?s kg:status kg:ReportedStatus ; rdf:subject ?a ; rdf:predicate ?p ; rdf:object ?b ; prov:wasAttributedTo ?who .
  ?who rdfs:label ?speaker . ?a rdfs:label ?one . ?b rdfs:label ?other
}}""",
)
"""For a server whose default graph is the union of all."""

CYPHER = (
    "MATCH (a:Person)-[e]->(:Organization {name: 'Marrow Shipping'}) WHERE e.status = 'asserted' "
    "RETURN DISTINCT a.name, type(e)",
    "MATCH (a:Person {name: 'Ama Boateng'})-[p]-(x)-[q]-(y)-[r]-(b:Person {name: 'Nadia Ferrar'}) "
    "WHERE p.status = 'asserted' AND q.status = 'asserted' AND r.status = 'asserted' "
    "AND x.id <> b.id AND y.id <> a.id AND x.id <> y.id RETURN DISTINCT x.name, y.name",
    "MATCH (a)-[e]->(b) WHERE e.status = 'reported' UNWIND e.speakers AS speaker "
    "WITH speaker, a, e, b WHERE speaker <> 'unnamed' RETURN DISTINCT speaker, a.name, type(e), b.name",
)

LADYBUG = tuple(query.replace("type(e)", "label(e)") for query in CYPHER)

SQL = (
    "SELECT DISTINCT a.name, s.predicate FROM statement s JOIN entity a ON a.id = s.subject "
    "JOIN entity o ON o.id = s.object "
    "WHERE a.type = 'Person' AND o.name = 'Marrow Shipping' AND s.status = 'asserted'",
    "WITH link AS (SELECT subject AS one, object AS other FROM statement WHERE status = 'asserted' "
    "UNION SELECT object, subject FROM statement WHERE status = 'asserted') "
    "SELECT DISTINCT x.name, y.name FROM link p JOIN link q ON q.one = p.other JOIN link r ON r.one = q.other "
    "JOIN entity a ON a.id = p.one JOIN entity b ON b.id = r.other "
    "JOIN entity x ON x.id = q.one JOIN entity y ON y.id = q.other "
    "WHERE a.name = 'Ama Boateng' AND b.name = 'Nadia Ferrar' AND x.id <> b.id AND y.id <> a.id AND x.id <> y.id",
    "SELECT DISTINCT speaker, a.name, s.predicate, b.name "
    "FROM (SELECT *, unnest(speakers) AS speaker FROM statement) s "
    "JOIN entity a ON a.id = s.subject JOIN entity b ON b.id = s.object "
    "WHERE s.status = 'reported' AND speaker <> 'unnamed'",
)
