"""web: the site that the links in the mails lead to."""

import socket
from typing import Annotated

import typer

from digest.cli.output import open_app, say

SITE = "digest.web.server:from_environment"  # the faces do not import each other: it is named
GRACE_SECONDS = 10


def register(app: typer.Typer) -> None:
    app.command()(web)


def web(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on; 0 takes a free one.")] = 8000,
) -> None:
    """Serve readers' pages, the archive and the carrier's webhook.

    Put a server that speaks https in front of it and set DIGEST_PUBLIC_URL to
    its address. Ctrl+C ends it.

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
        log_level="warning",
        access_log=False,  # paths hold tokens; the site logs routes
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    shown = f"[{host}]" if ":" in host else host
    say(f"serving http://{shown}:{listening.getsockname()[1]}/ (Ctrl+C ends it)")
    with listening:
        uvicorn.Server(config).run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    from digest.errors import BadInput

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except (OSError, OverflowError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise BadInput(f"{host}, port {port}: cannot listen there ({why}). Name another --port.") from error
