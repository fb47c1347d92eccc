from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import migrations


def make_table(_apps: Any, editor: Any) -> None:
    call_command("createcachetable", database=editor.connection.alias, verbosity=0)


def drop_table(_apps: Any, editor: Any) -> None:
    editor.execute(f"DROP TABLE {editor.quote_name(settings.ATTEMPTS)}")


class Migration(migrations.Migration):
    dependencies = [
        ("platform", "0014_erasure"),
    ]

    operations = [
        migrations.RunPython(make_table, drop_table),
    ]
