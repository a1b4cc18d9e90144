"""Which addresses may be connected to, and connections that go to the address that was checked.

A name may answer with one address when it is checked and with another when it is connected to
(DNS rebinding). So the name is resolved once, here, and the connection goes to that address.
"""

import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any

import httpcore2
import httpx2

from vedette.errors import FetchError

Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int, float], Iterable[Address]]
Permit = Callable[[Address], bool]

#: global by number, but answering to the machines of one cloud only (Azure's wire server)
_INSIDE_CLOUDS = frozenset({IPv4Address("168.63.129.16")})
_PROTOCOLS = IPv4Network("192.0.0.0/24")  # RFC 6890; Oracle's metadata service is in it
_UNICAST = IPv6Network("2000::/3")  # RFC 4291: all that IANA gives out of IPv6
_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address


def is_public(address: Address) -> bool:
    """Return whether an address is one of the open internet.

    That is: not private, loopback, link-local, multicast, reserved or a cloud's metadata service,
    and no IPv6 address that wraps such an IPv4 address.
    """
    if isinstance(address, IPv6Address):
        wrapped = address.ipv4_mapped or address.sixtofour
        if address in _NAT64:
            wrapped = IPv4Address(int(address) & 0xFFFFFFFF)
        if wrapped is not None:
            return is_public(wrapped)
        if address.teredo is not None or address not in _UNICAST:
            return False
    elif address in _PROTOCOLS or address in _INSIDE_CLOUDS:
        return False
    return address.is_global and not address.is_multicast


def anywhere(_address: Address) -> bool:
    """Return True: for desks that collect from their own network."""
    return True


def resolve(host: str, port: int, seconds: float) -> tuple[Address, ...]:
    """Return the addresses of a host, in the order the system prefers. Raises FetchError."""
    answers: queue.SimpleQueue[list[Any] | OSError | UnicodeError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            answers.put(error)

    # getaddrinfo knows no time limit of its own
    threading.Thread(target=ask, daemon=True, name=f"resolve {host}").start()
    try:
        answer = answers.get(timeout=max(seconds, 0.001))
    except queue.Empty:
        raise FetchError(f"{host}: no answer from the name server in time") from None
    if isinstance(answer, (OSError, UnicodeError)):
        raise FetchError(f"{host}: no such host") from answer
    return tuple(dict.fromkeys(ip_address(str(entry[4][0]).partition("%")[0]) for entry in answer))


_deadline: ContextVar[float] = ContextVar("_deadline")


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Within the block, connections made here end after so many seconds, however slowly they drip."""
    token = _deadline.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _deadline.reset(token)


def _left(timeout: float | None) -> float:
    left = _deadline.get(time.monotonic() + 60.0) - time.monotonic()
    if left <= 0:
        raise httpcore2.ReadTimeout("the time limit is reached")
    return left if timeout is None else min(left, timeout)


class _Stream(httpcore2.NetworkStream):
    """A connection on which every wait ends at the deadline."""

    def __init__(self, stream: httpcore2.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, _left(timeout)))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class CheckedNetwork(httpcore2.NetworkBackend):
    """Connects to addresses that `permit` lets pass, and to no others."""

    def __init__(self, permit: Permit, resolver: Resolve) -> None:
        self._permit = permit
        self._resolve = resolver
        self._plain = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """Return a connection to the first permitted address that answers.

        Raises FetchError where none is permitted, httpcore2's errors where none answers.
        """
        found = tuple(self._resolve(host, port, _left(timeout)))
        permitted = [address for address in found if self._permit(address)]
        if not permitted:
            raise FetchError(
                f"{host} is at {', '.join(map(str, found)) or 'no address'}, which is no public address",
                hint="allow_private = true in vedette.toml lets a desk read from its own network",
            )
        failed: Exception | None = None
        for address in permitted[:3]:
            try:
                return _Stream(
                    self._plain.connect_tcp(str(address), port, _left(timeout), local_address, socket_options)
                )
            except httpcore2.ConnectError as error:
                failed = error
        assert failed is not None
        raise failed


@cache
def _trusted() -> ssl.SSLContext:
    # reading the certificates takes 0.15 s
    return httpx2.create_ssl_context()


class CheckedTransport(httpx2.HTTPTransport):
    """HTTP/1.1 over a `CheckedNetwork`."""

    def __init__(self, permit: Permit, resolver: Resolve) -> None:
        context = _trusted()
        super().__init__(verify=context, http2=False)
        # httpx2's own constructor takes no network; its pool is the one place to put it
        self._pool.close()
        self._pool = httpcore2.ConnectionPool(
            ssl_context=context,
            max_connections=20,
            max_keepalive_connections=10,
            keepalive_expiry=5.0,
            network_backend=CheckedNetwork(permit, resolver),
        )
