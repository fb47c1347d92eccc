"""The command `cordee`: light to start, it loads Django only for the command that needs it."""

import sys

import typer

from cordee.cli import administration, align, exchange, initiatives, organisations, packing, serving
from cordee.cli.obstacles import is_about_a_file, obstacle

app = typer.Typer(
    name="cordee",
    help="Keeps a company's strategy and its IT tied to the same rope.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
journal = typer.Typer(help="The journal of what was decided and changed.", no_args_is_help=True)

app.command()(align.align)
app.command()(packing.pack)
app.command()(exchange.export)
app.command("import")(exchange.bring_in)
app.command()(serving.demo)
app.command()(serving.serve)
app.command()(serving.worker)
app.command()(administration.migrate)
app.command()(administration.owner)
app.command()(administration.backup)
app.command()(administration.restore)
app.command()(administration.doctor)
app.command()(administration.digest)
search = typer.Typer(help="The search of everything.", no_args_is_help=True)
search.command("rebuild")(administration.rebuild_search)
app.add_typer(search, name="search")
initiative = typer.Typer(help="The life of an initiative.", no_args_is_help=True)
initiative.command("start")(initiatives.start)
app.add_typer(initiative, name="initiative")
organisation = typer.Typer(help="One organisation as a whole.", no_args_is_help=True)
organisation.command("export")(organisations.export)
organisation.command("erase")(organisations.erase)
organisation.command("keep")(organisations.keep)
app.add_typer(organisation, name="organisation")
journal.command("verify")(administration.verify_journal)
app.add_typer(journal, name="journal")


def main() -> None:
    """Run the command; a refusal is a sentence on stderr and exit status 1."""
    from cordee.platform.errors import Refused  # after the command has chosen its database

    try:
        app()
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        sys.exit(1)
    except OSError as error:
        if not is_about_a_file(error):
            raise
        print(obstacle(error), file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
