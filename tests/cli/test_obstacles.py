import errno

import pytest

from cordee.cli.obstacles import is_about_a_file, obstacle


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (errno.ENOENT, "“pack.pdf” cannot be written: its folder does not exist."),
        (errno.EACCES, "“pack.pdf”: this account may neither read nor write there."),
        (errno.EISDIR, "“pack.pdf” is a folder: give the name of a file."),
        (errno.ENOSPC, "The disk is full: make room and start again."),
        (errno.EIO, "“pack.pdf”: the system refuses (why)."),
    ],
)
def test_the_sentence_names_the_file_and_what_to_do(number, told):
    assert obstacle(OSError(number, "why", "pack.pdf")) == told


def test_a_connection_refused_is_not_about_a_file():
    assert not is_about_a_file(OSError(errno.ECONNREFUSED, "refused"))
    assert is_about_a_file(OSError(errno.ENOSPC, "full"))


def test_a_command_that_cannot_write_says_so_without_a_traceback(installed, tmp_path):
    nowhere = tmp_path / "nowhere" / "units.csv"

    done = installed("export", "units", "--organisation", "valmorel", "--out", nowhere)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"«\u202f{nowhere}\u202f» ne peut pas être écrit\u00a0: son dossier n’existe pas.\n"
    )
