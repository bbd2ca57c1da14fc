"""Parts of libraries that no process of ours asks, and that cost every one of them: loaded before the apps are."""

import sys
from types import ModuleType
from typing import Any


class _StubModule(ModuleType):
    """A part of a library that nobody here asks: every name in it does nothing with whatever it is given."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *_words: Any) -> None:
        return None


# Wagtail 8 describes its API to pydantic in every process, served or not: half of a start, and 46 MB.
_API = (
    "wagtail.api.v3.api",
    *(
        f"wagtail.{app}.api.v3{part}"
        for app in ("snippets", "images", "documents")
        for part in ("", ".registry", ".router")
    ),
)
sys.modules.update({name: _StubModule(name) for name in _API})
