"""Bylines of pages: people who wrote it, nobody else."""

from typing import Any

import pytest

from tests.builders.pages import PARAGRAPHS, a_page, an_article, meta, read


def authors(**page: Any) -> tuple[str, ...]:
    return read(a_page(**page)).article.authors


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ({"@type": "Person", "name": "Ida Holm"}, ("Ida Holm",)),
        ([{"@type": "Person", "name": "Ida Holm"}, {"name": "Tom Adeyemi"}], ("Ida Holm", "Tom Adeyemi")),
        ("By Ida Holm, Tom Adeyemi and Li Wei", ("Ida Holm", "Tom Adeyemi", "Li Wei")),
        ({"@type": "Person", "name": ["Ida Holm", "Tom Adeyemi"]}, ("Ida Holm", "Tom Adeyemi")),
        ({"@type": "Person", "givenName": "Ida", "familyName": "Holm"}, ("Ida Holm",)),
        ([{"name": "Ida Holm"}, {"@type": "Organization", "name": "The Lantern"}], ("Ida Holm",)),
        (
            [{"name": "Ida Holm"}, {"@type": "Organization", "name": "Northern Wire"}],
            ("Ida Holm", "Northern Wire"),
        ),
        ({"@type": "Organization", "name": "The Lantern"}, ("The Lantern",)),
        ("https://lantern.example.org/people/ida-holm", ()),
        ([{"@type": "Person", "name": "https://social.example/ida"}, "Tom Adeyemi"], ("Tom Adeyemi",)),
    ],
)
def test_authors_of_json_ld_in_all_their_shapes(author: Any, names: tuple[str, ...]) -> None:
    assert authors(linked=an_article(author=author)) == names


def test_an_author_named_by_id_is_found_elsewhere_in_the_graph() -> None:
    graph = [
        an_article(author={"@id": "#ida"}),
        {"@type": "Person", "@id": "#ida", "name": "Ida Holm"},
    ]
    assert authors(linked={"@context": "https://schema.org", "@graph": graph}) == ("Ida Holm",)


def test_authors_of_other_articles_on_the_page_are_not_taken() -> None:
    listed = {"@type": "ItemList", "itemListElement": [an_article(author={"name": "Somebody Else"})]}
    assert authors(linked=[listed, an_article()]) == ("Ida Holm",)


def test_a_person_in_the_byline_wins_over_the_site_as_author() -> None:
    under = '<p class="byline">By <a href="/author/ida-holm">Ida Holm</a></p>'
    assert authors(
        linked=an_article(author={"@type": "Organization", "name": "The Lantern"}), under=under
    ) == ("Ida Holm",)


def test_a_byline_that_names_more_than_the_structured_data_is_fuller() -> None:
    under = '<div class="byline">By Ida Holm and Tom Adeyemi</div>'
    assert authors(linked=an_article(), under=under) == ("Ida Holm", "Tom Adeyemi")


def test_a_login_gives_way_to_the_name_on_the_page() -> None:
    under = '<span class="author">Ida Holm</span>'
    assert authors(linked=an_article(author={"name": "iholm"}), under=under) == ("Ida Holm",)


@pytest.mark.parametrize(
    "under",
    [
        '<p class="byline">Ida Holm</p>',
        "<p>By Ida Holm</p>",
        '<p><a rel="author" href="/x">Ida Holm</a></p>',
        '<ul><li class="person-link"><a href="/ida">Ida Holm</a></li></ul>',
        "<p>By Ida Holm, in Africa · 17 Nov 2026</p>",
    ],
)
def test_a_byline_on_the_page_is_found(under: str) -> None:
    assert authors(under=under) == ("Ida Holm",)


def test_names_alone_in_bold_over_the_text_are_a_byline() -> None:
    body = "<p><strong>Ida Holm/Tom Adeyemi</strong></p>" + "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    assert authors(body=body) == ("Ida Holm", "Tom Adeyemi")


def test_meta_names_authors_where_nothing_better_does() -> None:
    assert authors(head=meta(author="Ida Holm")) == ("Ida Holm",)
    assert authors(
        head='<meta name="dc.creator" content="Holm, Ida"><meta name="dc.creator" content="Wei, Li">'
    ) == (
        "Ida Holm",
        "Li Wei",
    )
    assert authors(head=meta(twitter__label1="Written by", twitter__data1="Ida Holm")) == ("Ida Holm",)


@pytest.mark.parametrize(
    "head",
    [
        "",
        meta(author="The Lantern", og__site_name="The Lantern"),
        meta(article__author="https://www.facebook.com/lantern"),
        meta(twitter__label1="Est. reading time", twitter__data1="Four Minutes"),
        meta(author="admin"),
    ],
)
def test_nobody_is_nobody(head: str) -> None:
    assert authors(head=head) == ()


@pytest.mark.parametrize(
    "under",
    [
        '<div class="share author">Twitter Facebook</div>',
        '<div class="author">Updated Tuesday Morning</div>',
        '<div class="byline">Photo: Rosa Lindt</div>',
        '<aside class="related"><p class="byline">By Somebody Else</p></aside>',
        '<p class="author-job">Senior Editor</p>',
    ],
)
def test_what_only_looks_like_a_byline_names_nobody(under: str) -> None:
    assert authors(under=under) == ()
