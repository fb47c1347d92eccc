from ipaddress import ip_network

import pytest


@pytest.fixture
def on_this_machine(settings):
    """Webhooks may go, unencrypted, to programs of this machine."""
    settings.WEBHOOK_HTTP = True
    settings.WEBHOOK_NETWORKS = (ip_network("127.0.0.0/8"),)


@pytest.fixture
def names(monkeypatch):
    """What the name server answers, name by name, each answer once until the last one."""
    import socket

    answers, asked = {}, []
    known = socket.getaddrinfo

    def answered(host, port, *args, **kwargs):
        if host not in answers:
            return known(host, port, *args, **kwargs)
        asked.append(host)
        told = answers[host].pop(0) if len(answers[host]) > 1 else answers[host][0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in told]

    monkeypatch.setattr(socket, "getaddrinfo", answered)
    answered.answers, answered.asked = answers, asked
    return answered
