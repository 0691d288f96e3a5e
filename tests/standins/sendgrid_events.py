"""What SendGrid posts to the Event Webhook about mail the stand-in took, and its signature."""

import base64
import json
from collections.abc import Iterable

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.standins.sendgrid import Accepted


class Signer:
    """Signs as SendGrid does: ECDSA P-256 over timestamp and raw body."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        public = self._key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        self.public_key = base64.b64encode(public).decode()

    def sign(self, raw: bytes, timestamp: str) -> str:
        signature = self._key.sign(timestamp.encode() + raw, ec.ECDSA(hashes.SHA256()))
        return base64.b64encode(signature).decode()

    def headers(self, raw: bytes, timestamp: str) -> dict[str, str]:
        return {
            "X-Twilio-Email-Event-Webhook-Signature": self.sign(raw, timestamp),
            "X-Twilio-Email-Event-Webhook-Timestamp": timestamp,
        }


def webhook_body(
    batches: Iterable[Accepted], event: str = "processed", *, timestamp: int = 1795000000
) -> bytes:
    """One event for each reader, custom arguments at top level, CRLF at the end.

    A deferred event's own ``attempt`` overwrites an argument of that name.
    """
    events = [
        {
            "email": email,
            "event": event,
            "timestamp": timestamp,
            "edition": batch.edition,
            "batch": batch.batch,
            "attempt_id": batch.attempt,
            "reader": reader,
            "category": ["digest"],
            "sg_event_id": f"{event}-{batch.message_id}-{place}",
            "sg_message_id": f"{batch.message_id}.recvd-0.{place}",
            **({"attempt": "1", "response": "400 try again later"} if event == "deferred" else {}),
            **(
                {"type": "bounce", "status": "5.1.1", "reason": "550 no such user"}
                if event == "bounce"
                else {}
            ),
        }
        for batch in batches
        for place, (reader, email) in enumerate(zip(batch.readers, batch.emails, strict=True))
    ]
    return json.dumps(events).encode() + b"\r\n"
