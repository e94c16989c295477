"""Which network addresses may be asked: a name must not lead the server into the network that it stands in."""

import socket
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

Address = IPv4Address | IPv6Address

# The operator's own, where he allows them. Link-local is not among them: clouds keep their keys there.
NEAR = tuple(
    ip_network(one)
    for one in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "::1/128", "fc00::/7")
)
TRANSLATED = ip_network("64:ff9b::/96")  # IPv4 as NAT64 writes it
AT_ONCE = 4  # names that are looked up


class Forbidden(OSError):
    """The address may not be asked."""


def look_up(host: str, port: int, seconds: float) -> list[Address]:
    """In the order of the system, each once. The system's own wait for an answer may be longer than `seconds`."""
    asked = _threads().submit(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
    try:
        found = asked.result(seconds)
    finally:
        asked.cancel()
    return list(dict.fromkeys(ip_address(str(place[0])) for *_kind, place in found))


def check(address: Address, *, near: bool) -> None:
    """`near`: whether addresses of the operator's own network will do."""
    if not (is_far(address) or (near and is_near(address))):
        raise Forbidden(f"{address} is no public address")


def is_far(address: Address) -> bool:
    """Whether it is one of the public internet, as is what may be written inside of it."""
    inner = _inner(address)
    if inner:
        return is_far(inner)
    if isinstance(address, IPv6Address) and address.is_site_local:
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


def is_near(address: Address) -> bool:
    inner = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return any((inner or address) in network for network in NEAR)


def _inner(address: Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address leads to."""
    if isinstance(address, IPv4Address):
        return None
    if address in TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(AT_ONCE, "look-up")
