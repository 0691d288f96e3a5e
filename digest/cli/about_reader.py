"""What is kept about one reader, as JSON and as lines in a terminal."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from textwrap import fill
from typing import TYPE_CHECKING, Any

from digest.cli.output import say, table

if TYPE_CHECKING:
    from digest.store.mailings import Mailing
    from subscribers.consent import Consent
    from subscribers.readers import Reader

NOT_YET_HONOURED = ("frequency", "text_only")  # kept for the day when a send heeds them


def document(reader: "Reader") -> dict[str, Any]:
    """A reader as JSON."""
    plain: dict[str, Any] = _plain(asdict(reader))
    kept = {key: value for key, value in plain.items() if key not in NOT_YET_HONOURED}
    return kept | {"regions": list(reader.regions)}


def everything(reader: "Reader", history: "Sequence[Consent]", mailed: "Sequence[Mailing]") -> dict[str, Any]:
    """A reader with the evidence of consent and the last editions, as JSON."""
    return document(reader) | {
        "consent": [_plain(asdict(each)) for each in history],
        "editions": [{"edition": m.edition, "part": m.part, "detail": m.detail} for m in mailed],
    }


def tell(reader: "Reader", history: "Sequence[Consent]", mailed: "Sequence[Mailing]") -> None:
    """The same for a person."""
    told = {key: _text(value) for key, value in document(reader).items()}
    table(["what", "value"], [(key, text) for key, text in told.items() if text])
    say("\nconsent, oldest first")
    for each in history:
        _tell_consent(each)
    if mailed:
        say("\neditions, newest first")
        table(["edition", "what became of it", "detail"], [(m.edition, m.part, m.detail) for m in mailed])
    else:
        say("\nnot yet due to get any edition")


def _tell_consent(one: "Consent") -> None:
    say(f"  {one.at:%Y-%m-%d %H:%M} UTC  {one.what}: {one.source}")
    for text in (f'"{one.wording}"' if one.wording else "", one.detail):
        if text:
            say(fill(text, 76, initial_indent="    ", subsequent_indent="    "))


def _plain(value: Any) -> Any:
    """Times in ISO and UTC, as JSON and tables show them."""
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return {key: _plain(each) for key, each in value.items()} if isinstance(value, dict) else value


def _text(value: Any) -> str:
    return (", ".join(value) or "all") if isinstance(value, list) else "" if value is None else str(value)
