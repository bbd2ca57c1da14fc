"""What is asked of a target and what comes back, independent of the protocol and of the database."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

SECONDS = 5.0  # for the whole answer of one target
MAX_BYTES = 2 * 1024**2
MAX_RECORDS = 5  # of one target for one ISBN
HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
DATABASE = re.compile(r"[A-Za-z0-9_.+~/-]{1,100}")
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.:/-]{0,99}")  # of an index, a schema or a syntax


@dataclass(frozen=True)
class Place:
    """Where a target is and how it is asked; the values come from the administrator alone."""

    protocol: str  # "sru" or "z3950"
    host: str
    port: int
    database: str
    is_encrypted: bool = False  # SRU over HTTPS
    schema: str = ""  # record schema (SRU) or syntax (Z39.50); empty: the usual one
    isbn_index: str = ""  # of SRU; empty: the usual one
    listed_hosts: frozenset[str] = field(default=frozenset())  # to which a redirect may lead


@dataclass(frozen=True)
class Answer:
    """Records as the target sent them: ISO 2709, or MARCXML elements; `total` is how many it has."""

    total: int
    iso2709: Sequence[bytes] = ()
    marcxml: Sequence[bytes] = ()
