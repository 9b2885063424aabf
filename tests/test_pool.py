"""Shards over processes: order, deaths, errors, and nothing left behind."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from kg.errors import DocumentError, KgError
from kg.pool import map_shards

POISON = 5


def doubled(shard: list[int]) -> list[int | str]:
    return [2 * item for item in shard]


def dies_once(flag: Path, shard: list[int]) -> list[int | str]:
    if POISON in shard and not flag.exists():
        flag.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return doubled(shard)


def dies_on_poison(shard: list[int]) -> list[int | str]:
    if POISON in shard:
        os.kill(os.getpid(), signal.SIGKILL)
    return doubled(shard)


def raises_on_poison(shard: list[int]) -> list[int | str]:
    if POISON in shard:
        raise ValueError("not five")
    return doubled(shard)


def dies_while_sending(flag: Path, shard: list[int]) -> list[bytes]:
    if flag.exists():
        return [b"whole"]
    flag.touch()
    # More than a pipe holds, so that the process is killed in the middle of its message.
    return [KillOnceSent(b"x" * 1_000_000)]  # type: ignore[list-item]


class KillOnceSent:
    """Pickles like bytes, and a moment later has the process killed, whose parent reads slowly."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def __reduce__(self) -> tuple[type, tuple[bytes]]:
        pid = os.getpid()
        subprocess.Popen(["/bin/sh", "-c", f"sleep 0.3; kill -9 {pid}"])
        subprocess.Popen(["/bin/sh", "-c", f"kill -STOP {os.getppid()}; sleep 0.6; kill -CONT {os.getppid()}"])
        time.sleep(0.1)
        return bytes, (self.content,)


def environment(shard: list[str]) -> list[str | None]:
    return [os.environ.get(name) for name in shard]


def signs_and_waits(folder: Path, shard: list[float]) -> list[str]:
    """Leave the process's number in the folder, and take as long as the items say."""
    (folder / str(os.getpid())).touch()
    time.sleep(max(shard))
    return ["waited" for _ in shard]


def unpicklable(shard: list[int]) -> list[object]:
    return [lambda: None for _ in shard]


def refuse() -> None:
    raise KgError("no model here")


def die() -> None:
    os._exit(3)


