"""Ports of loopback that nobody uses."""

import socket
from collections.abc import Container


def free(port: int) -> bool:
    """Tell whether a server could listen on this port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_from(port: int, *, besides: Container[int] = ()) -> int:
    """Find the first free port from this one on, besides those that are promised."""
    ports = (candidate for candidate in range(port, 65536) if candidate not in besides)
    return next(candidate for candidate in ports if free(candidate))
