"""The lists of suppliers and of what they do for the applications."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cordee.landscape import queries, rules, services
from cordee.landscape.forms import SupplierForm, SupplyForm
from cordee.landscape.models import Supplier, Supply
from cordee.landscape.registers.links import application_link, supplier_link, technology_link
from cordee.people.registers import PeopleColumns
from cordee.platform.access import Reader
from cordee.platform.registers import (
    Column,
    Columns,
    Empty,
    Link,
    Register,
    Related,
    choice_filter,
    named_in_address,
)


def _suppliers_counted(count: int) -> str:
    return ngettext("%(count)s supplier", "%(count)s suppliers", count) % {"count": count}


def _supplies_counted(count: int) -> str:
    return ngettext(
        "%(count)s supplier of an application", "%(count)s suppliers of applications", count
    ) % {"count": count}


def _around(reader: Reader, supplier: Supplier) -> tuple[Related, ...]:
    served = queries.supplies(reader).filter(supplier=supplier)
    edited = queries.technologies(reader).filter(supplier=supplier)
    new_supply = f"{reverse('landscape:new_supply')}?supplier={supplier.pk}"
    new_technology = f"{reverse('landscape:new_technology')}?supplier={supplier.pk}"
    may_edit = rules.may_edit_applications(reader)
    return (
        Related(
            _("Applications it serves"),
            tuple((application_link(s.application), s.get_purpose_display()) for s in served),
            _("It is written for no application."),
            Link(_("Write an application"), new_supply) if may_edit else None,
        ),
        Related(
            _("Technologies it edits"),
            tuple((technology_link(t), t.get_category_display()) for t in edited),
            _("No technology is written as edited by it."),
            Link(_("Add a technology"), new_technology) if may_edit else None,
        ),
    )


SUPPLIER = PeopleColumns()
SUPPLY = Columns(by=("application__name",))

SUPPLIERS = Register(
    space="landscape",
    plural="suppliers",
    singular="supplier",
    title=gettext_lazy("Suppliers"),
    new=gettext_lazy("Add a supplier"),
    counted=_suppliers_counted,
    query=queries.suppliers,
    figures=lambda reader: {"served": queries.applications_served(reader)},
    columns=(
        SUPPLIER.name(gettext_lazy("Supplier")),
        SUPPLIER.code(),
        SUPPLIER.choice("kind", gettext_lazy("Kind")),
        SUPPLIER.text("country", gettext_lazy("Country"), sort=("country", "name"), narrow=False),
        SUPPLIER.owner(narrow=False),
        SUPPLIER.day("contract_end", gettext_lazy("End of the contract")),
        SUPPLIER.number("applications", gettext_lazy("Applications"), figure="served"),
    ),
    facts=(
        *("code", "kind", "country", "owner", "contract_end"),
        Column(
            key="link",
            label=gettext_lazy("Link"),
            value=lambda row: Link(row.link, row.link),
            kind="link",
        ),
        SUPPLIER.text("note", gettext_lazy("Note")),
    ),
    search=("name", "code", "country"),
    filters=(
        choice_filter(
            "kind", gettext_lazy("Kind"), gettext_lazy("All kinds"), Supplier.Kind.choices
        ),
    ),
    empty=Empty(
        "handshake",
        gettext_lazy("No supplier is known yet"),
        gettext_lazy(
            "This page will show on whom the information system depends, for which applications "
            "and until when."
        ),
    ),
    may_edit=rules.may_edit_suppliers,
    form=SupplierForm,
    save=services.save_supplier,
    remove=services.remove_supplier,
    related=_around,
)

SUPPLIES = Register(
    space="landscape",
    plural="supplies",
    singular="supply",
    title=gettext_lazy("Suppliers of the applications"),
    new=gettext_lazy("Write a supplier of an application"),
    counted=_supplies_counted,
    query=queries.supplies,
    columns=(
        Column(
            key="supply",
            label=gettext_lazy("Supplier of an application"),
            value=str,
            sort=("application__name", "supplier__name"),
        ),
        Columns(by=("supplier__name",)).link(
            "application", gettext_lazy("Application"), application_link, narrow=False
        ),
        SUPPLY.link("supplier", gettext_lazy("Supplier"), supplier_link, narrow=False),
        SUPPLY.choice("purpose", gettext_lazy("Role")),
    ),
    search=("application__name", "supplier__name"),
    filters=(
        choice_filter(
            "purpose", gettext_lazy("Role"), gettext_lazy("All roles"), Supply.Purpose.choices
        ),
    ),
    empty=Empty(
        "handshake",
        gettext_lazy("No application says who supplies it"),
        gettext_lazy(
            "This page will show who edits, hosts, integrates and maintains each application."
        ),
    ),
    may_edit=rules.may_edit_applications,
    form=SupplyForm,
    save=services.save_supply,
    remove=services.remove_supply,
    initial=named_in_address("application", "supplier"),
)
