"""All targets at once: each has its own thread, and what it answers is handed on when it comes."""

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Generic, TypeVar

from imports.copy_cataloguing.clients import sru, z3950
from imports.copy_cataloguing.clients.question import SECONDS, Answer, Place
from imports.copy_cataloguing.errors import NotACatalogue, TargetProblem, TargetSlow
from imports.copy_cataloguing.isbn import spellings

logger = logging.getLogger("imports")
CLIENTS: Mapping[str, Callable[[Place, list[str]], Answer]] = {"sru": sru.ask, "z3950": z3950.ask}
MAX_THREADS = 24
Key = TypeVar("Key")


@dataclass(frozen=True)
class Reply(Generic[Key]):
    """What came of one question: an answer or a problem, and after how many seconds."""

    key: Key
    outcome: Answer | TargetProblem
    seconds: float


def ask(place: Place, isbn: str) -> Answer:
    """Ask one target. Raises TargetProblem."""
    return CLIENTS[place.protocol](place, spellings(isbn))


def ask_all(questions: Sequence[tuple[Key, Place, str]]) -> Iterator[Reply[Key]]:
    """Ask every (key, target, ISBN) in parallel; yield a reply for each, the first one first.

    A client ends within SECONDS by itself; a resolver of names that hangs does not, and is not waited for.
    """
    started = time.monotonic()
    executor = ThreadPoolExecutor(max_workers=max(1, min(MAX_THREADS, len(questions))), thread_name_prefix="target")
    waiting = {executor.submit(_timed, key, place, isbn): key for key, place, isbn in questions}
    rounds = -(-len(questions) // MAX_THREADS)
    deadline = started + rounds * (SECONDS + 0.5)
    try:
        while waiting:
            done, _late = wait(waiting, timeout=max(0.0, deadline - time.monotonic()), return_when=FIRST_COMPLETED)
            if not done:
                break
            for future in done:
                del waiting[future]
                yield future.result()
        for key in waiting.values():
            yield Reply(key, TargetSlow(seconds=int(SECONDS)), time.monotonic() - started)
    finally:
        executor.shutdown(wait=False, cancel_futures=True)


def _timed(key: Key, place: Place, isbn: str) -> Reply[Key]:
    started = time.monotonic()
    outcome: Answer | TargetProblem
    try:
        outcome = ask(place, isbn)
    except TargetProblem as problem:
        outcome = problem
    except Exception:  # a fault of our own with this answer must not stop the answers of the others
        logger.exception("the answer of %s:%s could not be read", place.host, place.port)
        outcome = NotACatalogue()
    return Reply(key, outcome, time.monotonic() - started)
