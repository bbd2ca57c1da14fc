"""`manage.py create_admin`: the first administrator of a new installation."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import UserFacingError
from accounts.models import School
from accounts.temporary_passwords import TEMPORARY_PASSWORD_TTL
from portal.actions import open_installation
from portal.desk.forms import FirstAdministratorForm
from sharing.viewer import visitor


class Command(BaseCommand):
    """Ask for what the options do not give, create the administrator, print a temporary password once."""

    help = "Create the first administrator, and print a temporary password once. Refuses when there is one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add one option for each field, and the choice not to ask."""
        parser.add_argument("--username", help="small letters without marks, digits, hyphens and full stops")
        parser.add_argument("--name", help="full name of the administrator")
        parser.add_argument("--unit", help="name of the school or office that runs this installation")
        parser.add_argument("--kind", choices=School.Kind.values, help="of the school or office; default: school")
        parser.add_argument("--code", help="of the school or office, in addresses; default: made from its name")
        parser.add_argument("--email", help="for a forgotten password; may be empty")
        parser.add_argument("--no-input", action="store_false", dest="asks", help="ask nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Create the administrator; nothing is changed if an option is missing or wrong."""
        asks = options["asks"] and sys.stdin.isatty()
        form = FirstAdministratorForm(self._ask(options) if asks else options)
        if not form.is_valid():
            lines = [f"--{name}: {' '.join(map(str, errors))}" for name, errors in form.errors.items()]
            raise CommandError("\n".join([_("The administrator was not created."), *lines]))
        try:
            password = open_installation(form.first_administrator(), by=visitor(now=timezone.now()))
        except UserFacingError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            _(
                "The administrator %(username)s was created. Temporary password, shown only now: %(password)s\n"
                "Sign in within %(days)s days at %(login)s and choose a password of your own. Then continue at %(next)s"
            )
            % {
                "username": form.cleaned_data["username"],
                "password": password,
                "days": TEMPORARY_PASSWORD_TTL.days,
                "login": settings.SITE_URL + reverse("account_login"),
                "next": settings.SITE_URL + reverse("portal:first_steps"),
            }
        )

    def _ask(self, options: dict[str, Any]) -> dict[str, Any]:
        """Return the options; those without a value are read from the terminal, an empty line takes the default."""
        answers = dict(options)
        for name, field in FirstAdministratorForm().fields.items():
            if not answers.get(name):
                answers[name] = input(f"{field.label}: ").strip()
        return answers
