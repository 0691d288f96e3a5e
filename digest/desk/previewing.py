"""What readers will get, before they do; and test mails, which leave no trace in the ledger."""

import base64
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from secrets import token_hex

from digest.delivering.preflight import address_fault
from digest.desk.approving import approved_edition, reopened
from digest.desk.desk import Desk
from digest.desk.drafting import current
from digest.desk.personal import Personal, sample_recipient, sender_of
from digest.desk.variants import Variant, holds_something, sections_for, variants_of
from digest.errors import BadInput, NotFound, NothingToSend
from digest.model import marks
from digest.model.delivery import Handover, Mail, Outcome
from digest.model.edition import Edition, State, edition_from_json
from digest.newsroom import Newsroom
from subscribers import readers, suppression
from subscribers.address import Address, parse_address
from subscribers.errors import SubscribersError

SAMPLE_TOKEN = "preview"  # noqa: S105 - stands where a reader's own token goes
PICTURE_TYPES = {".jpg": "jpeg", ".jpeg": "jpeg", ".png": "png", ".gif": "gif", ".webp": "webp"}


@dataclass(frozen=True, slots=True)
class Previewed:
    """A mail as one reader gets it: the bytes that are sent, tokens aside."""

    edition: Edition
    regions: tuple[str, ...]
    mail: Mail


def edition_to_show(desk: Desk, name: str | None) -> Edition:
    """The approved edition while the approval stands, else the draft with its changes."""
    hand = reopened(desk, current(desk, name))
    if hand.row.state is State.APPROVED:
        return approved_edition(desk, hand.row)
    if hand.row.frozen is not None:  # being sent, or sent: what was approved is what there is
        return edition_from_json(hand.row.frozen)
    if hand.draft.edition.is_empty:
        raise NothingToSend(
            f"{hand.row.name} holds no article, so there is nothing to preview; digest why says why"
        )
    return hand.draft.edition


def preview(
    desk: Desk, *, name: str | None = None, regions: tuple[str, ...] = (), address: str | None = None
) -> Previewed:
    """One variant: everything, what readers of ``regions`` get, or what one reader gets.

    Raises NotFound for a region or reader that is not there.
    """
    edition = edition_to_show(desk, name)
    preference, tokens = ";".join(regions), dict.fromkeys(marks.ALL, SAMPLE_TOKEN)
    if address is not None:
        preference, tokens = _reader(desk, edition, address)
    unknown = [key for key in regions if key not in {r.key for r in desk.newsroom.regions}]
    if unknown:
        raise NotFound(
            f'there is no region "{unknown[0]}"; there are {", ".join(r.key for r in desk.newsroom.regions)}'
        )
    kept = sections_for(edition, preference)
    if not holds_something(edition, kept):
        raise NothingToSend(
            f"{edition.name} holds nothing for readers of {', '.join(preference.split(';'))}: no lead, "
            "and no article of their regions; they are not mailed"
        )
    everything = len(kept) == len(edition.sections)
    mail = desk.renderer.mail(edition, None if everything else frozenset(kept))
    return Previewed(edition, kept, fill(mail, tokens))


def _reader(desk: Desk, edition: Edition, address: str) -> tuple[str, dict[str, str]]:
    try:
        key = parse_address(address).key
    except SubscribersError as error:
        raise BadInput(str(error)) from error
    with desk.store.read() as connection:
        reader = readers.find(connection, key)
    if reader is None:
        raise NotFound("no reader has that address; digest subscribers list shows who is there")
    recipient = Personal(desk, edition).recipient(reader.id, reader.email, reader.name)
    return ";".join(reader.regions), recipient.marks


def fill(mail: Mail, tokens: dict[str, str]) -> Mail:
    """The mail with its marks replaced, as a carrier does it."""
    html, text = mail.html, mail.text
    for mark, token in tokens.items():
        html, text = html.replace(mark, token), text.replace(mark, token)
    return replace(mail, html=html, text=text)


def matrix(desk: Desk, now: datetime, name: str | None = None) -> tuple[Edition, tuple[Variant, ...]]:
    """Every distinct body that would be sent now, with the number of its readers."""
    edition = edition_to_show(desk, name)
    return edition, variants_of(desk, edition, now)


def embed_pictures(html: str, newsroom: Newsroom, base: Path) -> str:
    """A copy to look at offline: pictures of ``preview.local_images`` put into the page.

    Only for looking; what is sent keeps its addresses.
    """
    for prefix, folder in newsroom.preview.local_images.items():
        root = (base / folder).resolve()
        for path in sorted(root.rglob("*")):
            address = prefix + path.relative_to(root).as_posix()
            kind = PICTURE_TYPES.get(path.suffix.lower())
            if kind and address in html:
                data = base64.b64encode(path.read_bytes()).decode("ascii")
                html = html.replace(address, f"data:image/{kind};base64,{data}")
    return html


def send_test(
    desk: Desk, now: datetime, addresses: tuple[str, ...], name: str | None = None, *, mark: str = "TEST"
) -> list[tuple[str, Outcome]]:
    """Mail the whole edition, marked [TEST], to any addresses. No ledger, no audience, no trace.

    Its personal links are samples: they act for nobody. Each address gets one,
    in a hand-over of its own. Raises BadInput, before anything is mailed, for
    one that is none or that must not be mailed.
    """
    shown = preview(desk, name=name)
    wanted = _mailable(desk, addresses)
    mail = replace(shown.mail, subject=f"[{mark}] {shown.mail.subject}")
    carrier = desk.carrier(lambda: now)
    try:
        return [
            (
                address,
                carrier.submit(
                    Handover(
                        edition=f"{shown.edition.name}-test",
                        batch="0",
                        attempt=token_hex(12),
                        mail=mail,
                        sender=sender_of(shown.edition.look),
                        recipients=(sample_recipient(shown.edition.look, address, SAMPLE_TOKEN),),
                        is_test=True,
                    )
                ),
            )
            for address in wanted
        ]
    finally:
        carrier.close()


def _mailable(desk: Desk, addresses: tuple[str, ...]) -> tuple[str, ...]:
    """Each address once. Raises BadInput with the place of the first that cannot or must not be mailed."""
    found = [_checked(place, text) for place, text in enumerate(addresses, start=1)]
    with desk.store.read() as connection:
        reasons = suppression.reasons_among(connection, [one.key for one in found])
    for place, one in enumerate(found, start=1):
        if one.key in reasons:
            raise BadInput(
                f"address {place} of the test must not be mailed: {reasons[one.key]}. "
                "A test is mail like any other; nothing was mailed, leave it out"
            )
    return tuple({one.key: one.email for one in found}.values())


def _checked(place: int, text: str) -> Address:
    try:
        address = parse_address(text)
    except SubscribersError as error:
        raise BadInput(f"address {place} of the test: {error}; nothing was mailed") from error
    fault = address_fault(address.email)
    if fault is not None:
        raise BadInput(f"address {place} of the test: {fault}; nothing was mailed")
    return address
