"""A program is told, in a sentence, that an organisation waits to be erased."""

from cordee.people.models import Unit
from cordee.people.services import ask_erasure
from tests.factories import unit


def test_a_program_reads_what_waits_to_be_erased_and_writes_nothing(
    call, bearer, valmorel, cio, now
):
    unit(valmorel, "MAG", "Magasins")
    token = bearer()
    ask_erasure(valmorel, name=valmorel.name, by=cio, at=now)

    read = call("get", "/units/", headers=token)
    written = call(
        "post", "/units/", {"code": "LOG", "name": "Logistique", "kind": "it"}, headers=token
    )

    assert read.status_code == 200
    assert written.status_code == 409
    assert "is to be erased on" in written.json()["detail"]
    assert [one.name for one in Unit.objects.all()] == ["Magasins"]
