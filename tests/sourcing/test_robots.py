"""Manners: robots.txt, one request at a time for each host, a pause between them."""

import threading
from collections.abc import Mapping

import pytest

from digest.errors import SourceError
from digest.sourcing.fetch import Fetcher
from digest.sourcing.robots import MOST_PAUSE_SECONDS, PoliteFetcher
from tests.standins.feed_server import Answer, answer, feed_server


class Clock:
    """Time that passes only when somebody waits."""

    def __init__(self) -> None:
        self.now = 0.0
        self.waits: list[float] = []

    def wait(self, seconds: float) -> None:
        self.waits.append(round(seconds, 3))
        self.now += seconds

    def __call__(self) -> float:
        return self.now


def polite(clock: Clock, **over: float) -> PoliteFetcher:
    fetcher = Fetcher(timeout_seconds=5, user_agent="Keepreading/1.0 (+https://lantern.example.org)")
    return PoliteFetcher(fetcher, wait=clock.wait, clock=clock, **over)


def site(robots: Answer | None = None) -> Mapping[str, Answer]:
    pages = {path: answer(b"<html>", content_type="text/html") for path in ("/a", "/b", "/private/x")}
    return {**pages, **({"/robots.txt": robots} if robots else {})}


@pytest.mark.parametrize(
    "rules",
    [
        b"User-agent: *\nDisallow: /private/",
        b"User-agent: keepreading\nDisallow: /private/\n\nUser-agent: *\nDisallow:",
        b"User-agent: *\nDisallow: /*/x$",
        b"User-agent: *\nDisallow: /\nAllow: /a",
    ],
)
def test_what_robots_txt_forbids_is_not_fetched(rules: bytes) -> None:
    with feed_server(site(answer(rules))) as server:
        fetcher = polite(Clock())
        assert fetcher.get(f"{server.url}/a", allow_private=True).body == b"<html>"
        with pytest.raises(SourceError, match=r"robots\.txt asks us not to read it"):
            fetcher.get(f"{server.url}/private/x", allow_private=True)
        assert [path for path, _ in server.requests] == ["/robots.txt", "/a"]


def test_rules_for_others_are_not_for_us() -> None:
    with feed_server(site(answer(b"User-agent: otherbot\nDisallow: /"))) as server:
        assert polite(Clock()).get(f"{server.url}/a", allow_private=True).body


@pytest.mark.parametrize("status", [404, 403, 410, 401, 418])
def test_a_site_without_rules_forbids_nothing(status: int) -> None:
    with feed_server(site(answer(b"", status))) as server:
        assert polite(Clock()).get(f"{server.url}/a", allow_private=True).body


def test_an_error_page_in_its_place_is_no_rule() -> None:
    with feed_server(site(answer(b"<!DOCTYPE html>\nUser-agent: *\nDisallow: /"))) as server:
        assert polite(Clock()).get(f"{server.url}/a", allow_private=True).body


@pytest.mark.parametrize("status", [500, 503, 429])
def test_while_robots_txt_cannot_be_read_nothing_is(status: int) -> None:
    clock = Clock()
    with feed_server(site(answer(b"", status))) as server:
        fetcher = polite(clock)
        for _ in range(2):
            with pytest.raises(SourceError, match=r"robots\.txt cannot be read"):
                fetcher.get(f"{server.url}/a", allow_private=True)
        assert [path for path, _ in server.requests] == ["/robots.txt"]
        clock.now += 601
        with pytest.raises(SourceError, match=r"robots\.txt cannot be read"):
            fetcher.get(f"{server.url}/a", allow_private=True)
        assert len(server.requests) == 2


def test_robots_txt_is_asked_for_once_a_day() -> None:
    clock = Clock()
    with feed_server(site(answer(b""))) as server:
        fetcher = polite(clock)
        for _ in range(3):
            fetcher.get(f"{server.url}/a", allow_private=True)
        clock.now += 86_401
        fetcher.get(f"{server.url}/a", allow_private=True)
        assert [path for path, _ in server.requests].count("/robots.txt") == 2


def test_between_two_requests_to_a_host_lies_a_pause() -> None:
    clock = Clock()
    with feed_server(site()) as server:
        fetcher = polite(clock, pause_seconds=1.0)
        for path in ("/a", "/b", "/a"):
            fetcher.get(server.url + path, allow_private=True)
    assert clock.waits == [1.0, 1.0, 1.0]  # after robots.txt, and after each page but the last


@pytest.mark.parametrize(
    ("asked", "kept"), [("3", 3.0), ("0.1", 1.0), ("600", MOST_PAUSE_SECONDS), ("soon", 1.0)]
)
def test_a_crawl_delay_is_respected_up_to_a_limit(asked: str, kept: float) -> None:
    clock = Clock()
    with feed_server(site(answer(f"User-agent: *\nCrawl-delay: {asked}".encode()))) as server:
        fetcher = polite(clock)
        fetcher.get(f"{server.url}/a", allow_private=True)
        fetcher.get(f"{server.url}/b", allow_private=True)
    assert clock.waits[-1] == kept


def test_another_host_need_not_wait() -> None:
    clock = Clock()
    with feed_server(site()) as one, feed_server(site()) as other:
        fetcher = polite(clock)
        fetcher.get(f"{one.url}/a", allow_private=True)
        before = len(clock.waits)
        fetcher.get(f"{other.url}/a", allow_private=True)
    assert len(clock.waits) == before + 1  # only between its own robots.txt and page


def test_two_requests_to_a_host_never_overlap() -> None:
    at_once, most, lock = 0, 0, threading.Lock()

    def slow(handler: object) -> None:
        nonlocal at_once, most
        with lock:
            at_once += 1
            most = max(most, at_once)
        threading.Event().wait(0.05)
        with lock:
            at_once -= 1
        answer(b"<html>")(handler)  # type: ignore[arg-type]

    with feed_server({"/a": slow}) as server:
        fetcher = PoliteFetcher(Fetcher(timeout_seconds=5, user_agent="Keepreading/1"), pause_seconds=0)
        threads = [
            threading.Thread(target=fetcher.get, args=(f"{server.url}/a",), kwargs={"allow_private": True})
            for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert most == 1


def test_private_addresses_stay_closed_unless_allowed() -> None:
    with feed_server(site()) as server, pytest.raises(SourceError, match="private address"):
        polite(Clock()).get(f"{server.url}/a")


def test_who_asks_is_said() -> None:
    with feed_server(site()) as server:
        polite(Clock()).get(f"{server.url}/a", allow_private=True)
    assert {headers["user-agent"] for _, headers in server.requests} == {
        "Keepreading/1.0 (+https://lantern.example.org)"
    }


def test_hostile_rules_cost_no_time() -> None:
    rules = b"User-agent: *\n" + b"Disallow: /" + b"*a" * 5000 + b"$\n" + b"Disallow: /x\n" * 30_000
    with feed_server(site(answer(rules))) as server:
        fetcher = PoliteFetcher(Fetcher(timeout_seconds=5, user_agent="Keepreading/1"), pause_seconds=0)
        assert fetcher.get(f"{server.url}/a", allow_private=True).body
