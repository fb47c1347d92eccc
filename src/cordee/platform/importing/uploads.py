"""What a browser sends, on disk for the time of its reading."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile


@contextmanager
def on_disk(given: "UploadedFile[bytes]") -> Iterator[Path]:
    """The uploaded file under its own name, for sentences to name it; removed afterwards."""
    with TemporaryDirectory(prefix="cordee-upload-") as folder:
        path = Path(folder) / Path(given.name or "file").name
        if isinstance(given, TemporaryUploadedFile):
            path.symlink_to(given.temporary_file_path())
        else:
            path.write_bytes(given.read())
        yield path
