"""Which addresses the centre may connect to: decided on the resolved IP, never on the name."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

from registry.feeds.refusals import FeedForbidden

_IP = IPv4Address | IPv6Address
NAT64 = IPv6Network("64:ff9b::/96")


@dataclass(frozen=True)
class AllowList:
    """The operator's camera networks, and the loopback ports of the demo's simulated feeds.

    Public addresses may be fetched from. Private ones only where the operator listed their
    network. Loopback, link-local (cloud metadata among it), multicast and unspecified ones never,
    listed or not, but for the demo's own ports. A listed multicast group may be listened to.
    """

    networks: tuple[str, ...] = ()
    loopback_ports: Collection[int] = ()

    def check(self, address: str, port: int) -> None:
        """Refuse an IP the centre may not connect to. Raises FeedForbidden."""
        ip = _unwrapped(ip_address(address))
        if ip.is_loopback:
            allowed = port in self.loopback_ports
        elif ip.is_link_local or ip.is_multicast or ip.is_unspecified or ip.is_reserved:
            allowed = False
        else:
            allowed = ip.is_global or any(ip in ip_network(net) for net in self.networks)
        if not allowed:
            raise FeedForbidden(
                f"{ip} is outside the camera networks; an operator adds it to CAMERA_NETWORKS"
            )

    def admits(self, address: str, port: int) -> bool:
        """Tell whether a datagram from this IP may be taken."""
        try:
            self.check(address, port)
        except FeedForbidden:
            return False
        return True

    def check_group(self, address: str) -> None:
        """Refuse a multicast group no operator listed. Raises FeedForbidden."""
        ip = ip_address(address)
        if not any(ip in ip_network(net) for net in self.networks):
            raise FeedForbidden(
                f"{ip} is no listed multicast group; an operator adds it to CAMERA_NETWORKS"
            )


def first_allowed(found: Iterable[str], port: int, allow: AllowList) -> str:
    """Take the first resolved address, but only when every one of them is allowed.

    A name that resolves to a camera and to the database at once is an attack, not a camera.
    """
    addresses = list(dict.fromkeys(found))
    for address in addresses:
        allow.check(address, port)
    if not addresses:
        raise FeedForbidden("This name has no address.")
    return addresses[0]


def _unwrapped(ip: _IP) -> _IP:
    """Look inside the IPv6 forms that carry an IPv4 address."""
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped:
            return ip.ipv4_mapped
        if ip.sixtofour:
            return ip.sixtofour
        if ip in NAT64:
            return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip
