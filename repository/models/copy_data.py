"""What a list said of the copies of a book, until the lending desk takes them over as copies."""

from django.db import models
from django.db.models import Q

from repository.models.resource import Resource


class CopyData(models.Model):
    """A copy with its number and barcode, or several without; texts as the school wrote them.

    `number` is the one of the accession register (số đăng kí cá biệt); `category` the register's kind of book (SGK,
    SNV, STK). `school` is the owner of the resource: a number and a barcode are each unique in a school.
    """

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="copy_data")
    school = models.ForeignKey("accounts.School", on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()
    number = models.CharField(max_length=40, blank=True)
    barcode = models.CharField(max_length=40, blank=True)
    count = models.PositiveIntegerField(default=1)
    store = models.CharField(max_length=200, blank=True)
    shelf = models.CharField(max_length=200, blank=True)
    price = models.PositiveBigIntegerField(null=True)  # đồng
    source = models.CharField(max_length=300, blank=True)
    acquired = models.DateField(null=True)
    note = models.CharField(max_length=300, blank=True)
    category = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["resource", "position"], name="one_copy_for_each_place"),
            models.UniqueConstraint(fields=["school", "number"], condition=~Q(number=""), name="each_copy_number_once"),
            models.UniqueConstraint(fields=["school", "barcode"], condition=~Q(barcode=""), name="each_barcode_once"),
        ]

    def __str__(self) -> str:
        return self.number or self.barcode or f"{self.count} × {self.resource_id}"
