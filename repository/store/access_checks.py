"""Where the store stands: can it be reached and written to, is it closed to strangers, and whose is it?

The mark of the owner is an object beside the files, so that two installations never share one store unknowingly.
"""

import io
import json
import os
from contextlib import suppress
from uuid import UUID, uuid4

import httpx

from repository.store.errors import (
    BucketMissing,
    KeyMissing,
    StoreClosed,
    StoreError,
    StoreFull,
    StorePublic,
    StoreRefused,
    StoreUnavailable,
)
from repository.store.protocol import Store

OWNER_KEY = "installation/owner"
TIMEOUT = 3.0  # seconds, for what is asked as a stranger

_LATER = (408, 425, 429)  # the server answers, and asks for patience


def check_reachable(store: Store) -> None:
    """Ask the store for something; raises StoreUnavailable, StoreRefused, BucketMissing."""
    from repository.store.disk import DiskStore

    if isinstance(store, DiskStore):
        return _reach_folder(store)
    try:
        next(store.list_objects(OWNER_KEY), None)
    except StoreError as problem:
        raise _named(problem) from problem


def check_writable(store: Store) -> None:
    """Write and remove a small object; raises StoreClosed, or StoreUnavailable for what passes by itself."""
    key = f"installation/trial-{uuid4().hex}"
    try:
        store.put(key, io.BytesIO(b"."), content_type="text/plain")
        store.remove(key)
    except StoreFull:
        raise
    except (StoreError, OSError) as problem:
        raise StoreClosed(getattr(problem, "detail", "")) from problem


def check_private(store: Store) -> None:
    """Ask for the list and for our mark without a key; raises StorePublic when either is given."""
    for address in _addresses(store):
        for wanted in (f"{address}?list-type=2&max-keys=1", f"{address}/{OWNER_KEY}"):
            with suppress(httpx.HTTPError):
                if httpx.get(wanted, timeout=TIMEOUT, trust_env=False).status_code == httpx.codes.OK:
                    raise StorePublic


def owner(store: Store) -> UUID | None:
    """The installation whose mark stands there; None where none does."""
    try:
        with store.open(OWNER_KEY) as file:
            return UUID(json.load(file)["installation"])
    except KeyMissing:
        return None
    except (ValueError, KeyError, TypeError):
        return UUID(int=0)  # something stands there, and it is not ours


def claim(store: Store, installation: UUID) -> None:
    """Put our mark where none stands; whoever is first wins, so ask for the owner afterwards."""
    with suppress(StoreError):
        store.put(OWNER_KEY, io.BytesIO(_mark(installation)), content_type="application/json")


def take_over(store: Store, installation: UUID) -> None:
    """Put our mark in the place of another's. Raises StoreError."""
    store.remove(OWNER_KEY)
    store.put(OWNER_KEY, io.BytesIO(_mark(installation)), content_type="application/json")


def _mark(installation: UUID) -> bytes:
    return json.dumps({"installation": str(installation)}).encode()


def _reach_folder(store: Store) -> None:
    root = store.root  # type: ignore[attr-defined]
    above = next(folder for folder in (root, *root.parents) if folder.exists())
    if not above.is_dir():
        raise StoreUnavailable(f"{above} is no folder")
    if not os.access(above, os.R_OK | os.X_OK):
        raise StoreRefused(str(above))


def _addresses(store: Store) -> set[str]:
    """The bucket as we see it, and as browsers see it; none for a folder."""
    clients = [getattr(store, name) for name in ("client", "_signer") if hasattr(store, name)]
    return {f"{client.meta.endpoint_url.rstrip('/')}/{store.bucket}" for client in clients}  # type: ignore[attr-defined]


def _named(problem: StoreError) -> StoreError:
    """The same by its own name: the server's words are in what it came from, where a server answered at all."""
    answer = getattr(problem.__cause__, "response", None) or {}
    status = answer.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    code = answer.get("Error", {}).get("Code", "")
    if code == "NoSuchBucket" or isinstance(problem, KeyMissing):
        return BucketMissing(code)
    if 400 <= status < 500 and status not in _LATER:
        return StoreRefused(code)
    return problem if isinstance(problem, StoreUnavailable) else StoreUnavailable(problem.detail)
