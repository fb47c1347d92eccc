"""What people call the fields of a file, in the wizard and in its differences."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FIELD_LABELS: dict[str, Promise] = {
    "code": _("Code"),
    "name": _("Name"),
    "description": _("Description"),
    "unit": _("Unit"),
    "kind": _("Kind"),
    "status": _("State"),
    "start": _("Start"),
    "start_unknown": _("Why the start is unknown"),
    "end": _("End"),
    "end_unknown": _("Why the end is unknown"),
    "currency": _("Currency of the amounts"),
    "duration_years": _("Duration in years"),
    "objective": _("Objective"),
    "business_sponsor": _("Business sponsor"),
    "it_sponsor": _("IT sponsor"),
    "application": _("Applications"),
    "tags": _("Tags"),
    "url": _("Link"),
    "link": _("Link"),
    "spend": _("Spend"),
}


def label_of(field: str, detail: str = "") -> str:
    """The label of a changed cell: “Spend (2027, planned)”."""
    label = str(FIELD_LABELS.get(field, field))
    return f"{label} ({detail})" if detail else label
