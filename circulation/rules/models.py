"""The models of a school's lending rules and of its closed days."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Role
from repository.models import Resource

MAX_DAYS, MAX_LOANS, MAX_RENEWALS, MAX_GRADE = 730, 500, 50, 12


class LoanRule(models.Model):
    """One row of the table: for whom, what and from where; then how long, how many and how often.

    An empty condition matches everything. Which row decides: circulation/rules/deciding.py.
    """

    school = models.ForeignKey("accounts.School", on_delete=models.CASCADE, related_name="loan_rules")
    role = models.CharField(_("who"), max_length=12, choices=Role, blank=True)
    grade = models.PositiveSmallIntegerField(
        _("grade"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(MAX_GRADE)]
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Resource.Kind, blank=True)
    collection = models.ForeignKey(
        "repository.Collection",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("of resources", "collection"),
    )
    store = models.CharField(_("room"), max_length=200, blank=True)
    days = models.PositiveSmallIntegerField(
        _("days"), default=14, validators=[MinValueValidator(1), MaxValueValidator(MAX_DAYS)]
    )
    until_year_end = models.BooleanField(_("until the end of the school year"), default=False)
    max_loans = models.PositiveSmallIntegerField(
        _("most loans at once"), null=True, blank=True, validators=[MaxValueValidator(MAX_LOANS)]
    )
    renewals = models.PositiveSmallIntegerField(_("renewals"), default=1, validators=[MaxValueValidator(MAX_RENEWALS)])
    on_site_only = models.BooleanField(_("only for use in the library"), default=False)
    holds_allowed = models.BooleanField(_("readers may place holds"), default=True)

    class Meta:
        verbose_name = _("lending rule")
        verbose_name_plural = _("lending rules")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(days__gte=1), name="loan_rule_lends_for_a_day_at_least"),
        ]

    def __str__(self) -> str:
        return f"{self.school_id}: {self.pk}"


class ClosedDays(models.Model):
    """Days on which the library of a school is closed, both ends included: no loan is due on them."""

    school = models.ForeignKey("accounts.School", on_delete=models.CASCADE, related_name="closed_days")
    name = models.CharField(_("name"), max_length=100)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))

    class Meta:
        verbose_name = _("closed days")
        verbose_name_plural = _("closed days")
        ordering = ["first_day", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="closed_days_end_after_they_begin"),
            models.UniqueConstraint(
                fields=["school", "name", "first_day", "last_day"], name="closed_days_are_entered_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OpeningDays(models.Model):
    """The days of the week on which the library of a school is closed; without a row, Sundays."""

    school = models.OneToOneField("accounts.School", on_delete=models.CASCADE, related_name="opening_days")
    closed_weekdays = models.CharField(_("closed every"), max_length=7, blank=True, default="7")  # 1 Monday … 7 Sunday

    def __str__(self) -> str:
        return f"{self.school_id}: {self.closed_weekdays}"
