"""Ports of loopback that nobody uses."""

import socket


def free(port: int) -> bool:
    """Tell whether a server could listen on this port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_from(port: int, *, besides: int = 0) -> int:
    """Find the first free port from this one on, besides one that is promised."""
    ports = (candidate for candidate in range(port, 65536) if candidate != besides)
    return next(candidate for candidate in ports if free(candidate))
