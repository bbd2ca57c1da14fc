"""`manage.py doctor`: print what is wrong with this installation and what to do."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import override

from operations.health import mail
from operations.health.checks import Level, Result, run_checks
from operations.health.registry import HEALTH_CHECKS


class Command(BaseCommand):
    """Run all health checks; exit with 1 after an error, with --strict also after a warning."""

    help = "Print what is wrong with this installation, and what to do."
    requires_system_checks = []  # they are among its checks, and it must run when they fail

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the language, the format, the strictness, and the test of the mail server."""
        parser.add_argument("--language", choices=("vi", "en"), default="vi")
        parser.add_argument("--json", action="store_true", help="for programs")
        parser.add_argument("--strict", action="store_true", help="warnings count as errors")
        parser.add_argument(
            "--send-email", metavar="ADDRESS", help="send a test e-mail to this address, and do no more"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the checks and print the issues, or send a test e-mail."""
        with override(options["language"]):
            if options["send_email"]:
                self._send_email(options["send_email"])
                return
            results = run_checks(HEALTH_CHECKS)
            write = self._as_json if options["json"] else self._as_text
            write(results)
        bad = {Level.ERROR, Level.WARNING} if options["strict"] else {Level.ERROR}
        if any(issue.level in bad for result in results for issue in result.issues):
            sys.exit(1)

    def _send_email(self, address: str) -> None:
        if not mail.delivers():
            raise CommandError(_("EMAIL_URL names no mail server. Set EMAIL_URL=smtp+tls://user:password@host:587."))
        names = {"host": settings.EMAIL_HOST, "sender": settings.DEFAULT_FROM_EMAIL, "address": address}
        try:
            mail.send_now(address)
        except Exception as error:  # as in operations/health/mail.py
            sentence = _("The mail server %(host)s did not accept an e-mail from %(sender)s to %(address)s: %(error)s")
            raise CommandError(sentence % {**names, "error": mail.description(error)}) from error
        sentence = _("The mail server %(host)s accepted an e-mail from %(sender)s to %(address)s.")
        self.stdout.write(sentence % names)

    def _as_text(self, results: list[Result]) -> None:
        names = {Level.ERROR: _("Error"), Level.WARNING: _("Warning"), Level.NOTE: _("Note")}
        for issue in (issue for result in results for issue in result.issues):
            self.stdout.write(f"{names[issue.level]}: {issue.message}")
            for part in (issue.reassurance, issue.hint):
                if str(part):
                    self.stdout.write(f"    {part}")
        not_checked = [str(result.check.label) for result in results if not result.ran]
        if not_checked:
            sentence = _("Not checked, because an earlier check failed: %(parts)s")
            self.stdout.write(sentence % {"parts": ", ".join(not_checked)})
        if not any(result.issues for result in results):
            self.stdout.write(_("No problems found."))

    def _as_json(self, results: list[Result]) -> None:
        parts = [
            {
                "part": result.check.name,
                "looked": result.ran,
                "findings": [
                    {
                        "code": issue.code,
                        "level": issue.level.value,
                        "message": str(issue.message),
                        "reassurance": str(issue.reassurance),
                        "hint": str(issue.hint),
                    }
                    for issue in result.issues
                ],
            }
            for result in results
        ]
        self.stdout.write(json.dumps(parts, ensure_ascii=False))
