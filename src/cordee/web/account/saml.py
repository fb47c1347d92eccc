"""SAML: pages of django-allauth, whose heavy library is loaded when one is asked for."""

from importlib import import_module
from typing import Any

from django.http import Http404, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from cordee.platform.access import ReaderRequest, View, allowed, anyone
from cordee.web.account.doors import is_known


def saml(name: str) -> View:
    """The page of this name, closed where no provider has the name in the address."""

    @csrf_exempt
    @allowed(anyone)
    def page(request: ReaderRequest, organization_slug: str, **told: Any) -> HttpResponse:
        if not is_known("saml", organization_slug):
            raise Http404
        views = import_module("allauth.socialaccount.providers.saml.views")
        view = getattr(views, name)
        return view(  # type: ignore[no-any-return]
            request, organization_slug=organization_slug, **told
        )

    return page
