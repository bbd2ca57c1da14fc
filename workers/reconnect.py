"""A worker outlives a database, or a Redis, that is restarted or gone for a while: it waits, and begins again."""

import logging
import signal
import threading
from collections.abc import Callable

from django.db import InterfaceError, OperationalError, connections
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

logger = logging.getLogger("workers.reconnect")

RETRY_DELAY = 3.0  # seconds between two tries
OUTAGES = (OperationalError, InterfaceError, RedisError)


def retry_on_outage(work: Callable[[], object]) -> None:
    """Do it; begin anew after each time that one of them was gone, until it ends by itself or is told to."""
    while True:
        try:
            work()
            return
        except OUTAGES as problem:
            logger.warning(
                _("The database or the queue is not responding: %s. Trying again in %s seconds."), problem, RETRY_DELAY
            )
            connections.close_all()
            if _shutdown_requested_within(RETRY_DELAY):
                return


def _shutdown_requested_within(seconds: float) -> bool:
    requested = threading.Event()
    before = {number: signal.signal(number, lambda *_: requested.set()) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        return requested.wait(seconds)
    finally:
        for number, answer in before.items():
            signal.signal(number, answer)
