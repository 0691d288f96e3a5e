"""Request bodies: read up to a limit, and no further."""

from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs

from fastapi import HTTPException, Request

FORM_BYTES = 10_000
WEBHOOK_BYTES = 2_000_000  # SendGrid posts at 768 KB (its Event Webhook page)
MOST_FIELDS = 200


def body_up_to(most: int) -> Callable[[Request], Awaitable[bytes]]:
    """A dependency that gives the raw body; a longer one is answered with 413."""

    async def body(request: Request) -> bytes:
        taken = bytearray()
        async for piece in request.stream():
            taken += piece
            if len(taken) > most:
                raise HTTPException(413)
        return bytes(taken)

    return body


def form_of(raw: bytes) -> dict[str, list[str]]:
    """The fields of a page's own form, as browsers send it without a script; 400 for anything else."""
    try:
        return parse_qs(raw.decode("ascii"), max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise HTTPException(400) from error
