"""`manage.py crew`: the old name of `run_workers`, accepted for one release (0.1.0)."""

from typing import Any

from workers.management.commands.run_workers import Command as RunWorkers


class Command(RunWorkers):
    """Warn, then run the workers."""

    help = "Deprecated name of run_workers."

    def handle(self, *args: Any, **options: Any) -> None:
        """Warn, then run the workers."""
        self.stderr.write("`manage.py crew` is now `manage.py run_workers`; the old name is accepted for one release.")
        super().handle(*args, **options)
