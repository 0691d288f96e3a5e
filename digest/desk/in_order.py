"""Jobs done side by side, their results in order, and none that takes too long holds up the rest."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")

AHEAD = 4
"""So many times as many jobs as run at once may be done before the first of them is fetched."""


class _Job(Generic[T]):
    def __init__(self, work: Callable[[], T]) -> None:
        self.work = work
        self.started = threading.Event()
        self.ended = threading.Event()
        self.began = 0.0
        self.is_given_up = False
        self.result: T | None = None

    def run(self) -> None:
        self.began = time.monotonic()
        self.started.set()
        try:
            self.result = self.work()
        finally:
            self.ended.set()

    def has_ended(self, seconds: float) -> bool:
        """Waits, at most so long from its own start."""
        self.started.wait()
        return self.ended.wait(max(0.0, self.began + seconds - time.monotonic()))


def in_order(jobs: Sequence[Callable[[], T]], *, at_once: int, seconds: float) -> Iterator[T | None]:
    """The result of each job in order; None for one that took longer than ``seconds``, or raised.

    A job should turn what it raises into a result. One that is given up cannot be stopped: it is left to itself, another
    thread takes over its place, and its result is dropped.
    """
    waiting = [_Job(work) for work in jobs]
    line = iter(waiting)
    lock, room = threading.Lock(), threading.Semaphore(at_once * AHEAD)

    def work() -> None:
        while True:
            room.acquire()
            with lock:
                job = next(line, None)
            if job is None:
                room.release()
                return
            job.run()
            if job.is_given_up:
                return

    for _ in range(min(at_once, len(waiting))):
        threading.Thread(target=work, daemon=True).start()
    try:
        for job in waiting:
            if not job.has_ended(seconds):
                job.is_given_up = True
                threading.Thread(target=work, daemon=True).start()
                yield None
            else:
                yield job.result
            room.release()
    finally:
        with lock:
            line = iter(())
        room.release(len(waiting) + at_once)
