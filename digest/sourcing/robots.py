"""Manners: what robots.txt asks (RFC 9309), one request at a time for each host, and a pause between them."""

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol, TypeVar
from urllib.parse import urlsplit

from protego import Protego

from digest.errors import SourceError
from digest.sourcing.fetch import Fetched, Fetcher, Validators
from digest.sourcing.target import host_header, parts_of, request_target

T = TypeVar("T")

PAUSE_SECONDS = 1.0
MOST_PAUSE_SECONDS = 10.0
"""What a Crawl-delay may ask of us; some ask for minutes, meant for crawlers of whole sites."""
ROBOTS_BYTES = 512_000  # RFC 9309, 2.5: at least 500 KiB must be read; more is not
DAY_SECONDS = 86_400.0  # RFC 9309, 2.4: a copy should not be used for longer
AGAIN_SECONDS = 600.0  # when robots.txt could not be read

_NONE_THERE = re.compile(r"\((?:403|404|410|451)\)|status 4\d\d|wants a password|wants payment")
"""A client error means that there are no rules (RFC 9309, 2.3.1.3); "too often" (429) is none."""


class Asks(Protocol):
    """Something that fetches an address: a Fetcher, or one with manners."""

    def get(self, url: str, *, allow_private: bool = False, validators: Validators | None = None) -> Fetched:
        """Raises SourceError."""
        ...


@dataclass
class _Host:
    """What is known of a host: its rules, until when they hold, and when it was last asked."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    rules: Protego | SourceError | None = None
    until: float = 0.0
    asked: float = float("-inf")


class PoliteFetcher:
    """A fetcher for pages; may be shared by threads.

    Two requests to a host never overlap and lie ``pause_seconds`` apart, or
    what its robots.txt asks for up to MOST_PAUSE_SECONDS. What robots.txt
    forbids is not fetched. ``wait`` and ``clock`` count seconds.
    """

    def __init__(
        self,
        fetcher: Fetcher,
        *,
        pause_seconds: float = PAUSE_SECONDS,
        wait: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._fetcher = fetcher
        self._pause = pause_seconds
        self._wait, self._clock = wait, clock
        self._agent = fetcher.user_agent.partition("/")[0] or "Keepreading"
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()

    def get(self, url: str, *, allow_private: bool = False, validators: Validators | None = None) -> Fetched:
        """The page at ``url``, in its host's turn.

        Raises SourceError: robots.txt forbids it or cannot be read, or the
        fetch itself failed; one line with the reason and what to do.
        """
        parts = parts_of(url)
        origin = f"{parts.scheme}://{host_header(parts)}"
        host = self._host(origin)
        with host.lock:
            rules = self._rules(host, origin, allow_private=allow_private)
            if not rules.can_fetch(f"{origin}{request_target(parts)}", self._agent):
                raise SourceError(
                    f"{origin}{parts.path[:200]}: its robots.txt asks us not to read it; ask the publisher for a feed"
                )
            return self._in_turn(
                host,
                rules,
                lambda: self._fetcher.get(url, allow_private=allow_private, validators=validators),
            )

    def _host(self, origin: str) -> _Host:
        with self._lock:
            return self._hosts.setdefault(origin, _Host())

    def _rules(self, host: _Host, origin: str, *, allow_private: bool) -> Protego:
        if self._clock() >= host.until:
            host.rules = self._in_turn(host, None, lambda: self._asked(origin, allow_private=allow_private))
            kept = AGAIN_SECONDS if isinstance(host.rules, SourceError) else DAY_SECONDS
            host.until = self._clock() + kept
        if not isinstance(host.rules, Protego):
            raise SourceError(
                f"{origin}: its robots.txt cannot be read, so nothing else is ({host.rules}); it is tried again later"
            )
        return host.rules

    def _asked(self, origin: str, *, allow_private: bool) -> Protego | SourceError:
        try:
            fetched = self._fetcher.get(f"{origin}/robots.txt", allow_private=allow_private)
        except SourceError as error:
            return Protego.parse("") if _NONE_THERE.search(str(error)) else error
        text = fetched.body[:ROBOTS_BYTES].decode("utf-8", "replace")
        is_page = text.lstrip()[:15].lower().startswith(("<!doctype", "<html"))
        return Protego.parse("" if is_page else text)

    def _in_turn(self, host: _Host, rules: Protego | None, ask: Callable[[], T]) -> T:
        asked_for = (rules.crawl_delay(self._agent) or 0.0) if rules is not None else 0.0
        pause = max(self._pause, min(float(asked_for), MOST_PAUSE_SECONDS))
        left = host.asked + pause - self._clock()
        if left > 0:
            self._wait(left)
        try:
            return ask()
        finally:
            host.asked = self._clock()


def host_key(url: str) -> str:
    """What pages of one host have in common; for asking several hosts at once."""
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""
