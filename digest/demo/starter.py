"""The newsroom.toml that `digest init` writes: every table and key, each explained."""

from digest.demo.articles import demo_text


def starter_text() -> str:
    """A commented newsroom.toml that is valid as it stands.

    Lines that start with ``#`` and no space are samples: without the ``#``
    they are valid too.
    """
    return demo_text("starter.toml")
