import contextlib
from ipaddress import ip_address, ip_network

import pytest

from cordee.platform.errors import Refused
from cordee.platform.webhooks.targets import Target, is_open, open_addresses, target_of

# fmt: off
CLOSED = [
    "127.0.0.1", "127.8.9.1", "0.0.0.0", "10.0.0.1", "172.16.0.1",
    "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1", "100.100.100.200",
    "168.63.129.16", "192.0.0.192", "198.18.0.1", "224.0.0.1", "255.255.255.255",
    "240.0.0.1", "192.0.2.1", "203.0.113.9", "::1", "::",
    "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1", "::ffff:a9fe:a9fe", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::a00:1",
    "2002:7f00:1::", "2001::1", "2001:db8::1", "5f00::1",
]
OPEN = [
    "8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700:4700::1111",
    "2a01:e0a::1", "::ffff:8.8.8.8",
]
MALFORMED = [
    "ftp://a.example/", "//a.example/", "a.example",
    "javascript:alert(1)", "https://", "https:///hook",
    "https://user:pass@a.example/", "https://user@a.example/", "https://a.example/#part",
    "https://2130706433/", "https://0x7f000001/", "https://0177.0.0.1/",
    "https://127.1/", "https://0x7f.1/", "https://1.2.3.4.5/",
    "https://a.example:99999/", "https://[::1%25eth0]/", "https://é.example/",
    "https://a..example/", "https://-a.example/", "https://[fe80::1%eth0]/",
    "https://[zz]/", "https://a.example/\n", "https://a.example/ b",
    "https://a.example\\@b.example/", "",
]
# fmt: on


def test_only_public_addresses_are_open():
    assert [one for one in CLOSED if is_open(ip_address(one))] == []
    assert [one for one in OPEN if not is_open(ip_address(one))] == []


def test_a_network_that_the_administrator_names_is_open_and_its_neighbour_is_not(settings):
    settings.WEBHOOK_NETWORKS = (ip_network("10.1.0.0/16"), ip_network("fd00:1::/64"))

    found = {one: is_open(ip_address(one)) for one in ("10.1.2.3", "10.2.0.1", "fd00:1::9")}

    assert found == {"10.1.2.3": True, "10.2.0.1": False, "fd00:1::9": True}
    assert is_open(ip_address("::ffff:10.1.2.3"))


def test_what_is_not_plainly_an_address_is_refused():
    taken = []
    for url in MALFORMED:
        with contextlib.suppress(Refused):
            taken.append(target_of(url))

    assert taken == []


def test_an_unencrypted_address_needs_the_setting(settings):
    with pytest.raises(Refused, match="not encrypted"):
        target_of("http://a.example/")

    settings.WEBHOOK_HTTP = True

    assert target_of("http://a.example/") == Target("http", "a.example", 80, "/")


def test_an_address_is_taken_apart():
    assert target_of("https://Hooks.Example.com:8443/a/b?c=d") == Target(
        "https", "hooks.example.com", 8443, "/a/b?c=d"
    )
    assert target_of("https://a.example").authority == "a.example"
    assert target_of("https://[2606:4700::1]:444/").authority == "[2606:4700::1]:444"


def test_a_name_that_leads_inside_is_refused_even_among_public_addresses(names):
    names.answers["rebind.example"] = [["8.8.8.8", "127.0.0.1"]]

    with pytest.raises(Refused, match="leads into a private network"):
        open_addresses(target_of("https://rebind.example/"))


def test_a_name_of_this_machine_is_refused():
    with pytest.raises(Refused, match="leads into a private network"):
        open_addresses(target_of("https://localhost/"))


def test_a_name_that_nobody_knows_is_refused(names):
    names.answers["rien.example"] = [[]]

    with pytest.raises(Refused, match="Nothing is known"):
        open_addresses(target_of("https://rien.example/"))
