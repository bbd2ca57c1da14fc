"""Checks of the store: is it reachable and writable, is it private, and which installation owns it?

The owner's mark is an object beside the files, so that two installations never share a store by accident.
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
TIMEOUT = 3.0  # seconds, for requests without credentials

_LATER = (408, 425, 429)  # the server answers, and asks to try later


def check_reachable(store: Store) -> None:
    """Send the store a request. Raise StoreUnavailable, StoreRefused or BucketMissing."""
    from repository.store.disk import DiskStore

    if isinstance(store, DiskStore):
        return _reach_folder(store)
    try:
        next(store.list_objects(OWNER_KEY), None)
    except StoreError as problem:
        raise _named(problem) from problem


def check_writable(store: Store) -> None:
    """Write and remove a small object. Raise StoreClosed; StoreUnavailable for a temporary failure; StoreFull."""
    key = f"installation/trial-{uuid4().hex}"
    try:
        store.put(key, io.BytesIO(b"."), content_type="text/plain")
        store.remove(key)
    except StoreFull:
        raise
    except (StoreError, OSError) as problem:
        raise StoreClosed(getattr(problem, "detail", "")) from problem


def check_private(store: Store) -> None:
    """Request the listing and the owner's mark without credentials. Raise StorePublic when the store gives either."""
    for address in _addresses(store):
        for url in (f"{address}?list-type=2&max-keys=1", f"{address}/{OWNER_KEY}"):
            with suppress(httpx.HTTPError):
                if httpx.get(url, timeout=TIMEOUT, trust_env=False).status_code == httpx.codes.OK:
                    raise StorePublic


def owner(store: Store) -> UUID | None:
    """Return the installation whose mark the store holds, None without a mark, UUID(int=0) for an unreadable one."""
    try:
        with store.open(OWNER_KEY) as file:
            return UUID(json.load(file)["installation"])
    except KeyMissing:
        return None
    except (ValueError, KeyError, TypeError):
        return UUID(int=0)  # a mark that this version does not write


def claim(store: Store, installation: UUID) -> None:
    """Write this installation's mark unless there is one. The first of two writers wins: read the owner afterwards."""
    with suppress(StoreError):
        store.put(OWNER_KEY, io.BytesIO(_mark(installation)), content_type="application/json")


def take_over(store: Store, installation: UUID) -> None:
    """Replace the mark of another installation. Raise StoreError."""
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
    """Return the addresses of the bucket, as this machine and as browsers see it; none for a folder."""
    clients = [getattr(store, name) for name in ("client", "_signer") if hasattr(store, name)]
    return {f"{client.meta.endpoint_url.rstrip('/')}/{store.bucket}" for client in clients}  # type: ignore[attr-defined]


def _named(problem: StoreError) -> StoreError:
    """Return the error under its specific class; the server's own words are in its cause, if the server answered."""
    answer = getattr(problem.__cause__, "response", None) or {}
    status = answer.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    code = answer.get("Error", {}).get("Code", "")
    if code == "NoSuchBucket" or isinstance(problem, KeyMissing):
        return BucketMissing(code)
    if 400 <= status < 500 and status not in _LATER:
        return StoreRefused(code)
    return problem if isinstance(problem, StoreUnavailable) else StoreUnavailable(problem.detail)
