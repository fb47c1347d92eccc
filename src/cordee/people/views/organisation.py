"""The page where an owner settles what the organisation itself is."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.people import queries, rules, services
from cordee.people.forms import OrganisationSettingsForm
from cordee.platform.access import ReaderRequest, allowed
from cordee.platform.errors import Conflict
from cordee.platform.registers import read_or_write


@allowed(rules.may_administer)
@read_or_write
def settings_page(request: ReaderRequest) -> HttpResponse:
    """Its name and its colour."""
    organisation = request.reader.organisation
    told = services.settled(organisation)
    form = OrganisationSettingsForm(
        request.POST if request.method == "POST" else None, initial=told | {"revision": told}
    )
    if form.is_valid():
        try:
            services.change_organisation(
                organisation, **form.links(), by=request.user, at=timezone.now()
            )
        except Conflict as conflict:
            form.add_conflict(conflict)
        else:
            messages.success(request, _("The settings of the organisation are saved."))
            return redirect("people:organisation")
    others = [one for one in queries.clients(request.user) if one.pk != organisation.pk]
    return render(request, "people/organisation.html", {"form": form, "others": others})
