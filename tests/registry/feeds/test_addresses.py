"""Which addresses the centre may fetch from."""

import pytest

from registry.feeds.addresses import AllowList, first_allowed
from registry.feeds.refusals import FeedForbidden

OPERATOR = AllowList(networks=("10.20.0.0/16", "fd00:1::/32"))


@pytest.mark.parametrize("address", ["10.20.3.4", "fd00:1::9", "93.184.216.34", "::ffff:10.20.3.4"])
def test_camera_networks_and_public_addresses_are_open(address: str) -> None:
    OPERATOR.check(address, 80)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "169.254.169.254",
        "fe80::1",
        "0.0.0.0",  # noqa: S104
        "::",
        "224.0.0.1",
        "240.0.0.1",
        "10.21.0.1",
        "192.168.1.1",
        "fd00:2::1",
        "100.64.0.1",
    ],
)
def test_everything_else_inside_is_closed(address: str) -> None:
    with pytest.raises(FeedForbidden):
        OPERATOR.check(address, 80)


@pytest.mark.parametrize("address", ["127.0.0.1", "169.254.169.254"])
def test_listing_a_forbidden_network_does_not_open_it(address: str) -> None:
    with pytest.raises(FeedForbidden):
        AllowList(networks=("0.0.0.0/0",)).check(address, 80)


def test_the_demo_opens_only_its_own_ports_on_loopback() -> None:
    demo = AllowList(loopback_ports={8002})
    demo.check("127.0.0.1", 8002)
    with pytest.raises(FeedForbidden):
        demo.check("127.0.0.1", 5432)


def test_a_name_with_one_forbidden_address_is_forbidden_whole() -> None:
    with pytest.raises(FeedForbidden):
        first_allowed(["93.184.216.34", "127.0.0.1"], 80, OPERATOR)
