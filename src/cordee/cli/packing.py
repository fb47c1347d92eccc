"""`cordee pack`: the board pack of an organisation, from a shell or from a scheduler."""

from pathlib import Path
from typing import Annotated

import typer

from cordee.cli.loading import load_installation
from cordee.cli.members import As, Organisation, reader_named

LANGUAGES = ("fr", "en")


def pack(
    organisation: Organisation,
    out: Annotated[Path, typer.Option(help="Folder for the PDF, the PPTX and the XLSX.")],
    basis: Annotated[str, typer.Option(help="2027-planned, whole-life-planned…")] = "",
    template: Annotated[
        Path | None, typer.Option(help="A .pptx instead of the one in use.", metavar="T.pptx")
    ] = None,
    language: Annotated[
        str, typer.Option(help="fr or en; that of the organisation if empty.")
    ] = "",
    member: As = "",
) -> None:
    """Write the board pack of an organisation, as one of its members sees it."""
    if language and language not in LANGUAGES:
        raise typer.BadParameter("fr, en", param_hint="--language")
    load_installation()
    from django.utils import timezone

    from cordee.reports.documents import save_board_pack
    from cordee.reports.queries import slides_content
    from cordee.reports.template_files import template_at
    from cordee.strategy.queries import chosen_basis

    reader = reader_named(organisation, email=member)
    written = save_board_pack(
        reader,
        basis=chosen_basis(reader, key=basis),
        on=timezone.localdate(),
        language=language or reader.organisation.language,
        folder=out,
        template=template_at(template) if template else slides_content(reader),
    )
    for path in written:
        print(path)
