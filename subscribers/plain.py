"""Text from outside, made harmless: one line, no control characters, not too long."""

import re

# NUL is refused by PostgreSQL, line ends would break a mail's header, half
# surrogates cannot be encoded.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


def one_line(text: str, longest: int = 200) -> str:
    """The text on one line, each run of white space one space, at most ``longest`` characters."""
    if not text:
        return ""
    if text.isprintable():
        return " ".join(text.split())[:longest].rstrip()
    return " ".join(_CONTROL.sub(" ", text).split())[:longest].rstrip()
