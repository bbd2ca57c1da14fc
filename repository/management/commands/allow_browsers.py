"""`manage.py allow_browsers`: the old name of `set_bucket_cors`, accepted for one release."""

from typing import Any

from repository.management.commands.set_bucket_cors import Command as SetBucketCors


class Command(SetBucketCors):
    """Warn, then do what `set_bucket_cors` does."""

    help = "Old name of set_bucket_cors."

    def handle(self, *args: Any, **options: Any) -> None:
        """Warn, then set the rules."""
        self.stderr.write("`manage.py allow_browsers` is now `manage.py set_bucket_cors`; the old name goes soon.")
        super().handle(*args, **options)
