"""How much the index has to learn, and of which schools."""

from datetime import datetime

from django.db.models import Count, Min

from repository.models import IndexChange
from search.tasks import INDEX
from workshop.load import QueueStats, top_schools
from workshop.presence import count_active


def queue_stats(now: datetime) -> QueueStats:
    """Changes of resources; those that the engine refused wait for another try, and count as failed."""
    waiting, refused = IndexChange.objects.filter(problem=""), IndexChange.objects.exclude(problem="")
    shares = waiting.exclude(school=0).values_list("school").annotate(number=Count("pk")).order_by()
    return QueueStats(
        queue=INDEX,
        waiting=waiting.count(),
        running=count_active(INDEX, now),
        failed=refused.count(),
        oldest=waiting.aggregate(oldest=Min("since"))["oldest"],
        schools=top_schools(shares),
    )
