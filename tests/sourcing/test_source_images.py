"""Pictures with what must travel with them."""

import pytest

from digest.model.article import Image
from digest.sourcing.images import caption_and_credit
from tests.builders.feeds import one

AT = "https://news.example.org/img"


def body(html: str) -> str:
    return f"<content:encoded><![CDATA[{html}]]></content:encoded>"


def picture(inside: str = "", **fields: str) -> Image:
    image = one(inside, **fields).image
    assert image is not None
    return image


def test_media_content_carries_size_caption_and_credit() -> None:
    image = picture(
        f"<media:content url='{AT}/a.jpg' medium='image' width='640' height='400'><media:title>A bridge</media:title>"
        "<media:description>The bridge at dawn.</media:description><media:credit>Jane Roe / Example Pictures</media:credit>"
        "</media:content>"
    )
    assert image == Image(
        f"{AT}/a.jpg", "A bridge", "The bridge at dawn.", "Jane Roe / Example Pictures", 640, 400
    )


def test_the_largest_of_several_is_taken() -> None:
    sizes = "".join(
        f"<media:content url='{AT}/{w}.jpg' width='{w}' type='image/jpeg'/>" for w in (140, 1200, 460)
    )
    assert picture(f"<media:group>{sizes}</media:group>").url == f"{AT}/1200.jpg"


def test_a_film_is_no_picture_but_its_thumbnail_is() -> None:
    image = picture(
        f"<media:group><media:title>Film</media:title><media:content url='{AT}/film.mp4' type='video/mp4' width='1920'/>"
        f"<media:thumbnail url='{AT}/still.jpg'/><media:description>All about the film.</media:description></media:group>"
    )
    assert (image.url, image.caption) == (f"{AT}/still.jpg", "")


@pytest.mark.parametrize(
    "inside",
    [
        pytest.param(f"<enclosure url='{AT}/a.jpg' type='image/jpeg' length='1'/>", id="enclosure"),
        pytest.param("<enclosure url='/img/a.jpg' type='image/jpeg'/>", id="relative"),
        pytest.param(f"<media:thumbnail url='{AT}/a.jpg' width='75' height='75'/>", id="thumbnail"),
        pytest.param(f"<itunes:image href='{AT}/a.jpg'/>", id="itunes"),
        pytest.param(f"<image><url>{AT}/a.jpg</url></image>", id="image element"),
        pytest.param(body(f"<p>Text</p><img src='{AT}/a.jpg'>"), id="img"),
        pytest.param(body("<img src='/img/a.jpg'>"), id="relative img"),
        pytest.param(body(f"<img src='data:image/gif;base64,R0' data-src='{AT}/a.jpg'>"), id="lazy img"),
        pytest.param(
            body(f"<img src='data:image/svg+xml,x' data-runner-src='{AT}/a.jpg'>"),
            id="lazy img of RebelMouse",
        ),
        pytest.param(body(f"<img srcset='{AT}/b.jpg 300w, {AT}/a.jpg 900w'>"), id="srcset"),
        pytest.param(
            body(f"<img width=1 height=1 src='{AT}/t.gif'><img src='{AT}/a.jpg'>"), id="after a pixel"
        ),
        pytest.param(
            body(f"<img src='https://pixel.wp.com/b.gif?x=1'><img src='{AT}/a.jpg'>"),
            id="after a known tracker",
        ),
        pytest.param(
            f"<enclosure url='{AT}/a.mp3' type='audio/mpeg'/>" + body(f"<img src='{AT}/a.jpg'>"),
            id="beside a sound",
        ),
    ],
)
def test_a_picture_is_found(inside: str) -> None:
    assert picture(inside).url == f"{AT}/a.jpg"


