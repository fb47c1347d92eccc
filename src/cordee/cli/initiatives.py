"""`cordee initiative start`: an initiative begins, as from its page."""

from typing import Annotated

import typer

from cordee.cli.loading import load_installation
from cordee.cli.members import Organisation, reader_named

By = Annotated[
    str,
    typer.Option("--by", "--as", help="E-mail of the member who does it; empty: the first owner."),
]


def start(
    code: Annotated[str, typer.Argument(help="Code of the initiative.")],
    organisation: Organisation,
    by: By = "",
    reason: Annotated[str, typer.Option(help="Why, for the journal.")] = "",
) -> None:
    """Start an initiative; refused while no body has approved it."""
    load_installation()
    from django.utils import timezone, translation
    from django.utils.translation import gettext as _

    from cordee.platform.errors import Refused
    from cordee.strategy import queries, rules
    from cordee.strategy.models import Initiative
    from cordee.strategy.services import move_to_state

    reader = reader_named(organisation, email=by)
    with translation.override(reader.organisation.language):
        if not rules.may_edit_initiatives(reader):
            raise Refused(_("Your role does not give this right."))
        initiative = queries.initiatives(reader).filter(code=code).first()
        if initiative is None:
            raise Refused(
                _("No initiative “%(code)s” is within your reach in “%(organisation)s”.")
                % {"code": code, "organisation": reader.organisation}
            )
        running = Initiative.Status.RUNNING
        move_to_state(initiative, to=running, reason=reason, by=reader.user, at=timezone.now())
        told = {"name": initiative.name, "state": initiative.get_status_display()}
        print(_("“%(name)s” is now “%(state)s”.") % told)
