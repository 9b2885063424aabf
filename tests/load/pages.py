"""The pages on databases as scripts: their commands run as printed, and what they print is what the page shows.

    python -m tests.load.pages docs/databases/oxigraph.md ...

runs pages and writes into them what was seen.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```sh\n(?P<commands>.*?)^```\n(?:\n```text\n(?P<output>.*?)^```\n)?", re.MULTILINE | re.DOTALL)
MARK = "=== a block ends here ==="


def run(page: str, folder: Path) -> list[str]:
    """What each block of a page prints; all processes that it started are ended."""
    for name in ("articles", "arcadedb.py"):
        source, target = ROOT / "tests" / "load" / name, folder / "tests" / "load" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    blocks = [found["commands"] for found in BLOCK.finditer(page)]
    script = "set -e\n" + "".join(f"{block}echo '{MARK}'\n" for block in blocks)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "XDG_STATE_HOME": str(folder / "state")}
    with (folder / "stderr.txt").open("wb") as errors:
        process = subprocess.Popen(
            ["bash", "-c", script],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            start_new_session=True,
        )
    try:
        assert process.stdout is not None
        printed = _until(process.stdout.fileno(), len(blocks))
    finally:
        # Its own group: the servers that the page started, and nobody else's.
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    if len(printed) != len(blocks):
        raise AssertionError(f"block {len(printed) + 1} failed:\n{blocks[len(printed)]}\n{_errors(folder)}")
    return printed


def shown(page: str) -> list[str | None]:
    """What the page says that each block prints; ``None`` where it says nothing."""
    return [found["output"] for found in BLOCK.finditer(page)]


def _errors(folder: Path) -> str:
    return (folder / "stderr.txt").read_text(encoding="utf-8", errors="replace")[-3000:]


def _until(pipe: int, count: int) -> list[str]:
    """Read until so many blocks have ended, or the script has; servers in the background may hold the pipe open."""
    text = b""
    while text.count(MARK.encode()) < count:
        part = os.read(pipe, 65536)
        if not part:
            break
        text += part
    *blocks, _ = text.decode().replace("\r\n", "\n").split(f"{MARK}\n")
    return blocks


def rewrite(path: Path) -> None:
    """Put into a page what its blocks print, where it shows any output."""
    page = path.read_text(encoding="utf-8")
    with TemporaryDirectory() as folder:
        printed = iter(run(page, Path(folder)))

    def seen(found: re.Match[str]) -> str:
        output = next(printed)
        if found["output"] is None:
            return found[0]
        return f"```sh\n{found['commands']}```\n\n```text\n{output}```\n"

    path.write_text(BLOCK.sub(seen, page), encoding="utf-8")


if __name__ == "__main__":
    for name in sys.argv[1:]:
        rewrite(Path(name))
