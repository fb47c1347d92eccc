"""What brings a template in, puts one in use, removes one, and gives the slides back."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max, QuerySet
from django.utils.translation import gettext as _

from cordee.platform import journal
from cordee.platform.errors import Conflict, Refused
from cordee.platform.models import Organisation, User
from cordee.platform.storing import claim
from cordee.reports.models import Pack, SlideTemplate
from cordee.reports.template_files import read_template


def add_slide_template(
    organisation: Organisation, *, content: bytes, name: str, by: User, at: datetime
) -> SlideTemplate:
    """Keep one more version; it dresses nothing until it is put in use."""
    read_template(content, name=name)
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        kept = SlideTemplate.objects.filter(organisation=organisation)
        template = SlideTemplate.objects.create(
            organisation=organisation,
            number=(kept.aggregate(last=Max("number"))["last"] or 0) + 1,
            file_name=name[:255],
            content=content,
            size=len(content),
            digest=hashlib.sha256(content).hexdigest(),
            at=at,
            by=by,
        )
        detail = {"name": [None, template.file_name], "digest": [None, template.digest]}
        journal.record("reports.add_slide_template", template, by=by, at=at, detail=detail)
    return template


def use_slide_template(template: SlideTemplate, *, by: User, at: datetime) -> None:
    """Dress the slides with this version, and with no other; refused when it is not as read."""
    with transaction.atomic():
        _claimed(template)
        others = _in_use(template.organisation).exclude(pk=template.pk)
        others.update(is_in_use=False, revision=F("revision") + 1)
        template.is_in_use = True
        template.save(update_fields=["is_in_use"])
        detail = {"name": [None, template.file_name], "digest": [None, template.digest]}
        _record("reports.use_slide_template", template, detail, by=by, at=at)


def remove_slide_template(template: SlideTemplate, *, by: User, at: datetime) -> None:
    """Forget a version; the packs already made on it stay as they are."""
    with transaction.atomic():
        _claimed(template)
        if Pack.objects.filter(template=template, state=Pack.State.WAITING).exists():
            raise Refused(
                _("“%(file)s” dresses a board pack that is being made: remove it once it is made.")
                % {"file": template.file_name}
            )
        detail = {"name": [template.file_name, None], "digest": [template.digest, None]}
        _record("reports.remove_slide_template", template, detail, by=by, at=at)
        template.delete()


def use_house_template(
    organisation: Organisation,
    *,
    by: User,
    at: datetime,
    seen: Mapping[str, Any] | None = None,
) -> None:
    """Dress the slides as the house does; nothing happens when they are already.

    Refused when what dresses them is no longer what was `seen`."""
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        template = _in_use(organisation).defer("content").first()
        if seen is not None and seen != worn(template):
            named = {"row": seen.get("file") or _("Template of the slides")}
            told = _("“%(row)s” was changed since you opened it: open it again first.") % named
            raise Conflict(told, row=template, changes=(), is_told=False)
        if template is None:
            return
        _in_use(organisation).update(is_in_use=False, revision=F("revision") + 1)
        template.revision += 1
        detail = {"name": [template.file_name, None], "digest": [template.digest, None]}
        _record("reports.use_house_template", template, detail, by=by, at=at)


def worn(template: SlideTemplate | None) -> dict[str, Any]:
    """What dresses the slides, as a page says that it read it; nothing where the house does."""
    if template is None:
        return {}
    return {"id": template.pk, "revision": template.revision, "file": template.file_name}


def _claimed(template: SlideTemplate) -> None:
    """One hand at a time on the templates of an organisation, on the version that was read."""
    Organisation.objects.select_for_update().get(pk=template.organisation_id)
    if not SlideTemplate.objects.filter(pk=template.pk).exists():
        told = {"row": template.file_name}
        raise Refused(_("“%(row)s” was removed meanwhile.") % told)
    claim(template)


def _record(
    action: str, template: SlideTemplate, detail: dict[str, Any], *, by: User, at: datetime
) -> None:
    revision = template.revision
    journal.record(action, template, by=by, at=at, detail=detail, revision=revision)


def _in_use(organisation: Organisation) -> QuerySet[SlideTemplate]:
    return SlideTemplate.objects.filter(organisation=organisation, is_in_use=True)
