"""Reads our templates without what only their source needs: a page carries no indentation."""

import re
from pathlib import Path

from django.template import Origin
from django.template.loaders import app_directories

OURS = Path(__file__).parents[1]
INDENTED = re.compile(r"\n\s+")


class Loader(app_directories.Loader):
    """The templates of the apps; the space between two elements stays one line break."""

    def get_contents(self, origin: Origin) -> str:
        written: str = super().get_contents(origin)
        path = Path(origin.name)
        if path.suffix != ".html" or not path.is_relative_to(OURS):
            return written
        return INDENTED.sub("\n", written)
