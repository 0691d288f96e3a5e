"""The command line, run in this process: the same code as the command, without a new Python."""

import io
import json
import signal
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from digest.cli.main import run
from tests.builders.desks import SECRET, THURSDAY

CALM = {
    "DIGEST_SECRET": SECRET,
    "DIGEST_PUBLIC_URL": "https://weekly.lantern.example.org",
    "DIGEST_EDITOR": "Mara Lindqvist",
    "NO_COLOR": "1",
    "COLUMNS": "200",
}


@dataclass(frozen=True)
class Ended:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def error(self) -> str:
        """The one line of a failure, which must be one line."""
        lines = [line for line in self.err.splitlines() if not line.startswith("warning: ")]
        assert len(lines) == 1, self.err
        assert lines[0].startswith("error: "), self.err
        return lines[0].removeprefix("error: ")

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass
class Line:
    """A terminal in a newsroom's folder. Nobody sits at it: what asks is not answered."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    now: datetime = THURSDAY

    def __call__(
        self, *arguments: str, stdin: str = "", now: datetime | None = None, **settings: str
    ) -> Ended:
        """Run ``digest ARGUMENTS`` to its end; it may fail. An empty setting is not set."""
        clock = {"DIGEST_NOW": (now or self.now).isoformat()}
        chosen = CALM | clock | self.settings | settings
        out, err = _stream(), _stream()
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(self.folder)
            patch.setenv("DIGEST_NEWSROOM", "newsroom.toml")
            for name, value in chosen.items():
                patch.setenv(name, value) if value else patch.delenv(name, raising=False)
            patch.setattr("sys.argv", ["digest", *arguments])
            patch.setattr("sys.stdin", _stream(stdin))
            patch.setattr("sys.stdout", out)
            patch.setattr("sys.stderr", err)
            code = _run()
        return Ended(code, _text(out), _text(err))

    def done(self, *arguments: str, stdin: str = "", now: datetime | None = None, **settings: str) -> str:
        """What a command that must succeed prints."""
        ended = self(*arguments, stdin=stdin, now=now, **settings)
        assert ended.code == 0, f"{arguments}: exit {ended.code}: {ended.err}"
        return ended.out

    def json(self, *arguments: str, codes: Sequence[int] = (0,), now: datetime | None = None) -> Any:
        """What a command says with --json."""
        ended = self(*arguments, "--json", now=now)
        assert ended.code in codes, f"{arguments}: exit {ended.code}: {ended.err}"
        return ended.json


def _run() -> int:
    """The handlers that a send sets are taken away again."""
    kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        run()
    except SystemExit as end:
        return int(end.code or 0)
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)
    return 0


def _stream(text: str = "") -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(text.encode()), "utf-8", write_through=True)


def _text(stream: io.TextIOWrapper) -> str:
    return stream.buffer.getvalue().decode()  # type: ignore[attr-defined]
