"""What brings a template in, puts one in use, and gives the slides back to the house."""

import hashlib
from datetime import datetime

from django.db import transaction
from django.db.models import Max, QuerySet

from cordee.platform import journal
from cordee.platform.models import Organisation, User
from cordee.reports.models import SlideTemplate
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
    """Dress the slides with this version, and with no other."""
    with transaction.atomic():
        _in_use(template.organisation).exclude(pk=template.pk).update(is_in_use=False)
        template.is_in_use = True
        template.save(update_fields=["is_in_use"])
        detail = {"name": [None, template.file_name], "digest": [None, template.digest]}
        journal.record("reports.use_slide_template", template, by=by, at=at, detail=detail)


def use_house_template(organisation: Organisation, *, by: User, at: datetime) -> None:
    """Dress the slides as the house does; nothing happens when they are already."""
    with transaction.atomic():
        template = _in_use(organisation).defer("content").first()
        if template is None:
            return
        _in_use(organisation).update(is_in_use=False)
        detail = {"name": [template.file_name, None], "digest": [template.digest, None]}
        journal.record("reports.use_house_template", template, by=by, at=at, detail=detail)


def _in_use(organisation: Organisation) -> QuerySet[SlideTemplate]:
    return SlideTemplate.objects.filter(organisation=organisation, is_in_use=True)
