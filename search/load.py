"""How much the index has to learn, and of which schools."""

from datetime import datetime

from django.db.models import Count, Min

from repository.models import Dirty
from search.tasks import INDEX
from workshop.load import Load, largest
from workshop.presence import at_work


def load(now: datetime) -> Load:
    """Changes of resources; those that the engine refused wait for another try, and count as failed."""
    waiting, refused = Dirty.objects.filter(problem=""), Dirty.objects.exclude(problem="")
    shares = waiting.exclude(school=0).values_list("school").annotate(number=Count("pk")).order_by()
    return Load(
        queue=INDEX,
        waiting=waiting.count(),
        running=at_work(INDEX, now),
        failed=refused.count(),
        oldest=waiting.aggregate(oldest=Min("since"))["oldest"],
        schools=largest(shares),
    )
