"""Who answers questions, and what is said about privacy: the fields that a school and the node have in common."""

import re

from django.db import models
from django.utils.translation import gettext_lazy as _

MAX_PRIVACY_LENGTH = 12_000  # characters


class ContactDetails(models.Model):
    """The person or office that answers, and a text about privacy; empty: the text of the product."""

    contact_name = models.CharField(_("who answers"), max_length=200, blank=True)
    contact_email = models.EmailField(_("e-mail address"), blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=60, blank=True)
    contact_address = models.CharField(_("where"), max_length=300, blank=True)
    contact_hours = models.CharField(_("when"), max_length=200, blank=True)
    privacy_text = models.TextField(_("about privacy"), max_length=MAX_PRIVACY_LENGTH, blank=True)

    class Meta:
        abstract = True

    @property
    def phone_link(self) -> str:
        """Return the telephone number as phones dial it, or nothing if it has fewer than six digits."""
        dialled = re.sub(r"[^\d+]", "", self.contact_phone)
        return dialled if len(dialled) > 5 and dialled.rfind("+") <= 0 else ""
