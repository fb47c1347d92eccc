"""The API itself: its ways in, one router for each register, and the deeds."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from cordee.api.deeds import deeds
from cordee.api.duplicates import duplicates
from cordee.api.editions import editions
from cordee.api.errors import Problem, answer_problems, refusals
from cordee.api.exports import exports
from cordee.api.hooks import hooks
from cordee.api.imports.operations import imports
from cordee.api.made_packs import made
from cordee.api.members import members
from cordee.api.organisation import organisation
from cordee.api.packs import packs
from cordee.api.priorities import priorities
from cordee.api.questions import questions
from cordee.api.registers import address_of, register_router
from cordee.api.saved_views import saved_views
from cordee.api.several import several
from cordee.api.talks import talks
from cordee.api.ways_in import Session, Token
from cordee.api.work import work
from cordee.platform.registers import declared_registers


class Contract(NinjaAPI):
    """The API under its contract: an operation is called what its function is, and may refuse."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__

    def get_openapi_schema(self, **how: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**how)
        schema["components"]["schemas"][Problem.__name__] = Problem.model_json_schema()
        for operations in schema["paths"].values():
            for method, operation in operations.items():
                operation["responses"] = refusals(method) | operation["responses"]
        return schema


api = Contract(
    title="Cordée",
    version="1",
    description="What the pages do, for programs (docs/api.md).",
    urls_namespace="api",
    docs_url=None,
    auth=[Token(), Session(csrf=True)],
)
answer_problems(api)
for _router in (
    *(deeds, editions, talks, questions, priorities, duplicates, work, imports, exports),
    *(saved_views, several, hooks, members, organisation, packs, made),
):
    api.add_router("/", _router)
for _register in declared_registers():
    if _register.can_come_back:
        api.add_router(f"/{address_of(_register)}", register_router(_register))
