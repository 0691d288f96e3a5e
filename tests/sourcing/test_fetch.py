"""Fetching against a real server on this machine, in all the ways servers misbehave."""

import gzip
import time
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler

import pytest

from digest.errors import SourceError
from digest.sourcing.door import Door
from digest.sourcing.fetch import Fetched, Fetcher, Validators
from tests.standins import certificates
from tests.standins.feed_server import Answer, FeedServer, answer, feed_server, redirect

AGENT = "Keepreading/0 (+https://news.example.org)"


class NamedDoor(Door):
    """Names under .test lead to this machine; a name that starts with "public" counts as public."""

    def resolve(self, host: str, port: int) -> tuple[str, ...]:
        return ("127.0.0.1",) if host.endswith(".test") else super().resolve(host, port)

    def addresses(self, host: str, port: int, *, allow_private: bool) -> tuple[str, ...]:
        return super().addresses(host, port, allow_private=allow_private or host.startswith("public"))


class PublicDoor(NamedDoor):
    """All of 127.0.0.1 counts as public; only the host "inside.test" is private."""

    def resolve(self, host: str, port: int) -> tuple[str, ...]:
        return ("10.0.0.1",) if host == "inside.test" else super().resolve(host, port)

    def judge(self, address: str) -> str:
        return "public" if address == "127.0.0.1" else super().judge(address)


def fetcher(
    seconds: float = 5.0, max_bytes: int = 100_000, door: Door | None = None, redirects: int = 5
) -> Fetcher:
    return Fetcher(
        timeout_seconds=seconds, user_agent=AGENT, max_bytes=max_bytes, door=door, max_redirects=redirects
    )


def get(server: FeedServer, path: str = "/feed", **known: str) -> Fetched:
    return fetcher().get(server.url + path, allow_private=True, validators=Validators(**known))


def error_of(call: Callable[[], object]) -> str:
    with pytest.raises(SourceError) as caught:
        call()
    text = str(caught.value)
    assert "\n" not in text
    return text


def test_the_body_and_headers_arrive_and_we_say_who_asks() -> None:
    with feed_server({"/feed?a=%C3%A9": answer(b"<rss/>", Content_Type="text/xml")}) as server:
        fetched = get(server, "/feed?a=é#part")
    assert fetched.body == b"<rss/>"
    assert fetched.headers["content-type"] == "text/xml"
    assert fetched.url == server.url + "/feed?a=é"
    headers = server.requests[0][1]
    assert headers["user-agent"] == AGENT
    assert headers["host"] == server.url.removeprefix("http://")
    assert "if-none-match" not in headers
    assert "authorization" not in headers


def test_validators_are_sent_back_and_304_means_unchanged() -> None:
    def conditional(handler: BaseHTTPRequestHandler) -> None:
        is_known = handler.headers.get("If-None-Match") == '"v1"'
        send = (
            answer(b"", 304)
            if is_known
            else answer(b"<rss/>", ETag='"v1"', Last_Modified="Fri, 20 Nov 2026 09:00:00 GMT")
        )
        send(handler)

    with feed_server({"/feed": conditional}) as server:
        first = get(server)
        second = fetcher().get(server.url + "/feed", allow_private=True, validators=first.validators)
    assert first.validators == Validators('"v1"', "Fri, 20 Nov 2026 09:00:00 GMT")
    assert second.is_unchanged
    assert second.body == b""
    assert second.validators == first.validators
    assert server.requests[1][1]["if-modified-since"] == "Fri, 20 Nov 2026 09:00:00 GMT"


def test_a_304_that_nobody_asked_for_is_an_error() -> None:
    with feed_server({"/feed": answer(b"", 304)}) as server:
        assert "status 304" in error_of(lambda: get(server))


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (404, "nothing there (404)"),
        (410, "gone for good"),
        (401, "password"),
        (500, "tried again"),
        (418, "status 418"),
        (204, "204"),
    ],
)
def test_a_status_is_told_in_words(status: int, words: str) -> None:
    with feed_server({"/feed": answer(b"", status)}) as server:
        text = error_of(lambda: get(server))
    assert words in text
    assert text.startswith(server.url + "/feed: ")


def test_asked_to_wait_says_how_long() -> None:
    with feed_server({"/feed": answer(b"", 429, Retry_After="120")}) as server:
        assert "asks to wait 120 s" in error_of(lambda: get(server))


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda data: zlib.compress(data)[2:-4]),
        ("gzip", lambda data: gzip.compress(data[:3]) + gzip.compress(data[3:])),
        ("identity", bytes),
    ],
    ids=["gzip", "deflate", "raw deflate", "two gzip members", "identity"],
)
def test_packed_bodies_are_unpacked(encoding: str, pack: Callable[[bytes], bytes]) -> None:
    with feed_server({"/feed": answer(pack(b"<rss>" * 1000), Content_Encoding=encoding)}) as server:
        assert get(server).body == b"<rss>" * 1000


