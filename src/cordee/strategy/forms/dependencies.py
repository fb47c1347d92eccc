"""What people write of dependencies."""

from django.utils.translation import gettext_lazy

from cordee.platform.access import Reader
from cordee.platform.forms import Choices, ScopedForm
from cordee.strategy import queries
from cordee.strategy.models import Dependency


class DependencyForm(ScopedForm):
    """An initiative that requires another one, or excludes it."""

    class Meta:
        model = Dependency
        fields = ("source", "kind", "target")
        labels = {
            "source": gettext_lazy("Initiative"),
            "kind": gettext_lazy("Tie"),
            "target": gettext_lazy("Other initiative"),
        }

    def choices(self, reader: Reader) -> Choices:
        initiatives = queries.initiatives(reader).order_by("sort_name")
        return {"source": initiatives, "target": initiatives}
