"""SMTP as a carrier: one mail, one answer.

``max_batch`` is 1, so that every mail is a batch of its own in the ledger: a
session has no all-or-nothing over several readers, and a batch of which half
has gone could be recorded truthfully neither as submitted nor as retry.

What a failure means hangs on the final dot. Before it has left nothing was
taken; after it, without an answer, nobody knows (RFC 5321 section 4.2.5, RFC
1047).
"""

import contextlib
import re
import selectors
import smtplib
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from digest.delivering.connecting import cause, connect, secure
from digest.delivering.deadline import Deadline, hanging_up
from digest.delivering.headers import ascii_address
from digest.delivering.message import OWN_HEADERS, build_message
from digest.delivering.preflight import Rules, objections, outcome_of
from digest.delivering.redaction import Redaction, login_secrets
from digest.delivering.smtp_server import parse_server
from digest.model.delivery import (
    Answer,
    Capabilities,
    Halt,
    Handover,
    Outcome,
    Refused,
    Retry,
    Submitted,
    Uncertain,
)

RULES = Rules(max_batch=1, max_bytes=20_000_000, max_personal_bytes=10_000, reserved=OWN_HEADERS)
IDLE_SECONDS = 5.0  # after which a session is asked whether it is still there
BUSY_SECONDS = 30.0  # after a 4xx: most are greylisting or a full queue
LOST_SECONDS = 3.0
_READER_CODES = re.compile(rb"\b5\.[12]\.\d{1,3}\b")  # RFC 3463: address and mailbox status
_NOT_THE_READER = re.compile(rb"relay|authenticat", re.IGNORECASE)


