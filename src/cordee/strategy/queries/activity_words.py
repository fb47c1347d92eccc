"""What the journal's lines on landscape, indicators, needs, comments and questions say."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext_lazy

ONE: dict[str, str | Promise] = {
    "landscape.remove_interface": gettext_lazy("Interface “%(name)s” removed"),
    "landscape.remove_supplier": gettext_lazy("Supplier “%(name)s” removed"),
    "landscape.remove_supply": gettext_lazy("One supplier removed from an application"),
    "landscape.remove_technology": gettext_lazy("Technology “%(name)s” removed"),
    "landscape.remove_technology_use": gettext_lazy("One technology removed from an application"),
    "landscape.save_interface": gettext_lazy("Interface “%(name)s” written"),
    "landscape.save_supplier": gettext_lazy("Supplier “%(name)s” written"),
    "landscape.save_supply": gettext_lazy("One supplier written for an application"),
    "landscape.save_technology": gettext_lazy("Technology “%(name)s” written"),
    "landscape.save_technology_use": gettext_lazy("One technology written for an application"),
    "strategy.answer": gettext_lazy("Question about “%(name)s” answered"),
    "strategy.change_comment": gettext_lazy("Comment on “%(name)s” changed"),
    "strategy.comment_on": gettext_lazy("“%(name)s” commented"),
    "strategy.refer": gettext_lazy("Question asked about “%(name)s”"),
    "strategy.remove_comment": gettext_lazy("Comment on “%(name)s” removed"),
    "strategy.withdraw": gettext_lazy("Question about “%(name)s” withdrawn"),
    "strategy.remove_indicator": gettext_lazy("Indicator “%(name)s” removed"),
    "strategy.remove_measure": gettext_lazy("One measure removed"),
    "strategy.remove_need": gettext_lazy("Need “%(name)s” removed"),
    "strategy.save_indicator": gettext_lazy("Indicator “%(name)s” written"),
    "strategy.save_measure": gettext_lazy("One measure written"),
    "strategy.save_need": gettext_lazy("Need “%(name)s” written"),
}

MANY = {
    "landscape.remove_interface": ngettext_lazy(
        "%(count)s interface removed", "%(count)s interfaces removed", "count"
    ),
    "landscape.remove_supplier": ngettext_lazy(
        "%(count)s supplier removed", "%(count)s suppliers removed", "count"
    ),
    "landscape.remove_supply": ngettext_lazy(
        "%(count)s supplier removed from applications",
        "%(count)s suppliers removed from applications",
        "count",
    ),
    "landscape.remove_technology": ngettext_lazy(
        "%(count)s technology removed", "%(count)s technologies removed", "count"
    ),
    "landscape.remove_technology_use": ngettext_lazy(
        "%(count)s technology removed from applications",
        "%(count)s technologies removed from applications",
        "count",
    ),
    "landscape.save_interface": ngettext_lazy(
        "%(count)s interface written", "%(count)s interfaces written", "count"
    ),
    "landscape.save_supplier": ngettext_lazy(
        "%(count)s supplier written", "%(count)s suppliers written", "count"
    ),
    "landscape.save_supply": ngettext_lazy(
        "%(count)s supplier written for applications",
        "%(count)s suppliers written for applications",
        "count",
    ),
    "landscape.save_technology": ngettext_lazy(
        "%(count)s technology written", "%(count)s technologies written", "count"
    ),
    "landscape.save_technology_use": ngettext_lazy(
        "%(count)s technology written for applications",
        "%(count)s technologies written for applications",
        "count",
    ),
    "strategy.answer": ngettext_lazy(
        "%(count)s question answered", "%(count)s questions answered", "count"
    ),
    "strategy.change_comment": ngettext_lazy(
        "Comments changed on %(count)s subject", "Comments changed on %(count)s subjects", "count"
    ),
    "strategy.comment_on": ngettext_lazy(
        "%(count)s subject commented", "%(count)s subjects commented", "count"
    ),
    "strategy.refer": ngettext_lazy(
        "%(count)s question asked", "%(count)s questions asked", "count"
    ),
    "strategy.remove_comment": ngettext_lazy(
        "Comments removed from %(count)s subject",
        "Comments removed from %(count)s subjects",
        "count",
    ),
    "strategy.withdraw": ngettext_lazy(
        "%(count)s question withdrawn", "%(count)s questions withdrawn", "count"
    ),
    "strategy.remove_indicator": ngettext_lazy(
        "%(count)s indicator removed", "%(count)s indicators removed", "count"
    ),
    "strategy.remove_measure": ngettext_lazy(
        "%(count)s measure removed", "%(count)s measures removed", "count"
    ),
    "strategy.remove_need": ngettext_lazy(
        "%(count)s need removed", "%(count)s needs removed", "count"
    ),
    "strategy.save_indicator": ngettext_lazy(
        "%(count)s indicator written", "%(count)s indicators written", "count"
    ),
    "strategy.save_measure": ngettext_lazy(
        "%(count)s measure written", "%(count)s measures written", "count"
    ),
    "strategy.save_need": ngettext_lazy(
        "%(count)s need written", "%(count)s needs written", "count"
    ),
}
