"""The customer's presentation: brought, seen, put in use, and who may."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pptx import Presentation

from cordee.platform.access import Role
from cordee.platform.errors import Refused
from cordee.platform.models import Entry
from cordee.reports import queries, services
from cordee.reports.models import SlideTemplate
from tests.factories import member, organisation, pack, slide_template
from tests.pages import IN_ENGLISH, words
from tests.reports.making import files_made
from tests.reports.slides.decks import content_of, named_layouts, with_shapes

PAGE = reverse("reports:slide_templates")


@pytest.fixture
def named():
    template = named_layouts(first=("cordee:titel", "cordee:body"))
    with_shapes(template, Consigne=(1, 1, 3, 1))
    return content_of(template)


@pytest.fixture
def bring(client, cio):
    client.force_login(cio)

    def bring(content, name="Modèle 2027.pptx"):
        file = SimpleUploadedFile(name, content)
        return client.post(PAGE, {"file": file}, headers=IN_ENGLISH, follow=True)

    return bring


def slides_taken(client):
    return Presentation(BytesIO(files_made(client)["pptx"])).slides


def test_a_presentation_is_seen_before_it_dresses_anything(portfolio, client, bring, named):
    page = words(bring(named))

    assert "1 name is not known" in page
    assert "cordee:titel · did you mean cordee:title?" in page
    assert "Charts on “Title and Content”, in the place that is named for it" in page
    assert "0 slides kept and filled, 1 without any name, left out" in page
    assert SlideTemplate.objects.get().is_in_use is False
    assert {slide.slide_layout.name for slide in slides_taken(client)} == {"Summary", "Page"}


def test_once_in_use_it_dresses_the_pack_until_the_house_does_again(
    portfolio, client, bring, named
):
    bring(named)
    template = SlideTemplate.objects.get()

    client.post(reverse("reports:use_slide_template", args=[template.pk]))
    dressed = {slide.slide_layout.name for slide in slides_taken(client)}
    client.post(reverse("reports:use_house_template"))
    back = {slide.slide_layout.name for slide in slides_taken(client)}

    assert dressed == {"Title and Content"}
    assert back == {"Summary", "Page"}
    actions = Entry.objects.filter(action__contains="_template").values_list("action", flat=True)
    assert list(actions.order_by("number")) == [
        "reports.add_slide_template",
        "reports.use_slide_template",
        "reports.use_house_template",
    ]


def test_versions_are_kept_and_only_one_is_in_use(valmorel, cio, now, named):
    first, second = (
        services.add_slide_template(valmorel, content=named, name=f"{n}.pptx", by=cio, at=now)
        for n in ("a", "b")
    )
    services.use_slide_template(first, by=cio, at=now)
    services.use_slide_template(second, by=cio, at=now)

    kept = SlideTemplate.objects.order_by("number").values_list("number", "file_name", "is_in_use")
    assert list(kept) == [(1, "a.pptx", False), (2, "b.pptx", True)]


def test_a_refused_file_is_not_kept_and_the_page_says_why(portfolio, bring):
    page = words(bring(b"PK\x03\x04 nothing", name="Macros.pptm"))

    assert "“Macros.pptm” cannot be read" in page
    assert SlideTemplate.objects.count() == 0


def test_the_service_refuses_too(valmorel, cio, now):
    with pytest.raises(Refused):
        services.add_slide_template(valmorel, content=b"", name="x.pptx", by=cio, at=now)

    assert Entry.objects.filter(action__startswith="reports.").count() == 0


def test_the_file_and_a_trial_are_taken_away(portfolio, client, bring, named):
    bring(named)
    pk = SlideTemplate.objects.get().pk

    file = client.get(reverse("reports:slide_template_file", args=[pk]))
    trial = files_made(client, url=reverse("reports:slide_template_trial", args=[pk]))
    starter = client.get(reverse("reports:starter_template"))

    assert file.content == named
    assert file["Content-Disposition"] == 'attachment; filename="template-1.pptx"'
    laid = {slide.slide_layout.name for slide in Presentation(BytesIO(trial["pptx"])).slides}
    assert laid == {"Title and Content"}
    assert list(trial) == ["pptx"]
    assert len(Presentation(BytesIO(starter.content)).slide_layouts) == 2


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.OWNER, 200), (Role.TRANSFORMATION_OFFICE, 403), (Role.READER, 403)],
)
def test_those_who_answer_for_the_slides_choose_their_dress(valmorel, client, role, status):
    client.force_login(member(valmorel, role=role))

    assert client.get(PAGE).status_code == status


def test_the_template_of_another_organisation_neither_shows_nor_dresses(cio_reader, cio, client):
    theirs = slide_template(organisation("Ateliers Rivaud", "rivaud"), is_in_use=True)
    client.force_login(cio)

    response = client.get(reverse("reports:slide_template", args=[theirs.pk]))

    assert response.status_code == 404
    assert queries.slides_content(cio_reader) == b""


def test_the_list_reads_as_much_for_one_version_as_for_six(valmorel, client, cio):
    client.force_login(cio)
    slide_template(valmorel, is_in_use=True)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as one:
        client.get(PAGE)
    for number in range(2, 7):
        slide_template(valmorel, number=number, by=cio)

    with CaptureQueriesContext(connection) as six:
        client.get(PAGE)

    assert len(six) == len(one)


def removal(template):
    return reverse("reports:remove_slide_template", args=[template.pk])


def test_a_template_is_removed_after_a_confirmation_and_packs_already_made_stay(
    portfolio, client, cio
):
    client.force_login(cio)
    template = slide_template(portfolio, is_in_use=True)
    made = pack(portfolio, cio, template=template)

    asked = words(client.get(removal(template), headers=IN_ENGLISH))
    client.post(removal(template), {"revision": 1})

    made.refresh_from_db()
    assert "dressed by Cordée again. The packs already made stay as they are." in asked
    assert (made.state, made.template, SlideTemplate.objects.count()) == ("ready", None, 0)
    assert Entry.objects.get().action == "reports.remove_slide_template"


def test_a_template_that_dresses_a_pack_being_made_is_not_removed(portfolio, client, cio):
    client.force_login(cio)
    template = slide_template(portfolio)
    client.post(reverse("reports:slide_template_trial", args=[template.pk]))

    page = words(client.post(removal(template), {"revision": 1}, headers=IN_ENGLISH))

    assert "dresses a board pack that is being made: remove it once it is made." in page
    assert SlideTemplate.objects.count() == 1


def test_the_second_to_decide_of_a_template_is_told_what_the_first_did(portfolio, client, cio, now):
    client.force_login(cio)
    template = slide_template(portfolio)
    services.use_slide_template(template, by=cio, at=now)

    page = words(client.post(removal(template), {"revision": 1}, headers=IN_ENGLISH))
    used = reverse("reports:use_slide_template", args=[template.pk])
    late = client.post(used, {"revision": 1}, headers=IN_ENGLISH, follow=True)

    assert "since you opened it: open it again first." in page
    assert "since you opened it: open it again first." in late.content.decode()
    assert SlideTemplate.objects.get().revision == 2


def test_who_gives_the_slides_back_to_the_house_is_told_of_a_template_chosen_meanwhile(
    portfolio, client, cio, now
):
    client.force_login(cio)
    slide_template(portfolio, "Ancien.pptx", is_in_use=True)
    chosen, house = slide_template(portfolio, number=2), reverse("reports:use_house_template")
    shown = client.get(PAGE, headers=IN_ENGLISH).context["revision"]

    services.use_slide_template(chosen, by=cio, at=now)
    late = client.post(house, {"revision": shown}, headers=IN_ENGLISH, follow=True)
    kept = queries.template_in_use(late.wsgi_request.reader)
    shown = late.context["revision"]
    client.post(house, {"revision": shown}, headers=IN_ENGLISH)

    told = "“Ancien.pptx” was changed since you opened it: open it again first."
    assert told in late.content.decode()
    assert f'name="revision" value="{shown}"' in late.content.decode()
    assert kept == chosen
    assert SlideTemplate.objects.filter(is_in_use=True).count() == 0
