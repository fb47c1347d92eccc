import pytest
from pptx import Presentation

from cordee.platform.errors import Refused
from cordee.reports.template_files import TemplateLimits, opened_template, template_at
from tests.reports.slides.decks import content_of, rewritten

RELATIONS = "ppt/_rels/presentation.xml.rels"
OUTSIDE = (
    b'<Relationship Id="rId99" TargetMode="External" Target="https://evil.example/x.png" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"/>'
    b"</Relationships>"
)
LAUGHS = b'<!DOCTYPE p [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><p>&b;</p>'
FETCHED = b'<!DOCTYPE p [<!ENTITY a SYSTEM "file:///etc/passwd">]><p>&a;</p>'
UTF16 = LAUGHS.decode().encode("utf-16")


@pytest.fixture
def plain():
    return content_of(Presentation())


def reason(content, **limits):
    with pytest.raises(Refused) as refusal:
        opened_template(content, name="Modèle.pptx", limits=TemplateLimits(**limits))
    return str(refusal.value)


def typed(plain, kind):
    def change(told):
        return told.replace(b"presentation.main+xml", kind)

    return rewritten(plain, replace={"[Content_Types].xml": change})


def test_an_ordinary_presentation_is_opened(plain):
    assert len(opened_template(plain, name="Modèle.pptx").slide_layouts) == 11


def test_a_path_that_is_no_file_is_said(tmp_path):
    with pytest.raises(Refused, match="is not a file"):
        template_at(tmp_path / "nowhere.pptx")


def test_macros_are_refused(plain):
    kind = b"presentation.macroEnabled.main+xml"

    assert reason(typed(plain, kind)) == (
        "“Modèle.pptx” contains macros: save it as a presentation without macros (.pptx)."
    )


def test_a_template_of_another_format_is_refused(plain):
    told = "“Modèle.pptx” is not a .pptx: save it in that format."

    assert reason(typed(plain, b"template.main+xml")) == told


def test_a_project_of_macros_hidden_in_a_pptx_is_refused(plain):
    content = rewritten(plain, add={"ppt/vbaProject.bin": b"x"})

    assert reason(content) == (
        "“Modèle.pptx” contains an embedded object or a control: replace it by a picture."
    )


def test_a_link_to_elsewhere_is_refused_and_named(plain):
    def linked(told):
        return told.replace(b"</Relationships>", OUTSIDE)

    assert reason(rewritten(plain, replace={RELATIONS: linked})) == (
        "“Modèle.pptx” links to “https://evil.example/x.png”: "
        "remove this link, nothing may be fetched."
    )


@pytest.mark.parametrize("hostile", [LAUGHS, FETCHED, UTF16, b"<p>", b""])
def test_xml_that_declares_entities_or_is_broken_is_refused(plain, hostile):
    content = rewritten(plain, add={"ppt/slides/slide9.xml": hostile})

    assert reason(content).startswith("“Modèle.pptx” cannot be read")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"hello" * 100])
def test_what_is_not_a_zip_is_refused(content):
    assert reason(content).startswith("“Modèle.pptx” cannot be read")


def test_a_presentation_cut_short_is_refused(plain):
    assert reason(plain[: len(plain) // 2]).startswith("“Modèle.pptx” cannot be read")


def test_a_bomb_is_not_opened(plain):
    content = rewritten(plain, add={"ppt/media/image1.png": b"\0" * 5_000_000})

    told = "“Modèle.pptx” would unpack to far more than its size: it was not opened."
    assert reason(content) == told
    assert reason(plain, unpacked=1000) == told
    assert reason(plain, members=3) == told


def test_a_file_too_heavy_is_refused_before_it_is_opened(plain):
    assert reason(plain, bytes=1000) == (
        "“Modèle.pptx” weighs more than 0 MB: compress its pictures first."
    )


def test_two_parts_under_one_name_are_refused(plain):
    content = rewritten(plain, add={"PPT/presentation.xml": b"<p/>"})

    assert reason(content).startswith("“Modèle.pptx” cannot be read")
