"""Has a pack made as the worker makes it, and takes its files."""

from django.urls import reverse

from cordee.reports.jobs import make_pack
from cordee.reports.models import Pack
from tests.pages import IN_ENGLISH


def files_made(client, asked=None, *, url=None):
    """Asked for by the page, made, then taken: what each file holds."""
    client.post(url or reverse("reports:ask_pack"), asked or {}, headers=IN_ENGLISH)
    pack = Pack.objects.latest("pk")
    make_pack.call(pack.pk)
    pack.refresh_from_db()
    taken = {kind: reverse("reports:pack_file", args=[pack.pk, kind]) for kind in pack.files}
    return {kind: b"".join(client.get(address)) for kind, address in taken.items()}
