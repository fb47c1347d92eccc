"""Everything an organisation holds, to compare before and after."""

from django.apps import apps

LEFT_OUT = {"Entry", "ImportRun", "User", "Membership"}


def dump():
    """Every row of every table of ours; runs, journal and revisions, which only grow, left out."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if model.__module__.startswith("cordee.") and model.__name__ not in LEFT_OUT:
            columns = [c.attname for c in model._meta.concrete_fields if c.name != "revision"]
            rows = model._default_manager.order_by("pk").values_list(*columns)
            found[model._meta.label] = list(rows)
    return found


def difference(before, after):
    """Per table, the rows only there before and those only there after."""
    return {
        label: (
            [r for r in before[label] if r not in rows],
            [r for r in rows if r not in before[label]],
        )
        for label, rows in after.items()
        if rows != before[label]
    }
