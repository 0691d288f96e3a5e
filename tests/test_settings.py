"""The environment: what it may say, and errors that name the variable."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from digest.errors import SettingsError
from digest.settings import Settings, load_settings, unknown, unknown_names


def told(monkeypatch: pytest.MonkeyPatch, **environment: str) -> str:
    """The error's text; it is one line and holds no value that could be a secret."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    said = str(caught.value)
    assert said.splitlines() == [said]
    return said


def test_without_any_setting_nothing_leaves_the_machine() -> None:
    settings = load_settings()
    assert (settings.carrier, settings.outbox) == ("outbox", Path("outbox"))
    assert settings.database_url.get_secret_value() == "sqlite:///keepreading.db"
    assert (settings.http_timeout_seconds, settings.lease_seconds, settings.reconcile_grace_seconds) == (
        30,
        120,
        600,
    )
    assert settings.sendgrid_api_url == "https://api.sendgrid.com"
    assert settings.now is None


def test_every_setting_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    environment = {
        "DIGEST_NEWSROOM": "mine.toml",
        "DIGEST_DATABASE_URL": "postgresql+psycopg://host/name",
        "DIGEST_SECRET": "new,old",
        "DIGEST_PUBLIC_URL": "https://letters.example.org/",
        "DIGEST_CARRIER": "sendgrid",
        "DIGEST_OUTBOX": "there",
        "DIGEST_SMTP_URL": "smtp://mail.example.org",
        "DIGEST_NOW": "2026-11-20T09:00:00-05:00",
        "DIGEST_HTTP_TIMEOUT_SECONDS": "5",
        "DIGEST_LEASE_SECONDS": "20.5",
        "DIGEST_RECONCILE_GRACE_SECONDS": "0",
        "DIGEST_TEMPLATES": "ours",
        "SENDGRID_API_KEY": "k",
        "SENDGRID_API_URL": "http://127.0.0.1:1/",
        "SENDGRID_WEBHOOK_KEY": "w",
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    settings = load_settings()
    assert (settings.newsroom, settings.outbox, settings.templates) == (
        Path("mine.toml"),
        Path("there"),
        Path("ours"),
    )
    assert settings.public_url == "https://letters.example.org"
    assert settings.sendgrid_api_url == "http://127.0.0.1:1"
    assert settings.now == datetime(2026, 11, 20, 14, tzinfo=UTC)
    assert settings.now.tzinfo is UTC
    assert (settings.lease_seconds, settings.reconcile_grace_seconds) == (20.5, 0)
    assert settings.sendgrid_api_key.get_secret_value() == "k"
    assert unknown_names(environment) == ()


def test_a_file_counts_and_the_environment_wins_over_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("DIGEST_CARRIER=smtp\nDIGEST_OUTBOX=file\nOTHER=1\n", "utf-8")
    monkeypatch.setenv("DIGEST_OUTBOX", "environment")
    settings = load_settings(tmp_path / ".env")
    assert (settings.carrier, settings.outbox) == ("smtp", Path("environment"))


def test_a_file_that_is_not_there_is_no_matter(tmp_path: Path) -> None:
    assert load_settings(tmp_path / ".env") == load_settings()


def test_a_file_that_is_no_text_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"DIGEST_OUTBOX=caf\xe9\n")
    with pytest.raises(SettingsError, match=r"\.env cannot be read: .*UTF-8"):
        load_settings(tmp_path / ".env")


