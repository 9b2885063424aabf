"""ArcadeDB with its Bolt plugin, until SIGTERM: `python arcadedb.py FOLDER BOLT_PORT [HTTP_PORT]`.

Its user is root, its password playwithdata, its database kg.
"""

from __future__ import annotations

import signal
import sys

import arcadedb_embedded

folder, bolt, http = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 2480
server = arcadedb_embedded.create_server(
    root_path=folder,
    root_password="playwithdata",
    config={
        "host": "127.0.0.1",
        "http_port": http,
        "bolt_port": bolt,
        "bolt_host": "127.0.0.1",
        "server_plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
    },
)
server.start()
server.create_database("kg")
print("ready", flush=True)
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
try:
    signal.pause()
finally:
    server.stop()
