"""Steps of two owners in processes of their own, on an installation on disk."""

import json
import sys

import django

CAMILLE, HELENE = "camille@valmorel.example", "helene@valmorel.example"


def founded():
    from django.utils import timezone

    from cordee.people.services import add_member, found_organisation
    from cordee.platform.access import Role
    from cordee.platform.models import User

    camille, helene = (User.objects.create_user(e, email=e) for e in (CAMILLE, HELENE))
    founded = found_organisation("Valmorel", by=camille, at=timezone.now())
    add_member(helene, organisation=founded, role=Role.OWNER, by=camille, at=timezone.now())


def demoted(whom, by):
    """Demote, and keep the transaction open until a line is read."""
    from django.db import transaction
    from django.utils import timezone

    from cordee.people.models import Membership
    from cordee.people.services import change_member
    from cordee.platform.access import Role
    from cordee.platform.errors import Refused
    from cordee.platform.models import User

    membership = Membership.objects.get(user__email=whom)
    author = User.objects.get(email=by)
    print("ready", flush=True)
    sys.stdin.readline()
    try:
        with transaction.atomic():
            at = timezone.now()
            change_member(membership, role=Role.READER, units=[], by=author, at=at)
            print("demoted", flush=True)
            sys.stdin.readline()
    except Refused:
        print("refused", flush=True)


def roles():
    from cordee.people.models import Membership

    print(json.dumps(sorted(Membership.objects.values_list("user__email", "role"))))


if __name__ == "__main__":
    django.setup()
    globals()[sys.argv[1]](*sys.argv[2:])
