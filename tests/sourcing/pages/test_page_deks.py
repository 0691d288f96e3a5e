"""The standfirst of a page, and the summary made of it."""

import pytest

from tests.builders.pages import DEK, PARAGRAPHS, TITLE, a_page, an_article, meta, read

OTHER = "Storm damage in Port Merin: all facts, pictures and answers in one place."


@pytest.mark.parametrize(
    "under",
    [
        f'<p class="standfirst">{DEK}</p>',
        f'<h2 class="article__subtitle">{DEK}</h2>',
        f'<div class="ContentHeaderDek-x1">{DEK}</div>',
        f'<div class="element_lead__n3"><p>{DEK}</p></div>',
        f"<h2>{DEK}</h2>",
        f"<p>{DEK}</p>",
    ],
)
def test_the_standfirst_under_the_heading_wins_over_the_description_for_search(under: str) -> None:
    assert read(a_page(under=under, head=meta(description=OTHER))).article.dek == DEK


def test_without_a_standfirst_the_head_is_believed_in_order() -> None:
    told = read(a_page(head=meta(description="A worse one for search engines.", og__description=DEK)))
    assert (told.article.dek, told.origins["dek"]) == (DEK, "og:description")
    assert read(a_page(linked=an_article(description=DEK))).article.dek == DEK


def test_a_description_that_was_cut_is_taken_whole_from_the_page_or_not_at_all() -> None:
    cut = DEK[:50] + "..."
    assert (
        read(a_page(head=meta(og__description=cut), under=f"<div><span>{DEK}</span></div>")).article.dek
        == DEK
    )
    assert read(a_page(head=meta(og__description=cut))).article.dek == ""


@pytest.mark.parametrize(
    "text",
    [TITLE, "The Lantern", "By Ida Holm", "Photo: Rosa Lindt / Northern Wire, taken on Tuesday", "Boats"],
)
def test_what_says_nothing_of_its_own_is_no_dek(text: str) -> None:
    assert read(a_page(head=meta(og__description=text, og__site_name="The Lantern"))).article.dek == ""


@pytest.mark.parametrize(
    "under",
    [
        f'<figure><img src="/a.jpg"><figcaption class="lead">{OTHER}</figcaption></figure>',
        f'<aside class="related"><p class="teaser-text">{OTHER}</p></aside>',
        f'<div class="newsletter"><p class="intro">{OTHER}</p></div>',
    ],
)
def test_captions_and_boxes_are_no_standfirst(under: str) -> None:
    assert read(a_page(under=under, head=meta(og__description=DEK))).article.dek == DEK


def test_a_sub_heading_further_down_is_no_standfirst() -> None:
    body = f"<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p><h2 class='subtitle'>Who will pay for all of this</h2><p>{PARAGRAPHS[2]}</p>"
    assert read(a_page(body=body)).article.dek == ""


def test_without_any_dek_the_summary_is_whole_sentences_of_the_text() -> None:
    told = read(a_page())
    assert told.article.dek == ""
    assert told.article.summary == " ".join(PARAGRAPHS)[: len(told.article.summary)]
    assert told.article.summary.endswith(".")
    assert told.origins["summary"] == "the first sentences"


def test_the_summary_is_the_dek_where_that_fits() -> None:
    assert read(a_page(under=f'<p class="standfirst">{DEK}</p>')).article.summary == DEK
