"""What moved lately, told from the journal, and what runs without an approval."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import CharField, Count, Max, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat, TruncDate
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from cordee.landscape import queries as landscape
from cordee.people import queries as people
from cordee.platform.access import Reader
from cordee.platform.models import Entry, ImportRun, User
from cordee.strategy.models import Initiative
from cordee.strategy.queries import reach

LATELY = timedelta(days=30)
MOST_TOLD = 7

ONE: dict[str, str | Promise] = {
    "landscape.remove_application": gettext_lazy("Application “%(name)s” removed"),
    "landscape.save_application": gettext_lazy("Application “%(name)s” written"),
    "people.add_member": gettext_lazy("One member added"),
    "people.found_organisation": gettext_lazy("Organisation founded"),
    "people.remove_person": gettext_lazy("One person removed"),
    "people.remove_unit": gettext_lazy("Unit “%(name)s” removed"),
    "people.save_person": gettext_lazy("One person written"),
    "people.save_unit": gettext_lazy("Unit “%(name)s” written"),
    "strategy.allot_priorities": gettext_lazy("Priorities allotted: 100 points shared"),
    "strategy.apply_import": gettext_lazy("File “%(name)s” imported"),
    "strategy.apply_strategy": gettext_lazy("Strategy file applied"),
    "strategy.inherit_initiative": gettext_lazy("“%(name)s” taken in as already under way"),
    "strategy.inherit_initiatives": gettext_lazy("Initiatives already under way taken in"),
    "strategy.link_to_objectives": gettext_lazy("“%(name)s” linked to its objectives"),
    "strategy.move_to_state": gettext_lazy("“%(name)s” changed state"),
    "strategy.remove_initiative": gettext_lazy("Initiative “%(name)s” removed"),
    "strategy.remove_objective": gettext_lazy("Objective “%(name)s” removed"),
    "strategy.remove_spend_line": gettext_lazy("One spend line removed"),
    "strategy.rule_on_duplicates": gettext_lazy("Verdict given on one possible duplicate"),
    "strategy.save_dependency": gettext_lazy("One dependency written"),
    "strategy.save_initiative": gettext_lazy("Initiative “%(name)s” written"),
    "strategy.save_objective": gettext_lazy("Objective “%(name)s” written"),
    "strategy.save_plan": gettext_lazy("One unit plan written"),
    "strategy.save_spend_line": gettext_lazy("One spend line written"),
    "strategy.save_vision": gettext_lazy("Vision stated"),
    "strategy.undo_import": gettext_lazy("Import of “%(name)s” undone"),
}
"""What one line of the journal says, by action."""

MANY = {
    "landscape.remove_application": ngettext_lazy(
        "%(count)s application removed", "%(count)s applications removed", "count"
    ),
    "landscape.save_application": ngettext_lazy(
        "%(count)s application written", "%(count)s applications written", "count"
    ),
    "people.add_member": ngettext_lazy(
        "%(count)s member added", "%(count)s members added", "count"
    ),
    "people.remove_person": ngettext_lazy(
        "%(count)s person removed", "%(count)s people removed", "count"
    ),
    "people.remove_unit": ngettext_lazy(
        "%(count)s unit removed", "%(count)s units removed", "count"
    ),
    "people.save_person": ngettext_lazy(
        "%(count)s person written", "%(count)s people written", "count"
    ),
    "people.save_unit": ngettext_lazy("%(count)s unit written", "%(count)s units written", "count"),
    "strategy.allot_priorities": ngettext_lazy(
        "Priorities allotted %(count)s time", "Priorities allotted %(count)s times", "count"
    ),
    "strategy.apply_import": ngettext_lazy(
        "%(count)s file imported", "%(count)s files imported", "count"
    ),
    "strategy.apply_strategy": ngettext_lazy(
        "%(count)s strategy file applied", "%(count)s strategy files applied", "count"
    ),
    "strategy.inherit_initiative": ngettext_lazy(
        "%(count)s initiative taken in as already under way",
        "%(count)s initiatives taken in as already under way",
        "count",
    ),
    "strategy.inherit_initiatives": ngettext_lazy(
        "Initiatives already under way taken in %(count)s time",
        "Initiatives already under way taken in %(count)s times",
        "count",
    ),
    "strategy.link_to_objectives": ngettext_lazy(
        "%(count)s initiative or application linked to objectives",
        "%(count)s initiatives or applications linked to objectives",
        "count",
    ),
    "strategy.move_to_state": ngettext_lazy(
        "%(count)s initiative changed state", "%(count)s initiatives changed state", "count"
    ),
    "strategy.remove_initiative": ngettext_lazy(
        "%(count)s initiative removed", "%(count)s initiatives removed", "count"
    ),
    "strategy.remove_objective": ngettext_lazy(
        "%(count)s objective removed", "%(count)s objectives removed", "count"
    ),
    "strategy.remove_spend_line": ngettext_lazy(
        "%(count)s spend line removed", "%(count)s spend lines removed", "count"
    ),
    "strategy.rule_on_duplicates": ngettext_lazy(
        "Verdict given on %(count)s possible duplicate",
        "Verdicts given on %(count)s possible duplicates",
        "count",
    ),
    "strategy.save_dependency": ngettext_lazy(
        "%(count)s dependency written", "%(count)s dependencies written", "count"
    ),
    "strategy.save_initiative": ngettext_lazy(
        "%(count)s initiative written", "%(count)s initiatives written", "count"
    ),
    "strategy.save_objective": ngettext_lazy(
        "%(count)s objective written", "%(count)s objectives written", "count"
    ),
    "strategy.save_plan": ngettext_lazy(
        "%(count)s unit plan written", "%(count)s unit plans written", "count"
    ),
    "strategy.save_spend_line": ngettext_lazy(
        "%(count)s spend line written", "%(count)s spend lines written", "count"
    ),
    "strategy.undo_import": ngettext_lazy(
        "%(count)s import undone", "%(count)s imports undone", "count"
    ),
}
"""What several lines of one day and one author say together, by action."""
