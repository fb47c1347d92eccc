import os
import shutil
import subprocess
import sys

import pytest

PASSWORD = "une corde bien longue"


def command_in(folder):
    """What runs the command as a stranger would, in a folder of its own."""

    def run(*words, stdin=None, **variables):
        environment = {k: v for k, v in os.environ.items() if not k.startswith("CORDEE_")}
        environment |= {"CORDEE_DATA_DIR": str(folder / "var")} | variables
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        command = [sys.executable, "-m", "cordee.cli.main", *map(str, words)]
        return subprocess.run(
            command,
            capture_output=True,
            text=True,
            env=environment,
            cwd=folder,
            timeout=300,
            input=stdin,
        )

    return run


@pytest.fixture
def cordee(tmp_path):
    return command_in(tmp_path)


@pytest.fixture(scope="session")
def first_installation(made_once):
    """The data of a new installation with its first owner: tests take copies of it."""

    def founded(folder):
        done = command_in(folder)(
            *("owner", "camille@valmorel.example", "--organisation", "Valmorel"),
            stdin=f"{PASSWORD}\n{PASSWORD}\n",
        )
        assert done.returncode == 0, done.stderr

    return made_once("installation", founded) / "var"


@pytest.fixture
def installed(cordee, tmp_path, first_installation):
    """The command, in a folder where someone has installed and opened an organisation."""
    shutil.copytree(first_installation, tmp_path / "var")
    return cordee
