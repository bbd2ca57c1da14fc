"""Mistake 8: vulnerabilities of Wagtail in 2026. The version has the fixes, and the affected screens are tested."""

from importlib.metadata import version

from django.conf import settings

from tests.addresses.admin_table import GONE, prefix_of
from tests.addresses.routes import routes
from tests.security.code import is_installed

# The first releases with all security fixes of 2026, by series.
CORRECTED = {(7, 0): 9, (7, 3): 4, (7, 4): 3, (8, 0): 0}


def test_the_version_in_the_lock_and_here_has_the_corrections() -> None:
    for number in (version("wagtail"), _locked("wagtail")):
        major, minor, patch = (int(part) for part in number.split(".")[:3])
        assert patch >= CORRECTED[major, minor]


def test_its_interface_for_machines_is_not_there() -> None:
    assert not is_installed("wagtail.api.v2")
    assert not is_installed("rest_framework")
    assert {route.split("/")[0] for route in routes() if "api/" in route} == {"quan-tri"}  # for the admin's screens


def test_people_groups_documents_and_snippets_are_closed() -> None:
    for begins in ("users/", "groups/", "documents/", "snippets/"):
        assert prefix_of(f"quan-tri/{begins}").librarian == GONE
        assert prefix_of(f"quan-tri/{begins}").admin == GONE
    assert not any(route.startswith("documents/") for route in routes())


def test_djangos_own_admin_is_not_there() -> None:
    assert not is_installed("django.contrib.admin")


def _locked(name: str) -> str:
    lines = (settings.ROOT / "requirements.lock").read_text("utf-8").splitlines()
    return next(line.split("==")[1].split()[0] for line in lines if line.startswith(f"{name}=="))
