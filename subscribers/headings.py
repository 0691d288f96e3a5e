"""Which column of a list means what, and which system wrote it.

Names are compared without case, with hyphens and underscores as spaces. The
rule for doubt: a column that may say someone has left is believed.
"""

import re
from dataclasses import dataclass

from subscribers.errors import NotAList
from subscribers.suppression import Reason

EMAIL = frozenset(
    {"email", "e mail", "mail", "email address", "e mail address", "emailaddress", "user email", "subscriber"}
)
_BESIDE_EMAIL = frozenset(
    {"address", "addresses", "work", "home", "primary", "personal", "subscriber", "subscribers", "contact"}
    | {"member", "customer", "user", "reader", "your", "required", "value", "1"}
)
WHOLE_NAME = frozenset({"name", "full name", "fullname", "display name", "subscriber name"})
FIRST_NAME = frozenset({"first name", "firstname", "fname", "given name"})
LAST_NAME = frozenset({"last name", "lastname", "lname", "surname", "family name"})

STATUS = frozenset(
    {"status", "list status", "global status", "subscriber type", "subscriber status", "subscription status"}
    | {"member status", "email status", "contact status"}
)
"""Their words must be known; a row with another word is not taken."""

SOFT_STATUS = frozenset(
    {"state", "email permission status", "permission", "email marketing", "marketing status"}
)
"""Their known words count, others are about something else."""

_UNSUBSCRIBED = frozenset({"unsubscribed", "unsubscribe", "unsubscription", "unsub", "optout", "stop"})
_COMPLAINED = frozenset({"complained", "complaint", "complaints"})
_BOUNCED = frozenset({"bounced", "bounce", "cleaned"})
_SET_ASIDE = frozenset({"blacklisted", "blocklisted", "blocked", "suppressed", "suppression"})
_LEFT_NAMES = frozenset(
    {"email disabled", "disabled", "disabled at", "deleted", "deleted at", "removed at", "do not email"}
    | {
        "do not contact",
        "opt out",
        "opted out",
        "opt out date",
        "opt out time",
        "email opt out",
        "opted out at",
    }
)
_NOT_ABOUT_LEAVING = frozenset({"link", "url", "count", "rate", "token", "code", "page", "hash"})

WANTS = frozenset(
    {"subscribed to emails", "accepts marketing", "accepts email marketing", "email marketing consent"}
    | {"marketing consent", "opt in", "opted in", "optin"}
)
"""Anything but a yes means that the reader wants no mail."""
SOFT_WANTS = frozenset({"subscribed", "is subscribed", "active", "is active", "enabled"})
"""A plain no means that the reader wants no mail."""
PROOF = frozenset({"confirmed", "is confirmed", "verified", "email verified", "double opt in"})
"""Anything but a yes means that the reader has not confirmed."""

_DECIDING = STATUS | SOFT_STATUS | WANTS | SOFT_WANTS | PROOF

SINCE = (
    *("confirmed at", "confirm time", "confirmation date", "confirmation time", "optin time", "opt in time"),
    *(
        "subscription date",
        "subscribed at",
        "subscribed date",
        "date subscribed",
        "signup date",
        "created at",
    ),
    *("creation date", "date added", "added time", "joined at", "user registered"),
)
"""When consent was given, best evidence first."""
EVIDENCE = frozenset({"optin ip", "opt in ip", "confirm ip", "ip address", "signup ip", "referrer url"})

_ABOUT_POSTS = frozenset({"subject", "slug", "content html", "form id", "post id"})

FORMATS: tuple[tuple[str, frozenset[str]], ...] = (
    ("keepreading", frozenset({"email", "regions", "status", "consent"})),
    ("mailchimp", frozenset({"email address", "leid", "euid"})),
    ("mailchimp", frozenset({"email address", "member rating"})),
    ("ghost", frozenset({"email", "subscribed to emails"})),
    ("buttondown", frozenset({"email", "subscriber type"})),
    ("substack", frozenset({"email", "email disabled"})),
    ("mailpoet", frozenset({"email", "list status", "global status"})),
    ("listmonk", frozenset({"email", "attributes"})),
    ("wordpress", frozenset({"user login", "user email"})),
    ("beehiiv", frozenset({"email", "status", "tier"})),
    ("keila", frozenset({"email", "external id"})),
    ("keila", frozenset({"email", "first name", "last name", "data"})),
    ("curated", frozenset({"email address", "subscribed at"})),
)
OWN = "keepreading"
PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Layout:
    """What stands where in a list: numbers of columns, from 0.

    ``all_left`` is set when the file as a whole is one of people who left.
    ``has_consent`` is false for a system whose people never asked for mail.
    ``deciding`` is the last column that decides whether someone may be mailed,
    -1 where none does.
    """

    format: str
    columns: int
    email: int
    name: tuple[int, ...]
    regions: int | None
    statuses: tuple[int, ...]
    soft_statuses: tuple[int, ...]
    left: tuple[tuple[int, Reason], ...]
    wants: tuple[int, ...]
    soft_wants: tuple[int, ...]
    proof: tuple[int, ...]
    since: tuple[int, ...]
    source: int | None
    wording: int | None
    evidence: tuple[tuple[int, str], ...]
    paused_until: int | None
    text_only: int | None
    language: int | None
    all_left: Reason | None
    has_consent: bool
    deciding: int


