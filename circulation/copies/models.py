"""The models of copies: the copy, the series from which its numbers come, the entries of the general register."""

import uuid

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.money import in_one_line

MAX_PRICE = 10**9  # đồng


class Copy(models.Model):
    """A physical copy: a printed book, a kit, a device. Its loan says who has it, and its hold for whom it waits."""

    class State(models.TextChoices):
        """Whether it can be lent. A copy on loan is ON_SHELF: its open loan says that it is away."""

        ON_SHELF = "on_shelf", _("on the shelf")
        LOST = "lost", _("lost")
        REPAIR = "repair", _("in repair")
        REMOVED = "removed", _("removed")

    class Condition(models.TextChoices):
        """How worn it is."""

        NEW = "new", pgettext_lazy("condition", "new")
        GOOD = "good", pgettext_lazy("condition", "good")
        WORN = "worn", pgettext_lazy("condition", "worn")
        DAMAGED = "damaged", pgettext_lazy("condition", "damaged")

    class Reason(models.TextChoices):
        """Why it was removed from the register, in the words of the registers of schools."""

        LOST = "lost", pgettext_lazy("reason", "lost")
        TORN = "torn", pgettext_lazy("reason", "torn")
        OUTDATED = "outdated", pgettext_lazy("reason", "outdated")
        MOVED = "moved", pgettext_lazy("reason", "given to another school")
        OTHER = "other", pgettext_lazy("reason", "another reason")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    resource = models.ForeignKey("repository.Resource", on_delete=models.PROTECT, related_name="copies")
    holder = models.ForeignKey("accounts.School", on_delete=models.PROTECT, related_name="copies_held")
    barcode = models.CharField(_("barcode"), max_length=40)
    accession_number = models.CharField(_("accession number"), max_length=40, blank=True)
    call_number = models.CharField(_("call number"), max_length=80, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ON_SHELF)
    condition = models.CharField(_("condition"), max_length=10, choices=Condition, default=Condition.GOOD)
    on_site_only = models.BooleanField(_("only for use in the library"), default=False)
    store = models.CharField(_("room"), max_length=200, blank=True)
    shelf = models.CharField(_("shelf"), max_length=200, blank=True)
    category = models.CharField(_("category"), max_length=100, blank=True)
    price = models.PositiveIntegerField(  # đồng
        _("price"), null=True, blank=True, validators=[MaxValueValidator(MAX_PRICE)]
    )
    source = models.CharField(_("source"), max_length=300, blank=True)
    acquired = models.DateField(_("date of acquisition"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    entered_at = models.DateTimeField(null=True, editable=False)  # in the register
    change_set = models.UUIDField(null=True, editable=False, db_index=True)  # the act that entered it with many others
    accession = models.ForeignKey(
        "circulation.Accession", on_delete=models.SET_NULL, null=True, editable=False, related_name="copies"
    )
    withdrawal = models.ForeignKey(
        "circulation.Withdrawal", on_delete=models.SET_NULL, null=True, editable=False, related_name="copies"
    )
    removed_at = models.DateTimeField(null=True, editable=False)
    removed_reason = models.CharField(_("reason"), max_length=10, choices=Reason, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("physical", "copy")
        verbose_name_plural = pgettext_lazy("physical", "copies")
        indexes = [models.Index(fields=["resource", "state"])]
        constraints = [
            models.UniqueConstraint(fields=["holder", "barcode"], name="barcode_once_in_each_school"),
            models.UniqueConstraint(
                fields=["holder", "accession_number"],
                condition=~Q(accession_number=""),
                name="accession_number_once_in_each_school",
            ),
        ]

    def __str__(self) -> str:
        return self.barcode

    @property
    def price_in_words(self) -> str:
        """Return the price as it is written in Vietnam; empty if it is not known."""
        return in_one_line(self.price) if self.price is not None else ""


class NumberSeries(models.Model):
    """The accession numbers of a school that begin alike: "TK." with five digits gives TK.00413 after TK.00412.

    `last` never goes back, so that no number is given twice, even if a copy that had it is gone.
    """

    school = models.ForeignKey("accounts.School", on_delete=models.CASCADE, related_name="+")
    prefix = models.CharField(max_length=30, blank=True)
    width = models.PositiveSmallIntegerField(default=5)  # digits, with zeros in front
    last = models.PositiveIntegerField(default=0)
    used_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "prefix"], name="one_series_for_each_prefix")]

    def __str__(self) -> str:
        return self.number(self.last + 1)

    def number(self, place: int) -> str:
        """Return the accession number at a place of the series."""
        return f"{self.prefix}{place:0{self.width}d}"


class RegisterEntry(models.Model):
    """A line of the general register (sổ đăng kí tổng quát); its number counts up in each school and part."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    school = models.ForeignKey("accounts.School", on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField(_("entry number"))
    day = models.DateField(_("date"))
    voucher = models.CharField(_("number and date of the voucher"), max_length=100, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        abstract = True
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["school", "number"], name="%(class)s_entered_once_in_school")]

    def __str__(self) -> str:
        return f"{self.number}"


class Accession(RegisterEntry):
    """Copies that came in together, in part I of the general register."""

    source = models.CharField(_("source"), max_length=300, blank=True)


class Withdrawal(RegisterEntry):
    """Copies that went out together, in part II; `members` sign its protocol, one "name, office" on each line."""

    members = models.TextField(_("members of the committee"), blank=True)
