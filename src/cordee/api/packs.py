"""The board pack for programs: what it states, its files, the templates of its slides."""

from datetime import datetime
from typing import Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from ninja import File, Router, Status, UploadedFile
from ninja.params import P, QueryEx
from pydantic import BaseModel, Field

from cordee.api.errors import Problem, refuse_invalid
from cordee.api.etags import Claim, etag_of, refuse_stale
from cordee.api.files import attached, file_contract
from cordee.api.made_packs import PackMaking, accepted, spoken
from cordee.api.paging import Number, Page, Place, Size, page_of
from cordee.api.ways_in import let_in, reader_of
from cordee.platform.access import Reader
from cordee.reports import jobs, queries, rules, services
from cordee.reports.board_pack import asked_pack
from cordee.reports.contents import BoardPack, Section
from cordee.reports.documents import CONTENT_TYPES
from cordee.reports.forms import SlideTemplateForm
from cordee.reports.models import SlideTemplate
from cordee.reports.slides.starter import starter_file

packs = Router(tags=["board pack"])
BasisKey = QueryEx[str, P(max_length=40, description="As in 2027-planned.")]
EditionKey = QueryEx[
    int | None, P(ge=1, lt=2**63, description="The pack of a frozen edition; none: of today.")
]
Language = QueryEx[
    Literal["fr", "en"] | None, P(description="None: the language that the request accepts.")
]
SLIDES = file_contract(CONTENT_TYPES["pptx"])


class FigureTold(BaseModel):
    """A figure of the summary, with the sentence that reads it."""

    key: str
    label: str
    value: str
    sentence: str


class PartTold(BaseModel):
    """One page or slide: a finding, and the rows behind it as they are written."""

    key: str
    title: str
    lede: str
    figures: list[FigureTold]
    sentences: list[str]
    columns: list[str]
    rows: list[list[str]]
    total: list[str]
    is_appendix: bool


class PackTold(BaseModel):
    """What the pack states, before it is taken away."""

    title: str
    on: str
    basis: str
    coverage: str
    source: str
    frozen: str = Field(description="Name of the edition it is of; empty: of today.")
    edition: str = Field(description="What it is compared with; empty: nothing.")
    journal_head: str
    language: str
    findings: dict[str, str]
    parts: list[PartTold]


class TemplateTold(BaseModel):
    """One version of your presentation."""

    id: int
    number: int
    file: str
    size: int
    digest: str
    at: datetime
    is_in_use: bool


class ChoiceTold(BaseModel):
    """On which layout a content goes, and how it was chosen."""

    content: str
    layout: str
    how: str
    sentence: str


class UnknownTold(BaseModel):
    """A name that means nothing, and the nearest that does."""

    name: str
    nearest: str


class PreviewTold(TemplateTold):
    """What is recognised, missing or unknown in it, before any pack is made on it."""

    refusal: str = Field(description="Why it can no longer be read; empty when it can.")
    choices: list[ChoiceTold]
    found: list[str]
    unknown: list[UnknownTold]
    own: int
    left_out: int


@packs.get("/board-pack/", response={200: PackTold, 409: Problem})
def read_board_pack(
    request: HttpRequest,
    basis: BasisKey = "",
    edition: EditionKey = None,
    language: Language = None,
) -> PackTold:
    """What the pack states, of today or of an edition."""
    reader = let_in(rules.may_read_board_pack, request)
    return _stated(_pack(reader, basis=basis, edition=edition, language=language))


@packs.get("/slide-templates/", response={200: Page[TemplateTold]})
def list_slide_templates(
    request: HttpRequest, page: Place = 1, per_page: Size = 50
) -> Page[TemplateTold]:
    """Every version that was brought, the latest first."""
    reader = let_in(rules.may_change_slide_template, request)
    return page_of(queries.slide_templates(reader), _template, page=page, size=per_page)


@packs.post("/slide-templates/", response={201: PreviewTold})
def add_slide_template(request: HttpRequest, file: File[UploadedFile]) -> Any:
    """Bring a presentation: it dresses nothing until it is put in use."""
    reader = let_in(rules.may_change_slide_template, request)
    form = SlideTemplateForm({}, MultiValueDict({"file": [file]}))
    refuse_invalid(form)
    given = form.cleaned_data["file"]
    template = services.add_slide_template(
        reader.organisation,
        content=given.read(),
        name=given.name,
        by=reader.user,
        at=timezone.now(),
    )
    return Status(201, _preview(template))


@packs.get("/slide-templates/starter/", response={200: None}, openapi_extra=SLIDES)
def take_starter_template(request: HttpRequest) -> HttpResponse:
    """A template of the house to dress, every place named."""
    let_in(rules.may_change_slide_template, request)
    return _slides(starter_file(), name="board-pack-template.pptx")


@packs.post("/slide-templates/house/", response={204: None})
def use_house_template(request: HttpRequest, read: Claim = "") -> Any:
    """Dress the slides as the house does, with the ETag of the version that they leave."""
    reader, at = let_in(rules.may_change_slide_template, request), timezone.now()
    worn = queries.template_in_use(reader)
    if worn is not None:
        refuse_stale(etag_of(worn), read=read)
    seen = services.worn(worn)
    services.use_house_template(reader.organisation, by=reader.user, at=at, seen=seen)
    return Status(204, None)


