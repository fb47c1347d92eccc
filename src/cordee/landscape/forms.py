"""What people write of the applications, of what they are made of and of what joins them."""

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cordee.landscape import queries
from cordee.landscape.models import (
    Application,
    Interface,
    Supplier,
    Supply,
    Technology,
    TechnologyUse,
)
from cordee.people import queries as people
from cordee.platform.access import Reader
from cordee.platform.forms import Choices, DayInput, ScopedForm


class ApplicationForm(ScopedForm):
    """An application, its owner and its unit."""

    unique_field = "code"

    class Meta:
        model = Application
        fields = ("name", "code", "description", "status", "unit", "owner")

    def choices(self, reader: Reader) -> Choices:
        units = people.units(reader)
        if reader.units is not None:
            self.fields["unit"].required = True
            units = units.filter(pk__in=reader.units)
        return {"unit": units, "owner": people.people(reader)}


class SupplierForm(ScopedForm):
    """A supplier, who answers for it here and until when it is bound."""

    unique_field = "code"
    link = forms.URLField(
        label=gettext_lazy("Link"), required=False, max_length=500, assume_scheme="https"
    )

    class Meta:
        model = Supplier
        fields = ("name", "code", "kind", "country", "owner", "contract_end", "link", "note")
        widgets = {"contract_end": DayInput(), "note": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "country": gettext_lazy("Where the company has its seat, for example France."),
            "owner": gettext_lazy("Who answers for this supplier in your organisation."),
        }

    def choices(self, reader: Reader) -> Choices:
        return {"owner": people.people(reader)}


class TechnologyForm(ScopedForm):
    """A technology, what is thought of it and until when it is supported."""

    unique_field = "code"

    class Meta:
        model = Technology
        fields = (
            *("name", "version", "code", "category", "status", "supplier"),
            *("support_end", "is_open_ended", "support_source", "note"),
        )
        widgets = {"support_end": DayInput(), "note": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "code": gettext_lazy("A short word, as in POSTGRES-16."),
            "status": gettext_lazy("What you advise whoever would choose it today."),
            "supplier": gettext_lazy("Who edits it."),
            "support_end": gettext_lazy("Empty: unknown, and counted as such."),
            "support_source": gettext_lazy("Where the date was read: an address, a letter."),
        }

    def choices(self, reader: Reader) -> Choices:
        return {"supplier": queries.suppliers(reader)}

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        if typed.get("support_end") and typed.get("is_open_ended"):
            self.add_error(
                "is_open_ended",
                _("Write the day its support ends, or that no end is announced, not both."),
            )
        return typed


class TechnologyUseForm(ScopedForm):
    """What an application is made of."""

    class Meta:
        model = TechnologyUse
        fields = ("application", "purpose", "technology", "version")
        error_messages = {
            NON_FIELD_ERRORS: {
                "unique_together": gettext_lazy(
                    "This technology is already written for this application in that role."
                )
            }
        }

    def choices(self, reader: Reader) -> Choices:
        return {
            "application": queries.applications(reader),
            "technology": queries.technologies(reader),
        }


class SupplyForm(ScopedForm):
    """What a supplier does for an application."""

    class Meta:
        model = Supply
        fields = ("application", "supplier", "purpose")
        error_messages = {
            NON_FIELD_ERRORS: {
                "unique_together": gettext_lazy(
                    "This supplier is already written for this application in that role."
                )
            }
        }

    def choices(self, reader: Reader) -> Choices:
        return {
            "application": queries.applications(reader),
            "supplier": queries.suppliers(reader),
        }


class InterfaceForm(ScopedForm):
    """A flow between two applications."""

    unique_field = "code"

    class Meta:
        model = Interface
        fields = (
            *("name", "code", "source", "target", "style"),
            *("data", "frequency", "owner", "status"),
        )
        widgets = {"data": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "data": gettext_lazy("In the words of those who use them: orders, prices, stocks."),
        }

    def choices(self, reader: Reader) -> Choices:
        applications = queries.applications(reader)
        return {"source": applications, "target": applications, "owner": people.people(reader)}

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        if typed.get("source") and typed.get("source") == typed.get("target"):
            self.add_error("target", _("An interface joins two applications: choose another one."))
        return typed
