"""Commands of the administrator: database, first owner, backup, health, journal."""

from pathlib import Path
from typing import Annotated

import typer

from cordee.cli.facts import say_facts
from cordee.cli.loading import bring_up_to_date, load_installation

AsJson = Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")]


def migrate() -> None:
    """Bring the database up to date."""
    load_installation()
    bring_up_to_date(verbosity=1)


def owner(
    email: Annotated[str, typer.Argument(help="E-mail of the first owner.")],
    organisation: Annotated[str, typer.Option(help="Name of the organisation.")] = "",
) -> None:
    """Open an account that owns an organisation; the password is asked for."""
    load_installation()
    from django.utils import timezone

    from cordee.people.services import found_organisation, open_account, prove_email

    bring_up_to_date()
    password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    account = open_account(email, password=password)
    prove_email(account)  # whoever installs vouches for it
    name = organisation or email.partition("@")[2].partition(".")[0].title()
    founded = found_organisation(name, by=account, at=timezone.now())
    print(f"{email} owns “{founded.name}”.")


def backup(file: Annotated[Path, typer.Argument(help="Where to write the backup.")]) -> None:
    """Write the database and the imported files to one zip file."""
    load_installation()
    from cordee.platform.backups import write_backup

    print(f"{file}: {write_backup(file)} bytes")


def restore(
    file: Annotated[Path, typer.Argument(help="A file made by `cordee backup`.")],
    force: Annotated[bool, typer.Option("--force", help="Replace the present database.")] = False,
) -> None:
    """Bring a backup back."""
    load_installation()
    from cordee.platform.backups import restore_backup

    restore_backup(file, replace=force)
    print(f"{file}: restored")


def doctor(as_json: AsJson = False) -> None:
    """Say what is installed, how much is stored and what is wrong."""
    load_installation()
    from cordee.platform.health import health

    found = health()
    say_facts(found, as_json=as_json)
    if found["wrong"]:
        raise typer.Exit(1)


def digest(as_json: AsJson = False) -> None:
    """Queue the digest of the week for whoever has none yet, and send the mail that is due."""
    load_installation()
    from django.utils import timezone

    from cordee.platform.mailing import send_due
    from cordee.strategy.services.digest import queue_digests

    now = timezone.now()
    queued = queue_digests(at=now, newcomers=True)
    done = send_due(at=now)
    told = {"queued": queued, "sent": done.sent, "refused": done.refused, "waiting": done.waiting}
    say_facts(told, as_json=as_json)


def rebuild_search() -> None:
    """Make the index of the search again from the rows."""
    load_installation()
    from cordee.platform.search import rebuild

    print(f"{rebuild()} rows indexed")


def verify_journal(
    head: Annotated[str, typer.Option(help="A head printed in minutes or in a board pack.")] = "",
    organisation: Annotated[str, typer.Option(help="Slug; empty: every organisation.")] = "",
    archive: Annotated[
        Path | None, typer.Option(help="An archive to check instead, without any database.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Read every chain again: a rewritten or missing line shows."""
    load_installation()
    from cordee.platform.archives import archive_state
    from cordee.platform.health import journal_state

    found = (
        archive_state(archive, expected_head=head)
        if archive
        else journal_state(slug=organisation, expected_head=head)
    )
    say_facts(found, as_json=as_json)
    if not found["holds"]:
        raise typer.Exit(1)
