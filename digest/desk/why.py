"""Why an article is in an edition or not."""

from dataclasses import dataclass

from digest.desk.desk import Desk
from digest.desk.drafting import InHand, current
from digest.errors import NotFound
from digest.store import articles, editions


@dataclass(frozen=True, slots=True)
class Why:
    """One article's path: when and where it was seen, how it was filed, what was decided."""

    url: str
    title: str
    region: str | None
    region_title: str
    reason: str
    detail: str
    article_id: str
    filed: tuple[str, ...] = ()
    earlier: tuple[tuple[str, str, str], ...] = ()


def why_all(desk: Desk, name: str | None = None) -> tuple[InHand, tuple[Why, ...]]:
    """The reason for every considered article, in the edition's own order of verdicts."""
    hand = current(desk, name)
    pool = {placed.article.id: placed for placed in hand.draft.pool}
    said = []
    for verdict in hand.draft.verdicts:
        placed = pool[verdict.article_id]
        title = desk.newsroom.region_title(verdict.region)
        said.append(
            Why(
                placed.article.url,
                placed.article.title,
                verdict.region,
                title,
                verdict.reason.value,
                verdict.detail,
                verdict.article_id,
                placed.filing.evidence,
            )
        )
    return hand, tuple(said)


def why(desk: Desk, text: str, name: str | None = None) -> tuple[InHand, tuple[Why, ...]]:
    """The reasons for the articles meant by an address, an id or a part of a title.

    An article that the newsroom has seen but this edition did not consider is
    told as such. Raises NotFound when it was never seen.
    """
    hand, everything = why_all(desk, name)
    folded = text.casefold()
    meant = [w for w in everything if text == w.url or w.article_id.startswith(folded)] or [
        w for w in everything if text in w.url or folded in w.title.casefold()
    ]
    if meant:
        return hand, tuple(_with_past(desk, w) for w in meant)
    with desk.store.read() as connection:
        seen = articles.by_address(connection, text)
    if not seen:
        raise NotFound(f'"{text}" was never seen in any source; digest sources shows what is read')
    return hand, tuple(
        _with_past(
            desk,
            Why(
                s.article.url,
                s.article.title,
                None,
                "Global",
                "not considered",
                f"dated {s.when:%Y-%m-%d %H:%M} UTC, outside what {hand.row.name} looks at",
                s.article.id,
            ),
        )
        for s in seen
    )


def _with_past(desk: Desk, one: Why) -> Why:
    from dataclasses import replace

    with desk.store.read() as connection:
        return replace(one, earlier=tuple(editions.verdicts(connection, one.article_id)))