@packs.get("/slide-templates/{slide_template}/", response={200: PreviewTold})
def read_slide_template(
    request: HttpRequest, response: HttpResponse, slide_template: Number
) -> PreviewTold:
    """What is recognised in one version, with its ETag."""
    template = _version(request, slide_template)
    response["ETag"] = etag_of(template)
    return _preview(template)


@packs.delete("/slide-templates/{slide_template}/", response={204: None})
def remove_slide_template(request: HttpRequest, slide_template: Number, read: Claim = "") -> Any:
    """Forget a version; the packs already made on it stay as they are."""
    reader = let_in(rules.may_change_slide_template, request)
    template = _version(request, slide_template)
    refuse_stale(etag_of(template), read=read)
    services.remove_slide_template(template, by=reader.user, at=timezone.now())
    return Status(204, None)


@packs.get(
    "/slide-templates/{slide_template}/file/",
    response={200: None},
    openapi_extra=SLIDES,
)
def take_slide_template(request: HttpRequest, slide_template: Number) -> HttpResponse:
    """The very file that was brought."""
    template = _version(request, slide_template)
    return _slides(bytes(template.content), name=f"template-{template.number}.pptx")


@packs.post("/slide-templates/{slide_template}/slides/", response={202: PackMaking})
def try_slide_template(request: HttpRequest, response: HttpResponse, slide_template: Number) -> Any:
    """Have the slides of today made on this version, whether it is in use or not."""
    template = _version(request, slide_template)
    reader = reader_of(request)
    pack = jobs.ask_for_pack(
        reader,
        basis="",
        edition=None,
        language=spoken(reader, None),
        kinds=("pptx",),
        template=template,
        at=timezone.now(),
    )
    return accepted(pack, response=response)


@packs.post("/slide-templates/{slide_template}/use/", response={200: TemplateTold})
def use_slide_template(
    request: HttpRequest, response: HttpResponse, slide_template: Number, read: Claim = ""
) -> TemplateTold:
    """Dress the slides with this version, and with no other."""
    reader = let_in(rules.may_change_slide_template, request)
    template = _version(request, slide_template)
    refuse_stale(etag_of(template), read=read)
    services.use_slide_template(template, by=reader.user, at=timezone.now())
    response["ETag"] = etag_of(template)
    return _template(template)


def _pack(reader: Reader, *, basis: str, edition: int | None, language: str | None) -> BoardPack:
    pack = asked_pack(
        reader,
        basis=basis,
        edition=edition,
        on=timezone.localdate(),
        language=spoken(reader, language),
    )
    if pack is None:
        raise Http404
    return pack


def _version(request: HttpRequest, pk: int) -> SlideTemplate:
    reader = let_in(rules.may_change_slide_template, request)
    return get_object_or_404(queries.slide_templates(reader), pk=pk)


def _slides(content: bytes, *, name: str) -> HttpResponse:
    return attached(content, kind=CONTENT_TYPES["pptx"], name=name)


def _stated(pack: BoardPack) -> PackTold:
    return PackTold(
        title=pack.title,
        on=pack.on.isoformat(),
        basis=pack.picture.basis.key,
        coverage=pack.coverage,
        source=pack.source,
        frozen=pack.frozen,
        edition=pack.edition,
        journal_head=pack.journal_head,
        language=pack.language,
        findings=dict(pack.findings),
        parts=[_part(section) for section in pack.sections],
    )


def _part(section: Section) -> PartTold:
    table = section.table
    return PartTold(
        key=section.key,
        title=section.title,
        lede=section.lede,
        figures=[
            FigureTold(key=one.key, label=one.label, value=one.value, sentence=one.sentence)
            for one in section.figures
        ],
        sentences=list(section.sentences),
        columns=[column.label for column in table.columns] if table else [],
        rows=[list(row) for row in table.rows] if table else [],
        total=list(table.total) if table else [],
        is_appendix=section.is_appendix,
    )


def _template(template: SlideTemplate) -> TemplateTold:
    return TemplateTold(**_facts(template))


def _preview(template: SlideTemplate) -> PreviewTold:
    seen = queries.preview(template)
    return PreviewTold(
        **_facts(template),
        refusal=seen.refusal,
        choices=[
            ChoiceTold(content=c.content, layout=c.layout, how=c.how, sentence=c.sentence)
            for c in seen.choices
        ],
        found=[name.name for name in seen.found],
        unknown=[UnknownTold(name=one.name, nearest=one.nearest) for one in seen.unknown],
        own=seen.own,
        left_out=seen.left_out,
    )


def _facts(template: SlideTemplate) -> dict[str, Any]:
    return {
        "id": template.pk,
        "number": template.number,
        "file": template.file_name,
        "size": template.size,
        "digest": template.digest,
        "at": template.at,
        "is_in_use": template.is_in_use,
    }
