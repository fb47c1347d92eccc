"""OpenID Connect: our pages, whose heavy library is loaded when one is asked for."""

from importlib import import_module

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from cordee.platform.access import ReaderRequest, View, allowed, anyone
from cordee.web.account.doors import open_door


def openid(name: str) -> View:
    """The page of this name, closed where no provider has the name in the address."""

    @allowed(anyone)
    @never_cache
    @require_GET
    def page(request: ReaderRequest, provider_id: str) -> HttpResponse:
        open_door("openid_connect", provider_id)
        view = getattr(import_module("cordee.web.account.openid_views"), name)
        return view(request, provider_id)  # type: ignore[no-any-return]

    return page
