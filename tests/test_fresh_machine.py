"""The two commands start on a bare machine: which Python they take."""

import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_a_stand_in_that_runs_nothing_is_passed_over(tmp_path: Path) -> None:
    stand_in = tmp_path / "python3.13"
    stand_in.write_text("#!/bin/sh\necho 'python3.13: command not found' >&2\nexit 127\n")
    stand_in.chmod(0o755)

    told = planned(tmp_path, path=f"{tmp_path}:/usr/bin:/bin")

    assert told.returncode == 0
    assert str(stand_in) not in told.stdout
    assert "-m venv .venv" in told.stdout


def test_a_machine_without_python_is_told_what_is_missing(tmp_path: Path) -> None:
    for tool in ("make", "sh", "touch", "test"):
        (tmp_path / tool).symlink_to(shutil.which(tool) or f"/usr/bin/{tool}")

    told = subprocess.run(
        ["make", "-f", ROOT / "Makefile", ".venv/.run"],
        cwd=with_makefile(tmp_path),
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert told.returncode != 0
    assert "Cordée needs Python 3.11 or later" in told.stderr


def planned(folder: Path, *, path: str) -> subprocess.CompletedProcess[str]:
    """What make would run on a machine with nothing built, where ``path`` leads."""
    return subprocess.run(
        ["make", "-n", "-f", ROOT / "Makefile", ".venv/.run"],
        cwd=with_makefile(folder),
        env={"PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


def with_makefile(folder: Path) -> Path:
    """A folder that has what the rule depends on, and no environment yet."""
    clone = folder / "clone"
    (clone / "requirements").mkdir(parents=True)
    for name in ("requirements/build.txt", "requirements/run.txt", "pyproject.toml"):
        (clone / name).write_bytes((ROOT / name).read_bytes())
    return clone
