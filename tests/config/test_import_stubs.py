"""The stubbed modules exist in the installed Wagtail, are all that load its API, and nothing of ours needs them."""

import importlib
import sys
from importlib.machinery import PathFinder
from pathlib import Path

import pytest
import wagtail
from django.apps import apps

from config.import_stubs import STUBBED
from tests.security.code import files, imports, name_of


def exists(module: str) -> bool:
    """Return whether a module is installed, without importing it or its packages."""
    path = None
    parts = module.split(".")
    for depth in range(1, len(parts) + 1):
        spec = PathFinder.find_spec(".".join(parts[:depth]), path)
        if spec is None:
            return False
        path = spec.submodule_search_locations
    return True


@pytest.mark.parametrize("module", STUBBED)
def test_a_stubbed_module_exists_and_is_replaced(module: str) -> None:
    assert exists(module)
    assert type(sys.modules[module]).__name__ == "_StubModule"


def test_a_module_that_is_gone_is_noticed() -> None:
    assert exists("wagtail.api.v3")
    assert not exists("wagtail.api.v3.gone")
    assert not exists("wagtail.gone.v3.api")


def test_the_api_of_every_installed_app_of_wagtail_is_stubbed() -> None:
    """Only what an app loads at its start counts: the package, its registry and its router."""
    (root,) = map(Path, wagtail.__path__)
    loaded = {
        f"{config.name}.api.v3{module}"
        for config in apps.get_app_configs()
        if root in Path(config.path).parents
        for module in ("", ".registry", ".router")
        if exists(f"{config.name}.api.v3{module}")
    }
    assert loaded
    assert loaded | {"wagtail.api.v3.api"} == set(STUBBED)


def test_nothing_of_ours_imports_a_stubbed_module() -> None:
    importing = {(name_of(file), name) for file in files() for name in imports(file)}
    assert any(name.startswith("wagtail.") for _file, name in importing)
    assert [pair for pair in importing if any(f"{pair[1]}.".startswith(f"{module}.") for module in STUBBED)] == []


def test_a_stub_accepts_what_wagtail_does_with_it() -> None:
    stub = importlib.import_module("wagtail.images.api.v3.registry")
    assert stub.register_image_api("a model", 1) is None
    with pytest.raises(AttributeError):
        _ = stub.__wrapped__
