"""Faults a stand-in can be told to have, as values with names."""

import json
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Fault:
    """``took``: the mail is accepted and recorded all the same.

    ``kind`` is answer, answer early, hang, close, reset, reset early, garbage,
    cut status, cut headers, cut mess, cut body, drip, slow, interim or interim alone.
    """

    kind: str
    status: int = 0
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 30.0
    took: bool = False

    @property
    def is_early(self) -> bool:
        """It comes before the body of the request is read."""
        return self.kind.endswith(" early")


def answer(status: int, body: bytes = b"", **headers: str) -> Fault:
    """Headers with _ for -."""
    return Fault("answer", status, body, {name.replace("_", "-"): value for name, value in headers.items()})


def errors(status: int, *entries: tuple[str, str | None], **headers: str) -> Fault:
    """A JSON answer; each entry is (message, field)."""
    body = {"errors": [{"message": message, "field": where, "help": None} for message, where in entries]}
    return answer(status, json.dumps(body).encode(), **headers)


def named(*places: int) -> Fault:
    message = "Does not contain a valid address: someone@example.org"
    return errors(400, *((message, f"personalizations.{place}.to.0.email") for place in places))


def unnamed() -> Fault:
    return errors(400, ("Bad Request", None))


def credits_gone() -> Fault:
    return errors(401, ("Maximum credits exceeded", None))


def rate_limited(reset: float | None = None, *, date: str = "") -> Fault:
    """``reset`` in seconds since the epoch; ``date`` is what the server takes for now."""
    told = {} if reset is None else {"X_RateLimit_Reset": str(int(reset)), "X_RateLimit_Remaining": "0"}
    return errors(429, ("too many requests", None), **(told | ({"Date": date} if date else {})))


def html(status: int, *, took: bool = False) -> Fault:
    """What a proxy in front of an API says."""
    body = b"<html><body>Something is wrong, someone@example.org</body></html>"
    return Fault("answer", status, body, took=took)


def redirect(location: str) -> Fault:
    return answer(302, Location=location)


def hang(seconds: float = 30.0, *, took: bool = False) -> Fault:
    return Fault("hang", seconds=seconds, took=took)


def close(*, took: bool = False) -> Fault:
    return Fault("close", took=took)


def reset(*, took: bool = False) -> Fault:
    return Fault("reset", took=took)


def reset_early() -> Fault:
    """Before the body has been read."""
    return Fault("reset early")


def answer_early(status: int) -> Fault:
    """Answers and closes without reading the body."""
    return Fault("answer early", status)


def garbage() -> Fault:
    return Fault("garbage")


def cut(where: str, *, took: bool = True) -> Fault:
    """A 202 that breaks off in its "status" line, "headers" or "body", or whose headers are a "mess"."""
    return Fault(f"cut {where}", took=took)


def drip(*, took: bool = False) -> Fault:
    """One byte of the answer in a tenth of a second: no single wait is ever long."""
    return Fault("drip", took=took)


def interim(*, alone: bool = False, took: bool = True) -> Fault:
    """Early hints (103) and more of the kind, and then the answer; or nothing after them if ``alone``."""
    return Fault("interim alone" if alone else "interim", took=took)


def slow(seconds: float) -> Fault:
    """Late, and then as usual."""
    return Fault("slow", seconds=seconds, took=True)


def from_word(word: str) -> Fault:
    """For the command line: ``503``, ``took-503``, ``400:7``, ``hang``, ``took-reset``, ``slow:2`` ..."""
    took = word.startswith("took-")
    word, _, rest = word.removeprefix("took-").partition(":")
    plain: dict[str, Any] = {
        "null": unnamed,
        "credits": credits_gone,
        "reset-early": reset_early,
        "garbage": garbage,
        "429": rate_limited,
        "302": lambda: redirect("http://127.0.0.1:9/"),
    }
    if word == "400":
        return named(*(int(place) for place in rest.split("+") if place))
    if word == "cut":
        return cut(rest or "headers")
    if word == "slow":
        return slow(float(rest or 1))
    if word in ("hang", "close", "reset"):
        return Fault(word, took=took)
    return plain[word]() if word in plain else html(int(word), took=took)
