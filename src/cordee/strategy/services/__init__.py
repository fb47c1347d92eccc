"""What changes the spine."""

from cordee.strategy.services.cells import (
    choose_objective,
    choose_state,
    give_back_objectives,
    give_back_state,
)
from cordee.strategy.services.editions import (
    adopt_scenario,
    digest_of,
    freeze_edition,
    remove_scenario,
    save_scenario,
)
from cordee.strategy.services.indicators import (
    remove_indicator,
    remove_measure,
    save_indicator,
    save_measure,
)
from cordee.strategy.services.inherited import inherit_initiative, inherit_initiatives
from cordee.strategy.services.initiatives import (
    move_to_state,
    remove_dependency,
    remove_initiative,
    rule_on_duplicates,
    save_dependency,
    save_initiative,
)
from cordee.strategy.services.needs import remove_need, save_need
from cordee.strategy.services.objectives import (
    allot_priorities,
    remove_objective,
    remove_plan,
    remove_vision,
    save_objective,
    save_plan,
    save_vision,
)
from cordee.strategy.services.referrals import answer, refer, withdraw
from cordee.strategy.services.spend import (
    link_to_objectives,
    remove_contribution,
    remove_exchange_rate,
    remove_spend_line,
    save_contribution,
    save_exchange_rate,
    save_spend_line,
)
from cordee.strategy.services.talks import change_comment, comment_on, remove_comment

__all__ = [
    "adopt_scenario",
    "allot_priorities",
    "choose_objective",
    "choose_state",
    "digest_of",
    "freeze_edition",
    "give_back_objectives",
    "give_back_state",
    "inherit_initiative",
    "inherit_initiatives",
    "link_to_objectives",
    "move_to_state",
    "remove_contribution",
    "remove_dependency",
    "remove_exchange_rate",
    "remove_indicator",
    "remove_initiative",
    "remove_measure",
    "remove_need",
    "remove_objective",
    "remove_plan",
    "remove_scenario",
    "remove_spend_line",
    "remove_vision",
    "rule_on_duplicates",
    "save_contribution",
    "save_dependency",
    "save_exchange_rate",
    "save_indicator",
    "save_initiative",
    "save_measure",
    "save_need",
    "save_objective",
    "save_plan",
    "save_scenario",
    "save_spend_line",
    "save_vision",
]
__all__ += ["answer", "change_comment", "comment_on", "refer", "remove_comment", "withdraw"]