class SmtpCarrier:
    """Hands mails to one SMTP server over a session that is kept open.

    Raises SettingsError for an address that cannot be used, or that would send
    over the network without TLS. ``tls`` is for a private certificate.
    """

    name = "smtp"
    capabilities = Capabilities(max_batch=RULES.max_batch, can_ask=False, leaves_machine=True)

    def __init__(
        self,
        url: str,
        timeout_seconds: float,
        clock: Callable[[], datetime],
        *,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._server = server = parse_server(url)
        self.identity = f"{self.name} {server.host}:{server.port}"
        self._redaction = Redaction(*login_secrets(server.user, server.password))
        self._timeout_seconds = timeout_seconds
        self._clock = clock
        self._tls = tls or ssl.create_default_context()
        self._session: smtplib.SMTP | None = None
        self._used_at = 0.0

    def submit(self, handover: Handover, /) -> Outcome:
        if (stopped := outcome_of(objections(handover, RULES))) is not None:
            return stopped
        (recipient,) = handover.recipients
        content = build_message(handover, recipient, self._clock())
        addresses = ascii_address(handover.sender.from_email), ascii_address(recipient.email)
        deadline = Deadline(self._timeout_seconds)
        with hanging_up(deadline, self._hang_up):
            outcome = self._within(deadline, *addresses, content)
        if not isinstance(outcome, Submitted):
            self._drop()
        self._used_at = time.monotonic()
        return outcome

    def ask(self, _attempt: str, /) -> Answer:
        """SMTP keeps no memory of what it took."""
        return Answer.CANNOT_SAY

    def close(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            with (
                contextlib.suppress(OSError, smtplib.SMTPException),
                hanging_up(Deadline(2.0), session.close),
            ):
                session.quit()
            session.close()

    def _within(self, deadline: Deadline, sender: str, reader: str, content: bytes) -> Outcome:
        heard = _Heard(self._redaction, reader)
        try:
            session = self._ready(deadline)
            stopped = _announce(session, heard, sender, reader)
        except smtplib.SMTPResponseException as error:
            return _session_refused(error, heard)
        except smtplib.SMTPServerDisconnected:
            return Retry("The SMTP server closed the connection and took nothing.", LOST_SECONDS)
        except smtplib.SMTPException as error:
            said = heard.said(str(error).encode())
            return Halt(f"The SMTP server and DIGEST_SMTP_URL do not fit: {said} Nothing was handed over.")
        except OSError as error:
            return Retry(f"The SMTP server took nothing: {cause(error)}.", LOST_SECONDS)
        return stopped or _hand_over(session, heard, content)

    def _ready(self, deadline: Deadline) -> smtplib.SMTP:
        """A session that answers. Raises SMTPException or OSError."""
        session = self._session
        if session is not None and self._may_be_gone(session) and not _answers(session):
            self._drop()
            session = None
        if session is None:
            session = self._open(deadline)
        if session.sock is not None:
            session.sock.settimeout(deadline.remaining())
        return session

    def _may_be_gone(self, session: smtplib.SMTP) -> bool:
        """Unused for long, or the server has said something unasked: most likely goodbye."""
        return time.monotonic() - self._used_at > IDLE_SECONDS or _has_news(session)

    def _open(self, deadline: Deadline) -> smtplib.SMTP:
        server = self._server
        wire = connect(server.host, server.port, deadline)
        if server.security == "tls":
            wire = secure(wire, self._tls, server.host, deadline)
        wire.settimeout(deadline.remaining())
        session = self._session = smtplib.SMTP(local_hostname=_own_name())
        session.sock = wire
        code, text = session.getreply()
        if code != 220:
            raise smtplib.SMTPConnectError(code, text)
        session.ehlo_or_helo_if_needed()
        if server.security == "starttls":
            self._upgrade(session, deadline)
        if server.user:
            session.login(server.user, server.password)
        return session

    def _upgrade(self, session: smtplib.SMTP, deadline: Deadline) -> None:
        """STARTTLS, after which all that was said before is forgotten (RFC 3207 section 4.2)."""
        if not session.has_extn("starttls") or session.sock is None:
            raise smtplib.SMTPNotSupportedError("the server offers no STARTTLS.")
        code, text = session.docmd("STARTTLS")
        if code != 220:
            raise smtplib.SMTPResponseException(code, text)
        session.sock = secure(session.sock, self._tls, self._server.host, deadline)
        session.sock.settimeout(deadline.remaining())
        session.file = None
        session.ehlo_resp = session.helo_resp = None
        session.esmtp_features = {}
        session.ehlo_or_helo_if_needed()

    def _hang_up(self) -> None:
        """From another thread: whatever waits on the connection wakes and finds it closed."""
        session = self._session
        wire = session.sock if session is not None else None
        if wire is not None:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(wire, socket.SHUT_RDWR)

    def _drop(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            session.close()


def _has_news(session: smtplib.SMTP) -> bool:
    if session.sock is None:
        return True
    with selectors.DefaultSelector() as waiting:
        waiting.register(session.sock, selectors.EVENT_READ)
        return bool(waiting.select(timeout=0))


def _answers(session: smtplib.SMTP) -> bool:
    try:
        return session.noop()[0] == 250
    except (smtplib.SMTPException, OSError):
        return False


@dataclass(frozen=True, slots=True)
class _Heard:
    """What the server says of one mail, told without what is secret in it."""

    redaction: Redaction
    reader: str

    def said(self, text: bytes) -> str:
        return self.redaction.of(text.decode("utf-8", "replace"), 200, reader=self.reader)

    def refusal(self, code: int, text: bytes, what: str, *, is_readers_fault: bool = False) -> Outcome:
        told = self.said(text)
        if not 500 <= code < 600:
            return Retry(f"The SMTP server refuses {what} ({code}): {told}.", BUSY_SECONDS)
        if is_readers_fault:
            return Refused(((0, f"{code} {told}".strip()),))
        return Halt(
            f"The SMTP server refuses {what} ({code}): {told}. Nothing was handed over; mend it, then resume."
        )


def _announce(session: smtplib.SMTP, heard: _Heard, sender: str, reader: str) -> Outcome | None:
    """Everything before the mail itself. None: the server waits for it."""
    code, text = session.mail(sender)
    if code != 250:
        return heard.refusal(code, text, "the sender")
    code, text = session.rcpt(reader)
    if code not in (250, 251):
        is_readers_fault = code not in (530, 535, 538) and not _NOT_THE_READER.search(text)
        return heard.refusal(code, text, "the reader", is_readers_fault=is_readers_fault)
    code, text = session.docmd("DATA")
    return None if code == 354 else heard.refusal(code, text, "the mail")


def _hand_over(session: smtplib.SMTP, heard: _Heard, content: bytes) -> Outcome:
    """The mail and its final dot. A write that fails has left at least the dot behind."""
    try:
        session.send(re.sub(rb"(?m)^\.", b"..", content) + b".\r\n")
    except (smtplib.SMTPException, OSError) as error:
        return Retry(f"The SMTP server did not get the whole mail: {cause(error)}.", LOST_SECONDS)
    try:
        code, text = session.getreply()
    except (smtplib.SMTPException, OSError) as error:
        return Uncertain(f"The mail went out and the SMTP server did not answer: {cause(error)}.")
    if code == 250:
        return Submitted(message_id=heard.said(text))
    if not 400 <= code < 600:
        return Uncertain(f"The SMTP server's answer to the mail cannot be read ({code}).")
    return heard.refusal(code, text, "the mail", is_readers_fault=bool(_READER_CODES.search(text)))


def _session_refused(error: smtplib.SMTPResponseException, heard: _Heard) -> Outcome:
    text = error.smtp_error if isinstance(error.smtp_error, bytes) else str(error.smtp_error).encode()
    is_login = isinstance(error, smtplib.SMTPAuthenticationError)
    return heard.refusal(error.smtp_code, text, "user and password" if is_login else "the session")


def _own_name() -> str:
    """For EHLO; without asking the DNS, which may take its time."""
    name = socket.gethostname()
    return name if "." in name and name.isascii() else "[127.0.0.1]"
