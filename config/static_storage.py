"""Static files under names that carry a hash of their content, so that browsers may cache them without a time limit."""

from collections.abc import Iterable, Iterator

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Hash, rewrite and compress what `collectstatic` collects.

    `url()` and `@import` in style sheets and `import` in JavaScript modules are rewritten to the hashed names. Before
    the first `collectstatic` (tests, a fresh checkout) addresses are plain, and WhiteNoise serves the source files.
    """

    support_js_module_import_aggregation = True

    def stored_name(self, name: str) -> str:
        """Return the hashed name, or `name` itself while nothing has been collected."""
        stored: str = super().stored_name(name) if self.hashed_files else name
        return stored

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Compress the hashed copies alone: no page names the others, but for the pictures of BookReader."""
        yield from super().compress_files(set(paths) & set(self.hashed_files.values()))
