"""All that an organisation keeps here, taken out whole as one file."""

from cordee.platform.archives.belongings import ELSEWHERE, belongings
from cordee.platform.archives.reading import archive_state
from cordee.platform.archives.work import (
    archives,
    ask_for_archive,
    clear_archives,
    file_name,
    kept_files,
    opened_archive,
    standing,
)
from cordee.platform.archives.writing import write_archive

__all__ = [
    "ELSEWHERE",
    "archive_state",
    "archives",
    "ask_for_archive",
    "belongings",
    "clear_archives",
    "file_name",
    "kept_files",
    "opened_archive",
    "standing",
    "write_archive",
]
