"""When two addresses or two items are the same article."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.sourcing.identity import canonical_address, host_of, identity_of, is_web_address, without_tracking
from tests.builders.feeds import one

ONE = "https://example.org/europe/talks?id=7"


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/europe/talks?id=7",
        "http://example.org/europe/talks?id=7",
        "HTTPS://WWW.Example.org:443/europe/talks?id=7",
        "http://www.example.org:80/europe/talks/?id=7#comments",
        "https://example.org./europe//talks?id=7&",
        "https://example.org/europe/talks?utm_source=rss&id=7&utm_medium=feed",
        "https://example.org/europe/talks?id=7&fbclid=a&gclid=b&at_medium=RSS&mc_cid=1&CMP=rss&ref=rss",
        "https://example.org/europe/talks/amp/?id=7",
        "https://example.org/amp/europe/talks?id=7",
        "https://example.org/europe/talks.amp?id=7",
        "https://example.org/europe/talks?id=7&amp=1",
        "https://amp.example.org/europe/talks?outputType=amp&id=7",
        "https://m.example.org/europe/talks?id=7",
        "https://www.google.com/amp/s/www.example.org/europe/talks/amp?id=7",
        "https://example-org.cdn.ampproject.org/c/s/example.org/europe/talks?id=7",
        "https://example.org/europe/t%61lks?id=%37",
        " https://example.org/europe/talks?id=7 ",
    ],
)
def test_all_the_ways_to_one_article_have_one_address(url: str) -> None:
    assert canonical_address(url) == ONE


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/europe/talks",
        "https://example.org/europe/talks?id=8",
        "https://example.org/europe/Talks?id=7",
        "https://example.org:8443/europe/talks?id=7",
        "https://blog.example.org/europe/talks?id=7",
        "https://example.org/europe/talks?id=7&page=2",
        "https://example.org/europe/camp?id=7",
        "https://example.org/europe/talks?id=7&source=book",
    ],
)
def test_other_articles_have_other_addresses(url: str) -> None:
    assert canonical_address(url) != ONE


def test_the_order_of_parameters_does_not_matter() -> None:
    assert canonical_address("https://example.org/a?b=2&a=1") == canonical_address(
        "https://example.org/a?a=1&b=2"
    )


def test_a_host_in_other_letters_is_compared_in_ascii() -> None:
    assert canonical_address("https://bücher.example/ä") == canonical_address(
        "https://xn--bcher-kva.example/%c3%a4"
    )


ADDRESSES = st.builds(
    "{}://{}{}{}{}".format,
    st.sampled_from(["http", "https", "HTTP"]),
    st.sampled_from(
        [
            "example.org",
            "www.example.org",
            "www.amp.example.org",
            "m.example.org:80",
            "a.b.c:8080",
            "[::1]:443",
            "bücher.example",
        ]
    ),
    st.lists(
        st.sampled_from(
            [
                "/",
                "/amp",
                "amp",
                ".amp",
                "/a",
                "%61",
                "%2F",
                "%zz",
                "ä",
                " ",
                "//",
                ".html",
                "index",
                ";x",
                "@",
            ]
        ),
        max_size=6,
    ).map("".join),
    st.lists(
        st.sampled_from(["?", "&", "utm_a=1", "amp=1", "a=1", "b", "amp;c=2", "=", "%26", "ü"]), max_size=6
    ).map("".join),
    st.sampled_from(["", "#f", "#"]),
)


@given(ADDRESSES)
def test_canonical_is_settled_after_once(url: str) -> None:
    once = canonical_address(url)
    assert canonical_address(once) == once
    if is_web_address(url):
        assert canonical_address(without_tracking(url)) == once


@given(st.text())
def test_any_text_has_a_settled_canonical_form(url: str) -> None:
    once = canonical_address(url)
    assert canonical_address(once) == once


@pytest.mark.parametrize(
    ("url", "bare"),
    [
        ("https://e.org/a?utm_source=x", "https://e.org/a"),
        ("https://e.org/a?b=%20c&utm_source=x&d", "https://e.org/a?b=%20c&d"),
        ("https://e.org/a?utm_source=x#part", "https://e.org/a#part"),
        ("https://e.org/a?b=1&amp;utm_source=x", "https://e.org/a?b=1"),
        ("https://e.org/a?", "https://e.org/a"),
        ("https://e.org/a", "https://e.org/a"),
        ("http://WWW.e.org/A/?b=1", "http://WWW.e.org/A/?b=1"),
    ],
)
def test_readers_get_the_publishers_link_without_tracking(url: str, bare: str) -> None:
    assert without_tracking(url) == bare


def test_a_guid_is_the_identity_while_link_and_title_change() -> None:
    before, after = one(title="Old", link="/old"), one(title="New", link="/new")
    assert before.id == after.id


def test_one_link_with_two_guids_is_two_articles() -> None:
    assert (
        one(guid="<guid isPermaLink='false'>urn:example:1</guid>").id
        != one(guid="<guid isPermaLink='false'>urn:example:2</guid>").id
    )


def test_without_a_guid_the_address_counts_however_it_is_decorated() -> None:
    plain, decorated = (
        one(guid="", link="http://a.example.org/1"),
        one(guid="", link="https://www.a.example.org/1/?utm_medium=rss#top"),
    )
    assert plain.id == decorated.id


@pytest.mark.parametrize(
    ("guid", "identity"),
    [
        ("123", "example.org#123"),
        ("post-9", "example.org#post-9"),
        ("https://example.org/?p=1", "https://example.org/?p=1"),
        ("tag:example.org,2026:1", "tag:example.org,2026:1"),
        ("urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a", "urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a"),
        ("1225c695-cfb8-4ebb-aaaa-80da344efa6a", "1225c695-cfb8-4ebb-aaaa-80da344efa6a"),
        (" 123 ", "example.org#123"),
    ],
)
def test_a_guid_that_others_may_use_is_scoped_by_the_host(guid: str, identity: str) -> None:
    assert identity_of(guid, "https://www.example.org/a", "https://feeds.example.net/") == identity


def test_without_a_link_the_feeds_host_scopes() -> None:
    assert identity_of("123", "", "https://feeds.example.net/x") == "feeds.example.net#123"


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "/relative",
        "http://",
        "https:///x",
        "http://a b/",
        "http://a:x/",
        "http://a/\n",
        'http://a/"',
        "http://a/" + "x" * 5000,
    ],
)
def test_what_is_no_web_address(url: str) -> None:
    assert not is_web_address(url)


def test_the_host_of_nonsense_is_nothing() -> None:
    assert host_of("http://[::1") == host_of("x") == ""
