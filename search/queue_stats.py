"""Statistics of the queue of index changes, as every queue has them (workers/queue_stats.py)."""

from datetime import datetime

from django.db.models import Count, Min

from repository.models import IndexChange
from search.indexing import QUEUE
from workers.heartbeat import count_active
from workers.queue_stats import QueueStats, top_schools


def queue_stats(now: datetime) -> QueueStats:
    """Count pending changes; those that the engine refused wait for a retry and count as failed."""
    waiting, refused = IndexChange.objects.filter(last_error=""), IndexChange.objects.exclude(last_error="")
    shares = waiting.exclude(school=0).values_list("school").annotate(number=Count("pk")).order_by()
    return QueueStats(
        queue=QUEUE,
        waiting=waiting.count(),
        running=count_active(QUEUE, now),
        failed=refused.count(),
        oldest=waiting.aggregate(oldest=Min("changed_at"))["oldest"],
        schools=top_schools(shares),
    )
