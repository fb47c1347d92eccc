import os
import subprocess
import sys

import pytest


@pytest.fixture
def cordee(tmp_path):
    """Run the command as a stranger would, in a folder of its own."""

    def run(*words, stdin=None, **variables):
        environment = {k: v for k, v in os.environ.items() if not k.startswith("CORDEE_")}
        environment |= {"CORDEE_DATA_DIR": str(tmp_path / "var")} | variables
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        command = [sys.executable, "-m", "cordee.cli.main", *map(str, words)]
        return subprocess.run(
            command,
            capture_output=True,
            text=True,
            env=environment,
            cwd=tmp_path,
            timeout=300,
            input=stdin,
        )

    return run
