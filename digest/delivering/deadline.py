"""One moment after which nothing more is waited for.

Socket timeouts hold for a single read or write: a peer that sends one byte a
second keeps them from ever running out. A carrier must be done within its
timeout as a whole, or a batch could be taken over while it still talks.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

MARGIN = 0.9  # "well within the timeout": a tenth is kept for the answer's way back into the ledger


class Deadline:
    """``timeout_seconds``, less a margin, from now on. Monotonic: no clock change moves it."""

    def __init__(self, timeout_seconds: float) -> None:
        self._ends = time.monotonic() + timeout_seconds * MARGIN

    def remaining(self, at_most: float = float("inf")) -> float:
        """Seconds left, at most so many. Raises TimeoutError when none is."""
        left = self._ends - time.monotonic()
        if left <= 0:
            raise TimeoutError("the time for this request is over")
        return min(left, at_most)

    @property
    def is_over(self) -> bool:
        return time.monotonic() >= self._ends


@contextmanager
def hanging_up(deadline: Deadline, hang_up: Callable[[], None]) -> Iterator[None]:
    """Call ``hang_up`` from another thread if the block is not done in time."""
    timer = threading.Timer(deadline.remaining(), hang_up)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
