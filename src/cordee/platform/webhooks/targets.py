"""Where a webhook may go: public addresses, and the networks that the settings name."""

import re
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from queue import Empty, Queue
from threading import Thread
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from cordee.platform.errors import Refused

NAMED_IN = 3
"""Seconds left to the name server."""
LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
"""The last part of a name that some programs read as a number: 2130706433 is 127.0.0.1."""
PORTS = {"https": 443, "http": 80}
CLOSED = tuple(
    ip_network(network)
    for network in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"),
        *("172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16"),
        *("198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3"),
        "168.63.129.16/32",  # what a machine of Azure is told about itself
    )
)
OPEN_IPV6 = ip_network("2000::/3")
CLOSED_IPV6 = tuple(
    ip_network(network) for network in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
)
"""Ways of writing an IPv4 address, and what is kept for documents."""
Address = IPv4Address | IPv6Address


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def is_tls(self) -> bool:
        return self.scheme == "https"

    @property
    def authority(self) -> str:
        """What the header Host says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def target_of(url: str) -> Target:
    """The address taken apart; refused when it is not plainly one, or not encrypted."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError as error:
        raise Refused(_("This is not the address of a program: check it.")) from error
    if parts.scheme not in PORTS or not url.isprintable() or set(" \\") & set(url):
        raise Refused(_("Write an address that begins with https://."))
    if parts.scheme == "http" and not settings.WEBHOOK_HTTP:
        raise Refused(_("An address in http:// is not encrypted: write one in https://."))
    if parts.username is not None or parts.fragment or not url.isascii():
        raise Refused(_("Write the address without name, password, # or accents."))
    if not _is_plain(host):
        raise Refused(_("“%(host)s” is not the plain name of a machine.") % {"host": host})
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, host, PORTS[parts.scheme] if port is None else port, path)


def open_addresses(target: Target) -> tuple[str, ...]:
    """Where the name leads just now: connect there and nowhere else. Refused if one is private."""
    found = _resolved(target)
    if not found:
        raise Refused(_("Nothing is known under the name “%(host)s”.") % {"host": target.host})
    if not all(is_open(ip_address(one)) for one in found):
        raise Refused(
            _(
                "“%(host)s” leads into a private network: webhooks only go to public addresses, "
                "or to the networks that your administrator names."
            )
            % {"host": target.host}
        )
    return found


def is_open(address: Address) -> bool:
    """Whether a webhook may connect to this address."""
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return is_open(address.ipv4_mapped)
    if any(address in network for network in settings.WEBHOOK_NETWORKS):
        return True
    if isinstance(address, IPv6Address):
        return address in OPEN_IPV6 and not any(address in network for network in CLOSED_IPV6)
    return not any(address in network for network in CLOSED)


def _is_plain(host: str) -> bool:
    """A whole IP address, or a name whose last part is no number."""
    try:
        ip_address(host)
    except ValueError:
        labels = host.split(".")
        is_name = all(LABEL.fullmatch(label) for label in labels) and len(host) < 254
        return is_name and not NUMBER.fullmatch(labels[-1])
    return "%" not in host


def _resolved(target: Target) -> tuple[str, ...]:
    """What the name server answers, if it does in time."""
    answers: Queue[tuple[str, ...]] = Queue()
    Thread(target=lambda: answers.put(_asked(target)), daemon=True).start()
    try:
        return answers.get(timeout=NAMED_IN)
    except Empty:
        return ()


def _asked(target: Target) -> tuple[str, ...]:
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except OSError:
        return ()
    return tuple(dict.fromkeys(str(one[4][0]) for one in found))
