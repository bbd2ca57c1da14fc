"""The curriculum of this installation: terms beside the programme, lessons and what belongs to them, captions."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from repository.models.resource import Resource


class CurriculumTerm(models.Model):
    """A subject or a textbook series that a unit adds to the programme: local content, subjects of gifted schools.

    `words` are expressions that name it in titles, one a line. `until` is the first day on which it is not valid.
    """

    class Kind(models.TextChoices):
        """What it is."""

        SUBJECT = "subject", _("subject")
        SERIES = "series", _("textbook series")

    class Status(models.TextChoices):
        """How a subject is taught."""

        COMPULSORY = "compulsory", pgettext_lazy("subject", "compulsory")
        ELECTIVE = "elective", pgettext_lazy("subject", "elective")
        OPTIONAL = "optional", pgettext_lazy("subject", "optional")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.SUBJECT)
    code = models.SlugField(_("code"), max_length=30, unique=True)
    name_vi = models.CharField(_("name in Vietnamese"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    short_vi = models.CharField(_("short name in Vietnamese"), max_length=40, blank=True)
    short_en = models.CharField(_("short name in English"), max_length=40, blank=True)
    words = models.TextField(_("other names"), blank=True)
    grades = models.JSONField(_("grades"), default=list, blank=True)  # integers 1–12; of a subject
    status = models.CharField(
        pgettext_lazy("subject", "taught as"), max_length=10, choices=Status, default=Status.COMPULSORY
    )
    owner = models.ForeignKey(
        "accounts.School",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("province or unit"),
    )
    since = models.DateField(_("valid from"), null=True, blank=True)
    until = models.DateField(_("valid until"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)  # rises with every change

    class Meta:
        ordering = ["kind", "code"]
        verbose_name = _("term of the curriculum")
        verbose_name_plural = _("terms of the curriculum")

    def __str__(self) -> str:
        return self.name_vi


class Lesson(models.Model):
    """A lesson of a subject in a grade, by the programme or by a textbook series, as one unit entered it.

    Its members, and those of the units below, see it. `number` is as the book prints it; `position` sorts the list.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey("accounts.School", on_delete=models.PROTECT, related_name="lessons")
    subject = models.CharField(_("subject"), max_length=30)  # a code of repository.curriculum
    grade = models.PositiveSmallIntegerField(_("grade"))
    series = models.CharField(_("textbook series"), max_length=30, blank=True)  # a code; empty: the programme
    position = models.PositiveIntegerField(_("place in the list"))
    number = models.CharField(_("number"), max_length=20, blank=True)
    title = models.CharField(pgettext_lazy("of a lesson", "title"), max_length=300)
    unit = models.CharField(_("chapter or topic"), max_length=200, blank=True)
    periods = models.PositiveSmallIntegerField(_("periods"), null=True, blank=True)
    since = models.DateField(_("valid from"), null=True, blank=True)
    until = models.DateField(_("valid until"), null=True, blank=True)  # the first day on which it is not valid
    plain_title = models.CharField(max_length=300, editable=False)  # small letters without marks
    changed_at = models.DateTimeField()
    resources: models.ManyToManyField = models.ManyToManyField(
        Resource, through="LessonResource", related_name="lessons"
    )

    class Meta:
        ordering = ["subject", "grade", "series", "position", "pk"]
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
        indexes = [models.Index(fields=["owner", "subject", "grade", "series"], name="lessons_of_a_list")]
        constraints = [
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gt=F("since")), name="lesson_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return self.title


class LessonResource(models.Model):
    """A resource for a lesson: linked by a librarian, or proposed by a teacher until one accepts it."""

    class State(models.TextChoices):
        """Readers see what is linked."""

        PROPOSED = "proposed", _("proposed")
        LINKED = "linked", _("linked")

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="links")
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="lesson_links")
    state = models.CharField(max_length=10, choices=State, default=State.LINKED)
    by = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["lesson", "resource"], name="once_for_each_lesson")]

    def __str__(self) -> str:
        return f"{self.lesson_id}: {self.resource_id}"

    @property
    def is_proposed(self) -> bool:
        """Whether it waits for a librarian."""
        return self.state == self.State.PROPOSED


class LessonMatch(models.Model):
    """Two lessons of different lists that treat the same; `first` has the smaller key."""

    first = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="one_match_of_two_lessons"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="match_in_one_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} = {self.second_id}"


class ClassCaption(models.Model):
    """What a number of the Dewey classification means, in the words of the library that imported it."""

    owner = models.ForeignKey("accounts.School", on_delete=models.CASCADE, related_name="class_captions")
    number = models.CharField(_("Dewey number"), max_length=60)
    caption = models.CharField(_("caption"), max_length=300)
    edition = models.CharField(_("edition of the Dewey classification"), max_length=20, blank=True)

    class Meta:
        ordering = ["number"]
        verbose_name = _("caption of a Dewey number")
        verbose_name_plural = _("captions of Dewey numbers")
        constraints = [models.UniqueConstraint(fields=["owner", "number"], name="one_caption_of_a_number")]

    def __str__(self) -> str:
        return f"{self.number} {self.caption}"
