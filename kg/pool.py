"""A pool of processes over shards of work, which outlives the death of any of them.

The standard library's `ProcessPoolExecutor` throws away all work in hand when one process is killed, can't say which
task killed it, waits for ever if that happened while a result was sent (seen with Python 3.11), and leaves its
processes behind when the parent is killed. Here each process has a pipe of its own. So its end is seen at once, only
its shard is done again, and a process whose parent is gone finds its pipe closed, and ends.
"""

from __future__ import annotations

import os
import pickle
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from queue import SimpleQueue
from typing import Any, Generic, TypeVar

from kg.errors import KgError

__all__ = ["map_shards"]

T = TypeVar("T")
R = TypeVar("R")

_SHARDS_A_WORKER = 2
_TRIES = 2
_STARTS = 3
# Numerical libraries read these once, when they are imported, and each would take all cores for each process.
_THREADS = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "BLIS_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "NUMEXPR_NUM_THREADS",
)


def map_shards(
    function: Callable[[list[T]], list[R]],
    items: Iterable[T],
    *,
    workers: int,
    shard_size: int,
    failed: Callable[[T, str], R],
    initializer: Callable[[], None] | None = None,
) -> Generator[R, None, None]:
    """Apply ``function`` to shards of ``items`` in processes; yield all results in the order of the items.

    ``function``, ``initializer``, items and results cross process borders, so they must be picklable (functions: from
    the top level of a module), and a script that calls this needs ``if __name__ == "__main__":``. At most two shards a
    worker are read ahead. Closing the iterator, or leaving it by an exception such as Ctrl-C, kills the processes.

    Args:
        function: takes a shard, returns its results in order, usually one an item.
        items: read as they are needed.
        workers: processes, at least 1, each with one thread for numerical libraries.
        shard_size: items a shard, at least 1.
        failed: makes the result of an item that, alone, kills its process twice or makes ``function`` raise; it is
            given the reason. The other items of its shard are not touched by it.
        initializer: called once in each process before its first shard, such as to load a model.

    Raises:
        KgError: what ``initializer`` or the items' iterator raised (the latter after all results before it), or that
            processes end before they are ready.
        ValueError: ``workers`` or ``shard_size`` is less than 1.
    """
    if workers < 1 or shard_size < 1:
        raise ValueError(f"workers ({workers}) and shard_size ({shard_size}) must be at least 1")
    return _map(_Crew(workers, function, initializer, failed), items, shard_size)


def _map(crew: _Crew[T, R], items: Iterable[T], shard_size: int) -> Generator[R, None, None]:
    window: deque[Future[list[R]]] = deque()
    shards = _Shards(items, shard_size)
    with crew:
        for shard in shards:
            window.append(crew.submit(shard))
            if len(window) >= _SHARDS_A_WORKER * crew.size:
                yield from window.popleft().result()
        while window:
            yield from window.popleft().result()
    if shards.error is not None:
        raise shards.error


class _Shards(Generic[T]):
    """Cuts items into lists. An error of their iterator ends them and is kept, until what came before it is done."""

    def __init__(self, items: Iterable[T], size: int) -> None:
        self.error: KgError | None = None
        self._items = iter(items)
        self._size = size

    def __iter__(self) -> Iterator[list[T]]:
        while shard := self._next():
            yield shard

    def _next(self) -> list[T]:
        shard: list[T] = []
        try:
            while self.error is None and len(shard) < self._size:
                shard.append(next(self._items))
        except StopIteration:
            pass
        except KgError as error:
            self.error = error
        return shard


class _Crew(Generic[T, R]):
    """The workers and, for each, a thread of this process that waits for it."""

    def __init__(
        self,
        size: int,
        function: Callable[[list[T]], list[R]],
        initializer: Callable[[], None] | None,
        failed: Callable[[T, str], R],
    ) -> None:
        self.size = size
        self._failed = failed
        self._workers = [_Worker((function, initializer)) for _ in range(size)]
        self._idle: SimpleQueue[_Worker] = SimpleQueue()
        for worker in self._workers:
            self._idle.put(worker)
        self._threads = ThreadPoolExecutor(size, thread_name_prefix="kg-pool")

    def __enter__(self) -> _Crew[T, R]:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.close()
        self._threads.shutdown(cancel_futures=True)
        for worker in self._workers:
            worker.join()

    def submit(self, shard: list[T]) -> Future[list[R]]:
        return self._threads.submit(self._run, shard)

    def _run(self, shard: list[T]) -> list[R]:
        worker = self._idle.get()
        try:
            return self._results(worker, shard)
        finally:
            self._idle.put(worker)

    def _results(self, worker: _Worker, shard: list[T]) -> list[R]:
        reason = ""
        for _ in range(_TRIES):
            reply = worker.ask(shard)
            if not isinstance(reply, _Failure):
                return reply
            reason = reply.reason
            if not reply.died:
                break  # what raised once raises again
        if len(shard) == 1:
            return [self._failed(shard[0], reason)]
        return [result for item in shard for result in self._results(worker, [item])]


