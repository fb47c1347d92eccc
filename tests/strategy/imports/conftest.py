import pytest

from cordee.strategy import imports
from cordee.strategy.imports.drafts import read_file


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    """Files and progress of this test only."""
    settings.DATA_DIR = tmp_path / "data"
    settings.IMPORT_DIR = tmp_path / "data" / "imports"


@pytest.fixture
def draft(cio_reader, now):
    """Makes a draft of a file, as a reader who gave it."""

    def drafted(file, *, reader=cio_reader, at=now, **options):
        return imports.draft_import(reader, file=file, name=file.name, at=at, **options)

    return drafted


@pytest.fixture
def bring_in(draft, cio_reader, now):
    """A file drafted and applied; gives the run and the rehearsal."""

    def brought_in(file, *, reader=cio_reader, at=now, **options):
        reader.organisation.refresh_from_db()
        run = draft(file, reader=reader, at=at, **options)
        return run, imports.apply_import(run, reader=reader, at=at)

    return brought_in


@pytest.fixture
def rehearse(cio_reader, now):
    """What a file would do, without drafting it."""

    def rehearsed(file, *, reader=cio_reader, on=None, creates_objectives=True, mapping=None):
        table = read_file(file)
        return imports.rehearsal(
            reader,
            table=table,
            mapping=mapping or imports.suggested(table, reader=reader, on=on or now.date()),
            on=on or now.date(),
            creates_objectives=creates_objectives,
        )

    return rehearsed


@pytest.fixture
def portfolio_file(tmp_path):
    """Writes a small portfolio, one line of text a row."""

    def written(*lines, name="portfolio.csv"):
        file = tmp_path / name
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return file

    return written