@pytest.mark.parametrize(("encoding", "body"), [("br", b"x"), ("gzip", b"not gzip at all")])
def test_packing_that_is_not_understood_is_refused(encoding: str, body: bytes) -> None:
    with feed_server({"/feed": answer(body, Content_Encoding=encoding)}) as server:
        assert "packed" in error_of(lambda: get(server))


def test_a_gzip_bomb_is_stopped_at_the_size_limit() -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    assert len(bomb) < 100_000
    with feed_server({"/feed": answer(bomb, Content_Encoding="gzip")}) as server:
        began = time.monotonic()
        assert "larger than 0.1 MB" in error_of(lambda: get(server))
    assert time.monotonic() - began < 2


def test_a_declared_size_over_the_limit_is_not_even_read() -> None:
    def boast(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "100001")
        handler.end_headers()

    with feed_server({"/feed": boast}) as server:
        assert "was not read" in error_of(lambda: get(server))


def chunks(*parts: bytes, pause: float = 0.0, ends: bool = True) -> Answer:
    def send(handler: BaseHTTPRequestHandler) -> None:
        handler.protocol_version = "HTTP/1.1"
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        for part in parts:
            handler.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
            handler.wfile.flush()
            time.sleep(pause)
        if ends:
            handler.wfile.write(b"0\r\n\r\n")

    return send


def test_chunked_bodies_are_read_to_the_end() -> None:
    with feed_server({"/feed": chunks(b"<rss", b"/>")}) as server:
        assert get(server).body == b"<rss/>"


def test_a_chunked_body_over_the_limit_is_stopped_on_the_way() -> None:
    with feed_server({"/feed": chunks(*[b"x" * 50_000] * 4)}) as server:
        assert "larger than" in error_of(lambda: get(server))


def test_a_chunked_body_that_breaks_off_is_no_feed() -> None:
    with feed_server({"/feed": chunks(b"<rss/>", ends=False)}) as server:
        assert "broke off" in error_of(lambda: get(server))


def test_a_body_shorter_than_it_says_is_no_feed() -> None:
    def short(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "100")
        handler.end_headers()
        handler.wfile.write(b"<rss/>")

    with feed_server({"/feed": short}) as server:
        assert "broke off" in error_of(lambda: get(server))


def drip_headers(handler: BaseHTTPRequestHandler) -> None:
    for letter in b"HTTP/1.0 200 OK\r\nX-Slow: " + b"x" * 200:
        handler.wfile.write(bytes([letter]))
        handler.wfile.flush()
        time.sleep(0.05)


