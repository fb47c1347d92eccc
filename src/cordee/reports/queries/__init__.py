"""What the reports answer: the templates of an organisation, the packs somebody asked for."""

from cordee.reports.queries.packs import (
    Standing,
    job_name,
    pack,
    packs,
    packs_within,
    path_of,
    standing,
    standing_packs,
)
from cordee.reports.queries.templates import (
    Preview,
    preview,
    slide_templates,
    slides_content,
    template_in_use,
)

__all__ = [
    "Preview",
    "Standing",
    "job_name",
    "pack",
    "packs",
    "packs_within",
    "path_of",
    "preview",
    "slide_templates",
    "slides_content",
    "standing",
    "standing_packs",
    "template_in_use",
]
