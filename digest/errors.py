"""What can go wrong, as one tree. Each leaf knows the exit code of the command line.

KeepreadingError                1   something failed; the text says what, where, what next
├── BadInput                    2   wrong use, or input that cannot be read
│   ├── Problems                    several things to mend, told at once
│   │   ├── NewsroomError           newsroom.toml: table and key are named
│   │   └── SettingsError           an environment variable or .env line
│   └── NotFound                    no such edition, article, reader, region
├── CheckFailed                 3   a check before approval or a verify found something
├── NotApproved                 4   not approved, or the approval is void
├── NothingToSend               5   no article, no reader, or a thin week
├── Unsettled                   6   part of a send is open or uncertain
├── StoreError                  1   the database: locked, read-only, unreachable, wrong schema
├── SourceError                 1   a feed or page could not be fetched or read
├── RenderError                 1   a template could not be rendered
└── CarrierError                1   a carrier took nothing; ``permanent`` says whether to retry

Texts are for the person who can mend the matter. They hold no address and no key.
"""


class KeepreadingError(Exception):
    """Something failed. ``str(error)`` is one line: what, where, what to do next."""

    exit_code = 1


class BadInput(KeepreadingError):
    """Wrong use, or input that cannot be read as it stands."""

    exit_code = 2


class Problems(BadInput):
    """Something to mend in what a newsroom or a machine is told; all of it at once.

    Each of ``problems`` is one line of its own; ``str(error)`` is all of them on one.
    """

    def __init__(self, *problems: str) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class NewsroomError(Problems):
    """newsroom.toml does not say what it must; each text names table and key."""


class SettingsError(Problems):
    """An environment variable is missing or cannot be read."""


class NotFound(BadInput):
    """No such edition, article, reader or region."""


class CheckFailed(KeepreadingError):
    """A check found something that stands in the way."""

    exit_code = 3


class NotApproved(KeepreadingError):
    """The edition is not approved, or what was approved has changed since."""

    exit_code = 4


class NothingToSend(KeepreadingError):
    """There is no article or no reader to send to."""

    exit_code = 5


class Unsettled(KeepreadingError):
    """The send is not complete: something is pending or uncertain."""

    exit_code = 6


class StoreError(KeepreadingError):
    """The database could not do what was asked; nothing was half-written."""


class SourceError(KeepreadingError):
    """A source could not be fetched or read."""


class RenderError(KeepreadingError):
    """A template could not be rendered; the text names the file."""


class CarrierError(KeepreadingError):
    """The carrier cannot be used at all: nothing was handed over.

    ``permanent`` is true when trying again without a change is pointless
    (a wrong key, an unverified sender).
    """

    def __init__(self, text: str, *, permanent: bool) -> None:
        super().__init__(text)
        self.permanent = permanent
