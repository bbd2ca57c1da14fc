"""`manage.py adopt_store`: the old name of `take_over_storage`, accepted for one release."""

from typing import Any

from operations.management.commands.take_over_storage import Command as TakeOverStorage


class Command(TakeOverStorage):
    """Warn, then do what `take_over_storage` does."""

    help = "Old name of take_over_storage."

    def handle(self, *args: Any, **options: Any) -> None:
        """Warn, then take over."""
        self.stderr.write("`manage.py adopt_store` is now `manage.py take_over_storage`; the old name is accepted for one release.")
        super().handle(*args, **options)
