"""Two installations on one bucket, index or folder: the second is sent away, until somebody decides otherwise."""

from uuid import uuid4

import pytest
from django.core.management import call_command

from operations import installation
from operations.health import ownership
from operations.models import Installation
from repository.store import access_checks, store
from tests.support.backends import EMBEDDED_ONLY, PRODUCTION_ONLY

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[pytest.param("embedded", marks=EMBEDDED_ONLY), pytest.param("servers", marks=PRODUCTION_ONLY)])
def places(request, settings, tmp_path):
    """A store and an index of this set of backends."""
    if request.param == "servers":
        settings.OBJECT_STORE_URL = request.getfixturevalue("s3_url")
        settings.SEARCH_URL = f"{request.getfixturevalue('elasticsearch_url')}-{uuid4().hex[:6]}"
        store().remove(access_checks.OWNER_KEY)
    else:
        settings.OBJECT_STORE_URL = f"file://{tmp_path}/store"
        settings.SEARCH_URL = f"tantivy://{tmp_path}/index"


def strangers():
    return [str(finding.message) for finding in ownership.owned_by_this_installation() if finding.blocks_start]


def become_another():
    Installation.objects.update(uuid=uuid4())


def test_the_second_is_sent_away_until_it_adopts_the_place(places, capsys):
    assert strangers() == []
    for place in installation.OWNED_BACKENDS:
        installation.claim(place)
    assert strangers() == []
    ours = installation.installation_id()
    become_another()
    assert [place for place in installation.OWNED_BACKENDS if any(place in message for message in strangers())] == [
        *installation.OWNED_BACKENDS
    ]
    for place in installation.OWNED_BACKENDS:
        installation.claim(place)  # whoever comes second changes nothing
        assert installation.owner_of(place) == ours
    call_command("take_over_storage")
    assert len(strangers()) == 2
    assert str(ours) in capsys.readouterr().out
    call_command("take_over_storage", yes=True)
    assert strangers() == []
    assert {installation.owner_of(place) for place in installation.OWNED_BACKENDS} == {installation.installation_id()}


def test_the_mark_outlives_a_rebuild_of_the_index(places):
    from search.backends import current_backend

    installation.claim(installation.INDEX)
    current_backend().rebuild([])
    current_backend().rebuild([])
    assert installation.owner_of(installation.INDEX) == installation.installation_id()


def test_a_mark_that_cannot_be_read_is_nobodys_of_ours(settings, tmp_path):
    settings.SEARCH_URL = f"tantivy://{tmp_path}"
    settings.OBJECT_STORE_URL = f"file://{tmp_path}/store"
    (tmp_path / "owner").write_text("not an id")
    assert len(strangers()) == 1
