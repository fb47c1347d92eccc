"""A register taken out whole, as the page takes it: a file of the rows that are asked for."""

from typing import Any, Literal, cast

from django.http import HttpRequest
from ninja import Query, Router
from ninja.params import P, PathEx
from pydantic import BaseModel, Field

from cordee.api.files import file_contract
from cordee.api.registers import register_at
from cordee.api.ways_in import reader_of
from cordee.platform.access import ReaderRequest
from cordee.platform.registers.exchange.departures import KINDS, export_page

exports = Router(tags=["exports"])
Name = PathEx[str, P(min_length=1, max_length=60, description="As in its address: initiatives.")]


class WantedRows(BaseModel):
    """Which rows leave; the filters of the list are understood too."""

    format: Literal["xlsx", "csv", "json"] = "xlsx"
    q: str = Field("", max_length=200, description="Words that the rows contain.")
    view: str = Field("", max_length=60, description="One of the views of the list.")
    sort: str = Field("", max_length=60, description="A column; - before it for the other way.")


@exports.get(
    "/exports/{listed}/",
    response={200: None},
    openapi_extra=file_contract(*KINDS.values()),
)
def export_rows(request: HttpRequest, listed: Name, asked: Query[WantedRows]) -> Any:
    """The file that comes back as an import, once edited: every row, not one page of them."""
    register = register_at(listed, reader=reader_of(request))
    return export_page(cast(ReaderRequest, request), register)
