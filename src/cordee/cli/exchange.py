"""`cordee export` and `cordee import`: registers out to files, and files back, from a shell."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from cordee.cli.loading import load_installation
from cordee.cli.members import As, Organisation, reader_named

if TYPE_CHECKING:
    from datetime import datetime

    from cordee.platform.access import Reader
    from cordee.platform.registers import Register
    from cordee.platform.registers.exchange.reading import Returned

AsJson = Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")]


def export(
    register: Annotated[str, typer.Argument(help="The list: units, initiatives, spend-lines…")],
    organisation: Organisation,
    format: Annotated[Literal["xlsx", "csv", "json"], typer.Option(help="Of the file.")] = "xlsx",
    out: Annotated[Path | None, typer.Option(help="Where to write; empty: here.")] = None,
    member: As = "",
) -> None:
    """Write a register to a file that can be edited and brought back."""
    load_installation()
    from django.utils import timezone, translation

    from cordee.platform.registers import write_export

    reader = reader_named(organisation, email=member)
    with translation.override(reader.organisation.language):
        path = write_export(
            _register(register), reader=reader, format=format, out=out, at=timezone.now()
        )
    print(path)


def bring_in(
    file: Annotated[Path, typer.Argument(help="An edited export, or a portfolio from elsewhere.")],
    organisation: Organisation,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be written; write nothing.")
    ] = False,
    conflicts: Annotated[
        Literal["refuse", "here", "file"],
        typer.Option(help="What to do when a cell changed here and in the file."),
    ] = "refuse",
    member: As = "",
    as_json: AsJson = False,
) -> None:
    """Bring a file in: an export that was edited, or a portfolio from elsewhere."""
    load_installation()
    from django.utils import timezone, translation

    from cordee.platform.registers import recognised

    reader = reader_named(organisation, email=member)
    with translation.override(reader.organisation.language):
        at, found = timezone.now(), recognised(file)
        if found is None:
            told = _portfolio(file, reader=reader, dry_run=dry_run, at=at)
        else:
            told = _returned(
                file, found, reader=reader, dry_run=dry_run, conflicts=conflicts, at=at
            )
    _say(told, as_json=as_json)


def _returned(
    file: Path,
    found: "tuple[Register, Returned]",
    *,
    reader: "Reader",
    dry_run: bool,
    conflicts: str,
    at: "datetime",
) -> dict[str, Any]:
    from django.utils.translation import gettext as _

    from cordee.platform.registers import bring_back_file

    register, returned = found
    wins: dict[str, Literal["here", "file"]] = {"here": "here", "file": "file"}
    run, seen = bring_back_file(
        file,
        register=register,
        returned=returned,
        reader=reader,
        wins=wins.get(conflicts),
        dry_run=dry_run,
        at=at,
    )
    if run is None and not dry_run:
        raise _unsettled(seen.conflicts)
    return {
        "file": file.name,
        "register": str(register.title),
        "rows": run.counts if run else _counts(seen),
        "conflicts": seen.conflicts,
        "missing": seen.missing,
        "refused": _refused(seen),
        "written": run is not None,
        "import": run.pk if run else None,
        "unknown_columns": list(seen.unknown),
        "told": _("Nothing was written.") if run is None else _("Written."),
    }


def _unsettled(count: int) -> Exception:
    from django.utils.translation import ngettext

    from cordee.platform.errors import Refused

    told = ngettext(
        "%(count)d cell changed here and in the file: choose with --conflicts.",
        "%(count)d cells changed here and in the file: choose with --conflicts.",
        count,
    )
    return Refused(told % {"count": count})


def _portfolio(file: Path, *, reader: "Reader", dry_run: bool, at: "datetime") -> dict[str, Any]:
    """A file that Cordée did not write: the columns are read as the wizard would read them."""
    from django.conf import settings
    from django.utils.translation import gettext as _

    from cordee.platform.days import day_of
    from cordee.platform.errors import Refused
    from cordee.strategy import imports, rules
    from cordee.strategy.imports.check import made_check

    if not rules.may_import(reader):
        raise Refused(_("Your role does not give this right."))
    run = imports.receive_file(reader, file=file, at=at)
    check = made_check(run, reader=reader, on=day_of(at))
    if dry_run:
        for kept in settings.IMPORT_DIR.glob(f"{run.stored_as}*"):
            kept.unlink()
        run.delete()
    else:
        imports.apply_import(run, reader=reader, at=at)
    return {
        "file": file.name,
        "register": None,
        "rows": check.counts if dry_run else run.counts,
        "conflicts": 0,
        "missing": 0,
        "refused": [{"row": r.row, "column": r.column, "reason": r.reason} for r in check.refused],
        "written": not dry_run,
        "import": None if dry_run else run.pk,
        "unknown_columns": [],
        "told": _("Nothing was written.") if dry_run else _("Written."),
    }


def _counts(seen: Any) -> dict[str, int]:
    return {
        "created": seen.created,
        "updated": seen.changed,
        "unchanged": seen.unchanged,
        "refused": seen.refused,
    }


def _refused(seen: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for row in seen.changes:
        if row.refusal:
            found.append({"row": row.number, "column": "", "reason": row.refusal})
        found += [
            {"row": row.number, "column": cell.label, "reason": cell.reason}
            for cell in row.cells
            if cell.state == "refused"
        ]
    return found


def _register(name: str) -> "Register":
    from django.utils.translation import gettext as _

    from cordee.platform.errors import Refused
    from cordee.platform.registers import declared_registers

    plain = name.replace("-", "_")
    for one in declared_registers():
        if plain in (one.plural, f"{one.space}:{one.plural}", one.path.replace("-", "_")):
            return one
    names = ", ".join(one.plural.replace("_", "-") for one in declared_registers())
    raise Refused(
        _("There is no list “%(name)s”. The lists are: %(names)s.") % {"name": name, "names": names}
    )


def _say(told: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        json.dump(told, sys.stdout, ensure_ascii=False, default=str)
        print()
        return
    names = ("created", "updated", "unchanged", "refused")
    print(", ".join(f"{name}: {told['rows'][name]}" for name in names))
    for line in told["refused"]:
        place = f"{line['row']} {line['column']}".strip()
        print(f"{place}: {line['reason']}")
    print(told["told"])
