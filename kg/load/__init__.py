"""A graph into a database: SPARQL 1.1 servers over HTTP, property graphs over Bolt.

| module | does |
|---|---|
| `stores` | what SPARQL servers do differently |
| `lines`, `batches` | a file as a stream of what is sent at once |
| `server`, `credentials` | one server over HTTP |
| `sparql`, `journal` | the load, its count, its resumption |
"""

from kg.load.credentials import Credentials
from kg.load.server import Connection, Server, connect
from kg.load.sparql import Loaded, Options, load, remove_documents

__all__ = ["Connection", "Credentials", "Loaded", "Options", "Server", "connect", "load", "remove_documents"]
