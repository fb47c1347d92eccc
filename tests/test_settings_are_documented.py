import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VARIABLE = re.compile(r"\b(CORDEE_[A-Z_]+|PORT)\b")


def test_every_variable_read_is_in_the_page_and_the_reverse():
    sources = [*ROOT.glob("src/cordee/**/*.py"), *ROOT.glob("tests/**/*.py")]
    read = {name for path in sources for name in VARIABLE.findall(path.read_text())}
    page = (ROOT / "docs" / "settings.md").read_text()
    documented = set(re.findall(r"^\| `([A-Z_]+)`", page, re.MULTILINE))

    assert documented == read
