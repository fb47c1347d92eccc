"""From bytes to text: the encoding of a file, found and verified on the whole of it."""

import codecs
import re
from pathlib import Path

from django.utils.translation import gettext as _

from cordee.platform.errors import Refused
from cordee.platform.importing.sniffing import looks_like_utf16, not_text

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WESTERN = ("cp1252", "mac_roman", "cp850", "latin-1")
"""In the order in which they are believed when they read the text equally well."""
_EXPECTED = frozenset(
    "àâäáãåæçéèêëíìîïñóòôöõøœßúùûüÿÀÂÄÁÃÅÆÇÉÈÊËÍÌÎÏÑÓÒÔÖÕØŒÚÙÛÜŸ€£°²³µ§«»‘’“”–—…•·×±½¼¾©®™\u00a0"
)
_NON_ASCII = re.compile(rb"[^\n\r]{0,40}[\x80-\xff][^\n\r]{0,40}")
_SAMPLE = 4_000
_BELIEVABLE = 0.9
_CHUNK = 1 << 20


def encoding_of(path: Path, *, head: bytes) -> str:
    """The encoding in which the whole file decodes and reads best."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return _verified(path, encoding)
    if order := looks_like_utf16(head):
        return _verified(path, order)
    if _decodes(path, "utf-8"):
        return "utf-8"
    sample = _sample(path)
    ranked = sorted(_WESTERN, key=lambda encoding: -_believable(sample, encoding))
    if _believable(sample, ranked[0]) < _BELIEVABLE:
        ranked = [*_guessed(sample), *ranked]
    for encoding in ranked:
        if _decodes(path, encoding):
            return encoding
    raise _undecodable(path)


def _verified(path: Path, encoding: str) -> str:
    if not _decodes(path, encoding):
        raise _undecodable(path)
    return encoding


def _undecodable(path: Path) -> Refused:
    return Refused(
        _("The encoding of “%(file)s” cannot be told. Save it as “CSV UTF-8”.")
        % {"file": path.name}
    )


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                if "\0" in decoder.decode(chunk):
                    raise not_text(path)
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _sample(path: Path) -> bytes:
    """Pieces of the file around its first bytes beyond ASCII: the only ones that can tell."""
    found: list[bytes] = []
    with path.open("rb") as stream:
        while len(found) < _SAMPLE and (chunk := stream.read(_CHUNK)):
            found += _NON_ASCII.findall(chunk)
    return b"\n".join(found[:_SAMPLE])


def _believable(sample: bytes, encoding: str) -> float:
    """Share of the letters beyond ASCII that French or English text is expected to have."""
    try:
        text = sample.decode(encoding)
    except UnicodeError:
        return 0.0
    beyond = [letter for letter in text if letter > "\x7f"]
    return sum(letter in _EXPECTED for letter in beyond) / max(len(beyond), 1)


def _guessed(sample: bytes) -> list[str]:
    from charset_normalizer import from_bytes

    return [match.encoding for match in from_bytes(sample)][:3]
