"""All that is looked at before an approval: the edition and its mails, the machine, what was mailed, the sources."""

from collections.abc import Sequence

from digest.desk.desk import Desk
from digest.desk.drafting import InHand, mailed_in
from digest.desk.drifting import drift_of
from digest.desk.variants import Variant
from digest.editing.checks import CHECKS
from digest.editing.checks import check as run_checks
from digest.model.edition import Edition, Finding, Placed, State
from digest.sourcing.identity import canonical_address

LEAVES_MACHINE = ("sendgrid", "smtp")
OVER_HTTPS, MAILED_BEFORE, MOVED_ON = "unsubscribe over https", "mailed before", "changed at the source"
ACCEPTABLE = (*CHECKS, OVER_HTTPS)
"""The checks whose errors an editor may take upon themselves. Nothing is mailed twice, whoever says so,
and what has changed at its source since the draft would be held before the send."""


def findings(desk: Desk, hand: InHand, variants: Sequence[Variant]) -> tuple[Finding, ...]:
    """Every check on an edition and its rendered variants; errors first."""
    edition, mails = hand.draft.edition, {v.title: v.mail for v in variants}
    found = [
        *run_checks(edition, mails, desk.newsroom),
        *_link_check(desk),
        *_mailed_check(desk, edition),
        *_source_check(desk, hand),
    ]
    return tuple(sorted(found, key=lambda f: (f.severity != "error", f.check, f.text)))


def _link_check(desk: Desk) -> list[Finding]:
    secure = desk.settings.public_url.startswith("https://")
    if secure or desk.settings.carrier not in LEAVES_MACHINE:
        return []
    return [
        Finding(
            OVER_HTTPS,
            "error",
            f"readers would get an unsubscribe link to {desk.settings.public_url}, and one-click wants https (RFC 8058)",
            "set DIGEST_PUBLIC_URL to the https address at which digest web is reached",
        )
    ]


def _mailed_check(desk: Desk, edition: Edition) -> list[Finding]:
    said = "digest refresh takes it out"
    return [
        Finding(
            MAILED_BEFORE, "error", f'"{placed.article.title}" is already in {other}', said, placed.article.id
        )
        for placed, other in mailed_before(desk, edition)
    ]


def _source_check(desk: Desk, hand: InHand) -> list[Finding]:
    """The scheduler gathers every hour; an approval of what the source no longer says would not last."""
    if hand.row.state is not State.DRAFT:
        return []
    said = "digest refresh takes it in; your own words for it stay"
    return [
        Finding(MOVED_ON, "error", f'"{d.title}": {d.what}', said, d.article_id)
        for d in drift_of(desk, hand.row, hand.draft.edition)
    ]


def mailed_before(desk: Desk, edition: Edition) -> list[tuple[Placed, str]]:
    """The articles that another edition has mailed, since this one was drafted, with its name."""
    ids, addresses = mailed_in(desk, edition.name)
    found = ((p, ids.get(p.article.id) or addresses.get(_address(p))) for p in edition.placed())
    return [(placed, other) for placed, other in found if other]


def _address(placed: Placed) -> str:
    return canonical_address(placed.article.url)
