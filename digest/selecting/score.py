"""How articles are ranked.

score = exp2(-age / half_life) + 0.05 if it has a picture + 0.02 if it has a dek

``age`` is the time from publication to the end of the window, in hours and
never below zero; ``half_life`` is the newsroom's ``half_life_hours``. With 72
hours, an article of a full week scores 0.20 and one of the last minute 1.00.
The bonuses decide between neighbours only: 0.05 is worth five hours among the
newest. An article that an editor held until this edition counts as new,
because it would otherwise lose to everything that came after it.

Equal scores fall to the newer article, then to the lower id, so that the
order is total. Scores are rounded to six places: two machines whose exp2
differs in the last bit still write the same draft.
"""

from dataclasses import dataclass
from datetime import datetime
from math import exp2

from digest.model.article import Article

PICTURE_BONUS = 0.05
DEK_BONUS = 0.02
PLACES = 6
SECONDS_PER_HOUR = 3600


@dataclass(frozen=True, slots=True)
class Scored:
    """An article in the running, with its score and what is to be said of it.

    ``region`` is a key of the newsroom or None. ``note`` tells an editor what
    is out of the ordinary: found late, held, unsure.
    """

    article: Article
    region: str | None
    when: datetime
    score: float
    note: str = ""

    @property
    def best_first(self) -> tuple[float, float, str]:
        return (-self.score, -self.when.timestamp(), self.article.id)

    @property
    def newest_first(self) -> tuple[float, str]:
        return (-self.when.timestamp(), self.article.id)


def score(article: Article, when: datetime, end: datetime, half_life_hours: float) -> float:
    """The formula of this module, between 0 and 1.07."""
    age_hours = max(0.0, (end - when).total_seconds() / SECONDS_PER_HOUR)
    bonus = (PICTURE_BONUS if article.image else 0.0) + (DEK_BONUS if article.dek else 0.0)
    return round(exp2(-age_hours / half_life_hours) + bonus, PLACES)
