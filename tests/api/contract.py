"""What the API says of itself, computed once for all the tests that walk its operations."""

from functools import cache

from cordee.api.service import api


@cache
def paths():
    return api.get_openapi_schema(path_prefix="/api/v1/")["paths"]
