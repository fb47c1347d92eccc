"""Commands on one organisation as a whole: taken out, erased, kept after all."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cordee.cli.facts import say_facts
from cordee.cli.loading import load_installation

if TYPE_CHECKING:
    from cordee.platform.models import Organisation, User

Slug = Annotated[str, typer.Argument(help="Slug of the organisation.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")]


def export(
    organisation: Slug,
    file: Annotated[Path, typer.Argument(help="Where to write the archive.")],
    as_json: AsJson = False,
) -> None:
    """Write every row, every imported file and the journal of an organisation to one zip file."""
    load_installation()
    from django.db import transaction
    from django.utils import timezone

    from cordee.platform import journal
    from cordee.platform.archives import write_archive

    found, at = _found(organisation), timezone.now()
    with transaction.atomic():
        journal.record("platform.export_organisation", found, by=_owner(found), at=at)
    rows = write_archive(found, file, at=at)
    say_facts({"file": str(file), "rows": rows, "bytes": file.stat().st_size}, as_json=as_json)


def erase(
    organisation: Slug,
    name: Annotated[str, typer.Option(help="Its name, typed to confirm.")],
    now: Annotated[bool, typer.Option("--now", help="At once, for good.")] = False,
    as_json: AsJson = False,
) -> None:
    """Lock an organisation, and erase it once the days to think again are over; or at once."""
    load_installation()
    from django.utils import timezone

    from cordee.people.services import ask_erasure, erase_organisation

    found, at = _found(organisation), timezone.now()
    by = _owner(found)
    if now and found.erase_on is not None and name == found.name:
        erase_on = at  # locked already: there is nothing more to ask
    else:
        erase_on = ask_erasure(found, name=name, by=by, at=at)
    if now:
        erase_organisation(found, by=by, at=at)
    say_facts({"organisation": organisation, "erased": now, "erase_on": erase_on}, as_json=as_json)


def keep(organisation: Slug, as_json: AsJson = False) -> None:
    """Open an organisation again that waits to be erased."""
    load_installation()
    from django.utils import timezone

    from cordee.people.services import take_back_erasure

    found = _found(organisation)
    take_back_erasure(found, by=_owner(found), at=timezone.now())
    say_facts({"organisation": organisation, "erased": False, "erase_on": None}, as_json=as_json)


def _found(slug: str) -> "Organisation":
    from django.utils.translation import gettext as _

    from cordee.platform.errors import Refused
    from cordee.platform.models import Organisation

    organisation = Organisation.objects.filter(slug=slug).first()
    if organisation is None:
        raise Refused(_("No organisation is called “%(slug)s”.") % {"slug": slug})
    return organisation


def _owner(organisation: "Organisation") -> "User":
    """In whose name the administrator of the machine does it: the first owner."""
    from django.utils.translation import gettext as _

    from cordee.people.models import Membership
    from cordee.platform.access import Role
    from cordee.platform.errors import Refused

    owners = Membership.objects.filter(organisation=organisation, role=Role.OWNER)
    first = owners.select_related("user").order_by("pk").first()
    if first is None:
        raise Refused(_("“%(slug)s” has no owner.") % {"slug": organisation.slug})
    return first.user