@dataclass(frozen=True, slots=True)
class _Failure:
    """Instead of results: the process died over the shard, or ``function`` raised."""

    reason: str
    died: bool


class _Closed(KgError):
    """The pool was closed while a thread waited for its process; nobody waits for the thread's answer."""


class _Worker:
    """One process after another, each started when the one before is gone. Used by one thread at a time."""

    # Starting changes this process's environment for a moment; see `_one_thread`.
    _starting = threading.Lock()

    def __init__(self, work: tuple[Callable[..., Any], Callable[[], None] | None]) -> None:
        self._work = work
        self._process: SpawnProcess | None = None
        self._connection: Connection[Any, Any] | None = None
        self._closed = False

    def ask(self, shard: list[Any]) -> list[Any] | _Failure:
        """Have the shard done.

        Raises:
            KgError: no process can be made ready.
        """
        connection = self._connection or self._ready()
        try:
            connection.send(shard)
            reply: list[Any] | _Failure = connection.recv()
        except (EOFError, OSError):
            return _Failure(f"its process died ({self._bury()})", died=True)
        return reply

    def close(self) -> None:
        """Kill the process, from any thread; the one that waits for it gets `_Closed`."""
        with self._starting:
            self._closed = True
            if self._process is not None:
                self._process.kill()

    def join(self) -> None:
        """Wait until the process that `close` killed is gone."""
        if self._process is not None:
            self._process.join()
        if self._connection is not None:
            self._connection.close()

    def _ready(self) -> Connection[Any, Any]:
        for _ in range(_STARTS):
            connection = self._start()
            try:
                connection.send(self._work)
                error = connection.recv()
            except (EOFError, OSError):
                end = self._bury()
                continue
            if error is not None:
                raise error
            return connection
        raise KgError(
            f"a worker process ended {_STARTS} times before it was ready (last: {end}). Is there memory for so many? "
            'Does the script that starts them do its work under `if __name__ == "__main__":`?'
        )

    def _start(self) -> Connection[Any, Any]:
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs,), daemon=True)
        with self._starting, theirs:
            if self._closed:
                raise _Closed("the pool is closed")
            with _one_thread(), _interrupts_held():
                process.start()
            self._process, self._connection = process, ours
        return ours

    def _bury(self) -> str:
        """Wait for the process's end and say what it was."""
        if self._closed or self._process is None or self._connection is None:
            raise _Closed("the pool is closed")
        self._connection.close()
        self._connection = None
        self._process.kill()  # it may live on with its pipe closed
        self._process.join()
        code = self._process.exitcode
        return f"exit code {code}" if code is None or code >= 0 else f"signal {-code}, {signal.strsignal(-code)}"


def _serve(connection: Connection[Any, Any]) -> None:
    """What a process does until its pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes of a terminal; the parent decides
    try:
        function, error = _prepare(connection.recv_bytes())
        connection.send(error)
        while error is None:
            connection.send_bytes(_reply(function, connection.recv_bytes()))
    except (EOFError, OSError):
        return  # the parent is gone


def _prepare(work: bytes) -> tuple[Callable[..., Any], KgError | None]:
    try:
        function, initializer = pickle.loads(work)
        if initializer is not None:
            initializer()
    except KgError as error:
        return list, error
    except Exception as error:  # noqa: BLE001 - the caller's code; whatever it is, the parent has to hear of it
        return list, KgError(f"a worker process can't start: {type(error).__name__}: {error}")
    return function, None


def _reply(function: Callable[..., Any], shard: bytes) -> bytes:
    try:
        return pickle.dumps(function(pickle.loads(shard)))
    except Exception as error:  # noqa: BLE001 - the caller's code; one item must fail alone, whatever it raises
        return pickle.dumps(_Failure(f"{type(error).__name__}: {error}", died=False))


@contextmanager
def _one_thread() -> Iterator[None]:
    """Let processes that start now find one thread in their environment.

    It has to be there before they run any code: a spawned process first imports the parent's main module, which may
    import numpy long before an initializer is called.
    """
    before = {name: os.environ.get(name) for name in _THREADS}
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Let processes that start now inherit a mask that holds Ctrl-C back, so that none prints a traceback."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
