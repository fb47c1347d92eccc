"""The lists of suppliers and of what they do for the applications."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cordee.landscape import queries, rules, services
from cordee.landscape.forms import SupplierForm, SupplyForm
from cordee.landscape.models import Supplier, Supply
from cordee.landscape.registers.links import application_link, supplier_link, technology_link
from cordee.people.registers import face
from cordee.platform.access import Reader
from cordee.platform.registers import (
    Column,
    Edit,
    Empty,
    Filter,
    Link,
    Register,
    Related,
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
        Column(
            key="name", label=gettext_lazy("Supplier"), value=lambda row: row.name, sort=("name",)
        ),
        Column(
            key="code",
            label=gettext_lazy("Code"),
            value=lambda row: row.code,
            sort=("code",),
            narrow=False,
        ),
        Column(
            key="kind",
            label=gettext_lazy("Kind"),
            value=lambda row: row.get_kind_display(),
            sort=("kind", "name"),
        ),
        Column(
            key="country",
            label=gettext_lazy("Country"),
            value=lambda row: row.country,
            sort=("country", "name"),
            narrow=False,
        ),
        Column(
            key="owner",
            label=gettext_lazy("Owner"),
            value=lambda row: face(row.owner),
            kind="person",
            sort=("owner__name", "name"),
            edit=Edit(fields=("owner",)),
            narrow=False,
        ),
        Column(
            key="contract_end",
            label=gettext_lazy("End of the contract"),
            value=lambda row: row.contract_end,
            kind="day",
            sort=("contract_end", "name"),
        ),
        Column(
            key="applications",
            label=gettext_lazy("Applications"),
            value=lambda row: row.served,
            kind="number",
            sort=("served",),
        ),
    ),
    facts=(
        Column(key="code", label=gettext_lazy("Code"), value=lambda row: row.code),
        Column(key="kind", label=gettext_lazy("Kind"), value=lambda row: row.get_kind_display()),
        Column(key="country", label=gettext_lazy("Country"), value=lambda row: row.country),
        Column(
            key="owner",
            label=gettext_lazy("Owner"),
            value=lambda row: face(row.owner),
            kind="person",
        ),
        Column(
            key="contract_end",
            label=gettext_lazy("End of the contract"),
            value=lambda row: row.contract_end,
            kind="day",
        ),
        Column(
            key="link",
            label=gettext_lazy("Link"),
            value=lambda row: Link(row.link, row.link),
            kind="link",
        ),
        Column(key="note", label=gettext_lazy("Note"), value=lambda row: row.note),
    ),
    search=("name", "code", "country"),
    filters=(
        Filter(
            key="kind",
            label=gettext_lazy("Kind"),
            every=gettext_lazy("All kinds"),
            options=lambda _reader: Supplier.Kind.choices,
            condition=lambda value: Q(kind=value),
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
        Column(
            key="application",
            label=gettext_lazy("Application"),
            value=lambda row: application_link(row.application),
            kind="link",
            sort=("application__name", "supplier__name"),
            narrow=False,
        ),
        Column(
            key="supplier",
            label=gettext_lazy("Supplier"),
            value=lambda row: supplier_link(row.supplier),
            kind="link",
            sort=("supplier__name", "application__name"),
            narrow=False,
        ),
        Column(
            key="purpose",
            label=gettext_lazy("Role"),
            value=lambda row: row.get_purpose_display(),
            sort=("purpose", "application__name"),
        ),
    ),
    search=("application__name", "supplier__name"),
    filters=(
        Filter(
            key="purpose",
            label=gettext_lazy("Role"),
            every=gettext_lazy("All roles"),
            options=lambda _reader: Supply.Purpose.choices,
            condition=lambda value: Q(purpose=value),
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
