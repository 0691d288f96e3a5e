"""The marks that stand in a rendered variant where a reader's own part goes.

A carrier replaces them (SendGrid as substitutions, the others before they
hand a mail over). They are plain ASCII, valid in an address and in text, and
no article may bring them along: rendering refuses a text that holds one.

The addresses say in plain English what they do: filters and readers of any
language look for an "unsubscribe" in them.
"""

UNSUBSCRIBE = "-kr-unsubscribe-token-"
PREFERENCES = "-kr-preferences-token-"

ALL = (UNSUBSCRIBE, PREFERENCES)


def unsubscribe_address(public_url: str, token: str = UNSUBSCRIBE) -> str:
    """GET shows a page and changes nothing; POST leaves at once (RFC 8058)."""
    return f"{public_url}/unsubscribe/{token}"


def preferences_address(public_url: str, token: str = PREFERENCES) -> str:
    return f"{public_url}/preferences/{token}"


def browser_address(public_url: str, edition: str) -> str:
    """The clean copy on the web: no token, safe to forward."""
    return f"{public_url}/archive/{edition}?view=browser"
