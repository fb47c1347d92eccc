"""How the API says no: one JSON shape, a sentence in it."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import BaseModel, Field

from cordee.platform.errors import Conflict, Refused
from cordee.platform.registers.exchange.comparing import RowChange


class Problem(BaseModel):
    """Why nothing was done."""

    detail: str
    fields: dict[str, str] = Field(default_factory=dict, description="Why, field by field.")


NOT_READ = (401, 403, 404, 422)
NOT_WRITTEN = (400, 401, 403, 404, 409, 412, 422, 428)
"""Statuses under which every operation may say no; those of its own are written beside it."""


def refusals(method: str) -> dict[int, dict[str, Any]]:
    """What the contract says of the refusals of an operation.

    Declared to ninja one by one, each would be a class of 40 kB in each process.
    """
    shape = {"$ref": f"#/components/schemas/{Problem.__name__}"}
    return {
        status: {
            "description": HTTPStatus(status).phrase,
            "content": {"application/json": {"schema": shape}},
        }
        for status in (NOT_READ if method == "get" else NOT_WRITTEN)
    }


class Precondition(Exception):
    """The program did not say which revision it changes."""


class Stale(Exception):
    """The row is no longer the one that the program read."""

    def __init__(self, etag: str) -> None:
        super().__init__()
        self.etag = etag


class RowRefused(Exception):
    """The form or the service refused what was written."""

    def __init__(self, row: RowChange) -> None:
        super().__init__()
        self.row = row


class FieldsRefused(Exception):
    """The form of a page refused what was written."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__()
        self.fields = fields


def refuse_invalid(form: BaseForm) -> None:
    """Refuse, field by field, what the form of the page refuses."""
    if not form.is_valid():
        raise FieldsRefused(
            {
                "" if field == NON_FIELD_ERRORS else field: " ".join(map(str, errors))
                for field, errors in form.errors.items()
            }
        )


def answer_problems(api: NinjaAPI) -> None:
    """Each refusal with its status and its sentence."""
    told: dict[type[Exception], Any] = {
        AuthenticationError: lambda _e: (401, _("Sign in, or send a personal token.")),
        PermissionDenied: lambda error: (403, str(error)),
        HttpError: lambda error: (error.status_code, str(error)),
        Http404: lambda _e: (404, _("There is no such row, or it is out of your reach.")),
        Conflict: lambda error: (412, str(error)),
        Refused: lambda error: (409, str(error)),
        Precondition: lambda _e: (
            428,
            _("Send If-Match with the ETag of the row you read, so that nothing is written over."),
        ),
    }
    for kind, answer in told.items():
        api.add_exception_handler(kind, _answering(api, answer))
    api.add_exception_handler(Stale, _stale(api))
    api.add_exception_handler(RowRefused, _row_refused(api))
    api.add_exception_handler(FieldsRefused, _fields_refused(api))
    api.add_exception_handler(ValidationError, _malformed(api))


def _answering(api: NinjaAPI, answer: Any) -> Any:
    def respond(request: HttpRequest, error: Exception) -> HttpResponse:
        status, sentence = answer(error)
        return api.create_response(request, {"detail": sentence, "fields": {}}, status=status)

    return respond


def _stale(api: NinjaAPI) -> Any:
    def respond(request: HttpRequest, error: Stale) -> HttpResponse:
        told = _("This row was changed since you read it: read it again, then write.")
        response = api.create_response(request, {"detail": told, "fields": {}}, status=412)
        response["ETag"] = error.etag
        return response

    return respond


def _row_refused(api: NinjaAPI) -> Any:
    def respond(request: HttpRequest, error: RowRefused) -> HttpResponse:
        fields = {cell.field: cell.reason for cell in error.row.cells if cell.reason}
        told = error.row.refusal or _("Nothing was written: see the fields.")
        status = 422 if fields else 409
        return api.create_response(request, {"detail": told, "fields": fields}, status=status)

    return respond


def _fields_refused(api: NinjaAPI) -> Any:
    def respond(request: HttpRequest, error: FieldsRefused) -> HttpResponse:
        told = _("Nothing was written: see the fields.")
        return api.create_response(request, {"detail": told, "fields": error.fields}, status=422)

    return respond


def _malformed(api: NinjaAPI) -> Any:
    def respond(request: HttpRequest, error: ValidationError) -> HttpResponse:
        fields = {".".join(map(str, one["loc"][1:])): one["msg"] for one in error.errors}
        told = _("The request is not what the API expects: see the fields.")
        return api.create_response(request, {"detail": told, "fields": fields}, status=422)

    return respond
