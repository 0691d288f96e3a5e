"""The HTML that stands inside the feeds' items, each section in its own manner.

Real sections differ: one puts the dek into the description and the text into
content:encoded, one leaves the description out, one opens it with the picture.
An item is the same in every feed that shows it.
"""

from html import escape

from digest.demo.articles import PICTURE_SIZE, Piece

TRACKING = (
    '<img src="https://pixel.tracker.example.net/open.gif?article=42" width="1" height="1" alt="">'
    '<script>document.write("You should never read this")</script>'
)


def title_of(piece: Piece) -> str:
    """The title as the feed has it; one has been escaped once too often."""
    return escape(piece.title, quote=False) if piece.quirk == "escaped twice" else piece.title


def description_of(piece: Piece) -> str:
    """The description of an RSS item, "" where the section gives none."""
    if piece.section == "europe" or not piece.dek:
        return ""
    if piece.quirk == "pixel and script":
        return f"<p>{escape(piece.dek)}</p>{TRACKING}"
    if piece.section == "americas":
        return f"{_img(piece)}<br/><br/><p>{escape(piece.dek)}</p>"
    if piece.section == "asia-pacific":
        return f"<p>{escape(piece.dek)}</p>"
    return piece.dek


def content_of(piece: Piece) -> str:
    """The whole text as HTML, "" where the section's feed brings none."""
    if piece.section in ("americas", "asia-pacific") and piece.dek:
        return ""
    return figure(piece) + "".join(f"<p>{escape(text)}</p>" for text in piece.lede)


def figure(piece: Piece) -> str:
    if piece.picture is None:
        return ""
    told = f'{escape(piece.caption)} <span class="credit">{escape(piece.picture.credit)}</span>'
    return f"<figure>{_img(piece)}<figcaption>{told}</figcaption></figure>"


def _img(piece: Piece) -> str:
    if piece.picture is None:
        return ""
    width, height = PICTURE_SIZE
    alt = escape(piece.picture.alt)
    return f'<img src="{escape(piece.picture.url)}" width="{width}" height="{height}" alt="{alt}"/>'