# -- errors -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("DIGEST_CARRIER", "pigeon", "'outbox', 'sendgrid' or 'smtp'"),
        ("DIGEST_CARRIER", "", "'outbox', 'sendgrid' or 'smtp'"),
        ("DIGEST_PUBLIC_URL", "letters.example.org", "must start with http:// or https://"),
        ("DIGEST_PUBLIC_URL", "https://ours.example.org@elsewhere.test", "must not hold a name"),
        ("DIGEST_PUBLIC_URL", "https://name:word@elsewhere.test", "must not hold a name"),
        ("DIGEST_PUBLIC_URL", "https://", "names no host"),
        ("DIGEST_PUBLIC_URL", "https://[::1", "is no address"),
        ("DIGEST_PUBLIC_URL", "https://a.example.org/?x=", 'without "?" and "#"'),
        ("DIGEST_PUBLIC_URL", "https://a.example.org/\u202eb", "without spaces"),
        ("SENDGRID_API_URL", "api.example.org", "must start with http:// or https://"),
        ("SENDGRID_API_URL", "https://key@api.example.org", "must not hold a name"),
        ("DIGEST_NOW", "2026-11-20T09:00:00", "needs a zone, such as 2026-11-20T09:00:00Z"),
        ("DIGEST_NOW", "yesterday", "valid datetime"),
        ("DIGEST_HTTP_TIMEOUT_SECONDS", "soon", "valid number"),
        ("DIGEST_HTTP_TIMEOUT_SECONDS", "0", "greater than 0"),
        ("DIGEST_LEASE_SECONDS", "-1", "greater than 0"),
        ("DIGEST_LEASE_SECONDS", "nan", "greater than 0"),
        ("DIGEST_RECONCILE_GRACE_SECONDS", "-1", "greater than or equal to 0"),
    ],
)
def test_a_setting_that_cannot_be_names_its_variable(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    text = told(monkeypatch, **{name: value})
    assert text.startswith(f"{name}: ")
    assert said in text


@pytest.mark.parametrize(("timeout", "lease"), [("120", "120"), ("121", "120"), ("30", "29.5")])
def test_a_timeout_has_to_end_within_the_lease(
    monkeypatch: pytest.MonkeyPatch, timeout: str, lease: str
) -> None:
    """Else a batch could be taken over while it is still being handed over."""
    text = told(monkeypatch, DIGEST_HTTP_TIMEOUT_SECONDS=timeout, DIGEST_LEASE_SECONDS=lease)
    assert "DIGEST_HTTP_TIMEOUT_SECONDS must be shorter than DIGEST_LEASE_SECONDS" in text


def test_no_secret_stands_in_an_error_or_in_what_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = {
        "DIGEST_SECRET": "s3cret",
        "SENDGRID_API_KEY": "SG.s3cret",
        "SENDGRID_WEBHOOK_KEY": "s3cret",
        "DIGEST_SMTP_URL": "smtp://u:s3cret@mail.example.org",
        "DIGEST_DATABASE_URL": "postgresql+psycopg://u:s3cret@host/name",
    }
    for name, value in secrets.items():
        monkeypatch.setenv(name, value)
    assert "s3cret" not in f"{load_settings()!r} {load_settings()}"
    assert "s3cret" not in told(monkeypatch, DIGEST_CARRIER="s3cret")


# -- secrets and unknown names ------------------------------------------------


NEW, OLD = "0123456789abcdef" * 4, "kq8Zp2-Vw7_xN4mT" * 2


@pytest.mark.parametrize(
    ("secret", "keys"), [(NEW, [NEW]), (f"{NEW}, {OLD}", [NEW, OLD]), (f" {NEW} ,,{OLD},", [NEW, OLD])]
)
def test_the_signing_keys_come_newest_first(secret: str, keys: list[str]) -> None:
    assert Settings(_env_file=None, secret=secret).secrets() == tuple(key.encode() for key in keys)


@pytest.mark.parametrize(
    ("secret", "which"),
    [
        ("x", "DIGEST_SECRET can"),
        (NEW[:31], "DIGEST_SECRET can"),
        ("a" * 64, "DIGEST_SECRET can"),
        ("change-me" + " " * 60, "DIGEST_SECRET can"),
        (f"{NEW},old", "DIGEST_SECRET, key 2 of 2 can"),
    ],
)
def test_a_signing_key_that_can_be_guessed_is_refused_and_how_to_make_one_is_told(
    secret: str, which: str
) -> None:
    """Who guesses it unsubscribes everybody: an old key too, as long as it counts."""
    with pytest.raises(SettingsError) as caught:
        Settings(_env_file=None, secret=secret).secrets()
    assert str(caught.value).startswith(which)
    assert "at least 32 random characters" in str(caught.value)
    assert "secrets.token_hex(32)" in str(caught.value)
    assert secret.strip() not in str(caught.value) or secret == "x"


def test_a_key_of_thirty_two_random_characters_is_enough() -> None:
    assert Settings(_env_file=None, secret=NEW[:32]).secrets() == (NEW[:32].encode(),)


@pytest.mark.parametrize("secret", ["", " ", ","])
def test_without_a_signing_key_the_variable_is_named(secret: str) -> None:
    settings = Settings(_env_file=None, secret=secret)
    with pytest.raises(SettingsError, match=r"^DIGEST_SECRET is not set: .*digest init"):
        settings.secrets()


def test_unknown_names_of_ours_are_told_in_order_and_others_are_not_ours() -> None:
    environment = {
        "DIGEST_CARIER": "smtp",
        "DIGEST_API_KEY": "x",
        "DIGEST_SENDGRID_API_KEY": "x",
        "DIGEST_CARRIER": "smtp",
        "SENDGRID_THING": "x",
        "PATH": "x",
    }
    assert unknown_names(environment) == ("DIGEST_API_KEY", "DIGEST_CARIER", "DIGEST_SENDGRID_API_KEY")


def test_an_unknown_name_in_the_file_is_told_too(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("DIGEST_CARIER=smtp\nDIGEST_OUTBOX=x\nOTHER=1\n", "utf-8")
    assert unknown_names({"DIGEST_LEESE": "1"}, tmp_path / ".env") == ("DIGEST_CARIER", "DIGEST_LEESE")
    assert unknown_names({}, tmp_path / "none") == ()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("DIGEST_CARIER", "did you mean DIGEST_CARRIER?"),
        ("DIGEST_SENDGRID_API_KEY", "did you mean SENDGRID_API_KEY?"),
        ("DIGEST_COFFEE", "check its spelling"),
    ],
)
def test_an_unknown_name_is_told_with_the_nearest_one(name: str, said: str) -> None:
    assert unknown(name) == f"{name} means nothing to Keepreading; {said}"


def test_all_that_is_wrong_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGEST_CARRIER", "pigeon")
    monkeypatch.setenv("DIGEST_PUBLIC_URL", "letters")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert [problem.partition(":")[0] for problem in caught.value.problems] == [
        "DIGEST_PUBLIC_URL",
        "DIGEST_CARRIER",
    ]


def test_an_unknown_name_stops_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DIGEST_CARIER", "smtp")
    (tmp_path / ".env").write_text("DIGEST_LEESE=1\n", "utf-8")
    assert load_settings(tmp_path / ".env").carrier == "outbox"
