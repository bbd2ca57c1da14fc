"""`manage.py doctor`: says in plain words what is wrong with this installation and what to do."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import override

from config.health.finding import Level, Result
from config.health.list import EXAMINATIONS
from config.health.looking import look
from config.health.names import name_of


class Command(BaseCommand):
    """Ends with 1 when something is wrong, with --strict also when something might be."""

    help = "Say what is wrong with this installation, and what to do."
    requires_system_checks = []  # it must run when they fail; they are among its examinations

    def add_arguments(self, parser: ArgumentParser) -> None:
        """For people in either language, and for programs."""
        parser.add_argument("--language", choices=("vi", "en"), default="vi")
        parser.add_argument("--json", action="store_true", help="for programs")
        parser.add_argument("--strict", action="store_true", help="warnings count as errors")

    def handle(self, *args: Any, **options: Any) -> None:
        """Look at everything."""
        with override(options["language"]):
            results = look(EXAMINATIONS)
            write = self._as_json if options["json"] else self._in_words
            write(results)
        bad = {Level.ERROR, Level.WARNING} if options["strict"] else {Level.ERROR}
        if any(finding.level in bad for result in results for finding in result.findings):
            sys.exit(1)

    def _in_words(self, results: list[Result]) -> None:
        signs = {Level.ERROR: _("ERROR"), Level.WARNING: _("WARNING"), Level.NOTE: _("note")}
        for finding in (finding for result in results for finding in result.findings):
            self.stdout.write(f"{signs[finding.level]}: {finding.what}")
            for part in (finding.safe, finding.todo):
                if str(part):
                    self.stdout.write(f"    {part}")
        left_out = [name_of(result.part) for result in results if not result.looked]
        if left_out:
            sentence = _("Not checked, because an earlier check failed: %(parts)s")
            self.stdout.write(sentence % {"parts": ", ".join(left_out)})
        if not any(result.findings for result in results):
            self.stdout.write(_("No problems found."))

    def _as_json(self, results: list[Result]) -> None:
        found = [
            {
                "part": result.part,
                "looked": result.looked,
                "findings": [
                    {
                        "code": finding.code,
                        "level": finding.level.value,
                        "what": str(finding.what),
                        "safe": str(finding.safe),
                        "do": str(finding.todo),
                    }
                    for finding in result.findings
                ],
            }
            for result in results
        ]
        self.stdout.write(json.dumps(found, ensure_ascii=False))
