"""Each reader's own part of a mail: signed links and the headers made of them."""

from digest.desk.desk import Desk
from digest.model import marks
from digest.model.delivery import Handover, Mail, Recipient, Sender
from digest.model.edition import Edition, Look
from digest.store.editions import EditionRow
from digest.store.ledger import Claim

ONE_CLICK = "List-Unsubscribe=One-Click"  # RFC 8058, section 3.1


class Personal:
    """Makes hand-overs of claims. Links are stable per reader, so a resent mail is the same."""

    def __init__(self, desk: Desk, edition: Edition) -> None:
        self.signer = desk.signer
        self.look = edition.look

    def handover(self, mail: Mail, row: EditionRow, held: Claim) -> Handover:
        """What a carrier gets for one claim. Ids are opaque: no address, no name of an edition's content."""
        recipients = tuple(self.recipient(r.id, r.email, r.name) for r in held.readers)
        return Handover(
            edition=row.name,
            batch=str(held.no),
            attempt=held.attempt,
            sender=sender_of(self.look),
            mail=mail,
            recipients=recipients,
        )

    def recipient(self, reader_id: int, email: str, name: str) -> Recipient:
        leave = self.signer.token(reader_id, "unsubscribe")
        change = self.signer.token(reader_id, "preferences")
        return Recipient(
            reader=str(reader_id),
            email=email,
            name=name,
            marks={marks.UNSUBSCRIBE: leave, marks.PREFERENCES: change},
            headers=_headers(self.look, leave),
        )


def sample_recipient(look: Look, email: str, token: str) -> Recipient:
    """Who gets a test mail: all is there that a reader's mail has, and ``token`` acts for nobody."""
    return Recipient("test", email, "", dict.fromkeys(marks.ALL, token), _headers(look, token))


def _headers(look: Look, leave: str) -> dict[str, str]:
    return {
        "List-Unsubscribe": f"<{marks.unsubscribe_address(look.public_url, leave)}>",
        "List-Unsubscribe-Post": ONE_CLICK,
    }


def sender_of(look: Look) -> Sender:
    list_id = f"{_phrase(look.title)} <{look.list_id}>"
    return Sender(look.from_name, look.from_email, look.reply_to, list_id, tracking=look.tracking)


def _phrase(title: str) -> str:
    """A list's name as RFC 2919 allows it before the identifier: plain words."""
    return "".join(c for c in title if c.isascii() and (c.isalnum() or c in " -'")).strip() or "Weekly"
