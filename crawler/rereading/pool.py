"""The pool: several processes that read tasks, their results in the order of the tasks and never many at once."""

import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from itertools import islice
from multiprocessing import connection, get_all_start_methods, get_context, parent_process
from pathlib import Path
from threading import Thread
from typing import Final

from crawler.archive.errors import ArchiveError
from crawler.rereading.tasks import Task
from crawler.rereading.worker import Defined, Reread, Worker

_TOGETHER: Final = 32  # tasks that a process takes at a time
_AHEAD: Final = 3  # such portions for each process that are handed out before their results are taken

_worker: Worker


class WorkerLost(ArchiveError):  # noqa: N818 - says the state, as the archive's own errors do
    """A process that was reading was ended by somebody else."""


def reread(root: Path, tasks: Iterable[Task], sources: Mapping[str, Defined], *, jobs: int) -> Iterator[Reread]:
    """What became of each task, in order. One job reads in this process.

    Raises :class:`WorkerLost`: results given before are good, and those after it are not known.
    """
    portions = _portions(tasks)
    if jobs == 1:
        with closing(Worker(root, sources)) as worker:
            for portion in portions:
                yield from worker.read(portion)
        return
    # Not forked from this process: its threads and its open database would be forked along.
    method = "forkserver" if "forkserver" in get_all_start_methods() else "spawn"
    pool = ProcessPoolExecutor(jobs, get_context(method), _start, (root, dict(sources)))
    pending: deque[Future[list[Reread]]] = deque()
    try:
        for portion in portions:
            pending.append(pool.submit(_read, portion))
            if len(pending) >= jobs * _AHEAD:
                yield from pending.popleft().result()
        while pending:
            yield from pending.popleft().result()
    except BrokenProcessPool as error:
        raise WorkerLost(
            "a process that was reading pages was ended from outside, perhaps for lack of memory: run it again, which"
            " does the rest; --jobs 1 needs the least memory"
        ) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _portions(tasks: Iterable[Task]) -> Iterator[list[Task]]:
    pending = iter(tasks)
    while portion := list(islice(pending, _TOGETHER)):
        yield portion


def _start(root: Path, sources: Mapping[str, Defined]) -> None:
    """In a new process: it ends with ours, whatever ends that, and leaves ^C to it."""
    global _worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _worker = Worker(root, sources)
    parent = parent_process()
    if parent is not None:
        Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)


def _read(tasks: Sequence[Task]) -> list[Reread]:
    return _worker.read(tasks)
