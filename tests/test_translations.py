"""French is complete: nothing missing, nothing fuzzy, nothing left out of the catalogue."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

SOURCE = Path(__file__).resolve().parents[1] / "src" / "cordee"
CATALOGUE = SOURCE / "locale" / "fr" / "LC_MESSAGES" / "django.po"
HOLDER = re.compile(r"%\(\w+\)[sdf]|%%|\{\w*\}")
PLAIN_SPACE = re.compile(r"\w (?:[;!?»€]|%(?!\())|« |\w :(?!\S)")


@pytest.fixture(scope="module")
def catalogue():
    return [entry for entry in polib.pofile(str(CATALOGUE)) if not entry.obsolete]


def translations(entry):
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_no_string_is_missing(catalogue):
    assert [e.msgid for e in catalogue if not all(translations(e))] == []


def test_no_string_is_fuzzy(catalogue):
    assert [e.msgid for e in catalogue if "fuzzy" in e.flags] == []


def test_placeholders_are_those_of_the_english(catalogue):
    def holders(text):
        return sorted(set(HOLDER.findall(text)) - {"%%"})

    wrong = [
        e.msgid
        for e in catalogue
        for text in translations(e)
        if not set(holders(text)) <= set(holders(e.msgid) + holders(e.msgid_plural))
    ]
    assert wrong == []


def test_french_typography_is_kept(catalogue):
    said = [(e.msgid, text) for e in catalogue for text in translations(e)]

    assert [msgid for msgid, text in said if PLAIN_SPACE.search(text)] == []
    assert [msgid for msgid, text in said if "'" in text and "'" not in msgid] == []


def test_the_catalogue_holds_every_string_of_the_code(catalogue, tmp_path):
    if shutil.which("xgettext") is None:
        if os.environ.get("CORDEE_REQUIRE_ALL") == "1":
            pytest.fail("xgettext is absent and CORDEE_REQUIRE_ALL=1")
        pytest.skip("xgettext is absent: new strings cannot be looked for")
    copy = tmp_path / "cordee"
    shutil.copytree(SOURCE, copy, ignore=shutil.ignore_patterns("__pycache__", "built", "*.mo"))
    command = [sys.executable, "-m", "django", "makemessages", "-l", "fr", "--no-location"]
    environment = os.environ | {"PYTHONWARNINGS": "ignore"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    subprocess.run(command, cwd=copy, env=environment, check=True, capture_output=True)

    found = polib.pofile(str(copy / "locale" / "fr" / "LC_MESSAGES" / "django.po"))

    known = {(e.msgctxt, e.msgid) for e in catalogue}
    assert [e.msgid for e in found if not e.obsolete and (e.msgctxt, e.msgid) not in known] == []
