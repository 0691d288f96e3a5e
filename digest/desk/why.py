"""Why an article is in an edition or not."""

from dataclasses import dataclass, replace

from digest.desk.desk import Desk
from digest.desk.drafting import InHand, current, local
from digest.desk.finding import did_you_mean, is_named_wholly, meant, whole_address
from digest.desk.health import left_out
from digest.errors import NotFound
from digest.model.article import Seen
from digest.model.edition import State
from digest.sourcing.identity import canonical_address
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
    pool = [placed.article for placed in hand.draft.pool]
    told, reasons = meant(pool, text), {w.article_id: w for w in everything}
    seen = _seen(desk, text)
    elsewhere = [s for s in seen if is_named_wholly(s.article, text) and s.article.id not in reasons]
    is_whole = any(is_named_wholly(a, text) for a in told)
    if told and (is_whole or not elsewhere):
        return hand, tuple(_with_past(desk, reasons[a.id]) for a in told)
    if not seen:
        doubted = left_out(desk, text)
        if doubted:
            raise NotFound(f'"{text}" is in no edition: {"; ".join(doubted[:3])}')
        raise NotFound(
            f'"{text}" was never seen: no title considered for {hand.row.name} holds it, and no address '
            f"in any source{did_you_mean(pool, text)}; digest sources shows what is read"
        )
    return hand, tuple(_not_considered(desk, s, hand) for s in elsewhere or seen)


def _seen(desk: Desk, text: str) -> list[Seen]:
    """Articles that any source ever showed under this address, in whatever form it is written."""
    wanted, address = text.strip(), whole_address(text)
    if not wanted:
        return []
    with desk.store.read() as connection:
        exact = articles.by_address(connection, wanted)
        near = articles.by_address(connection, address.removeprefix("https://")) if address else []
    same = [s for s in near if canonical_address(s.article.url) == address]
    return exact or same


def _not_considered(desk: Desk, seen: Seen, hand: InHand) -> Why:
    """It came after the draft, or was decided on before and is not of this week."""
    one = seen.article
    made = _with_past(desk, Why(one.url, one.title, None, "Global", "not considered", "", one.id))
    dated = f"dated {local(desk, seen.when)}"
    if made.earlier and seen.when < hand.row.window_start:
        return replace(made, detail=f"{dated}, outside what {hand.row.name} looks at")
    then = "; digest refresh looks at it" if hand.row.state in (State.DRAFT, State.APPROVED) else ""
    return replace(made, detail=f"{dated}, not there yet when {hand.row.name} was drafted{then}")


def _with_past(desk: Desk, one: Why) -> Why:
    with desk.store.read() as connection:
        return replace(one, earlier=tuple(editions.verdicts(connection, one.article_id)))
