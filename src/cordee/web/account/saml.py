"""SAML: pages of django-allauth, whose heavy library is loaded when one is asked for."""

from importlib import import_module
from typing import Any

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt

from cordee.platform.access import ReaderRequest, View, allowed, anyone
from cordee.web.account.doors import open_door


def saml(name: str) -> View:
    """The page of this name, closed where no provider has the name in the address."""

    @csrf_exempt
    @allowed(anyone)
    def page(request: ReaderRequest, organization_slug: str, **told: Any) -> HttpResponse:
        open_door("saml", organization_slug)
        views = import_module("allauth.socialaccount.providers.saml.views")
        view = getattr(views, name)
        return view(  # type: ignore[no-any-return]
            request, organization_slug=organization_slug, **told
        )

    return page
