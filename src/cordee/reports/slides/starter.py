"""The template of the house: where customers start, what a pack is made on without theirs."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from cordee.platform.charts import TOKENS
from cordee.reports.slides.fitting import Frame
from cordee.reports.slides.native import NO_STYLE
from cordee.reports.slides.recognising import EMU
from cordee.reports.slides.writing import inches

SERIF, SANS = "Georgia", "Calibri"
WIDTH, HEIGHT = 13.333, 7.5
TEXT_WIDTH = 12.1
GROUND = "#f5f4f0"
COLOURS = {
    "dk1": TOKENS["ink"],
    "lt1": TOKENS["surface"],
    "dk2": TOKENS["ink-2"],
    "lt2": GROUND,
    "accent1": TOKENS["it"],
    "accent2": TOKENS["bad"],
    "accent3": TOKENS["biz"],
    "accent4": TOKENS["gold"],
    "accent5": TOKENS["good"],
    "accent6": TOKENS["o3"],
    "hlink": TOKENS["it"],
    "folHlink": TOKENS["o3"],
}
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


@dataclass(frozen=True, slots=True)
class Place:
    """A placeholder of the starter: its name, where it stands, its type."""

    name: str
    frame: Frame
    size: float
    colour: str = "tx1"
    is_title: bool = False


HEADING = Place("cordee:heading", Frame(0.6, 0.2, TEXT_WIDTH, 0.3), 11, "tx2")
TITLE = Place("cordee:title", Frame(0.6, 0.5, TEXT_WIDTH, 0.95), 24, is_title=True)
LEDE = Place("cordee:lede", Frame(0.6, 1.45, TEXT_WIDTH, 0.5), 14, "tx2")
SOURCE = Place("cordee:source", Frame(0.6, 7.0, 10.9, 0.3), 10, "tx2")
PAGE = Place("cordee:page", Frame(11.6, 7.0, 1.1, 0.3), 10, "tx2")
HEAD = Place("cordee:head", Frame(0.6, 6.7, 7.6, 0.3), 9, "tx2")
EDITION = Place("cordee:edition", Frame(8.3, 6.7, 4.4, 0.3), 9, "tx2")
RIGHT = (PAGE.name, EDITION.name)
BODY = Frame(0.6, 2.0, TEXT_WIDTH, 4.9)
SHORTER = Frame(0.6, 2.0, TEXT_WIDTH, 4.55)


def starter() -> Any:
    """An empty presentation of two layouts, every place named."""
    from pptx import Presentation

    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = inches(WIDTH), inches(HEIGHT)
    _colour_theme(presentation)
    _plain_tables(presentation)
    first, page, *others = list(presentation.slide_layouts)
    for layout in others:
        presentation.slide_layouts.remove(layout)
    figures = Place("cordee:figures", SHORTER, 12)
    _make(first, _("Summary"), (TITLE, HEADING, LEDE, figures, HEAD, EDITION, SOURCE, PAGE))
    _make(page, _("Page"), (TITLE, LEDE, Place("cordee:body", BODY, 18), SOURCE, PAGE))
    _widen_master(presentation.slide_master)
    return presentation


def starter_file() -> bytes:
    """The starter as a file to open in a presentation program, and to dress."""
    presentation = starter()
    presentation.core_properties.title = _("Template of the board pack")
    buffer = BytesIO()
    presentation.save(buffer)
    return buffer.getvalue()


def _make(layout: Any, label: str, places: Sequence[Place]) -> None:
    from pptx.oxml import parse_xml

    tree = layout.shapes._spTree
    for element in list(tree)[2:]:
        tree.remove(element)
    layout._element.cSld.set("name", label)
    for number, place in enumerate(places):
        tree.append(parse_xml(_placeholder(place, number)))


def _placeholder(place: Place, number: int) -> str:
    """The library makes no placeholder on a layout: this is the markup of one."""
    from pptx.oxml.ns import nsdecls

    frame = place.frame
    kind = '<p:ph type="title"/>' if place.is_title else f'<p:ph type="body" idx="{number + 20}"/>'
    sides = [round(side * EMU) for side in (frame.x, frame.y, frame.width, frame.height)]
    align = ' algn="r"' if place.name in RIGHT else ' algn="l"'
    return (
        f"<p:sp {nsdecls('p', 'a')}><p:nvSpPr>"
        f'<p:cNvPr id="{number + 2}" name="{place.name}"/>'
        f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>{kind}</p:nvPr></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="{sides[0]}" y="{sides[1]}"/>'
        f'<a:ext cx="{sides[2]}" cy="{sides[3]}"/></a:xfrm></p:spPr>'
        f'<p:txBody><a:bodyPr anchor="t" tIns="0" bIns="0"><a:normAutofit/></a:bodyPr><a:lstStyle>'
        f'<a:lvl1pPr marL="0" indent="0"{align}><a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/>'
        f'<a:defRPr sz="{round(place.size * 100)}"><a:solidFill><a:schemeClr val="{place.colour}"/>'
        "</a:solidFill></a:defRPr></a:lvl1pPr></a:lstStyle>"
        f"<a:p><a:r><a:t>{place.name}</a:t></a:r></a:p></p:txBody></p:sp>"
    )


def _widen_master(master: Any) -> None:
    """The master of the library is drawn for 4:3: its places are spread over 16:9."""
    for shape in master.placeholders:
        shape.left = round(shape.left * WIDTH / 10)
        shape.width = round(shape.width * WIDTH / 10)


def _colour_theme(presentation: Any) -> None:
    from lxml import etree

    part = _related(presentation.slide_master.part, "THEME")
    root: Any = etree.fromstring(part.blob)
    for name, colour in COLOURS.items():
        holder = root.find(f".//{A}clrScheme/{A}{name}")
        for child in list(holder):
            holder.remove(child)
        etree.SubElement(holder, f"{A}srgbClr", val=colour.removeprefix("#").upper())
    for family, font in (("majorFont", SERIF), ("minorFont", SANS)):
        root.find(f".//{A}fontScheme/{A}{family}/{A}latin").set("typeface", font)
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _plain_tables(presentation: Any) -> None:
    from lxml import etree

    part = _related(presentation.part, "TABLE_STYLES")
    root = etree.fromstring(part.blob)
    root.set("def", NO_STYLE)
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _related(part: Any, kind: str) -> Any:
    from pptx.opc.constants import RELATIONSHIP_TYPE

    wanted = getattr(RELATIONSHIP_TYPE, kind)
    return next(rel.target_part for rel in part.rels.values() if rel.reltype == wanted)
