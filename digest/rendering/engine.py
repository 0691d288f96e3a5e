"""MJML to HTML, around what mjml-python 1.4.2 (mrml 6.0.1) does wrong."""

import re

from mjml import mjml2html

MAX_BYTES_AFTER_TRACKING = 95_000  # Gmail clips near 102,000 (email-bugs #41); 7,000 are the carrier's
BYTES_PER_TRACKED_LINK = 380  # assumed length of a link that a carrier has rewritten

_ODD_VALUE = re.compile(r'="[^"<>\n\t\\]*[\n\t\\][^"<>]*"')
_REFERENCE = re.compile(r"&#(\d+);")
_WEB_LINK = re.compile(r'<a\b[^>]*?\shref="(https?://[^"]*)"', re.IGNORECASE)
# Invisible, and needed where they stand: soft hyphen, grapheme joiner, zero-width space and joiners.
_KEEP_AS_REFERENCE = frozenset({173, 847, 8203, 8204, 8205})


class MarkupRefusedError(ValueError):
    """The engine cannot read the MJML; the text is the engine's own, with a position."""


def to_html(mjml: str, preheader_colour: str) -> str:
    """The mail's HTML. Raises MarkupRefusedError.

    The engine writes attribute values in Rust's debug format, so anything
    beyond printable ASCII would come out as a literal ``\\u{a0}``. Numeric
    references survive: the source goes through ASCII and back. ``fonts={}``
    keeps it from linking a web font.
    """
    source = _ODD_VALUE.sub(_plain_value, mjml).encode("ascii", "xmlcharrefreplace").decode("ascii")
    try:
        html = mjml2html(source, disable_comments=True, fonts={})
    except ValueError as error:
        raise MarkupRefusedError(" ".join(str(error).split())) from error
    # White on white is what filters take for hidden text.
    html = html.replace("font-size:1px;color:#ffffff", f"font-size:1px;color:{preheader_colour}", 1)
    # A landmark around all that is read; the engine's own role is none.
    html = html.replace('role="article"', 'role="main"', 1)
    return _REFERENCE.sub(_character, html)


def _plain_value(found: re.Match[str]) -> str:
    return re.sub(r"\s+", " ", found[0]).replace("\\", "&#92;")


def _character(found: re.Match[str]) -> str:
    code = int(found[1])
    is_kept = code <= 160 or code in _KEEP_AS_REFERENCE or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF
    return found[0] if is_kept else chr(code)


def bytes_after_tracking(html: str) -> int:
    """The size once a carrier has rewritten every web link for click tracking."""
    links = (len(address.encode()) for address in _WEB_LINK.findall(html))
    return len(html.encode()) + sum(max(0, BYTES_PER_TRACKED_LINK - length) for length in links)
