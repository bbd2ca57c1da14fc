"""E-mails about an account to the person who owns it; they are sent by the workers of the queue `mail`."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Person, School


def temporary_password_issued(person: Person, *, school: School) -> None:
    """Tell the person, if there is an e-mail address, that their password was replaced; the mail does not name it."""
    if not person.email:
        return
    with translation.override(person.language or settings.LANGUAGE_CODE):
        context = {"person": person, "school": school, "site": settings.SITE_URL}
        body = render_to_string("account/email/temporary_password_message.txt", context)
        send_mail(_("A new password for Tủ Sách"), body, None, [person.email])