def plain_name(heading: str) -> str:
    """A heading without case and marks: "Opt-In_Time " is "opt in time"."""
    return " ".join(re.sub(r"[\W_]+", " ", heading.casefold()).split())


def has_email(header: list[str]) -> bool:
    """Whether a column for addresses is there."""
    return _email_column([plain_name(h) for h in header]) is not None


def layout_of(header: list[str], *, opted_out: bool = False) -> Layout:
    """Find out what the columns mean. ``opted_out`` says that everyone in the file has left.

    Raises NotAList: names the column that is missing and those that are there.
    """
    names = [plain_name(heading) for heading in header]
    email = _email_column(names)
    if email is None:
        raise NotAList(_missing(header))
    if _ABOUT_POSTS & set(names):
        raise NotAList(
            f'this looks like a list of posts or forms, not of readers: it has a column "'
            f'{next(h.strip() for h, n in zip(header, names, strict=True) if n in _ABOUT_POSTS)}"'
        )
    found = set(names)
    left = tuple((i, reason) for i, name in enumerate(names) if (reason := _leaving(name)) is not None)
    system = next((name for name, needed in FORMATS if needed <= found), PLAIN)
    return Layout(
        format=system,
        columns=len(header),
        email=email,
        name=_name_columns(names),
        regions=_first(names, frozenset({"regions"})),
        statuses=_all(names, STATUS),
        soft_statuses=_all(names, SOFT_STATUS),
        left=left,
        wants=_all(names, WANTS),
        soft_wants=_all(names, SOFT_WANTS),
        proof=_all(names, PROOF),
        since=tuple(names.index(name) for name in SINCE if name in found),
        source=_first(names, frozenset({"source"})),
        wording=_first(names, frozenset({"consent"})) if system in (OWN, PLAIN) else None,
        evidence=tuple((i, name) for i, name in enumerate(names) if name in EVIDENCE),
        **{choice: _choice(names, choice, system) for choice in ("paused_until", "text_only", "language")},
        all_left=_whole_file(found, opted_out=opted_out),
        has_consent=system != "wordpress",
        deciding=max((*_all(names, _DECIDING), *(i for i, _ in left)), default=-1),
    )


def _email_column(names: list[str]) -> int | None:
    exact = _first(names, EMAIL - {"subscriber", "mail"})
    if exact is not None:
        return exact
    near = [i for i, name in enumerate(names) if _is_near_email(name)]
    return near[0] if near else _first(names, frozenset({"subscriber", "mail"}))


def _is_near_email(name: str) -> bool:
    words = set(name.replace("e mail", "email").split())
    return "email" in words and words - {"email"} <= _BESIDE_EMAIL


def _name_columns(names: list[str]) -> tuple[int, ...]:
    whole = _first(names, WHOLE_NAME)
    if whole is not None:
        return (whole,)
    return tuple(i for i in (_first(names, FIRST_NAME), _first(names, LAST_NAME)) if i is not None)


def _choice(names: list[str], choice: str, system: str) -> int | None:
    """The column of a reader's own choice. Other systems mean other things by the same names."""
    return _first(names, frozenset({plain_name(choice)})) if system == OWN else None


def _leaving(name: str) -> Reason | None:
    """The reason a column stands for when its cell says yes or gives a date."""
    if name in _LEFT_NAMES:
        about_mail = name.startswith(("opt", "email opt", "do not"))
        return Reason.UNSUBSCRIBED if about_mail else Reason.IMPORTED
    words = set(name.split())
    if words & _NOT_ABOUT_LEAVING:
        return None
    marks = (
        (_COMPLAINED, Reason.COMPLAINED),
        (_UNSUBSCRIBED, Reason.UNSUBSCRIBED),
        (_BOUNCED, Reason.BOUNCED),
        (_SET_ASIDE, Reason.IMPORTED),
    )
    return next((reason for mark, reason in marks if words & mark), None)


def _whole_file(found: set[str], *, opted_out: bool) -> Reason | None:
    """Mailchimp says it by the file: only its lists of those who left have these columns."""
    if "unsub time" in found:
        return Reason.UNSUBSCRIBED
    if "clean time" in found:
        return Reason.BOUNCED
    return Reason.IMPORTED if opted_out else None


def name_says_left(file_name: str) -> bool:
    """Whether a file's name says that everyone in it has left."""
    words = set(re.split(r"[\W_\d]+", file_name.casefold()))
    signs = {"unsubscribed", "unsubscribes", "unsubscribers", "unsubs", "cleaned", "bounced", "bounces"}
    signs |= {"complaints", "suppressed", "suppressions", "suppression", "blocklist", "blacklist", "optouts"}
    return bool(words & (signs | {"nonsubscribed", "optout"}))


def _first(names: list[str], wanted: frozenset[str]) -> int | None:
    return next((i for i, name in enumerate(names) if name in wanted), None)


def _all(names: list[str], wanted: frozenset[str]) -> tuple[int, ...]:
    return tuple(i for i, name in enumerate(names) if name in wanted)


def _missing(header: list[str]) -> str:
    if any("@" in cell for cell in header):
        return (
            "the first line holds an address: put a line with the names of the columns first, at least: email"
        )
    there = ", ".join(f'"{" ".join(h.split())[:40]}"' for h in header[:8]) + (
        ", ..." if len(header) > 8 else ""
    )
    return f"no column with addresses: one must be called email; the file has {there}"
