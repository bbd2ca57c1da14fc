"""Replace modules of libraries that the product never uses and that cost every process time and memory.

`config/__init__.py` imports this before any app is loaded. tests/config/test_import_stubs.py compares the list with the
installed Wagtail: after an upgrade it names what is missing.
"""

import sys
from types import ModuleType
from typing import Any


class _StubModule(ModuleType):
    """A module in which every name is a function that returns None."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *_args: Any) -> None:
        return None


# Wagtail 8 describes its API to pydantic in every process, whether the API is served or not: half of the time of a
# start, and 46 MB.
STUBBED = (
    "wagtail.api.v3.api",
    *(
        f"wagtail.{app}.api.v3{module}"
        for app in ("snippets", "images", "documents")
        for module in ("", ".registry", ".router")
    ),
)
sys.modules.update({name: _StubModule(name) for name in STUBBED})
