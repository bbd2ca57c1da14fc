"""What a person chose: subjects and grades for their home page, and whether their reading is recorded."""

from django.db import models


class Choices(models.Model):
    """The choices of one person. Without a row nothing is chosen, and nothing is recorded."""

    person = models.OneToOneField("accounts.Person", on_delete=models.CASCADE, related_name="choices")
    subjects = models.JSONField(default=list, blank=True)  # codes of repository.curriculum.Subject
    grades = models.JSONField(default=list, blank=True)  # integers 1–12
    records_reading = models.BooleanField(default=False)

    def __str__(self) -> str:
        return str(self.person_id)
