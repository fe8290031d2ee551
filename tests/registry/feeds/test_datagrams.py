"""Ports of ours: shared by who wants the same, closed after the last, never holding too much."""

import asyncio
import socket

import pytest

from registry.feeds.addresses import AllowList
from registry.feeds.datagrams import BACKLOG, Inbox, Ports
from registry.feeds.refusals import FeedForbidden, FeedSilent


def free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def send(port: int, data: bytes) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        out.sendto(data, ("127.0.0.1", port))


def test_two_who_listen_to_one_port_hear_the_same() -> None:
    async def play() -> None:
        port = free_port()
        ports = Ports(AllowList(loopback_ports={port}))
        async with ports.listen("127.0.0.1", port) as one:
            async with ports.listen("127.0.0.1", port) as two:
                send(port, b"a")
                assert await one.take(5) == await two.take(5) == [b"a"]
            send(port, b"b")
            assert await one.take(5) == [b"b"]
        async with ports.listen("127.0.0.1", port) as again:  # the port was given back
            send(port, b"c")
            assert await again.take(5) == [b"c"]

    asyncio.run(play())


def test_a_pair_is_even_and_hears_only_its_sender() -> None:
    async def play() -> None:
        async with Ports(AllowList()).pair("127.0.0.1") as (port, inbox):
            assert port % 2 == 0
            send(port + 1, b"control")
            send(port, b"picture")
            assert await inbox.take(5) == [b"picture"]
        async with Ports(AllowList(("10.0.0.0/8",))).pair("10.1.1.1") as (port, inbox):
            send(port, b"forged")
            with pytest.raises(FeedSilent):
                await inbox.take(0.1)

    asyncio.run(play())


def test_a_late_reader_loses_the_oldest() -> None:
    inbox = Inbox()
    for n in range(BACKLOG + 5):
        inbox.put(b"%d" % n)
    taken = asyncio.run(inbox.take(1))
    assert len(taken) == BACKLOG
    assert taken[0] == b"5"


def test_a_taken_port_is_named() -> None:
    async def play() -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
            other.bind(("127.0.0.1", 0))
            port = other.getsockname()[1]
            async with Ports(AllowList(loopback_ports={port})).listen("127.0.0.1", port):
                pass

    with pytest.raises(FeedSilent, match="cannot listen"):
        asyncio.run(play())


def test_a_listed_group_is_joined_and_another_is_not() -> None:
    async def play() -> None:
        ports = Ports(AllowList(("239.255.7.0/24",)))
        async with ports.listen("239.255.7.1", free_port()):
            pass
        with pytest.raises(FeedForbidden, match="multicast"):
            async with ports.listen("239.255.8.1", free_port()):
                pass

    asyncio.run(play())
