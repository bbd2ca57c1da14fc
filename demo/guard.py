"""Where the demo may be made: on a machine for trying and developing, never in a library with people of its own."""

import ipaddress
from urllib.parse import urlsplit

LOCAL_SUFFIX = ".localhost"


def is_this_machine(url: str) -> bool:
    """Return whether the host of an address can only mean the machine that opens it."""
    try:
        host = (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:  # for example a bracket without its pair
        return False
    if host == "localhost" or host.endswith(LOCAL_SUFFIX):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:  # another name
        return False
