"""The default sender of e-mail: an address that the mail server accepts."""

from typing import Any
from urllib.parse import urlsplit


def sender_for(email: dict[str, Any], site_url: str) -> str:
    """Return the user of the mail server if that is an address, which most servers require; else one of the site."""
    user = str(email.get("EMAIL_HOST_USER") or "")
    return user if "@" in user else f"no-reply@{urlsplit(site_url).hostname or 'localhost'}"
