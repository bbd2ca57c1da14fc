"""Of two installations on one bucket, folder or index, the second is refused until it takes the storage over."""

from uuid import uuid4

import pytest
from django.core.management import call_command

from operations import installation
from operations.health.services import owned_by_this_installation
from operations.models import Installation
from repository.store import access_checks, store
from tests.support.backends import EMBEDDED_ONLY, PRODUCTION_ONLY

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[pytest.param("embedded", marks=EMBEDDED_ONLY), pytest.param("servers", marks=PRODUCTION_ONLY)])
def backends(request, settings, tmp_path):
    """Create a store and an index of this set of backends."""
    if request.param == "servers":
        settings.OBJECT_STORE_URL = request.getfixturevalue("s3_url")
        settings.SEARCH_URL = f"{request.getfixturevalue('elasticsearch_url')}-{uuid4().hex[:6]}"
        store().remove(access_checks.OWNER_KEY)
    else:
        settings.OBJECT_STORE_URL = f"file://{tmp_path}/store"
        settings.SEARCH_URL = f"tantivy://{tmp_path}/index"


def foreign():
    """Return the messages about backends of another installation."""
    return [str(issue.message) for issue in owned_by_this_installation() if issue.blocks_start]


def become_another():
    Installation.objects.update(uuid=uuid4())


def test_a_second_installation_is_refused_until_it_takes_the_storage_over(backends, capsys):
    assert foreign() == []
    for setting in installation.OWNED_BACKENDS:
        installation.claim(setting)
    assert foreign() == []
    own = installation.installation_id()
    become_another()
    assert [setting for setting in installation.OWNED_BACKENDS if any(setting in text for text in foreign())] == [
        *installation.OWNED_BACKENDS
    ]
    for setting in installation.OWNED_BACKENDS:
        installation.claim(setting)  # the second claim changes nothing
        assert installation.owner_of(setting) == own
    call_command("take_over_storage")
    assert len(foreign()) == 2
    assert str(own) in capsys.readouterr().out
    call_command("take_over_storage", yes=True)
    assert foreign() == []
    assert {installation.owner_of(setting) for setting in installation.OWNED_BACKENDS} == {
        installation.installation_id()
    }


def test_a_rebuild_of_the_index_keeps_its_owner(backends):
    from search.backends import current_backend

    installation.claim(installation.INDEX)
    current_backend().rebuild([])
    current_backend().rebuild([])
    assert installation.owner_of(installation.INDEX) == installation.installation_id()


def test_an_owner_that_cannot_be_read_is_another(settings, tmp_path):
    settings.SEARCH_URL = f"tantivy://{tmp_path}"
    settings.OBJECT_STORE_URL = f"file://{tmp_path}/store"
    (tmp_path / "owner").write_text("not an id")
    assert len(foreign()) == 1
