"""The environment: secrets, addresses and paths. A ``.env`` beside newsroom.toml counts too.

Names are those of the environment: ``DIGEST_DATABASE_URL`` is ``database_url``.
"""

import difflib
import os
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, DotEnvSettingsSource, SettingsConfigDict

from digest.errors import SettingsError
from digest.model.links import web_address

LEAST_SECRET = 32  # characters: 128 bits even when they are hex digits, what BLAKE2b's tokens have
LEAST_VARIETY = 8  # different characters; 32 random hex digits have fewer once in ten million times
HOW_TO_MAKE_ONE = "python3 -c 'import secrets; print(secrets.token_hex(32))'"
FOREIGN = ("SENDGRID_API_KEY", "SENDGRID_API_URL", "SENDGRID_WEBHOOK_KEY")


class Settings(BaseSettings):
    """What a machine adds to a newsroom. Times are in seconds."""

    model_config = SettingsConfigDict(
        env_prefix="DIGEST_", frozen=True, extra="ignore", env_file_encoding="utf-8"
    )

    newsroom: Path = Path("newsroom.toml")
    database_url: SecretStr = SecretStr("sqlite:///keepreading.db")
    secret: SecretStr = SecretStr("")
    """Signs reader links; several, separated by commas, newest first."""
    public_url: str = "http://127.0.0.1:8000"
    carrier: Literal["outbox", "sendgrid", "smtp"] = "outbox"
    outbox: Path = Path("outbox")
    smtp_url: SecretStr = SecretStr("")
    editor: str = ""
    """In whose name the command line acts; left out, the login name."""
    now: datetime | None = None
    """A fixed clock, for rehearsals and tests."""
    http_timeout_seconds: float = Field(30.0, gt=0)
    lease_seconds: float = Field(120.0, gt=0)
    reconcile_grace_seconds: float = Field(600.0, ge=0)
    templates: Path | None = None
    """The newsroom's own templates; a file there replaces the shipped one."""
    sendgrid_api_key: SecretStr = Field(SecretStr(""), validation_alias="SENDGRID_API_KEY")
    sendgrid_api_url: str = Field("https://api.sendgrid.com", validation_alias="SENDGRID_API_URL")
    sendgrid_webhook_key: SecretStr = Field(SecretStr(""), validation_alias="SENDGRID_WEBHOOK_KEY")

    @field_validator("public_url", "sendgrid_api_url")
    @classmethod
    def _no_slash(cls, value: str) -> str:
        if "?" in value or "#" in value:
            raise ValueError('must be an address without "?" and "#": paths are added to it')
        return web_address(value).rstrip("/")

    @field_validator("now")
    @classmethod
    def _aware(cls, value: datetime | None) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("needs a zone, such as 2026-11-20T09:00:00Z")
        return value and value.astimezone(UTC)

    @model_validator(mode="after")
    def _timeout_within_lease(self) -> "Settings":
        if self.http_timeout_seconds >= self.lease_seconds:
            raise ValueError(
                "DIGEST_HTTP_TIMEOUT_SECONDS must be shorter than DIGEST_LEASE_SECONDS, "
                "or a batch could be taken over while it is still being handed over"
            )
        return self

    def secrets(self) -> tuple[bytes, ...]:
        """The signing keys, newest first. Raises SettingsError when there is none, or one that can be guessed."""
        keys = [key.strip() for key in self.secret.get_secret_value().split(",") if key.strip()]
        if not keys:
            raise SettingsError(
                "DIGEST_SECRET is not set: readers' links cannot be signed. Put DIGEST_SECRET=<64 random "
                f"hex digits> into .env; `digest init` does it for you, and {HOW_TO_MAKE_ONE} makes one."
            )
        for number, key in enumerate(keys, start=1):
            if len(key) < LEAST_SECRET or len(set(key)) < LEAST_VARIETY:
                which = "" if len(keys) == 1 else f", key {number} of {len(keys)}"
                raise SettingsError(
                    f"DIGEST_SECRET{which} can be guessed, and with it readers' links be forged: it needs at "
                    f"least {LEAST_SECRET} random characters. Make one with: {HOW_TO_MAKE_ONE}"
                )
        return tuple(key.encode() for key in keys)


def load_settings(env_file: Path | None = None) -> Settings:
    """Read the environment, then the .env file. Raises SettingsError naming the variable."""
    try:
        return Settings(_env_file=env_file)
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{env_file} cannot be read: {error}; it has to be a text in UTF-8") from error
    except ValidationError as error:
        raise SettingsError(*(_problem(dict(each)) for each in error.errors())) from error


def _problem(error: dict[str, Any]) -> str:
    name = str(error["loc"][0]) if error["loc"] else ""
    variable = name if name in FOREIGN else f"DIGEST_{name.upper()}" if name else "settings"
    return f"{variable}: {str(error['msg']).removeprefix('Value error, ')}"


def unknown_names(
    environment: Mapping[str, str] = os.environ, env_file: Path | None = None
) -> tuple[str, ...]:
    """DIGEST_ names, of the environment and of the file, that mean nothing here: warned of, not refused."""
    there = {*environment, *_names_in(env_file)}
    return tuple(sorted(n for n in there if n.startswith("DIGEST_") and n not in _known()))


def unknown(name: str) -> str:
    """What to tell of a name that means nothing here."""
    near = difflib.get_close_matches(name, sorted({*_known(), *FOREIGN}), n=1, cutoff=0.7)
    return f"{name} means nothing to Keepreading; " + (
        f"did you mean {near[0]}?" if near else "check its spelling"
    )


def _known() -> set[str]:
    return {f"DIGEST_{name.upper()}" for name in Settings.model_fields if not name.startswith("sendgrid")}


def _names_in(env_file: Path | None) -> Iterable[str]:
    if env_file is None:
        return ()
    return DotEnvSettingsSource(
        Settings, env_file=env_file, env_file_encoding="utf-8", case_sensitive=True
    ).env_vars
