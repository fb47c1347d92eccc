"""On whose behalf a command acts: a member of an organisation, with their role and perimeter."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from cordee.platform.access import Reader

Organisation = Annotated[str, typer.Option("--organisation", help="Slug of the organisation.")]
As = Annotated[
    str, typer.Option("--as", help="E-mail of the member who does it; empty: its first owner.")
]


def reader_named(slug: str, *, email: str) -> "Reader":
    """Who does it: the member named, else the first owner."""
    from django.utils.translation import gettext as _

    from cordee.people.models import Membership
    from cordee.people.queries import reader_of
    from cordee.platform.access import Role
    from cordee.platform.errors import Refused

    members = Membership.objects.filter(organisation__slug=slug).order_by("pk")
    wanted = {"user__email__iexact": email} if email else {"role": Role.OWNER}
    member = members.filter(**wanted).select_related("user").first()
    reader = reader_of(member.user, organisation_id=member.organisation_id) if member else None
    if reader is None:
        raise Refused(
            _("No member of “%(organisation)s” can do it: check the slug, or --as.")
            % {"organisation": slug}
        )
    return reader
