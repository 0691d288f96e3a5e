"""web: the site that the links in the mails lead to."""

import socket
from typing import Annotated

import typer

from digest.cli.output import open_app, say

SITE = "digest.web.server:from_environment"  # the faces do not import each other: they are named
DOORKEEPER = "digest.web.doorkeeper:Doorkeeper"
GRACE_SECONDS = 10
KEEP_ALIVE_SECONDS = 5
MOST_CONNECTIONS = 512
BACKLOG = 64  # as many are taken in at once, before any can be refused
SPARE_FILES = 64  # the database, the log, templates
LONGEST_HEAD = 16_384  # bytes; ours are below 2,000


def register(app: typer.Typer) -> None:
    app.command()(web)


def web(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="The port to listen on; 0 takes a free one.")
    ] = 8000,
) -> None:
    """Serve readers' pages, the archive and the carrier's webhook.

    Put a server that speaks https in front of it and set DIGEST_PUBLIC_URL to
    its address. A request has to arrive within seconds, and at most 512
    connections are open at once, fewer where the limit of open files is low.
    Ctrl+C ends it.

    Example: digest web --port 8000
    """
    import uvicorn

    from digest.app import configure_log

    configure_log()
    open_app().signer()  # says what is missing before anything listens
    listening = _listen(host, port)
    config = uvicorn.Config(
        SITE,
        factory=True,
        http=DOORKEEPER,
        ws="none",
        log_level="error",  # a request that is none is not worth a line each
        access_log=False,  # paths hold tokens; the site logs routes
        server_header=False,
        proxy_headers=False,
        backlog=BACKLOG,
        limit_concurrency=_most_connections() + 1,  # the doorkeeper refuses before uvicorn would
        h11_max_incomplete_event_size=LONGEST_HEAD,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    shown = f"[{host}]" if ":" in host else host
    say(f"serving http://{shown}:{listening.getsockname()[1]}/ (Ctrl+C ends it)")
    with listening:
        uvicorn.Server(config).run(sockets=[listening])


def _most_connections() -> int:
    """So many that accepting one more never fails for want of a file."""
    try:
        import resource
    except ImportError:  # not on Windows
        return MOST_CONNECTIONS
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    room = MOST_CONNECTIONS if files == resource.RLIM_INFINITY else files - SPARE_FILES - BACKLOG
    return max(8, min(MOST_CONNECTIONS, room))


def _listen(host: str, port: int) -> socket.socket:
    from digest.errors import BadInput

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except (OSError, OverflowError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise BadInput(f"{host}, port {port}: cannot listen there ({why}). Name another --port.") from error
