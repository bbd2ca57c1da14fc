"""The models of library cards and of the scans that a desk posted."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class LibraryCard(models.Model):
    """The card of a member. A lost card is revoked; its number is never used again."""

    membership = models.ForeignKey("accounts.Membership", on_delete=models.CASCADE, related_name="library_cards")
    number = models.CharField(_("card number"), max_length=20, unique=True)
    issued_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("library card")
        verbose_name_plural = _("library cards")
        constraints = [
            models.UniqueConstraint(
                fields=["membership"], condition=Q(revoked_at=None), name="one_valid_card_for_each_member"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Scan(models.Model):
    """A scan that a desk sent, by the id that the browser gave it: sent again, it returns the first answer.

    It names no reader.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    school = models.ForeignKey("accounts.School", on_delete=models.CASCADE, related_name="+")
    copy = models.ForeignKey("circulation.Copy", on_delete=models.CASCADE, null=True, related_name="+")
    loan = models.ForeignKey("circulation.Loan", on_delete=models.CASCADE, null=True, related_name="+")
    posted_at = models.DateTimeField(db_index=True)
    code = models.CharField(max_length=40, blank=True)  # of the answer (circulation/desk/answers.py)
    details = models.JSONField(default=dict)

    def __str__(self) -> str:
        return str(self.uuid)
