"""The environment variables: each is read once, with its type and bounds; a wrong value ends the start with a sentence.

django-environ parses URLs and lists. It has neither bounds nor choices, takes every unknown word for False, and its
errors do not name the variable; pydantic-settings would load pydantic in every process, for a second of its start.
"""

import re
from collections.abc import Callable, Collection
from email.utils import parseaddr
from typing import Any, TypeVar

import environ
from django.core.exceptions import ImproperlyConfigured

T = TypeVar("T")
FLAGS = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}

WEB_SERVER_SETTINGS = frozenset({"HOST", "PORT", "WEB_WORKERS"})  # read by config/gunicorn.py only
SENDER_EXAMPLE = "Tủ Sách <thu-vien@truong.example>"
PATH = re.compile(r"(?:/[A-Za-z0-9_][A-Za-z0-9._~-]*)+/")


class SettingError(ImproperlyConfigured):
    """A value that cannot be used; `vietnamese` and `english` say which and why: no catalogue can be read yet."""

    def __init__(self, vietnamese: str, english: str) -> None:
        super().__init__(english)
        self.vietnamese, self.english = vietnamese, english


class Environment(environ.Env):
    """django-environ's reader with strict types. An empty value of a number, a flag or a choice is the default.

    `names`: the variables that were read.
    """

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def get_value(self, var: str, *args: Any, **kwargs: Any) -> Any:
        """See environ.Env.get_value."""
        self.names.add(var)
        return super().get_value(var, *args, **kwargs)

    def integer(self, name: str, *, default: int, minimum: int, maximum: int) -> int:
        """Return a whole number from `minimum` to `maximum`. Raise SettingError."""
        value = self._value(name)
        if not value:
            return default
        if not value.isascii() or not value.removeprefix("-").isdecimal() or not minimum <= int(value[:20]) <= maximum:
            raise SettingError(
                f"{name}={value[:40]} không dùng được: phải là một số nguyên từ {minimum} đến {maximum}.",
                f"{name}={value[:40]} cannot be used: it must be a whole number from {minimum} to {maximum}.",
            )
        return int(value)

    def choice(self, name: str, *, default: str, choices: Collection[str]) -> str:
        """Return one of the choices. Raise SettingError."""
        value = self._value(name) or default
        if value not in choices:
            words = ", ".join(choices)
            raise SettingError(
                f"{name}={value[:40]} không dùng được: phải là một trong các giá trị {words}.",
                f"{name}={value[:40]} cannot be used: it must be one of {words}.",
            )
        return value

    def flag(self, name: str, *, default: bool) -> bool:
        """Return a truth value. Raise SettingError for a word that is neither true nor false."""
        value = self._value(name).lower()
        if value and value not in FLAGS:
            raise SettingError(
                f"{name}={value[:40]} không dùng được: phải là true hoặc false.",
                f"{name}={value[:40]} cannot be used: it must be true or false.",
            )
        return FLAGS[value] if value else default

    def sender(self, name: str, *, default: str) -> str:
        """Return an e-mail address, which may have a name before it. Raise SettingError."""
        value = self._value(name) or default
        address = parseaddr(value)[1]
        user, _, host = address.rpartition("@")
        if not user or not host or "\n" in value:
            raise SettingError(
                f"{name}={value[:80]} không dùng được: phải là một địa chỉ email, ví dụ {SENDER_EXAMPLE}.",
                f"{name}={value[:80]} cannot be used: it must be an e-mail address, such as {SENDER_EXAMPLE}.",
            )
        return value

    def path(self, name: str) -> str:
        """Return a path that begins and ends with a slash, or "" if none is set. Raise SettingError."""
        value = self._value(name)
        if value and not PATH.fullmatch(value):
            raise SettingError(
                f"{name}={value[:40]} không dùng được: phải bắt đầu và kết thúc bằng dấu /, ví dụ /_kho/.",
                f"{name}={value[:40]} cannot be used: it must begin and end with a slash, such as /_kho/.",
            )
        return value

    def parsed(self, name: str, parse: Callable[[], T]) -> T:
        """Return what `parse` reads from the variable `name`. Raise SettingError, which does not show the value."""
        try:
            return parse()
        except (ImproperlyConfigured, ValueError, KeyError, TypeError, AttributeError) as error:
            raise SettingError(
                f"Không đọc được {name}. Hãy sửa theo ví dụ trong bảng cài đặt của README.",
                f"{name} cannot be read. Correct it after the example in the README's table of settings.",
            ) from error

    def _value(self, name: str) -> str:
        self.names.add(name)
        value: Any = self.ENVIRON.get(name, "")
        return str(value).strip()


env = Environment()


def log_format() -> str:
    """Return LOG_FORMAT: "plain", or "json" for one object for each event."""
    return env.choice("LOG_FORMAT", default="plain", choices=("plain", "json"))


def web_address() -> str:
    """Return the address and the port of the web server, from HOST and PORT."""
    host = env.str("HOST", default="") or "127.0.0.1"
    return f"{f'[{host}]' if ':' in host else host}:{env.integer('PORT', default=8000, minimum=1, maximum=65535)}"


def web_workers() -> int:
    """Return the number of web processes."""
    return env.integer("WEB_WORKERS", default=2, minimum=1, maximum=256)
