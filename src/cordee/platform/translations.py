"""Compiles the translations: `python -m cordee.platform.translations`, part of `make setup`."""

from pathlib import Path

LOCALE = Path(__file__).resolve().parents[1] / "locale"


def compile_translations(folder: Path = LOCALE) -> list[Path]:
    """Write a .mo beside each .po of `folder`, without any tool outside Python."""
    import polib

    compiled = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        polib.pofile(str(source)).save_as_mofile(str(target))
        compiled.append(target)
    return compiled


if __name__ == "__main__":
    compile_translations()
