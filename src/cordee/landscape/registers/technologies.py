"""The lists of technologies and of what applications are made of."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cordee.landscape import queries, rules, services
from cordee.landscape.forms import TechnologyForm, TechnologyUseForm
from cordee.landscape.models import Supplier, Technology, TechnologyUse
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
    Columns,
    Empty,
    Filter,
    Link,
    Register,
    Related,
    Tag,
    choice_filter,
    named_in_address,
    row_filter,
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


def _editors(reader: Reader) -> QuerySet[Supplier]:
    """The suppliers of at least one technology."""
    return queries.suppliers(reader).filter(technologies__isnull=False).distinct()


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


TECHNOLOGY = Columns()
USE = Columns(by=("application__name",))

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
        TECHNOLOGY.code(),
        TECHNOLOGY.choice("category", gettext_lazy("Category"), narrow=False),
        TECHNOLOGY.shown("status", gettext_lazy("Stance"), _stance, kind="tag", is_edited=True),
        TECHNOLOGY.shown(
            "support", gettext_lazy("Support"), _support, kind="tag", sort="support_end"
        ),
        TECHNOLOGY.link("supplier", gettext_lazy("Supplier"), supplier_link, narrow=False),
        TECHNOLOGY.number("applications", gettext_lazy("Applications"), figure="users"),
    ),
    facts=(
        "category",
        TECHNOLOGY.text("version", gettext_lazy("Version")),
        *("code", "status", "support"),
        TECHNOLOGY.text("support_source", gettext_lazy("Source of the end of support")),
        "supplier",
        TECHNOLOGY.text("note", gettext_lazy("Note")),
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
        choice_filter(
            "status", gettext_lazy("Stance"), gettext_lazy("All stances"), Technology.Status.choices
        ),
        choice_filter(
            "category",
            gettext_lazy("Category"),
            gettext_lazy("All categories"),
            Technology.Category.choices,
        ),
        row_filter("supplier", gettext_lazy("Supplier"), gettext_lazy("All suppliers"), _editors),
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
        Columns(by=("technology__name",)).link(
            "application", gettext_lazy("Application"), application_link, narrow=False
        ),
        USE.choice("purpose", gettext_lazy("Role")),
        USE.link("technology", gettext_lazy("Technology"), technology_link, narrow=False),
        Column(key="version", label=gettext_lazy("Version in use"), value=_version),
        USE.shown(
            "support",
            gettext_lazy("Support"),
            lambda use: _support(use.technology),
            kind="tag",
            sort="technology__support_end",
        ),
    ),
    search=("application__name", "technology__name"),
    filters=(
        choice_filter(
            "purpose",
            gettext_lazy("Role"),
            gettext_lazy("All roles"),
            TechnologyUse.Purpose.choices,
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
