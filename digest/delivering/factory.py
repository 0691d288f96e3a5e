"""The carrier the settings ask for."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

from digest.delivering.outbox import OutboxCarrier
from digest.errors import SettingsError
from digest.model.delivery import Carrier
from digest.settings import Settings


def open_carrier(settings: Settings, clock: Callable[[], datetime]) -> Carrier:
    """A carrier ready to use; nothing is connected yet. ``clock`` dates each mail as it is made.

    Raises SettingsError naming the variable that is missing or unsafe.
    """
    if settings.carrier == "sendgrid":
        return _sendgrid(settings, clock)
    if settings.carrier == "smtp":
        return _smtp(settings, clock)
    return OutboxCarrier(settings.outbox, clock)


def _sendgrid(settings: Settings, clock: Callable[[], datetime]) -> Carrier:
    from digest.delivering.sendgrid import SendGridCarrier
    from digest.delivering.smtp_server import is_local

    key = settings.sendgrid_api_key.get_secret_value().strip()
    url = settings.sendgrid_api_url
    if not key:
        raise SettingsError(
            "SENDGRID_API_KEY is not set, and DIGEST_CARRIER is sendgrid. Put a key with the right "
            '"Mail Send" into .env, or set DIGEST_CARRIER=outbox.'
        )
    if not (key.isascii() and key.isprintable()) or " " in key:
        raise SettingsError("SENDGRID_API_KEY holds a space or a character no key has; copy it again.")
    if not url.startswith("https://") and not is_local(urlsplit(url).hostname or ""):
        raise SettingsError("SENDGRID_API_URL must start with https://, or the key would travel in the open.")
    return SendGridCarrier(
        api_url=url, api_key=key, timeout_seconds=settings.http_timeout_seconds, clock=clock
    )


def _smtp(settings: Settings, clock: Callable[[], datetime]) -> Carrier:
    from digest.delivering.smtp import SmtpCarrier
    from digest.delivering.smtp_server import EXAMPLE

    url = settings.smtp_url.get_secret_value()
    if not url:
        raise SettingsError(f"DIGEST_SMTP_URL is not set, and DIGEST_CARRIER is smtp. {EXAMPLE}")
    return SmtpCarrier(url, settings.http_timeout_seconds, clock)
