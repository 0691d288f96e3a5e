"""Opening a connection before a deadline, and saying why it could not be had."""

import http.client
import socket
import ssl

from digest.delivering.deadline import Deadline

CONNECT_SECONDS = 5.0  # for each of a name's addresses, so that a dead one leaves time for the next
HANDSHAKE_SECONDS = 10.0


def connect(host: str, port: int, deadline: Deadline) -> socket.socket:
    """A connection to the first of the name's addresses that answers. Raises OSError."""
    last: OSError = ConnectionError("the name has no address")
    for family, kind, protocol, _name, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        wire = socket.socket(family, kind, protocol)
        try:
            wire.settimeout(deadline.remaining(at_most=CONNECT_SECONDS))
            wire.connect(address)
            wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError as error:
            wire.close()
            last = error
        else:
            return wire
    raise last


def secure(plain: socket.socket, tls: ssl.SSLContext, host: str, deadline: Deadline) -> ssl.SSLSocket:
    """The same connection under TLS; closed if that cannot be had. Raises OSError."""
    try:
        plain.settimeout(deadline.remaining(at_most=HANDSHAKE_SECONDS))
        return tls.wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise


def cause(error: BaseException) -> str:
    """What went wrong, in words without an address of ours."""
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the server's certificate is not valid: {error.verify_message}"
    if isinstance(error, socket.gaierror):
        return "the server's name cannot be found"
    if isinstance(error, http.client.BadStatusLine) and not isinstance(error, ConnectionError):
        return "the answer is not HTTP"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return "the connection was closed"
