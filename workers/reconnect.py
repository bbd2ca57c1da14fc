"""Keep a worker alive while the database or Redis is away: it waits and starts again."""

import logging
import signal
import threading
from collections.abc import Callable

from django.db import InterfaceError, OperationalError, connections
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

logger = logging.getLogger("workers.reconnect")

RETRY_DELAY = 3.0  # seconds between two attempts
OUTAGES = (OperationalError, InterfaceError, RedisError)


def retry_on_outage(work: Callable[[], object]) -> None:
    """Call `work` until it returns; after an outage close all connections, wait and call it again.

    Return also when SIGTERM or SIGINT arrives during the wait.
    """
    while True:
        try:
            work()
            return
        except OUTAGES as error:
            logger.warning(
                _("The database or the queue is not responding: %s. Trying again in %s seconds."), error, RETRY_DELAY
            )
            connections.close_all()
            if _shutdown_requested_within(RETRY_DELAY):
                return


def _shutdown_requested_within(seconds: float) -> bool:
    requested = threading.Event()
    previous = {number: signal.signal(number, lambda *_: requested.set()) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        return requested.wait(seconds)
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)
