"""Opens the customer's template: what could harm is refused with a sentence, before any reading."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from cordee.platform.errors import Refused
from cordee.reports.slides.recognising import Recognised, recognised

MAIN = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
CONTENT_TYPES = "[Content_Types].xml"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
PLAIN_EMBEDDED = (".xlsx", ".docx", ".pptx")


@dataclass(frozen=True, slots=True)
class TemplateLimits:
    """What a template may weigh; the sizes announced by a zip are verified by its reading."""

    bytes: int = 20_000_000
    unpacked: int = 150_000_000
    members: int = 5_000
    ratio: int = 200
    ratio_matters_from: int = 2_000_000
    slides: int = 200


LIMITS = TemplateLimits()


def opened_template(content: bytes, *, name: str, limits: TemplateLimits = LIMITS) -> Any:
    """The presentation, once nothing in it can run, reach out, or swell."""
    from pptx import Presentation

    _refuse_unsafe(content, name=name, limits=limits)
    try:
        presentation = Presentation(BytesIO(content))
        is_usable = bool(presentation.slide_width and len(presentation.slide_layouts))
        count = len(presentation.slides)
    except (KeyError, ValueError, AttributeError, IndexError, StopIteration) as error:
        raise _damaged(name) from error
    if not is_usable:
        raise Refused(_("“%(file)s” has no layout: there is nothing to fill.") % {"file": name})
    if count > limits.slides:
        raise Refused(
            _("“%(file)s” has %(slides)d slides; a template has at most %(most)d.")
            % {"file": name, "slides": count, "most": limits.slides}
        )
    return presentation


def read_template(content: bytes, *, name: str) -> Recognised:
    """What the template offers, or the sentence that says why it is refused."""
    return recognised(opened_template(content, name=name))


def template_at(path: Path) -> bytes:
    """The content of a template on disk, once it is known to be usable."""
    if not path.is_file():
        raise Refused(_("%(file)s is not a file.") % {"file": path})
    content = path.read_bytes()
    opened_template(content, name=path.name)
    return content


def _refuse_unsafe(content: bytes, *, name: str, limits: TemplateLimits) -> None:
    if len(content) > limits.bytes:
        raise Refused(
            _("“%(file)s” weighs more than %(most)d MB: compress its pictures first.")
            % {"file": name, "most": limits.bytes // 1_000_000}
        )
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _refuse_bomb(archive.infolist(), name=name, limits=limits)
            _refuse_other_kinds(archive, name=name)
            for member, root in _parts(archive):
                if member.endswith(".rels"):
                    _refuse_links(root, name=name)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise _damaged(name) from error


def _refuse_bomb(members: list[zipfile.ZipInfo], *, name: str, limits: TemplateLimits) -> None:
    swollen = any(
        member.file_size > limits.ratio_matters_from
        and member.file_size > limits.ratio * max(member.compress_size, 1)
        for member in members
    )
    is_heavy = sum(member.file_size for member in members) > limits.unpacked
    if swollen or is_heavy or len(members) > limits.members:
        raise Refused(
            _("“%(file)s” would unpack to far more than its size: it was not opened.")
            % {"file": name}
        )
    if len({member.filename.lower() for member in members}) < len(members):
        raise _damaged(name)


def _refuse_other_kinds(archive: zipfile.ZipFile, *, name: str) -> None:
    """Macros, objects that run, and what is not a presentation."""
    listed = [member.filename.lower() for member in archive.infolist()]
    if CONTENT_TYPES.lower() not in listed:
        raise _damaged(name)
    root = _parsed(archive.read(CONTENT_TYPES), name=name)
    types = {str(found.get("ContentType", "")).lower() for found in root.iter(f"{TYPES}*")}
    if any("macroenabled" in kind or "vbaproject" in kind for kind in types):
        raise Refused(
            _("“%(file)s” contains macros: save it as a presentation without macros (.pptx).")
            % {"file": name}
        )
    if MAIN not in types:
        raise Refused(_("“%(file)s” is not a .pptx: save it in that format.") % {"file": name})
    runs = ("activex", "vbaproject")
    if any(_is_object(member) or any(word in member for word in runs) for member in listed):
        raise Refused(
            _("“%(file)s” contains an embedded object or a control: replace it by a picture.")
            % {"file": name}
        )


def _is_object(member: str) -> bool:
    return "/embeddings/" in member and not member.endswith(PLAIN_EMBEDDED)


def _refuse_links(root: Any, *, name: str) -> None:
    for found in root.iter(RELATIONSHIP):
        if str(found.get("TargetMode", "")).lower() == "external":
            target = str(found.get("Target", ""))[:120]
            raise Refused(
                _("“%(file)s” links to “%(target)s”: remove this link, nothing may be fetched.")
                % {"file": name, "target": target}
            )


def _parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, Any]]:
    """Every part in XML; each is read whole, so that a size that lies is found out."""
    for member in archive.infolist():
        content = archive.read(member)
        if member.filename.lower().endswith((".xml", ".rels", ".vml")):
            yield member.filename.lower(), _parsed(content, name=archive.filename or "")


def _parsed(content: bytes, *, name: str) -> Any:
    """XML that declares no entity and fetches nothing."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise zipfile.BadZipFile("a part is not XML") from error
    told: Any = root.getroottree().docinfo
    if told.doctype:
        raise zipfile.BadZipFile("a part declares a document type")
    return root


def _damaged(name: str) -> Refused:
    return Refused(
        _("“%(file)s” cannot be read: open it in your presentation program and save it again.")
        % {"file": name}
    )
