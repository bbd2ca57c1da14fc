"""What the parts that are examined are called on screens."""

from django.utils.translation import gettext_lazy as _

NAMES = {
    "settings": _("settings"),
    "folder": _("data folder"),
    "database": _("database"),
    "migrations": _("database tables"),
    "store": _("file store"),
    "store_writing": _("writing to the file store"),
    "store_private": _("file store closed to the public"),
    "index": _("search engine"),
    "index_state": _("search index"),
    "tasks": _("background tasks"),
    "queues": _("queues and their workers"),
    "installation": _("ownership of file store and index"),
    "cache": _("cache"),
    "clock": _("clock"),
    "room": _("disk space"),
    "tools": _("programs that read files"),
    "secret": _("secret key"),
    "host": _("host name"),
    "https": _("secure connection (HTTPS)"),
    "mail": _("e-mails"),
    "backups": _("backups"),
}


def label_of(part: str) -> str:
    """The name of a part in the language of now."""
    return str(NAMES.get(part, part))
