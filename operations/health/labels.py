"""What the parts that are examined are called on screens."""

from django.utils.translation import gettext_lazy as _

NAMES = {
    "settings": _("settings"),
    "folder": _("folder of data"),
    "database": _("database"),
    "migrations": _("tables of the database"),
    "store": _("file store"),
    "store_writing": _("writing to the file store"),
    "store_private": _("file store closed to strangers"),
    "index": _("search engine"),
    "index_state": _("search index"),
    "tasks": _("tasks"),
    "queues": _("queues and their workers"),
    "installation": _("store and index are ours"),
    "cache": _("cache"),
    "clock": _("clock"),
    "room": _("room on the disks"),
    "tools": _("programs that read files"),
    "secret": _("secret key"),
    "host": _("host name"),
    "https": _("private connection"),
    "mail": _("letters"),
    "backups": _("backups"),
}


def label_of(part: str) -> str:
    """The name of a part in the language of now."""
    return str(NAMES.get(part, part))
