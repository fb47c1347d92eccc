"""Every form that changes something says for which organisation it was opened."""

from django import template
from django.template.base import Parser, Token
from django.template.context import Context, RequestContext
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cordee.platform.access import OPENED_FOR

register = template.Library()


class OpenedForNode(CsrfTokenNode):
    """The proof that a form is ours, and the organisation that its page showed."""

    def render(self, context: Context) -> SafeString:
        proof = super().render(context)
        request = context.request if isinstance(context, RequestContext) else None
        reader = getattr(request, "reader", None)
        if reader is None or not proof:
            return SafeString(proof)
        named = format_html(
            '<input type="hidden" name="{}" value="{}">', OPENED_FOR, reader.organisation.pk
        )
        return SafeString(proof + named)


@register.tag
def csrf_token(_parser: Parser, _token: Token) -> OpenedForNode:
    """Takes the place of Django's tag of that name: no form has the one without the other."""
    return OpenedForNode()
