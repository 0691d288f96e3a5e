"""The command line: thin groups, one file each."""


def main() -> None:
    """Entry point of ``digest``."""
    from digest.cli.main import run

    run()
