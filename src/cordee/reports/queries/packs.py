"""The packs somebody asked for, and how far the making of each is."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from cordee.platform import jobs
from cordee.platform.access import Reader
from cordee.reports.models import Pack

State = Pack.State
KINDS = ("pdf", "pptx", "xlsx")


@dataclass(frozen=True, slots=True)
class MadeFile:
    """One file of a pack that is made."""

    kind: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A pack, and how far its making is."""

    pack: Pack
    progress: jobs.Progress | None

    @property
    def is_busy(self) -> bool:
        return self.pack.state == State.WAITING

    @property
    def is_resumed(self) -> bool:
        """Its worker lives no more: another one takes it up within a minute."""
        return self.is_busy and not is_under_way(self.progress)

    @property
    def files(self) -> tuple[MadeFile, ...]:
        made = self.pack.files if self.pack.state == State.READY else {}
        there = [kind for kind in KINDS if kind in made and path_of(self.pack, kind=kind).is_file()]
        return tuple(MadeFile(kind, **made[kind]) for kind in there)

    @property
    def is_lost(self) -> bool:
        """It was made, and none of its files is here: restored without them, or removed since."""
        return self.pack.state == State.READY and not self.files


def packs(reader: Reader) -> QuerySet[Pack]:
    """Those that this reader asked for, the latest first."""
    own = Pack.objects.filter(organisation=reader.organisation, by=reader.user)
    return own.select_related("template").defer("template__content").order_by("-asked_at", "-pk")


def pack(reader: Reader, *, pk: int) -> Pack | None:
    """One of them, as long as it states nothing out of what they may see today."""
    found = packs(reader).filter(pk=pk).first()
    return found if found is not None and found.is_within(reader.units) else None


def packs_within(reader: Reader) -> list[Pack]:
    """Those of them that state nothing out of what the reader may see today."""
    return [one for one in packs(reader) if one.is_within(reader.units)]


def standing_packs(reader: Reader, *, most: int) -> list[Standing]:
    """The latest of them, each with how far its making is."""
    found = [one for one in packs(reader)[:most] if one.is_within(reader.units)]
    return standing(found)


def standing(rows: Iterable[Pack]) -> list[Standing]:
    """Each with how far its making is."""
    listed = list(rows)
    told = jobs.all_progress(job_name(one.pk) for one in listed if one.state == State.WAITING)
    return [_standing(one, told.get(job_name(one.pk))) for one in listed]


def _standing(pack: Pack, progress: jobs.Progress | None) -> Standing:
    if pack.state == State.WAITING and not is_under_way(progress):
        pack.refresh_from_db(fields=["state", "files", "title", "problem"])  # just over, perhaps
    return Standing(pack, progress)


def is_under_way(progress: jobs.Progress | None) -> bool:
    return progress is not None and progress.phase != "interrupted"


def job_name(pack_pk: int) -> str:
    """Under which name the making of a pack is told."""
    return f"pack-{pack_pk}"


def path_of(pack: Pack, *, kind: str) -> Path:
    """Where a file of the pack is kept."""
    return Path(settings.PACK_DIR) / f"{pack.stored_as}.{kind}"
