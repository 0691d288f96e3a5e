"""The embedded carrier: one .eml file for each reader, nothing leaves the machine.

A batch is written into ``FOLDER/.writing/ATTEMPT`` and made to exist by one
rename to ``FOLDER/EDITION/ATTEMPT``. So a batch is there as a whole or not at
all, whenever the machine stops, and ``ask`` can tell the truth. It also makes
it stay true: before it says "not taken" it puts a plain file where that
attempt would have to write, so a process that was merely frozen cannot finish
the batch afterwards.
"""

import contextlib
import os
import re
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from hashlib import blake2b
from pathlib import Path

from digest.delivering.message import OWN_HEADERS, build_message
from digest.delivering.preflight import Rules, objections, outcome_of
from digest.model.delivery import (
    Answer,
    Capabilities,
    Halt,
    Handover,
    Outcome,
    Retry,
    Submitted,
    Uncertain,
)

RULES = Rules(max_batch=500, max_bytes=30_000_000, max_personal_bytes=10_000, reserved=OWN_HEADERS)
WRITING = ".writing"
SYNCING_THREADS = 16  # the disk commits together what waits together: 500 files in 0.2 s, one by one 2 to 9 s
GIVEN_UP = Retry("This attempt was given up before it was written as a whole.")
_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class OutboxCarrier:
    """Writes each mail into ``FOLDER/EDITION/ATTEMPT/NNNN-READER.eml``, dated by ``clock``.

    NNNN counts from 0001 in the order of the batch. No name holds an address.
    Submitting an attempt that is already there changes nothing and says so.
    """

    name = "outbox"
    capabilities = Capabilities(max_batch=RULES.max_batch, can_ask=True, leaves_machine=False)

    def __init__(self, folder: Path, clock: Callable[[], datetime]) -> None:
        self.identity = f"{self.name} {folder.resolve()}"
        self._folder = folder
        self._clock = clock

    def submit(self, handover: Handover, /) -> Outcome:
        if (stopped := outcome_of(objections(handover, RULES))) is not None:
            return stopped
        name = safe_name(handover.attempt)
        draft, final = self._folder / WRITING / name, self._folder / safe_name(handover.edition) / name
        if final.is_dir():
            return Submitted(message_id=name)
        try:
            draft.parent.mkdir(parents=True, exist_ok=True)
            final.parent.mkdir(exist_ok=True)
            if draft.is_dir():
                shutil.rmtree(draft)  # a process died while it wrote this very attempt
            draft.mkdir()
        except OSError as error:
            return GIVEN_UP if draft.is_file() else self._stopped(error)
        return self._write(handover, draft, final)

    def ask(self, attempt: str, /) -> Answer:
        """Truthful for good: an attempt that is not taken now can never be taken later.

        (As long as nobody tidies the folder: what is gone from it counts as never taken.)
        """
        name = safe_name(attempt)
        try:
            if self._is_there(name):
                return Answer.TAKEN
            self._give_up(self._folder / WRITING / name)
            return Answer.TAKEN if self._is_there(name) else Answer.NOT_TAKEN
        except OSError:
            return Answer.CANNOT_SAY

    def close(self) -> None:
        """Nothing is kept open."""

    def _write(self, handover: Handover, draft: Path, final: Path) -> Outcome:
        try:
            _write_all(draft, self._mails(handover))
            # The separator at the end: a plain file put in the folder's place must not be moved.
            os.rename(f"{draft}{os.sep}", final)  # noqa: PTH104 - a Path drops the separator
        except OSError as error:
            if draft.is_file():
                return GIVEN_UP
            shutil.rmtree(draft, ignore_errors=True)
            return self._stopped(error)
        try:
            _sync(final.parent)
            _sync(self._folder)
        except OSError as error:
            return Uncertain(f"The batch was written, but the disk did not confirm it: {_why(error)}.")
        return Submitted(message_id=final.name)

    def _mails(self, handover: Handover) -> Iterator[tuple[str, bytes]]:
        now = self._clock()
        for number, recipient in enumerate(handover.recipients, start=1):
            name = f"{number:04}-{safe_name(recipient.reader)}.eml"
            yield name, build_message(handover, recipient, now)

    def _is_there(self, name: str) -> bool:
        with contextlib.suppress(FileNotFoundError), os.scandir(self._folder) as editions:
            return any(
                (Path(entry.path) / name).is_dir()
                for entry in editions
                if entry.name != WRITING and entry.is_dir(follow_symlinks=False)
            )
        return False

    def _give_up(self, draft: Path) -> None:
        """After this no process can make the attempt exist: its place to write is taken by a file.

        Raises OSError if that cannot be had.
        """
        draft.parent.mkdir(parents=True, exist_ok=True)
        rubbish = draft.with_name(f"{draft.name}.given-up")
        for _ in range(100):
            if draft.is_dir():
                shutil.rmtree(rubbish, ignore_errors=True)
                with contextlib.suppress(FileNotFoundError):
                    draft.rename(rubbish)
                shutil.rmtree(rubbish, ignore_errors=True)
            with contextlib.suppress(FileExistsError):
                draft.touch(exist_ok=False)
            if draft.is_file():
                return
        raise FileExistsError("the attempt is being written again and again")

    def _stopped(self, error: OSError) -> Halt:
        return Halt(
            f"The outbox {self._folder} cannot be written: {_why(error)}. Nothing of this batch is there. "
            "Make room or set DIGEST_OUTBOX to a folder that can be written, then resume."
        )


def safe_name(text: str) -> str:
    """A file name for any text: itself if harmless, else what is harmless of it and a digest.

    Never empty, never beginning with a dot, never with a separator.
    """
    if _SAFE.fullmatch(text):
        return text
    kept = re.sub(r"[^A-Za-z0-9_-]+", "-", text).strip("-")[:40]
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
    return f"{kept}-{digest}" if kept else digest


def _write_all(folder: Path, mails: Iterator[tuple[str, bytes]]) -> None:
    """Write every file, then see all of it onto the disk. Raises OSError."""
    paths = []
    for name, content in mails:
        path = folder / name
        path.write_bytes(content)
        paths.append(path)
    with ThreadPoolExecutor(SYNCING_THREADS) as pool:
        for _ in pool.map(_sync, paths):
            pass
    _sync(folder)


def _sync(path: Path) -> None:
    """fsync. Where folders cannot be opened (Windows) the rename has to do."""
    if path.is_dir() and not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _why(error: OSError) -> str:
    return (error.strerror or "the disk refused").lower()