@pytest.mark.parametrize(
    "inside",
    [
        pytest.param("", id="nothing"),
        pytest.param(f"<enclosure url='{AT}/a.mp3' type='audio/mpeg'/>", id="a sound"),
        pytest.param(body("<img src='data:image/png;base64,AAAA'>"), id="data"),
        pytest.param(body("<img src='javascript:alert(1)'>"), id="javascript"),
        pytest.param("<media:content url='ftp://example.org/a.jpg' medium='image'/>", id="ftp"),
        pytest.param(body(f"<img src='{AT}/a.gif' width='1' height='1'>"), id="pixel"),
        pytest.param(body(f"<img src='{AT}/a.gif' width='16'>"), id="icon"),
        pytest.param(
            f"<media:content url='{AT}/a.gif' medium='image' width='1' height='1'/>", id="pixel as media"
        ),
        pytest.param(body("<noscript><img src='https://t.example.net/x.jpg'></noscript>"), id="noscript"),
        pytest.param(body("<!-- <img src='https://t.example.net/x.jpg'> -->"), id="comment"),
    ],
)
def test_what_is_no_picture_is_not_taken(inside: str) -> None:
    assert one(inside).image is None


def test_the_figcaption_goes_with_its_picture() -> None:
    html = (
        f"<figure><img src='{AT}/a.jpg' alt='A bridge' width='640px' height='auto'>"
        "<figcaption>The bridge at dawn. (Jane Roe/AFP)</figcaption></figure><p>Text.</p>"
    )
    assert picture(body(html)) == Image(
        f"{AT}/a.jpg", "A bridge", "The bridge at dawn.", "Jane Roe/AFP", 640, None
    )


def test_caption_classes_of_older_sites_count_as_captions() -> None:
    html = f"<div><img src='{AT}/a.jpg'/><p class='wp-caption-text'>The bridge.</p><span class='photo-credit'>Photo: J. Roe</span></div><p>Text.</p>"
    image = picture(body(html))
    assert (image.caption, image.credit) == ("The bridge.", "J. Roe")


def test_what_the_body_knows_of_the_same_picture_is_added() -> None:
    html = f"<figure><img src='{AT}/a-300x200.jpg' alt='A bridge'><figcaption>Dawn. Photo: Jane Roe</figcaption></figure>"
    image = picture(f"<media:content url='{AT}/a.jpg' medium='image'/>" + body(html))
    assert image == Image(f"{AT}/a.jpg", "A bridge", "Dawn.", "Jane Roe")


def test_a_file_name_or_the_title_is_no_alt() -> None:
    assert picture(body(f"<img src='{AT}/a.jpg' alt='IMG_2034.jpg'>")).alt == ""
    assert picture(body(f"<img src='{AT}/a.jpg' alt='Talks on the river treaty resume'>")).alt == ""


@pytest.mark.parametrize(
    ("told", "caption", "credit"),
    [
        ("The bridge. Photo: Jane Roe", "The bridge.", "Jane Roe"),
        ("The bridge. Photo by Jane Roe/Example", "The bridge.", "Jane Roe/Example"),
        ("The bridge (Photo: Jane Roe)", "The bridge", "Jane Roe"),
        ("The bridge. [Jane Roe/Reuters]", "The bridge.", "Jane Roe/Reuters"),
        ("The bridge. (AP Photo/Jane Roe)", "The bridge.", "AP Photo/Jane Roe"),
        ("The bridge. © Jane Roe", "The bridge.", "Jane Roe"),
        ("Image: Jane Roe / CC BY-SA 4.0", "", "Jane Roe / CC BY-SA 4.0"),
        ("Photo by Jane Roe", "", "Jane Roe"),
        ("The bridge (left) and the river (right)", "The bridge (left) and the river (right)", ""),
        ("A photo of the bridge", "A photo of the bridge", ""),
        (
            "The image from the summit went round the world",
            "The image from the summit went round the world",
            "",
        ),
        ("Reuters staff at work", "Reuters staff at work", ""),
    ],
)
def test_a_credit_is_told_from_a_caption_when_it_surely_is_one(told: str, caption: str, credit: str) -> None:
    assert caption_and_credit(told, "") == (caption, credit)


def test_a_stated_credit_loses_its_label() -> None:
    assert caption_and_credit("The bridge.", "Photograph: Jane Roe/Example") == (
        "The bridge.",
        "Jane Roe/Example",
    )
