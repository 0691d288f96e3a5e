"""Request bodies: read up to a limit and for a while, and no further."""

import asyncio
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs

from fastapi import HTTPException, Request

FORM_BYTES = 10_000
WEBHOOK_BYTES = 2_000_000  # SendGrid posts at 768 KB (its Event Webhook page)
MOST_FIELDS = 200
BODY_SECONDS = 10.0  # a form takes a moment, the carrier's largest post a few seconds
CLOSE = {"connection": "close"}  # what is still on its way is not waited for


def body_up_to(most: int) -> Callable[[Request], Awaitable[bytes]]:
    """A dependency that gives the raw body; a longer one is answered with 413, a slower one with 408.

    How long it may take says the application's ``state.body_seconds``.
    """

    async def body(request: Request) -> bytes:
        try:
            async with asyncio.timeout(request.app.state.body_seconds):
                return await _read(request, most)
        except TimeoutError:
            raise HTTPException(408, headers=CLOSE) from None

    return body


async def _read(request: Request, most: int) -> bytes:
    taken = bytearray()
    async for piece in request.stream():
        taken += piece
        if len(taken) > most:
            raise HTTPException(413, headers=CLOSE)
    return bytes(taken)


def form_of(raw: bytes) -> dict[str, list[str]]:
    """The fields of a page's own form, as browsers send it without a script; 400 for anything else."""
    try:
        return parse_qs(raw.decode("ascii"), max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise HTTPException(400) from error
