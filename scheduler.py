"""The clock face: does what is due, when it is due, for as long as it runs.

``python scheduler.py`` (or ``digest run``) may run once or many times over the
same database: the triggers only wake it up, the database decides what is due
and who does it. A step missed while no process ran is caught up at the start,
or refused as stale by the newsroom's policy. SIGTERM and SIGINT end it cleanly:
the batch in hand is finished and recorded first.
"""

import argparse
import logging
import os
import signal
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from digest.app import App, configure_log, open_app
from digest.errors import KeepreadingError

SWEEP_SECONDS = 30  # how late a step may be that no trigger of its own woke
OURS_ALONE = 0o077  # what is made here holds readers' addresses: nobody else's to read


def build(app: App, stop: threading.Event, *, sweep_seconds: float = SWEEP_SECONDS) -> BackgroundScheduler:
    """A scheduler whose every trigger does the same: whatever is due.

    One thread, so two beats never overlap; jobs live in memory, because the
    schedule is configuration; ``misfire_grace_time=None``, because a late beat
    is better than none.
    """
    zone = app.newsroom.zone
    scheduler = BackgroundScheduler(
        timezone=zone,
        executors={"default": ThreadPoolExecutor(1)},
        job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
    )

    known: App | None = None

    def beat() -> None:
        try:
            app.tick(stop.is_set)
            set_times()
        except KeepreadingError as error:
            # the database is away, or newsroom.toml broken: the next beat looks again
            print(f"error: {error}", file=sys.stderr, flush=True)

    def set_times() -> None:
        """The times of newsroom.toml as it is now: an editor may change them while this runs."""
        nonlocal known
        latest = app.current()
        if latest is known:
            return
        known = latest
        for name, weekday, hour, minute in latest.local_times():
            when = CronTrigger(day_of_week=weekday, hour=hour, minute=minute, timezone=latest.newsroom.zone)
            scheduler.add_job(beat, when, id=name, replace_existing=True)

    now = datetime.now(UTC)
    scheduler.add_job(beat, IntervalTrigger(seconds=sweep_seconds), id="sweep", next_run_time=now)
    set_times()
    return scheduler


def run(app: App, *, sweep_seconds: float = SWEEP_SECONDS) -> None:
    """Run until SIGTERM or SIGINT."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    scheduler = build(app, stop, sweep_seconds=sweep_seconds)
    scheduler.start()
    while not stop.wait(1.0):
        pass
    scheduler.shutdown(wait=True)


def _tell_outlook(app: App) -> None:
    """One line at the start. A database that is away is no reason to end: the beats look again."""
    try:
        print(app.outlook(), flush=True)
    except KeepreadingError as error:
        print(f"error: {error}", file=sys.stderr, flush=True)


def main(arguments: list[str] | None = None) -> int:
    """Entry point; the exit codes are those of the command line."""
    parser = argparse.ArgumentParser(prog="scheduler.py", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--newsroom", type=Path, help="the newsroom.toml to work with")
    parser.add_argument("--once", action="store_true", help="do what is due now, then end")
    parser.add_argument(
        "--sweep-seconds", type=float, default=SWEEP_SECONDS, help="how often to look for what is due"
    )
    chosen = parser.parse_args(arguments)
    if chosen.sweep_seconds <= 0:
        parser.error("--sweep-seconds must be more than 0")
    os.umask(OURS_ALONE)
    configure_log()
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # its "missed" is our "caught up"
    try:
        app = open_app(chosen.newsroom)
        _tell_outlook(app)
        if chosen.once:
            done = app.tick(lambda: False)
            if not done:
                print("nothing is due now", flush=True)
            return 0 if all(d.ok for d in done) else 1
        run(app, sweep_seconds=chosen.sweep_seconds)
    except KeepreadingError as error:
        print(f"error: {error}", file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
