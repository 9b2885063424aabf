"""A graph as GraphML, which networkx, Gephi, yEd and Cytoscape read; values in one field are joined by ``; ``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import BinaryIO
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from kg.export.parts import Graph
from kg.export.property_graph import date_properties, edges, nodes

__all__ = ["write_graphml", "xml_text"]

_NO_DATA: Mapping[str, str] = MappingProxyType({})
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(value: str) -> str:
    r"""The string with what XML 1.0 can't hold made U+FFFD, and carriage returns made line feeds, one for one.

    >>> xml_text("a\x00b\rc")
    'a\ufffdb\nc'
    """
    return _NOT_XML.sub("\ufffd", value).replace("\r", "\n")


def write_graphml(graph: Graph, file: BinaryIO) -> None:
    """Entities as nodes, statements between them as edges, with the properties of `kg.export.property_graph`."""
    node_keys = ("type", "name", "aliases", "links", *date_properties())
    edge_keys = ("predicate", "status", "confidence", "documents", "speakers", "times", "valid_from", "valid_to")
    out = XMLGenerator(file, encoding="utf-8", short_empty_elements=True)
    out.startDocument()
    _start(out, "graphml", {"xmlns": "http://graphml.graphdrawing.org/xmlns"})
    for kind, keys in (("node", node_keys), ("edge", edge_keys)):
        for key in keys:
            type_ = "double" if key == "confidence" else "string"
            _element(out, "key", {"id": f"{kind}-{key}", "for": kind, "attr.name": key, "attr.type": type_})
    _start(out, "graph", {"id": "kg", "edgedefault": "directed"})
    for node in nodes(graph):
        lists = map("; ".join, (node.aliases, node.links, *node.dates))
        values = dict(zip(node_keys, (node.type, node.name, *lists), strict=True))
        _element(out, "node", {"id": node.id}, values)
    for edge in edges(graph):
        lists = map("; ".join, (edge.documents, edge.speakers, edge.times))
        values = dict(
            zip(
                edge_keys,
                (edge.predicate, edge.status, repr(edge.confidence), *lists, edge.valid_from, edge.valid_to),
                strict=True,
            )
        )
        _element(out, "edge", {"id": edge.id, "source": edge.subject, "target": edge.object}, values)
    out.endElement("graph")
    out.endElement("graphml")
    out.endDocument()


def _start(out: XMLGenerator, name: str, attributes: Mapping[str, str]) -> None:
    out.startElement(name, AttributesImpl({key: xml_text(value) for key, value in attributes.items()}))


def _element(out: XMLGenerator, name: str, attributes: Mapping[str, str], data: Mapping[str, str] = _NO_DATA) -> None:
    _start(out, name, attributes)
    for key, value in data.items():
        if value:
            _start(out, "data", {"key": f"{name}-{key}"})
            out.characters(xml_text(value))
            out.endElement("data")
    out.endElement(name)
    out.ignorableWhitespace("\n")
