"""The summary a reader gets when no editor has written one.

First the publisher's own dek, else whole sentences of the first paragraphs.
Nothing is cut within a sentence, and nothing is made up: where neither gives a
whole sentence, there is no summary, and the checks before approval say so.
Sentences chosen by a machine (TextRank, LexRank) are worse than the first one.
"""

import re
from collections.abc import Iterable

from digest.sourcing.sentences import FIRST_MAY_BE, ends_whole, sentences, whole_sentences

_GOES_ON_FROM_TITLE = re.compile(r"\s*(?:…|\.\.\.)")


def summary_of(dek: str, bodies: Iterable[Iterable[str]], limit: int, language: str = "") -> str:
    """The dek if it fits ``limit`` characters, else whole sentences of dek or a body, in that order.

    A dek of one sentence may lack its full stop, as standfirsts do; of several
    only those count that end. The first sentence alone may be
    ``FIRST_MAY_BE`` times as long as the limit. A dek that begins with "..." goes
    on from its title and is none by itself. Bodies are read only when needed.
    """
    if _GOES_ON_FROM_TITLE.match(dek):
        dek = ""
    if dek and len(dek) <= limit and is_whole(dek, language):
        return dek
    for texts in _dek_first(dek, bodies):
        found = whole_sentences(texts, limit, language)
        if found:
            return found
    return dek if len(dek) <= FIRST_MAY_BE * limit and is_whole(dek, language) else ""


def is_whole(text: str, language: str = "") -> bool:
    """Whether its last sentence ends, or it is one alone and not cut off."""
    return ends_whole(text, language) or len(sentences(text, language)) == 1


def _dek_first(dek: str, bodies: Iterable[Iterable[str]]) -> Iterable[Iterable[str]]:
    if dek:
        yield [dek]
    yield from bodies
