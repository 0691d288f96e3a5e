"""What is looked at before an edition may be approved.

Each check has a name, by which it can be left out. An error stops approval, a
warning wants a look.
"""

from collections.abc import Collection, Mapping

from digest.editing import article_checks, frame_checks, mail_checks
from digest.editing.proof import Check, Proof
from digest.model.delivery import Mail
from digest.model.edition import Edition, Finding
from digest.newsroom import Newsroom

CHECKS: Mapping[str, Check] = {
    "volume": frame_checks.volume,
    "sender": frame_checks.sender,
    "subject": frame_checks.subject,
    "lead": frame_checks.lead,
    "regions": frame_checks.regions,
    "placeholders": frame_checks.placeholders,
    "years": frame_checks.years,
    "credits": article_checks.credits_,
    "alt texts": article_checks.alt_texts,
    "pictures": article_checks.pictures,
    "duplicates": article_checks.duplicates,
    "look-alikes": article_checks.look_alikes,
    "summaries": article_checks.summaries,
    "addresses": article_checks.addresses,
    "links": article_checks.links,
    "dates": article_checks.dates,
    "size": mail_checks.size,
    "unsubscribe": mail_checks.unsubscribe,
    "link targets": mail_checks.link_targets,
    "built-in pictures": mail_checks.built_in_pictures,
    "black text": mail_checks.black_text,
}
"""By name, in the order in which their findings come. Each finding bears the name of its check."""


def check(
    edition: Edition, mails: Mapping[str, Mail], newsroom: Newsroom, *, leave_out: Collection[str] = ()
) -> tuple[Finding, ...]:
    """All findings, check by check, then in reading order.

    ``mails`` are the rendered variants by name; without any, what can only be
    seen in a mail is not looked at. Raises ValueError for a name in
    ``leave_out`` that no check bears.
    """
    unknown = sorted(set(leave_out) - set(CHECKS))
    if unknown:
        raise ValueError(f'there is no check "{unknown[0]}"; known are {", ".join(CHECKS)}')
    proof = Proof(edition, mails, newsroom)
    wanted = (run for name, run in CHECKS.items() if name not in leave_out)
    return tuple(finding for run in wanted for finding in run(proof))
