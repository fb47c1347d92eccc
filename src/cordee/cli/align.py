"""`cordee align`: from a portfolio file to an aligned picture and a board pack, serverless."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cordee.cli.loading import load_in_memory

if TYPE_CHECKING:
    from cordee.cli.alignment import Outcome
    from cordee.strategy.imports.rehearsal import Progress

LANGUAGES = ("fr", "en")


def align(
    file: Annotated[Path, typer.Argument(help="Portfolio: xlsx, xls, ods, csv or json.")],
    mapping: Annotated[
        Path | None, typer.Option(help="How the columns are read (TOML).", metavar="M.toml")
    ] = None,
    strategy: Annotated[
        Path | None, typer.Option(help="Objectives and weights (TOML).", metavar="S.toml")
    ] = None,
    since: Annotated[
        Path | None, typer.Option(help="An older file to compare with.", metavar="OLDER")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder for the board pack (PDF, PPTX, XLSX).")
    ] = None,
    template: Annotated[
        Path | None, typer.Option(help="Your own .pptx for the slides.", metavar="T.pptx")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
    suggest_mapping: Annotated[
        bool, typer.Option("--suggest-mapping", help="Print the mapping and stop.")
    ] = False,
    sheet: Annotated[str, typer.Option(help="Sheet of the workbook; the fullest if empty.")] = "",
    language: Annotated[str, typer.Option(help="fr or en.")] = "fr",
) -> None:
    """Say what the spend of a portfolio serves, and write the board pack."""
    if language not in LANGUAGES:
        raise typer.BadParameter("fr, en", param_hint="--language")
    load_in_memory(language=language)
    from cordee.cli.alignment import Job, outcome, suggestion

    job = Job(file, mapping, strategy, since, out, sheet, language, template)
    if suggest_mapping:
        print(suggestion(job), end="")
        return
    with _progress() as progress:
        found = outcome(job, progress=progress)
    _say(found, as_json=as_json, language=language)


def _say(found: "Outcome", *, as_json: bool, language: str) -> None:
    from cordee.cli.told import as_object, as_text

    if as_json:
        import orjson

        sys.stdout.write(orjson.dumps(as_object(found), option=orjson.OPT_INDENT_2).decode() + "\n")
    else:
        print(as_text(found, language=language))


@contextmanager
def _progress() -> "Iterator[Progress | None]":
    """A bar on a terminal; nothing when stderr goes to a file or to another program."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
