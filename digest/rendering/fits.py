"""How a mail is set smaller, step by step, until clients show it whole."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fit:
    """How much of a region is set how. None is no limit.

    So many compact ``teasers``, with summaries of so many characters; the rest
    are headlines, of which so many are named and the others only counted.
    """

    teasers: int | None = None
    summary: int | None = None
    headlines: int | None = None


ROOMY = Fit()

FITS = (
    ROOMY,
    Fit(summary=160),
    Fit(teasers=3, summary=160),
    Fit(teasers=1, summary=160),
    Fit(teasers=0, summary=160),
    *(Fit(teasers=0, summary=160, headlines=number) for number in (24, 16, 12, 8, 5, 3, 1)),
)
"""Tried in order. Nothing is dropped in silence: what is not named is counted, and the text names it."""
