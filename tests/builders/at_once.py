"""The same thing by several workers at the same moment, each with a connection of its own."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from digest.store.database import Store
from tests import databases

PATIENCE_SECONDS = 20


def at_once(store: Store, does: Callable[[Store, int], Any], count: int = 2) -> list[Any]:
    """What each worker gave back, in the order of their numbers."""
    gate = threading.Barrier(count)

    def one(number: int) -> Any:
        own = Store(store.url, erasing_keys=databases.ERASING_KEYS)
        with own.read():
            pass
        try:
            gate.wait(PATIENCE_SECONDS)
            return does(own, number)
        finally:
            own.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))
