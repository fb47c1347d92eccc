"""The templates of an organisation, and what each offers before a pack is made on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cordee.platform.access import Reader
from cordee.platform.errors import Refused
from cordee.reports.models import SlideTemplate
from cordee.reports.slides.names import CONTENTS, Name, known_names, names
from cordee.reports.slides.recognising import Arrangement, Recognised
from cordee.reports.template_files import read_template


@dataclass(frozen=True, slots=True)
class Choice:
    """On which layout a content goes, and how it was chosen."""

    content: str
    layout: str
    how: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """A name that means nothing, and the nearest that does; empty when none is near."""

    name: str
    nearest: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What a template offers: said before the first pack is made on it."""

    refusal: str
    """Why it can no longer be read; empty when it can."""
    choices: tuple[Choice, ...] = ()
    found: tuple[Name, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    own: int = 0
    left_out: int = 0


def slide_templates(reader: Reader) -> QuerySet[SlideTemplate]:
    """Every version of the organisation, the latest first, without their content."""
    found = SlideTemplate.objects.filter(organisation=reader.organisation)
    return found.defer("content").select_related("by").order_by("-number")


def template_in_use(reader: Reader) -> SlideTemplate | None:
    return slide_templates(reader).filter(is_in_use=True).first()


def slides_content(reader: Reader) -> bytes:
    """The presentation in use; empty when the pack is dressed by the house."""
    found = SlideTemplate.objects.filter(organisation=reader.organisation, is_in_use=True)
    content = found.values_list("content", flat=True).first()
    return bytes(content) if content else b""


def preview(template: SlideTemplate) -> Preview:
    """What is recognised, what is missing and what is unknown in a template."""
    try:
        found = read_template(bytes(template.content), name=template.file_name)
    except Refused as refusal:
        return Preview(str(refusal))
    return _preview_of(found)


def _preview_of(found: Recognised) -> Preview:
    known = known_names()
    nearest = {
        name: next(iter(get_close_matches(name, sorted(known), n=1)), "") for name in found.unknown
    }
    return Preview(
        refusal="",
        choices=tuple(_choice(content, found.for_content(content)) for content in CONTENTS),
        found=tuple(name for name in names() if name.name in found.found),
        unknown=tuple(Unknown(name, near) for name, near in nearest.items()),
        own=len(found.own),
        left_out=found.left_out,
    )


def _choice(content: str, arrangement: Arrangement) -> Choice:
    told = {"layout": arrangement.layout.label, "name": f"cordee:{content}"}
    sentences: Mapping[str, str] = {
        "named": _("on “%(layout)s”, in the place that is named for it"),
        "guessed": _("on “%(layout)s”, in its largest place: no layout names %(name)s"),
        "drawn": _("on “%(layout)s”, under its title: no layout names %(name)s"),
    }
    return Choice(
        content=_labels()[content],
        layout=arrangement.layout.label,
        how=arrangement.how,
        sentence=sentences[arrangement.how] % told,
    )


def _labels() -> Mapping[str, str]:
    return {
        "chart": _("Charts"),
        "table": _("Tables"),
        "figures": _("Figures of the summary"),
        "text": _("Sentences"),
    }
