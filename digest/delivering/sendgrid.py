"""SendGrid's ``POST /v3/mail/send`` as a carrier.

A request is all or nothing, and there is no idempotency key: an answer that
does not come leaves the batch uncertain. What each answer means is decided in
``sendgrid_answers``; here it is asked for and, where SendGrid refuses a
request without saying which reader is at fault, searched for in the sandbox.
"""

import ssl
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from digest.delivering.deadline import Deadline
from digest.delivering.posting import Line, NoAnswerError, NotSentError
from digest.delivering.preflight import Rules, objections, outcome_of
from digest.delivering.redaction import Redaction
from digest.delivering.sendgrid_answers import SANDBOX, TOO_LARGE, Unlocated, outcome_of_reply
from digest.delivering.sendgrid_payload import probe_body, request_body
from digest.model.delivery import (
    Answer,
    Capabilities,
    Halt,
    Handover,
    Outcome,
    Refused,
    Retry,
    Uncertain,
)

PATH = "/v3/mail/send"
RETRY_SECONDS = 3.0
MAX_PROBES = 60  # three culprits at 2 x log2(1000) = 20 calls each; the rest shows at the next attempt
RULES = Rules(
    max_batch=1000,
    max_bytes=30 * 1024 * 1024,
    max_personal_bytes=10_000,
    reserved=frozenset(
        {
            "x-sg-id",
            "x-sg-eid",
            "received",
            "dkim-signature",
            "content-type",
            "content-transfer-encoding",
            "to",
            "from",
            "subject",
            "reply-to",
            "cc",
            "bcc",
        }
    ),
)
"""SendGrid, "Limitations" and "Errors" of the v3 mail/send pages."""

MAIL_REFUSED = Halt(
    "SendGrid refuses the mail itself and does not say why (400). Nothing was handed over; "
    "look at its subject, sender and content, then resume."
)
UNEXPLAINED = Halt(
    "SendGrid refuses this batch (400) and no single reader explains it. "
    "Nothing was handed over; ask SendGrid's support, then resume."
)
UNNAMED = "SendGrid refuses this reader and does not say why (400)"


class SendGridCarrier:
    """Up to 1000 readers a request over one kept-alive connection.

    ``submit`` posts at most one request that can be sent to people, and is
    done within ``timeout_seconds`` as a whole. ``clock`` is read for the time
    a rate limit ends. ``tls`` is for a private stand-in.
    """

    name = "sendgrid"
    capabilities = Capabilities(max_batch=RULES.max_batch, can_ask=False, leaves_machine=True)

    def __init__(
        self,
        *,
        api_url: str,
        api_key: str,
        timeout_seconds: float,
        clock: Callable[[], datetime],
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.identity = f"{self.name} {_place(api_url)}"
        self._line = Line(api_url, tls=tls)
        self._redaction = Redaction(api_key)
        self._headers = {"Authorization": f"Bearer {api_key}", "Content-Type": "application/json"}
        self._timeout_seconds = timeout_seconds
        self._clock = clock

    def submit(self, handover: Handover, /) -> Outcome:
        if (stopped := outcome_of(objections(handover, RULES))) is not None:
            return stopped
        body = request_body(handover)
        if len(body) >= RULES.max_bytes:
            return _too_large(handover)
        deadline = Deadline(self._timeout_seconds)
        outcome = self._post(body, len(handover.recipients), deadline)
        return self._located(handover, deadline) if isinstance(outcome, Unlocated) else outcome

    def ask(self, _attempt: str, /) -> Answer:
        """SendGrid's logs cannot be searched by attempt; its events tell, through the webhook."""
        return Answer.CANNOT_SAY

    def close(self) -> None:
        self._line.close()

    def _post(self, body: bytes, count: int, deadline: Deadline) -> Outcome | Unlocated:
        try:
            reply = self._line.post(PATH, body, self._headers, deadline)
        except NotSentError as error:
            return Retry(f"SendGrid took nothing: {error}.", RETRY_SECONDS)
        except NoAnswerError as error:
            return Uncertain(f"The batch went out and SendGrid did not answer: {error}.")
        return outcome_of_reply(reply, count=count, now=self._clock(), redaction=self._redaction)

    def _located(self, handover: Handover, deadline: Deadline) -> Outcome:
        """Search in the sandbox, where nothing is sent, for the readers at fault."""
        found: list[int] = []
        probes = _Probes(lambda body: self._post(body, 1, deadline))
        try:
            if not probes.passes(probe_body(handover)):
                return MAIL_REFUSED
            for place in culprits(len(handover.recipients), probes.of(handover)):
                found.append(place)  # noqa: PERF402 - what was found before the search broke off counts
        except _InconclusiveError as error:
            if not found:
                return error.outcome
        return Refused(tuple((place, UNNAMED) for place in sorted(found))) if found else UNEXPLAINED


class _InconclusiveError(Exception):
    """The search in the sandbox cannot go on; ``outcome`` is what to do instead."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__("the sandbox gave no verdict")
        self.outcome = outcome


class _Probes:
    """Asks the sandbox whether it would take a request, a bounded number of times."""

    def __init__(self, post: Callable[[bytes], Outcome | Unlocated]) -> None:
        self._post = post
        self._left = MAX_PROBES

    def of(self, handover: Handover) -> Callable[[int, int], bool]:
        def passes(start: int, end: int) -> bool:
            part = replace(handover, recipients=handover.recipients[start:end])
            return self.passes(request_body(part, is_sandbox=True))

        return passes

    def passes(self, body: bytes) -> bool:
        """Raises _InconclusiveError without a verdict. Nothing is sent, so that is never uncertain."""
        self._left -= 1
        if self._left < 0:
            raise _InconclusiveError(UNEXPLAINED)
        outcome = self._post(body)
        if outcome == SANDBOX:
            return True
        if isinstance(outcome, Unlocated | Refused):
            return False
        if isinstance(outcome, Retry | Halt):
            raise _InconclusiveError(outcome)
        raise _InconclusiveError(Retry("The sandbox gave no verdict on a refused batch.", RETRY_SECONDS))


def culprits(count: int, passes: Callable[[int, int], bool]) -> Iterator[int]:
    """The places that are refused even alone, in order, given that all are refused together.

    ``passes(start, end)`` is asked at most twice for each halving: 2 x log2(count)
    times for each culprit.
    """
    refused = [(0, count)]
    while refused:
        start, end = refused.pop()
        if end - start == 1:
            yield start
            continue
        middle = (start + end) // 2
        refused += [half for half in ((middle, end), (start, middle)) if not passes(*half)]


def _place(api_url: str) -> str:
    """Where mails go, without what is secret in an address or differs in spelling only."""
    parts = urlsplit(api_url)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{parts.hostname}{port}{parts.path.rstrip('/')}"


def _too_large(handover: Handover) -> Outcome:
    if len(handover.recipients) == 1:
        return Refused(((0, "the mail is too large for SendGrid (30 MB)"),))
    return TOO_LARGE
