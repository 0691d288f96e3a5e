"""The picture of a page and what must travel with it."""

import pytest

from digest.sourcing.pages.addresses import for_mail, marks_of, of_srcset
from tests.builders.pages import DEK, REBELMOUSE, SITE, TITLE, a_page, an_article, meta, read

BOATS = f"{SITE}/img/2026/boats-at-the-quay.jpg"


def test_the_head_names_the_picture_and_the_page_its_words() -> None:
    figure = (
        '<figure><img src="/img/2026/boats-at-the-quay-300x200.jpg" alt="Six boats at a quay">'
        "<figcaption>Boats in Port Merin on Tuesday. (Photo by Rosa Lindt/Northern Wire)</figcaption></figure>"
    )
    told = read(a_page(head=meta(og__image=BOATS), under=figure))
    image = told.article.image
    assert image is not None
    assert (image.url, image.alt) == (BOATS, "Six boats at a quay")
    assert (image.caption, image.credit) == ("Boats in Port Merin on Tuesday.", "Rosa Lindt/Northern Wire")
    assert told.origins["credit"] == "the page"


def test_the_credit_of_another_picture_is_never_taken() -> None:
    figure = '<figure><img src="/img/portrait-of-someone-else.jpg"><figcaption>X <span class="credit">Tom Adeyemi</span></figcaption></figure>'
    image = read(a_page(head=meta(og__image=BOATS), under=figure)).article.image
    assert image is not None
    assert (image.caption, image.credit) == ("", "")


@pytest.mark.parametrize(
    "box",
    [
        '<figcaption>Boats. <span class="photo-credit">Rosa Lindt</span></figcaption>',
        '<figcaption>Boats.</figcaption><p class="image__copyright">© Rosa Lindt</p>',
        "<figcaption>Boats. Photo: Rosa Lindt</figcaption>",
        "<figcaption>Boats. Credit: Rosa Lindt</figcaption>",
        '<div class="caption">Boats. (Photo by Rosa Lindt)</div>',
    ],
)
def test_a_photo_credit_is_kept_in_any_of_its_shapes(box: str) -> None:
    image = read(a_page(under=f'<figure><img src="{BOATS}">{box}</figure>')).article.image
    assert image is not None
    assert image.credit == "Rosa Lindt"
    assert image.caption.rstrip(".") == "Boats"


def test_json_ld_gives_caption_and_credit_of_its_own_picture() -> None:
    told = {
        "@type": "ImageObject",
        "url": BOATS,
        "caption": "Boats.",
        "creditText": "Rosa Lindt",
        "width": 1600,
        "height": 900,
    }
    image = read(a_page(linked=an_article(image=[told]))).article.image
    assert image is not None
    assert (image.url, image.caption, image.credit, image.width) == (BOATS, "Boats.", "Rosa Lindt", 1600)


def test_rebelmouse_pages_give_a_picture_for_mail_with_its_credit() -> None:
    article = read(REBELMOUSE).article
    assert article.image is not None
    assert article.image.url.startswith(
        f"{SITE}/media-library/boats-at-the-quay.jpg?id=60123456&width=1200&height=900"
    )
    assert article.image.alt == "Boats at the quay of Port Merin"
    assert article.image.credit == "Rosa Lindt / Shutterstock"
    assert (article.title, article.dek, article.kicker) == (TITLE, DEK, "Africa")
    assert article.authors == ("Ida Holm", "Tom Adeyemi")


@pytest.mark.parametrize(
    "attributes",
    [
        f'src="data:image/gif;base64,R0lGOD" data-runner-src="{BOATS}"',
        f'src="/blank.gif" data-src="{BOATS}"',
        f'data-lazy-src="{BOATS}" src=""',
        f'srcset="{SITE}/img/2026/small-1.jpg 320w, {BOATS} 1600w"',
        f'data-srcset="{BOATS} 2x" src="data:,"',
    ],
)
def test_lazy_pictures_are_found(attributes: str) -> None:
    image = read(a_page(under=f"<figure><img {attributes}></figure>")).article.image
    assert image is not None
    assert image.url == BOATS


@pytest.mark.parametrize(
    "address",
    [
        "data:image/png;base64,AAAA", f"{SITE}/static/logo.png", f"{SITE}/img/placeholder.jpg", f"{SITE}/img/no-thumb/x.png",
        f"{SITE}/pixel.gif", f"{SITE}/img/drawing.svg", "javascript:alert(1)", "ftp://lantern.example.org/a.jpg",
    ],
)  # fmt: skip
def test_what_is_no_picture_is_never_taken(address: str) -> None:
    assert read(a_page(head=meta(og__image=address), under=f'<img src="{address}">')).article.image is None


def test_tiny_pictures_and_portraits_do_not_stand_for_the_article() -> None:
    under = f'<img src="{BOATS}" width="1" height="1"><div class="author-box"><img src="{SITE}/img/ida-holm-2026.jpg"></div>'
    assert read(a_page(under=under)).article.image is None


def test_a_srcset_gives_the_narrowest_that_is_wide_enough_for_mail() -> None:
    assert of_srcset("a1.jpg 320w, b1.jpg 1200w, c1.jpg 2400w") == "b1.jpg"
    assert of_srcset("a1.jpg 320w, b1.jpg 800w") == "b1.jpg"
    assert of_srcset("a1.jpg, b1.jpg 2x") == "b1.jpg"
    assert of_srcset("/a,w_300/x.jpg 300w, /a,w_1300/x.jpg 1300w") == "/a,w_1300/x.jpg"
    assert of_srcset("only.jpg") == "only.jpg"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/x/boats-at-quay-1024x683.jpg", "https://a.example/x/boats-at-quay.jpg"),
        (
            "https://a.example/media-library/a.jpg?id=6012&width=9",
            "https://b.example/media-library/b.jpg?id=6012",
        ),
        ("https://a.example/r/700/9f8e7d6c5b4a3f2e.jpg", "https://cdn.example/9f8e7d6c5b4a3f2e/wide.jpg"),
        (
            "https://a.example/_next/image?url=https%3A%2F%2Fb.example%2Fboats-at-quay.jpg&w=640",
            "https://b.example/boats-at-quay.jpg",
        ),
    ],
)
def test_one_picture_is_recognised_in_any_size(one: str, other: str) -> None:
    assert marks_of(one) & marks_of(other)


def test_common_file_names_do_not_make_two_pictures_one() -> None:
    assert not marks_of("https://a.example/2026/11/17/image.jpg") & marks_of(
        "https://a.example/2026/11/17/image.jpg?x=1"
    )
    assert not marks_of("https://a.example/p/boats-one.jpg") & marks_of("https://a.example/p/quays-two.jpg")


def test_only_a_media_library_is_asked_for_another_width() -> None:
    assert for_mail(BOATS) == (BOATS, None)
    small = f"{SITE}/media-library/a.jpg?id=1&width=600"
    assert for_mail(small) == (small, 600)
    assert for_mail(f"{SITE}/media-library/a.jpg?id=1") == (
        f"{SITE}/media-library/a.jpg?id=1&width=1200",
        1200,
    )


def test_a_picture_without_a_credit_is_told_of() -> None:
    assert "the picture has no credit on the page" in read(a_page(head=meta(og__image=BOATS))).warnings
