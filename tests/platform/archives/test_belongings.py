"""Which rows belong to an organisation: every table is settled, none by a list kept by hand."""

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from cordee.platform.archives import ELSEWHERE, belongings
from cordee.platform.archives.belongings import _table
from cordee.platform.models import Organisation, Owned


def labels(found):
    return {model._meta.label for model in found}


def test_every_table_belongs_to_an_organisation_or_stands_elsewhere_with_a_reason():
    kept = labels(table.model for table in belongings())
    every = labels(apps.get_models(include_auto_created=True))

    assert every - kept - set(ELSEWHERE) == set(), "say in ELSEWHERE why it is not exported"
    assert kept & set(ELSEWHERE) == set()
    assert set(ELSEWHERE) - every == set()


def test_nothing_that_opens_a_door_is_told():
    left_out = {f"{table.label}.{name}" for table in belongings() for name in table.left_out}

    assert left_out >= {
        "people.invitation.digest",
        "people.personaltoken.digest",
        "people.personaltoken.prefix",
        "platform.letter.text",
        "platform.letter.html",
    }
    assert {"platform.entry.digest", "platform.entry.previous"} & left_out == set()


@isolate_apps("cordee.platform")
def test_a_secret_of_a_table_to_come_is_left_out_by_its_name():
    class Webhook(Owned):
        url = models.TextField()
        signing_secret = models.TextField()

        class Meta:
            app_label = "platform"

    table = _table(Webhook)

    assert table.path == "organisation"
    assert table.columns == ("id", "organisation_id", "revision", "url")
    assert table.left_out == ("signing_secret",)


@isolate_apps("cordee.platform")
def test_a_row_belongs_through_the_row_that_it_names():
    class Room(models.Model):
        organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)

        class Meta:
            app_label = "platform"

    class Chair(models.Model):
        room = models.ForeignKey(Room, on_delete=models.CASCADE)

        class Meta:
            app_label = "platform"

    class Star(models.Model):
        class Meta:
            app_label = "platform"

    assert [table and table.path for table in map(_table, (Room, Chair, Star))] == [
        "organisation",
        "room__organisation",
        None,
    ]


@pytest.mark.django_db
def test_the_rows_of_an_organisation_are_found_in_one_query_each(django_assert_num_queries):
    home = Organisation.objects.create(slug="v", name="V")

    for table in belongings():
        with django_assert_num_queries(1):
            list(table.rows(home))
