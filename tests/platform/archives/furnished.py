"""Two organisations with a row in every table, whose names say whose they are."""

from datetime import UTC, date, datetime

from cordee.platform import journal
from cordee.platform.access import Role
from cordee.platform.models import Digest, Entry, Export, ImportRun, Letter, SharedEntry, User
from cordee.strategy.models import DuplicateVerdict, Mention, SetAside, Waiver
from tests import factories
from tests.test_access import furnished

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)


def furnished_whole(slug, mark):
    """One row at least in every table that belongs to an organisation."""
    rows = furnished(slug, mark)
    home, colleague = rows.organisation, rows.colleague
    rows.membership.units.add(rows.unit)
    rows.invitation.units.add(rows.unit)
    rows.initiative.applications.add(rows.application)
    rows.token = factories.personal_token(home, colleague)
    rows.import_run = ImportRun.objects.create(
        organisation=home, file_name=f"{mark}.csv", stored_as=f"{slug}.csv", digest="d", at=AT
    )
    Export.objects.create(organisation=home, register="people:units", format="csv", at=AT)
    Letter.objects.create(
        organisation=home,
        user=colleague,
        about="call",
        subject=f"Lettre {mark}",
        text=f"SECRET-LINK {mark}",
        html=f"SECRET-LINK {mark}",
        written_at=AT,
        due_at=AT,
    )
    Digest.objects.create(organisation=home, user=colleague, week=date(2026, 11, 23))
    Mention.objects.create(comment=rows.comment, user=colleague)
    Waiver.objects.create(
        organisation=home, initiative=rows.initiative, granted_at=AT, expires_on=date(2027, 1, 1)
    )
    DuplicateVerdict.objects.create(
        organisation=home,
        first=rows.initiative,
        second=rows.other,
        verdict="distinct",
    )
    SetAside.objects.create(organisation=home, user=colleague, kind="need", need=rows.need)
    rows.owner = factories.member(home, username=f"owner-{slug}", role=Role.OWNER)
    User.objects.filter(pk=rows.owner.pk).update(last_name=f"Patronne {mark}", password="HASH")
    for name in ("Un", "Deux"):
        journal.record(
            "people.save_unit",
            rows.unit,
            by=colleague,
            at=AT,
            reason=f"Raison {mark}",
            detail={"name": ["", f"{name} {mark}"]},
        )
    SharedEntry.objects.create(
        organisation=home,
        entry=Entry.objects.filter(organisation=home).latest("number"),
        action="people.save_unit",
        subject=f"people.unit:{rows.unit.pk}",
        detail={"name": ["", f"Part {mark}"]},
    )
    return rows
