"""Commands on one organisation as a whole: taken out."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

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
    from django.utils import timezone

    from cordee.platform import journal
    from cordee.platform.archives import write_archive

    found, at = _found(organisation), timezone.now()
    journal.record("platform.export_organisation", found, by=_owner(found), at=at)
    rows = write_archive(found, file, at=at)
    _say({"file": str(file), "rows": rows, "bytes": file.stat().st_size}, as_json=as_json)


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


def _say(told: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        json.dump(told, sys.stdout, ensure_ascii=False, default=str)
        print()
        return
    for key, value in told.items():
        print(f"{key}: {value}")