def note(item: object, reason: str) -> str:
    return f"{item}: {reason}"


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")  # dead, but its new parent has not asked for it yet: a "Z"
    return not (status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z")


def signed(folder: Path, count: int) -> list[int]:
    """Wait for the numbers of so many processes."""
    give_up = time.monotonic() + 20
    while len(found := [int(path.name) for path in folder.iterdir()]) < count:
        assert time.monotonic() < give_up
        time.sleep(0.02)
    return found


@pytest.mark.parametrize(("workers", "shard_size"), [(1, 1), (2, 3), (2, 100)])
def test_results_come_in_the_order_of_the_items(workers: int, shard_size: int) -> None:
    results = map_shards(doubled, range(10), workers=workers, shard_size=shard_size, failed=note)
    assert list(results) == list(range(0, 20, 2))


def test_no_items_start_no_process() -> None:
    assert list(map_shards(doubled, [], workers=2, shard_size=3, failed=note, initializer=die)) == []


def test_a_killed_process_is_replaced_and_its_shard_done_again(tmp_path: Path) -> None:
    results = map_shards(partial(dies_once, tmp_path / "died"), range(10), workers=2, shard_size=3, failed=note)
    assert list(results) == list(range(0, 20, 2))
    assert (tmp_path / "died").exists()


def test_only_the_item_that_always_kills_its_process_fails() -> None:
    results = list(map_shards(dies_on_poison, range(9), workers=2, shard_size=3, failed=note))
    assert results[:POISON] + results[POISON + 1 :] == [0, 2, 4, 6, 8, 12, 14, 16]
    assert results[POISON] == "5: its process died (signal 9, Killed)"


def test_only_the_item_that_raises_fails() -> None:
    results = list(map_shards(raises_on_poison, range(9), workers=1, shard_size=4, failed=note))
    assert results == [0, 2, 4, 6, 8, "5: ValueError: not five", 12, 14, 16]


def test_a_result_that_cannot_cross_processes_fails_with_its_reason() -> None:
    [result] = map_shards(unpicklable, [1], workers=1, shard_size=1, failed=note)
    assert isinstance(result, str)
    assert "pickle" in result


def test_a_process_killed_while_it_sends_is_replaced(tmp_path: Path) -> None:
    # In a process of its own, since the parent is stopped for a moment too.
    script = tmp_path / "script.py"
    script.write_text(
        "import sys\nfrom functools import partial\nfrom pathlib import Path\n"
        f"sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "from test_pool import dies_while_sending, note\nfrom kg.pool import map_shards\n"
        "if __name__ == '__main__':\n"
        f"    work = partial(dies_while_sending, Path({str(tmp_path / 'sent')!r}))\n"
        "    print(list(map_shards(work, [1], workers=1, shard_size=1, failed=note)))\n"
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=30, check=False)
    assert done.stdout == "[b'whole']\n", done.stderr


def test_an_error_of_the_items_comes_after_the_results_before_it() -> None:
    def items() -> Iterator[int]:
        yield from range(4)
        raise DocumentError("a.txt", "is empty")

    results = map_shards(doubled, items(), workers=2, shard_size=3, failed=note)
    assert [next(results) for _ in range(4)] == [0, 2, 4, 6]
    with pytest.raises(DocumentError, match=r"a\.txt: is empty"):
        next(results)


def test_items_are_read_only_a_bounded_window_ahead() -> None:
    read: list[int] = []

    def items() -> Iterator[int]:
        for item in range(1000):
            read.append(item)
            yield item

    results = map_shards(doubled, items(), workers=2, shard_size=3, failed=note)
    next(results)
    results.close()  # type: ignore[attr-defined]
    assert len(read) <= 2 * 2 * 3


def test_what_the_initializer_raises_is_raised() -> None:
    with pytest.raises(KgError, match="no model here"):
        list(map_shards(doubled, range(3), workers=2, shard_size=1, failed=note, initializer=refuse))


def test_processes_that_die_at_the_start_end_the_work_with_a_hint() -> None:
    with pytest.raises(KgError, match=r"3 times before it was ready \(last: exit code 3\).*__main__"):
        list(map_shards(doubled, range(3), workers=1, shard_size=1, failed=note, initializer=die))


@pytest.mark.parametrize(("workers", "shard_size"), [(0, 1), (1, 0)])
def test_no_workers_or_empty_shards_are_refused_at_once(workers: int, shard_size: int) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        map_shards(doubled, [1], workers=workers, shard_size=shard_size, failed=note)


def test_a_process_has_one_thread_and_the_parent_keeps_its_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    names = ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"]
    assert list(map_shards(environment, names, workers=1, shard_size=2, failed=note)) == ["1", "1"]
    assert [os.environ.get(name) for name in names] == ["7", None]


def test_closing_early_leaves_no_process(tmp_path: Path) -> None:
    work = partial(signs_and_waits, tmp_path)
    results = map_shards(work, [0.0, 60.0, 60.0], workers=2, shard_size=1, failed=note)
    next(results)
    pids = signed(tmp_path, 2)
    before = time.monotonic()
    results.close()  # type: ignore[attr-defined]
    assert time.monotonic() - before < 5
    assert not any(is_alive(pid) for pid in pids)


SCRIPT = """
import sys
from functools import partial
from pathlib import Path
sys.path.insert(0, {tests!r})
from test_pool import note, signs_and_waits
from kg.pool import map_shards
if __name__ == "__main__":
    work = partial(signs_and_waits, Path({signs!r}))
    print(list(map_shards(work, [2.0, 2.0, 2.0, 2.0], workers=2, shard_size=1, failed=note)))
"""


@pytest.mark.parametrize("deadly", [signal.SIGINT, signal.SIGKILL])
def test_no_process_outlives_an_interrupted_or_killed_parent(tmp_path: Path, deadly: signal.Signals) -> None:
    signs = tmp_path / "signs"
    signs.mkdir()
    script = tmp_path / "script.py"
    script.write_text(SCRIPT.format(tests=str(Path(__file__).parent), signs=str(signs)))
    with subprocess.Popen(
        [sys.executable, script], stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as parent:
        pids = signed(signs, 2)
        before = time.monotonic()
        if deadly == signal.SIGINT:
            os.killpg(parent.pid, deadly)  # to all its processes, as a terminal does
        else:
            parent.kill()
        parent.wait(timeout=10)
        took = time.monotonic() - before
        while any(is_alive(pid) for pid in pids):
            assert time.monotonic() - before < 10
            time.sleep(0.02)
        errors = parent.stderr.read() if parent.stderr else ""
    assert took < 1.5
    assert errors.count("Traceback") == (1 if deadly == signal.SIGINT else 0), errors


def test_errors_of_documents_cross_processes_whole() -> None:
    error = pickle.loads(pickle.dumps(DocumentError("a.txt", "is empty")))
    assert (error.source, error.reason, str(error)) == ("a.txt", "is empty", "a.txt: is empty")
