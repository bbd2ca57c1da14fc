"""Logging: lines for people, or with LOG_FORMAT=json one JSON object for each event; without personal data.

No log contains names, e-mail addresses, whole network addresses or search terms: `redact_personal_data` also filters
the messages of libraries. This module needs no Django settings: the parent process of the web server uses it too.

django-structlog was looked at: it adds the user id and the network address to every event.
"""

import re
import traceback
from collections.abc import Mapping, MutableMapping
from ipaddress import IPv6Address
from typing import Any

import structlog

# They log from INFO on, libraries from WARNING.
APPS = (
    "accounts",
    "changesets",
    "circulation",
    "config",
    "demo",
    "imports",
    "ingest",
    "operations",
    "personal",
    "portal",
    "reading",
    "repository",
    "roster",
    "search",
    "sharing",
    "workers",
)

MAX_VALUE = 20_000  # characters of a value; a traceback is shorter, what somebody sent need not be
# All patterns take linear time: an unbounded part before the sign that decides is tried from each letter again.
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,190}")
_IPV4 = re.compile(r"\b(\d{1,3})\.(\d{1,3})\.\d{1,3}\.\d{1,3}\b")
_IPV6 = re.compile(  # a time of day matches, too
    r"(?<![\w:])(?=[0-9a-fA-F]{0,4}:[0-9a-fA-F]{0,4}:)[0-9a-fA-F:]{2,39}(?:\.\d{1,3}){0,3}(?![\w:])"
)
_QUERY = re.compile(r"\?[^\s\"'<>]+")
_PASSWORD = re.compile(r"(://)[^/\s@]*@")
_DETAIL = re.compile(r"DETAIL:.*")

# Errors whose messages describe the program. The messages of all others may quote what a person typed.
ERRORS_OF_THE_PROGRAM = (
    "AttributeError",
    "ImportError",
    "ImproperlyConfigured",
    "ModuleNotFoundError",
    "NameError",
    "OperationalError",
    "ProgrammingError",
)

Event = MutableMapping[str, Any]


def redact_personal_data(logger: Any, name: str, event: Event) -> Event:
    """Remove names, addresses, search terms and passwords from all values of an event (a structlog processor)."""
    return {key: _redacted(value) for key, value in event.items()}


def redact_exception_text(logger: Any, name: str, event: Event) -> Event:
    """Replace an exception by its class and its places in the code (a structlog processor)."""
    info = event.pop("exc_info", None)
    error = info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        event["error"] = _chain(error)
    return event


def logging_config(log_format: str) -> dict[str, Any]:
    """Return the configuration of Python's logging, for LOG_FORMAT `plain` or `json`."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": _formatter(log_format)},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {name: {"level": "INFO"} for name in APPS},
    }


def _formatter(log_format: str) -> Mapping[str, Any]:
    as_json = log_format == "json"
    renderer: Any = structlog.processors.JSONRenderer(ensure_ascii=False) if as_json else _line
    return {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": _COMMON,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            redact_exception_text if as_json else structlog.processors.format_exc_info,
            redact_personal_data,
            renderer,
        ],
    }


_COMMON: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]

structlog.configure(
    processors=[*_COMMON, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)


def _line(logger: Any, name: str, event: Event) -> str:
    """Render time, level, logger and message, then all other values."""
    trace = event.pop("exception", "")
    head = [event.pop(key, "") for key in ("timestamp", "level", "logger", "event")]
    rest = [f"{key}={value}" for key, value in event.items()]
    return " ".join(str(word) for word in (*head, *rest)) + (f"\n{trace}" if trace else "")


def _redacted(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _redacted(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_redacted(inner) for inner in value]
    if not isinstance(value, str):
        return value
    value = value if len(value) <= MAX_VALUE else f"{value[:MAX_VALUE]}…"
    text = _PASSWORD.sub(r"\1…@", value)
    text = _EMAIL.sub("[e-mail]", text)
    text = _IPV6.sub(_network, text)
    text = _IPV4.sub(r"\1.\2.x.x", text)
    text = _DETAIL.sub("DETAIL: …", text)
    return _QUERY.sub("?…", text)


def _network(match: re.Match[str]) -> str:
    """Return the first 32 bits of an IPv6 address; text that is none stays."""
    try:
        address = IPv6Address(match[0])
    except ValueError:
        return match[0]
    return f"{address.exploded[:9]}:x"


def _chain(error: BaseException) -> list[dict[str, Any]]:
    """Return the error and its causes, the first cause last, at most five."""
    errors: list[dict[str, Any]] = []
    current: BaseException | None = error
    while current is not None and len(errors) < 5:
        kind = type(current).__name__
        frames = traceback.extract_tb(current.__traceback__)[-12:]
        message = str(current) if kind in ERRORS_OF_THE_PROGRAM else ""
        places = [f"{frame.filename.rpartition('/site-packages/')[2]}:{frame.lineno} {frame.name}" for frame in frames]
        errors.append({"kind": kind, "places": places} | ({"says": message} if message else {}))
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return errors
