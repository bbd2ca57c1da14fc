"""What is logged and how: for people, or with LOG_FORMAT=json one JSON line for each event; never about a person.

No names, e-mail addresses, whole network addresses or words of a search: what others log passes `without_people`.
Needs no settings of Django: the web server's parent logs through it, too.
"""

import re
import traceback
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

APPS = (
    "config",
    "ingest",
    "search",
    "circulation",
    "repository",
    "sharing",
    "accounts",
    "portal",
    "reading",
    "workers",
)

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_ADDRESS = re.compile(r"\b(\d{1,3})\.(\d{1,3})\.\d{1,3}\.\d{1,3}\b")
_LONG_ADDRESS = re.compile(r"\b(?:[0-9a-fA-F]{1,4}:){3,7}[0-9a-fA-F]{0,4}\b|\b(?:[0-9a-fA-F]{1,4}:){1,6}:[0-9a-fA-F:]*")
_QUERY = re.compile(r"\?[^\s\"'<>]+")
_PASSWORD = re.compile(r"(://)[^/\s@]*@")
_DETAIL = re.compile(r"DETAIL:.*")

# Errors whose words are about the program; those of all others may quote what a person typed.
ABOUT_THE_PROGRAM = (
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
    """The same event without what tells who did it or what was looked for."""
    return {key: _cleaned(value) for key, value in event.items()}


def redact_exception_text(logger: Any, name: str, event: Event) -> Event:
    """An error as its kind and its places; its words only where they are about the program."""
    raised = event.pop("exc_info", None)
    error = raised[1] if isinstance(raised, tuple) else raised
    if isinstance(error, BaseException):
        event["error"] = _chain(error)
    return event


def logging_config(form: str) -> dict[str, Any]:
    """A configuration for Python's logging."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": _formatter(form)},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {name: {"level": "INFO"} for name in APPS},
    }


def _formatter(form: str) -> Mapping[str, Any]:
    as_json = form == "json"
    ending: Any = structlog.processors.JSONRenderer(ensure_ascii=False) if as_json else _line
    return {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": _COMMON,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            redact_exception_text if as_json else structlog.processors.format_exc_info,
            redact_personal_data,
            ending,
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
    """For people: when, how bad, who, what, and what else is known."""
    trace = event.pop("exception", "")
    head = [event.pop(key, "") for key in ("timestamp", "level", "logger", "event")]
    rest = [f"{key}={value}" for key, value in event.items()]
    return " ".join(str(word) for word in (*head, *rest)) + (f"\n{trace}" if trace else "")


def _cleaned(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _cleaned(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_cleaned(inner) for inner in value]
    if not isinstance(value, str):
        return value
    text = _PASSWORD.sub(r"\1…@", value)
    text = _EMAIL.sub("[e-mail]", text)
    text = _ADDRESS.sub(r"\1.\2.x.x", text)
    text = _DETAIL.sub("DETAIL: …", text)
    return _QUERY.sub("?…", text)


def _chain(error: BaseException) -> list[dict[str, Any]]:
    """The error and what it came from, the first cause last."""
    found: list[dict[str, Any]] = []
    current: BaseException | None = error
    while current is not None and len(found) < 5:
        kind = type(current).__name__
        frames = traceback.extract_tb(current.__traceback__)[-12:]
        message = str(current) if kind in ABOUT_THE_PROGRAM else ""
        places = [f"{frame.filename.rpartition('/site-packages/')[2]}:{frame.lineno} {frame.name}" for frame in frames]
        found.append({"kind": kind, "places": places} | ({"says": message} if message else {}))
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return found
