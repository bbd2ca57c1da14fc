"""Mistakes 2 and 9: the server fetched an address that a user gave.

One module fetches, from hosts that the administrator lists (tests/imports/copy_cataloguing/test_clients.py).

The product reaches the services of its settings (database, store, index, mail) by their libraries, in one module each.
"""

import pytest
from django.conf import settings
from django.forms import URLField
from wagtail.embeds.embeds import get_embed
from wagtail.embeds.exceptions import EmbedUnsupportedProviderException

import ingest.resource_parts.forms
import ingest.uploads.forms
import repository.forms
from tests.security.code import files, imports, name_of

FETCHING = {"aiohttp", "ftplib", "http.client", "httpx", "requests", "socket", "urllib.request", "urllib3"}
LOCAL_SOCKETS = {  # without a network: pairs of parent and child, and sockets in a folder
    "ingest/parsers/parser_main.py",
    "ingest/parsers/ipc.py",
    "ingest/parsers/sandbox.py",
    "workers/local_wakeup.py",
}
SERVER = {"config/answer_socket.py", "config/web_worker.py"}  # accepts connections
ACCESS_CHECKS = {  # of the services of the settings
    "repository/store/access_checks.py",
    "search/backends/elastic/access_checks.py",
}

LISTED_HOSTS = {"imports/copy_cataloguing/clients/sru.py"}


def test_no_code_of_the_product_can_fetch_an_address() -> None:
    found = {name_of(file) for file in files() if imports(file) & FETCHING}
    assert found == LOCAL_SOCKETS | SERVER | ACCESS_CHECKS | LISTED_HOSTS


def test_local_sockets_reach_no_network() -> None:
    for name in LOCAL_SOCKETS:
        text = (settings.ROOT / name).read_text("utf-8")
        assert "AF_INET" not in text
        assert ".connect(" not in text


def test_an_editor_cannot_make_the_server_fetch_a_page() -> None:
    with pytest.raises(EmbedUnsupportedProviderException):
        get_embed("https://www.youtube.com/watch?v=x")
    with pytest.raises(EmbedUnsupportedProviderException):
        get_embed("http://169.254.169.254/latest/meta-data/")


def test_no_form_of_ingest_takes_an_address() -> None:
    """A cover or a file "by address" needs the single fetch function of docs/reference/security.md first."""
    modules = (ingest.uploads.forms, ingest.resource_parts.forms, repository.forms)
    forms = [one for module in modules for one in vars(module).values() if hasattr(one, "base_fields")]
    assert len(forms) >= 5
    assert [field for form in forms for field in form.base_fields.values() if isinstance(field, URLField)] == []
