"""Steps run in processes of their own, on an installation of their own (CORDEE_DATA_DIR)."""

import json
import sys
import time
from pathlib import Path

import django


def founded():
    """An installation with one organisation and its owner."""
    from django.utils import timezone

    from cordee.people.services import found_organisation
    from cordee.platform.models import User

    owner = User.objects.create_user("owner")
    found_organisation("Valmorel", by=owner, at=timezone.now(), language="fr")
    return {}


def reader():
    from cordee.people.queries import reader_of
    from cordee.platform.models import User

    return reader_of(User.objects.get(), organisation_id=None)


def drafted(file):
    from django.utils import timezone

    from cordee.strategy.imports import draft_import

    run = draft_import(reader(), file=Path(file), name=Path(file).name, at=timezone.now())
    return {"run": run.pk}


def asked(run, what):
    from django.utils import timezone

    from cordee.platform.models import ImportRun
    from cordee.strategy.imports.work import ask_for

    ask_for(ImportRun.objects.get(pk=run), what=what, reader=reader(), at=timezone.now())
    return {}


def applied(run):
    from django.utils import timezone

    from cordee.platform.errors import Refused
    from cordee.platform.models import ImportRun
    from cordee.strategy.imports import apply_import

    try:
        found = apply_import(ImportRun.objects.get(pk=run), reader=reader(), at=timezone.now())
    except Refused as refusal:
        return {"refused": str(refusal)}
    return {"counts": found.counts}


def stopped(run):
    """Say that it is ready, watch for the work to run, then ask it to stop."""
    from cordee.platform.models import ImportRun
    from cordee.strategy.imports.work import cancel_work, situation

    found = ImportRun.objects.get(pk=run)
    print("ready", flush=True)
    while not ((told := situation(found).progress) and told.phase == "running"):
        time.sleep(0.05)
    cancel_work(found)
    return {}


def seen():
    """What anybody would find there now."""
    from cordee.platform.journal import verification
    from cordee.platform.models import Entry, ImportRun, Organisation
    from cordee.strategy.imports.work import situation
    from cordee.strategy.models import Initiative, Objective, SpendLine

    run = ImportRun.objects.get()
    found = situation(run)
    return {
        "initiatives": Initiative.objects.count(),
        "objectives": Objective.objects.count(),
        "spend": SpendLine.objects.count(),
        "state": run.state,
        "is_busy": found.is_busy,
        "is_interrupted": found.is_interrupted,
        "imports_told": Entry.objects.filter(action="strategy.apply_import").count(),
        "journal_holds": verification(Organisation.objects.get()).holds,
    }


if __name__ == "__main__":
    django.setup()
    step, *arguments = json.loads(sys.argv[1])
    print(json.dumps(globals()[step](*arguments)))
