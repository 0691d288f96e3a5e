"""Jobs side by side: in order, and none that hangs holds up the rest."""

import threading
import time
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.desk.in_order import in_order


def after(seconds: float, result: int) -> int:
    time.sleep(seconds)
    return result


@settings(max_examples=30)
@given(st.lists(st.integers(0, 3), max_size=20), st.integers(1, 5))
def test_results_come_in_the_order_of_the_jobs(pauses: list[int], at_once: int) -> None:
    jobs = [partial(after, pause / 1000, n) for n, pause in enumerate(pauses)]
    assert list(in_order(jobs, at_once=at_once, seconds=30)) == list(range(len(pauses)))


@pytest.mark.parametrize("hanging", [1, 2, 5])
def test_jobs_that_hang_are_given_up_and_the_others_done(hanging: int) -> None:
    """Also when as many hang as run at once."""
    never = threading.Event()
    stuck: list[Callable[[], int | None]] = [lambda: never.wait(60) or 0 for _ in range(hanging)]
    jobs: list[Callable[[], int | None]] = [*stuck, *(partial(after, 0, n) for n in range(4))]
    assert list(in_order(jobs, at_once=2, seconds=0.2)) == [None] * hanging + [0, 1, 2, 3]
    never.set()


def test_the_time_of_a_job_counts_from_its_own_start() -> None:
    jobs = [partial(after, 0.15, n) for n in range(6)]
    assert list(in_order(jobs, at_once=1, seconds=1.5)) == list(range(6))


def test_not_more_run_at_once_than_wanted() -> None:
    lock, running, most = threading.Lock(), [0], [0]

    def job() -> int:
        with lock:
            running[0] += 1
            most[0] = max(most[0], running[0])
        time.sleep(0.01)
        with lock:
            running[0] -= 1
        return 1

    assert sum(filter(None, in_order([job] * 12, at_once=3, seconds=30))) == 12
    assert most[0] <= 3


def test_who_stops_asking_leaves_no_thread_at_work() -> None:
    before = threading.active_count()
    results = in_order([partial(after, 0, n) for n in range(50)], at_once=3, seconds=30)
    assert next(results) == 0
    results.close()  # type: ignore[attr-defined]
    until = time.monotonic() + 5
    while threading.active_count() > before and time.monotonic() < until:
        time.sleep(0.01)
    assert threading.active_count() <= before
