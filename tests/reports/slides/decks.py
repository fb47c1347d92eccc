"""Templates as customers make them, built here: none is a file of anybody else's."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from pptx import Presentation
from pptx.util import Inches

TITLE_AND_CONTENT, TWO_CONTENTS, TITLE_ONLY = 1, 3, 5


def content_of(presentation):
    buffer = BytesIO()
    presentation.save(buffer)
    return buffer.getvalue()


def opened(content):
    return Presentation(BytesIO(content))


def named_layouts(**names):
    """A template whose layouts have names: `first` for 'Title and Content', `second` for another.

    Each is (name of the title, name of the content)."""
    presentation = Presentation()
    for place, (title, content) in zip(
        (TITLE_AND_CONTENT, TWO_CONTENTS), names.values(), strict=False
    ):
        held = {s.placeholder_format.idx: s for s in presentation.slide_layouts[place].placeholders}
        held[0].name, held[1].name = title, content
    return presentation


def with_shapes(presentation, **frames):
    """One more slide, with a text box under each name (colons written as two underscores)."""
    slide = presentation.slides.add_slide(presentation.slide_layouts[TITLE_ONLY])
    for name, frame in frames.items():
        box = slide.shapes.add_textbox(*map(Inches, frame))
        box.name, box.text_frame.text = name.replace("__", ":"), "…"
    return slide


def rewritten(content, *, replace=None, add=None):
    """The same package with parts replaced or added, as somebody hostile would."""
    buffer = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(buffer, "w", ZIP_DEFLATED) as new:
        for member in old.infolist():
            told = old.read(member)
            for name, change in (replace or {}).items():
                told = change(told) if member.filename == name else told
            new.writestr(member.filename, told)
        for name, told in (add or {}).items():
            new.writestr(name, told)
    return buffer.getvalue()


def words_of(presentation):
    """Every word of every slide, tables included, without its line ends."""
    said = []
    for slide in presentation.slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                said.append(shape.text_frame.text)
            if shape.has_table:
                said += [cell.text for row in shape.table.rows for cell in row.cells]
    return " ".join(" ".join(said).split())