def say_nothing(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(1.5)


@pytest.mark.parametrize(
    "slow",
    [
        pytest.param(chunks(*[b"x"] * 100, pause=0.05), id="a body that drips"),
        pytest.param(drip_headers, id="headers that drip"),
        pytest.param(say_nothing, id="silence"),
    ],
)
def test_a_slow_server_is_cut_off_when_the_time_is_up(slow: Answer) -> None:
    with feed_server({"/feed": slow}) as server:
        began = time.monotonic()
        text = error_of(lambda: fetcher(0.3).get(server.url + "/feed", allow_private=True))
        took = time.monotonic() - began
    assert "within 0.3 s" in text
    assert took < 1.2


def test_nobody_listening_is_told() -> None:
    with feed_server({}) as server:
        pass
    assert "takes no connection" in error_of(lambda: get(server))


def test_redirects_are_followed_to_the_end() -> None:
    with feed_server(
        {"/a": redirect("/b", 301), "/b": redirect("c", 308), "/c": answer(b"<rss/>")}
    ) as server:
        fetched = get(server, "/a")
    assert fetched.body == b"<rss/>"
    assert fetched.url == server.url + "/c"


def test_a_redirect_loop_ends() -> None:
    with feed_server({"/feed": redirect("/feed")}) as server:
        assert "redirects more than 5 times" in error_of(lambda: get(server))
    assert len(server.requests) == 6


@pytest.mark.parametrize(
    "target", ["file:///etc/hostname", "gopher://127.0.0.1/", "javascript:alert(1)", "http://[bad"]
)
def test_a_redirect_elsewhere_than_the_web_is_refused(target: str) -> None:
    with feed_server({"/feed": redirect(target)}) as server:
        error_of(lambda: get(server))
    assert len(server.requests) == 1


def test_a_redirect_without_a_target_is_told() -> None:
    with feed_server({"/feed": answer(b"", 302)}) as server:
        assert "without saying where to" in error_of(lambda: get(server))


def test_a_private_address_needs_a_word_in_the_newsroom_file() -> None:
    with feed_server({"/feed": answer(b"<rss/>")}) as server:
        text = error_of(lambda: fetcher().get(server.url + "/feed"))
    assert "allow_private = true" in text
    assert server.requests == []


@pytest.mark.parametrize(
    "host", ["localhost", "127.1", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_other_spellings_of_this_machine_are_private_too(host: str) -> None:
    assert "address" in error_of(lambda: fetcher(1.0).get(f"http://{host}:9/feed"))


@pytest.mark.parametrize("allow_private", [False, True])
def test_a_public_host_may_not_redirect_into_the_private_net(allow_private: bool) -> None:
    with feed_server({"/feed": redirect("http://inside.test/secret")}) as server:
        port = server.url.rpartition(":")[2]
        url = f"http://site.test:{port}/feed"
        text = error_of(lambda: fetcher(door=PublicDoor()).get(url, allow_private=allow_private))
    assert "inside.test leads to a private address" in text


def test_a_private_source_may_redirect_within_its_net() -> None:
    with feed_server({"/feed": redirect("/new"), "/new": answer(b"<rss/>")}) as server:
        assert get(server).body == b"<rss/>"


def test_the_host_is_resolved_once_and_its_checked_address_is_used() -> None:
    asked: list[str] = []

    class Rebinding(NamedDoor):
        def resolve(self, host: str, port: int) -> tuple[str, ...]:
            asked.append(host)
            return ("127.0.0.1",) if len(asked) == 1 else ("10.0.0.1",)

    with feed_server({"/feed": answer(b"<rss/>")}) as server:
        port = server.url.rpartition(":")[2]
        fetched = fetcher(door=Rebinding()).get(f"http://public.test:{port}/feed")
    assert fetched.body == b"<rss/>"
    assert asked == ["public.test"]
    assert server.requests[0][1]["host"] == f"public.test:{port}"


def test_one_private_address_among_several_refuses_the_host() -> None:
    class Mixed(Door):
        def resolve(self, host: str, port: int) -> tuple[str, ...]:
            return ("93.184.216.34", "192.168.1.1")

    assert "private" in error_of(lambda: fetcher(door=Mixed()).get("http://mixed.test/feed"))


def test_the_next_address_is_tried_when_one_takes_no_connection() -> None:
    class Two(NamedDoor):
        def resolve(self, host: str, port: int) -> tuple[str, ...]:
            return ("::1", "127.0.0.1")

    with feed_server({"/feed": answer(b"<rss/>")}) as server:
        port = server.url.rpartition(":")[2]
        assert fetcher(door=Two()).get(f"http://two.test:{port}/feed", allow_private=True).body == b"<rss/>"


def test_a_name_and_password_go_to_their_own_host_only() -> None:
    with feed_server({"/feed": answer(b"<rss/>")}) as other:
        routes = {"/feed": redirect("/own"), "/own": redirect(other.url + "/feed")}
        with feed_server(routes) as server:
            url = server.url.replace("http://", "http://desk:p%40ss@") + "/feed"
            fetched = fetcher().get(url, allow_private=True)
    assert [r[1].get("authorization") for r in server.requests] == ["Basic ZGVzazpwQHNz"] * 2
    assert "authorization" not in other.requests[0][1]
    assert fetched.url == other.url + "/feed"


def test_errors_show_neither_password_nor_query() -> None:
    with feed_server({}) as server:
        url = server.url.replace("http://", "http://desk:secret@") + "/feed?key=hush"
        text = error_of(lambda: fetcher().get(url, allow_private=True))
    assert "secret" not in text
    assert "hush" not in text
    assert "/feed" in text


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/",
        "file:///etc/passwd",
        "//example.org/x",
        "http:///x",
        "http://a b/",
        "http://x:99999/",
        "news",
    ],
)
def test_only_web_addresses_are_fetched(url: str) -> None:
    error_of(lambda: fetcher().get(url))


def test_https_is_checked_against_the_name_not_the_address() -> None:
    trusting = Fetcher(
        timeout_seconds=5, user_agent=AGENT, door=NamedDoor(), ssl_context=certificates.client()
    )
    with feed_server({"/feed": answer(b"<rss/>")}, tls=certificates.server()) as server:
        port = server.url.rpartition(":")[2]
        assert trusting.get(server.url + "/feed", allow_private=True).body == b"<rss/>"
        text = error_of(lambda: trusting.get(f"https://public.test:{port}/feed"))
    assert "certificate of public.test" in text


def test_an_unknown_certificate_is_refused() -> None:
    with feed_server({"/feed": answer(b"<rss/>")}, tls=certificates.server()) as server:
        assert "certificate" in error_of(lambda: get(server))


def test_a_tls_handshake_that_never_comes_is_cut_off() -> None:
    with feed_server({}) as server:  # speaks plain HTTP: it waits for a request line that never ends
        began = time.monotonic()
        url = server.url.replace("http://", "https://") + "/feed"
        error_of(lambda: fetcher(0.3).get(url, allow_private=True))
    assert time.monotonic() - began < 1.5


def test_one_fetcher_serves_many_threads() -> None:
    routes = {f"/{i}": answer(b"%d" % i) for i in range(40)}
    with feed_server(routes) as server, ThreadPoolExecutor(8) as pool:
        one = fetcher()
        bodies = list(pool.map(lambda i: one.get(f"{server.url}/{i}", allow_private=True).body, range(40)))
    assert bodies == [b"%d" % i for i in range(40)]
