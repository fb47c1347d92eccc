"""The lists of technologies and of what applications are made of."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cordee.landscape import queries, rules, services
from cordee.landscape.forms import TechnologyForm, TechnologyUseForm
from cordee.landscape.models import Technology, TechnologyUse
from cordee.landscape.queries import Support
from cordee.landscape.registers.links import (
    STANCES,
    application_link,
    supplier_link,
    support_tag,
    technology_link,
)
from cordee.platform.access import Reader
from cordee.platform.registers import (
    Column,
    Edit,
    Empty,
    Filter,
    Link,
    Register,
    Related,
    Tag,
    named_in_address,
)


def _technologies_counted(count: int) -> str:
    return ngettext("%(count)s technology", "%(count)s technologies", count) % {"count": count}


def _uses_counted(count: int) -> str:
    return ngettext(
        "%(count)s technology of an application",
        "%(count)s technologies of applications",
        count,
    ) % {"count": count}


def _support(technology: Technology) -> Tag:
    return support_tag(technology, on=timezone.localdate())


def _stance(technology: Technology) -> Tag:
    return Tag(technology.get_status_display(), STANCES[technology.status])


def _suppliers(reader: Reader) -> list[tuple[str, str]]:
    found = queries.suppliers(reader).filter(technologies__isnull=False).distinct()
    return [(str(pk), name) for pk, name in found.values_list("pk", "name")]


def _version(use: TechnologyUse) -> str:
    return use.version or use.technology.version


def _around(reader: Reader, technology: Technology) -> tuple[Related, ...]:
    uses = queries.technology_uses(reader).filter(technology=technology)
    new = f"{reverse('landscape:new_technology_use')}?technology={technology.pk}"
    may_edit = rules.may_edit_applications(reader)
    return (
        Related(
            _("Applications that use it"),
            tuple((application_link(use.application), _said(use)) for use in uses),
            _("No application is written as using it."),
            Link(_("Write an application"), new) if may_edit else None,
        ),
    )


def _said(use: TechnologyUse) -> str:
    return " · ".join(part for part in (use.get_purpose_display(), use.version) if part)


TECHNOLOGIES = Register(
    space="landscape",
    plural="technologies",
    singular="technology",
    title=gettext_lazy("Technologies"),
    new=gettext_lazy("Add a technology"),
    counted=_technologies_counted,
    query=queries.technologies,
    figures=lambda reader: {"users": queries.applications_using(reader)},
    columns=(
        Column(key="name", label=gettext_lazy("Technology"), value=str, sort=("name", "version")),
        Column(
            key="code",
            label=gettext_lazy("Code"),
            value=lambda row: row.code,
            sort=("code",),
            narrow=False,
        ),
        Column(
            key="category",
            label=gettext_lazy("Category"),
            value=lambda row: row.get_category_display(),
            sort=("category", "name"),
            narrow=False,
        ),
        Column(
            key="status",
            label=gettext_lazy("Stance"),
            value=_stance,
            kind="tag",
            sort=("status", "name"),
            edit=Edit(fields=("status",)),
        ),
        Column(
            key="support",
            label=gettext_lazy("Support"),
            value=_support,
            kind="tag",
            sort=("support_end", "name"),
        ),
        Column(
            key="supplier",
            label=gettext_lazy("Supplier"),
            value=lambda row: supplier_link(row.supplier),
            kind="link",
            sort=("supplier__name", "name"),
            narrow=False,
        ),
        Column(
            key="applications",
            label=gettext_lazy("Applications"),
            value=lambda row: row.users,
            kind="number",
            sort=("users",),
        ),
    ),
    facts=(
        Column(
            key="category",
            label=gettext_lazy("Category"),
            value=lambda row: row.get_category_display(),
        ),
        Column(key="version", label=gettext_lazy("Version"), value=lambda row: row.version),
        Column(key="code", label=gettext_lazy("Code"), value=lambda row: row.code),
        Column(key="status", label=gettext_lazy("Stance"), value=_stance, kind="tag"),
        Column(key="support", label=gettext_lazy("Support"), value=_support, kind="tag"),
        Column(
            key="support_source",
            label=gettext_lazy("Source of the end of support"),
            value=lambda row: row.support_source,
        ),
        Column(
            key="supplier",
            label=gettext_lazy("Supplier"),
            value=lambda row: supplier_link(row.supplier),
            kind="link",
        ),
        Column(key="note", label=gettext_lazy("Note"), value=lambda row: row.note),
    ),
    search=("name", "version", "code"),
    filters=(
        Filter(
            key="support",
            label=gettext_lazy("Support"),
            every=gettext_lazy("All ends of support"),
            options=lambda _reader: Support.choices,
            condition=lambda value: queries.supported_as(Support(value), on=timezone.localdate()),
        ),
        Filter(
            key="status",
            label=gettext_lazy("Stance"),
            every=gettext_lazy("All stances"),
            options=lambda _reader: Technology.Status.choices,
            condition=lambda value: Q(status=value),
        ),
        Filter(
            key="category",
            label=gettext_lazy("Category"),
            every=gettext_lazy("All categories"),
            options=lambda _reader: Technology.Category.choices,
            condition=lambda value: Q(category=value),
        ),
        Filter(
            key="supplier",
            label=gettext_lazy("Supplier"),
            every=gettext_lazy("All suppliers"),
            options=_suppliers,
            condition=lambda value: Q(supplier=value),
        ),
    ),
    empty=Empty(
        "layers",
        gettext_lazy("No technology is known yet"),
        gettext_lazy(
            "This page will show what applications are made of, what you advise of it, "
            "and what loses its support soon."
        ),
    ),
    may_edit=rules.may_edit_applications,
    form=TechnologyForm,
    save=services.save_technology,
    remove=services.remove_technology,
    initial=named_in_address("supplier"),
    related=_around,
)


def _application(use: Any) -> Link:
    return application_link(use.application)


TECHNOLOGY_USES = Register(
    space="landscape",
    plural="technology_uses",
    singular="technology_use",
    path="technology-uses",
    title=gettext_lazy("Technologies of the applications"),
    new=gettext_lazy("Write a technology of an application"),
    counted=_uses_counted,
    query=queries.technology_uses,
    columns=(
        Column(
            key="use",
            label=gettext_lazy("Technology of an application"),
            value=str,
            sort=("application__name", "technology__name"),
        ),
        Column(
            key="application",
            label=gettext_lazy("Application"),
            value=_application,
            kind="link",
            sort=("application__name", "technology__name"),
            narrow=False,
        ),
        Column(
            key="purpose",
            label=gettext_lazy("Role"),
            value=lambda use: use.get_purpose_display(),
            sort=("purpose", "application__name"),
        ),
        Column(
            key="technology",
            label=gettext_lazy("Technology"),
            value=lambda use: technology_link(use.technology),
            kind="link",
            sort=("technology__name", "application__name"),
            narrow=False,
        ),
        Column(key="version", label=gettext_lazy("Version in use"), value=_version),
        Column(
            key="support",
            label=gettext_lazy("Support"),
            value=lambda use: _support(use.technology),
            kind="tag",
            sort=("technology__support_end", "application__name"),
        ),
    ),
    search=("application__name", "technology__name"),
    filters=(
        Filter(
            key="purpose",
            label=gettext_lazy("Role"),
            every=gettext_lazy("All roles"),
            options=lambda _reader: TechnologyUse.Purpose.choices,
            condition=lambda value: Q(purpose=value),
        ),
    ),
    empty=Empty(
        "layers",
        gettext_lazy("No application says what it is made of"),
        gettext_lazy(
            "This page will show, application by application, the technologies and versions in use."
        ),
    ),
    may_edit=rules.may_edit_applications,
    form=TechnologyUseForm,
    save=services.save_technology_use,
    remove=services.remove_technology_use,
    initial=named_in_address("application", "technology"),
)
