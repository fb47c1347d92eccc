"""What the journal’s lines say: people, landscape, indicators, needs, comments, questions."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext_lazy

ONE: dict[str, str | Promise] = {
    "platform.change_many": gettext_lazy("One value given to many rows"),
    "platform.undo_many": gettext_lazy("One value given to many rows, then undone"),
    "platform.undo_change": gettext_lazy("Change of “%(name)s” undone"),
    "platform.remove_view": gettext_lazy("One saved view forgotten"),
    "platform.save_view": gettext_lazy("One view of a list saved"),
    "people.accept_invitation": gettext_lazy("One person joined by invitation"),
    "people.add_member": gettext_lazy("One member added"),
    "people.change_organisation": gettext_lazy("Settings of the organisation changed"),
    "strategy.copy_mapping_in": gettext_lazy("Mapping of an import taken from elsewhere"),
    "strategy.copy_mapping_out": gettext_lazy("Mapping of an import taken to elsewhere"),
    "people.copy_in": gettext_lazy("Method copied from another organisation"),
    "people.copy_out": gettext_lazy("Method copied to another organisation"),
    "people.ask_erasure": gettext_lazy("Organisation locked, to be erased"),
    "people.take_back_erasure": gettext_lazy("Organisation kept: it is open again"),
    "people.erase_organisation": gettext_lazy("Organisation erased"),
    "platform.export_organisation": gettext_lazy("Archive of the whole organisation asked for"),
    "platform.download_archive": gettext_lazy("Archive of the whole organisation downloaded"),
    "people.change_member": gettext_lazy("Role or perimeter of one member changed"),
    "people.erase_account": gettext_lazy("One account erased"),
    "people.found_organisation": gettext_lazy("Organisation founded"),
    "people.join_by_domain": gettext_lazy("One person joined through the company’s sign-in"),
    "people.make_token": gettext_lazy("One personal token made"),
    "reports.ask_for_pack": gettext_lazy("Board pack asked for"),
    "reports.add_slide_template": gettext_lazy("Template of slides “%(name)s” brought"),
    "reports.remove_slide_template": gettext_lazy("Template of slides “%(name)s” removed"),
    "reports.use_slide_template": gettext_lazy("Template of slides “%(name)s” put in use"),
    "reports.use_house_template": gettext_lazy("Slides dressed by Cordée again"),
    "people.remove_absence": gettext_lazy("One absence removed"),
    "people.remove_allocation": gettext_lazy("One allocation removed"),
    "people.remove_calendar": gettext_lazy("Working calendar “%(name)s” removed"),
    "people.remove_member": gettext_lazy("One member removed"),
    "people.remove_person": gettext_lazy("One person removed"),
    "people.remove_reserve": gettext_lazy("Reserved time of one team removed"),
    "people.remove_team": gettext_lazy("Team “%(name)s” removed"),
    "people.remove_unit": gettext_lazy("Unit “%(name)s” removed"),
    "people.remove_webhook": gettext_lazy("One webhook removed"),
    "people.renew_secret": gettext_lazy("The secret of one webhook renewed"),
    "people.resume_webhook": gettext_lazy("One webhook resumed"),
    "people.save_webhook": gettext_lazy("One webhook written"),
    "people.send_past_event": gettext_lazy("One event sent again to a webhook"),
    "people.send_test_event": gettext_lazy("One test event sent to a webhook"),
    "people.renew_invitation": gettext_lazy("One invitation sent again"),
    "people.require_second_factor": gettext_lazy("Second factor: rule for members changed"),
    "people.revoke_invitation": gettext_lazy("One invitation withdrawn"),
    "people.revoke_token": gettext_lazy("One personal token ended"),
    "people.save_absence": gettext_lazy("One absence written"),
    "people.save_allocation": gettext_lazy("One allocation written"),
    "people.save_calendar": gettext_lazy("Working calendar “%(name)s” written"),
    "people.save_person": gettext_lazy("One person written"),
    "people.save_reserve": gettext_lazy("Reserved time of one team written"),
    "people.save_team": gettext_lazy("Team “%(name)s” written"),
    "people.save_unit": gettext_lazy("Unit “%(name)s” written"),
    "people.send_invitation": gettext_lazy("One person invited"),
    "people.show_invitation": gettext_lazy("The link of one invitation handed over"),
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
    "reports.ask_for_pack": ngettext_lazy(
        "%(count)s board pack asked for", "%(count)s board packs asked for", "count"
    ),
    "reports.add_slide_template": ngettext_lazy(
        "%(count)s template of slides brought", "%(count)s templates of slides brought", "count"
    ),
    "reports.remove_slide_template": ngettext_lazy(
        "%(count)s template of slides removed", "%(count)s templates of slides removed", "count"
    ),
    "reports.use_slide_template": ngettext_lazy(
        "%(count)s template of slides put in use",
        "%(count)s templates of slides put in use",
        "count",
    ),
    "reports.use_house_template": ngettext_lazy(
        "Slides dressed by Cordée again %(count)s time",
        "Slides dressed by Cordée again %(count)s times",
        "count",
    ),
    "platform.change_many": ngettext_lazy(
        "%(count)s change of many rows", "%(count)s changes of many rows", "count"
    ),
    "platform.undo_many": ngettext_lazy(
        "%(count)s change of many rows undone", "%(count)s changes of many rows undone", "count"
    ),
    "platform.undo_change": ngettext_lazy(
        "%(count)s change undone", "%(count)s changes undone", "count"
    ),
    "platform.remove_view": ngettext_lazy(
        "%(count)s saved view forgotten", "%(count)s saved views forgotten", "count"
    ),
    "platform.save_view": ngettext_lazy(
        "%(count)s view of a list saved", "%(count)s views of lists saved", "count"
    ),
    "people.accept_invitation": ngettext_lazy(
        "%(count)s person joined by invitation", "%(count)s people joined by invitation", "count"
    ),
    "people.add_member": ngettext_lazy(
        "%(count)s member added", "%(count)s members added", "count"
    ),
    "people.change_member": ngettext_lazy(
        "Role or perimeter of members changed %(count)s time",
        "Role or perimeter of members changed %(count)s times",
        "count",
    ),
    "people.erase_account": ngettext_lazy(
        "%(count)s account erased", "%(count)s accounts erased", "count"
    ),
    "people.join_by_domain": ngettext_lazy(
        "%(count)s person joined through the company’s sign-in",
        "%(count)s people joined through the company’s sign-in",
        "count",
    ),
    "people.make_token": ngettext_lazy(
        "%(count)s personal token made", "%(count)s personal tokens made", "count"
    ),
    "people.remove_absence": ngettext_lazy(
        "%(count)s absence removed", "%(count)s absences removed", "count"
    ),
    "people.remove_allocation": ngettext_lazy(
        "%(count)s allocation removed", "%(count)s allocations removed", "count"
    ),
    "people.remove_calendar": ngettext_lazy(
        "%(count)s working calendar removed", "%(count)s working calendars removed", "count"
    ),
    "people.remove_member": ngettext_lazy(
        "%(count)s member removed", "%(count)s members removed", "count"
    ),
    "people.remove_person": ngettext_lazy(
        "%(count)s person removed", "%(count)s people removed", "count"
    ),
    "people.remove_reserve": ngettext_lazy(
        "Reserved time removed %(count)s time", "Reserved time removed %(count)s times", "count"
    ),
    "people.remove_team": ngettext_lazy(
        "%(count)s team removed", "%(count)s teams removed", "count"
    ),
    "people.remove_unit": ngettext_lazy(
        "%(count)s unit removed", "%(count)s units removed", "count"
    ),
    "people.renew_invitation": ngettext_lazy(
        "%(count)s invitation sent again", "%(count)s invitations sent again", "count"
    ),
    "people.require_second_factor": ngettext_lazy(
        "Second factor: rule for members changed %(count)s time",
        "Second factor: rule for members changed %(count)s times",
        "count",
    ),
    "people.revoke_invitation": ngettext_lazy(
        "%(count)s invitation withdrawn", "%(count)s invitations withdrawn", "count"
    ),
    "people.revoke_token": ngettext_lazy(
        "%(count)s personal token ended", "%(count)s personal tokens ended", "count"
    ),
    "people.save_absence": ngettext_lazy(
        "%(count)s absence written", "%(count)s absences written", "count"
    ),
    "people.save_allocation": ngettext_lazy(
        "%(count)s allocation written", "%(count)s allocations written", "count"
    ),
    "people.save_calendar": ngettext_lazy(
        "%(count)s working calendar written", "%(count)s working calendars written", "count"
    ),
    "people.save_person": ngettext_lazy(
        "%(count)s person written", "%(count)s people written", "count"
    ),
    "people.save_reserve": ngettext_lazy(
        "Reserved time written %(count)s time", "Reserved time written %(count)s times", "count"
    ),
    "people.save_team": ngettext_lazy("%(count)s team written", "%(count)s teams written", "count"),
    "people.save_unit": ngettext_lazy("%(count)s unit written", "%(count)s units written", "count"),
    "people.send_invitation": ngettext_lazy(
        "%(count)s person invited", "%(count)s people invited", "count"
    ),
    "people.show_invitation": ngettext_lazy(
        "The link of %(count)s invitation handed over",
        "The links of %(count)s invitations handed over",
        "count",
    ),
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
