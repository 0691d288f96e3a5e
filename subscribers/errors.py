"""What can go wrong with readers and lists of readers, as one tree.

SubscribersError (a ValueError)
├── BadAddress          text that is no address mail can be sent to
├── NotAList            a file that holds no readers, or cannot be read
├── UnknownReader       no reader of that number or address
├── AlreadyReader       the address has a reader already
├── SuppressedReader    the reader has left or was set aside, and stays so
├── NoErasingKey        there is no secret to know an erased reader again by
└── BadPreference       a region, state or pause that cannot be

Each text is one line for the person who can mend the matter: what, and what
to do next. None holds an address.
"""


class SubscribersError(ValueError):
    """Something about a reader or a list cannot be; ``str(error)`` is one line."""


class BadAddress(SubscribersError):
    """The text is no address; the message says why without repeating it."""


class NotAList(SubscribersError):
    """The file is no list of readers; the message names what is missing."""


class UnknownReader(SubscribersError):
    """There is no reader of that number or address."""


class AlreadyReader(SubscribersError):
    """The address belongs to a reader already."""


class SuppressedReader(SubscribersError):
    """The address must not be mailed, and this act cannot change that."""


class NoErasingKey(SubscribersError):
    """There is no secret to know an erased reader again by, so nothing is erased."""


class BadPreference(SubscribersError):
    """A region, a state or a pause that cannot be."""
