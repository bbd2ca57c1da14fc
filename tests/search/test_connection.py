"""The circuit breaker of the Elasticsearch connection: who may call the server, and when."""

import pytest

from search.backends.elastic import connection
from search.backends.elastic.connection import MAX_REST, MIN_REST, Breaker
from search.errors import EngineUnavailable


@pytest.fixture
def clock(monkeypatch):
    """Return the time that the breaker sees, as a list of one number."""
    now = [1000.0]
    monkeypatch.setattr(connection.time, "monotonic", lambda: now[0])
    return now


def is_open(breaker):
    try:
        breaker.check()
    except EngineUnavailable:
        return True
    return False


def test_after_a_failure_nobody_calls_and_then_one_caller_at_a_time(clock):
    breaker = Breaker()
    assert not is_open(breaker)
    breaker.failed()
    assert is_open(breaker)
    clock[0] += MIN_REST
    assert [is_open(breaker) for _ in range(3)] == [False, True, True], "one caller tries the server"
    breaker.worked()
    assert [is_open(breaker) for _ in range(3)] == [False, False, False]


def test_the_rest_doubles_up_to_its_maximum(clock):
    breaker, rests = Breaker(), []
    for _ in range(6):
        breaker.failed()
        begun = clock[0]
        while is_open(breaker):
            clock[0] += 0.5
        rests.append(clock[0] - begun)
    assert rests[:3] == [MIN_REST, 2 * MIN_REST, 4 * MIN_REST]
    assert rests[-1] == MAX_REST
