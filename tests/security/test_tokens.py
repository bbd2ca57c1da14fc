"""Mistake 13: tokens without a signature check. The only signed tokens here are addresses of stored objects.

There is no LTI, no OAuth and no JWT: a change that adds one must also add its forged tokens here.
"""

import base64
import json
import re
import time
import zlib
from dataclasses import asdict

import pytest
from django.conf import settings
from django.core import signing
from django.test import Client, override_settings

from repository.store import links, store
from repository.store.errors import KeyRefused, LinkRefused
from repository.store.links import Link
from tests.addresses.routes import routes
from tests.reading.conftest import keep
from tests.security.code import files, imports, name_of

SALT = "repository.store.links"
OTHERS = re.compile(r"\b(lti|oauth|oidc|jwks|saml)")
TOKENS = {"authlib", "jose", "jwcrypto", "jwt", "oauthlib", "pylti1p3"}


def link(**changes: object) -> Link:
    fields = {"key": "blobs/00/00/" + "0" * 64, "content_type": "text/plain", "file_name": "a", "inline": True}
    return Link(**{**fields, "until": int(time.time()) + 60, **changes})


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def forged() -> dict[str, str]:
    """Return tokens by kind of forgery; none of them is valid."""
    good = links.address(link()).removeprefix("/kho/")
    body, stamp, seal = good.rsplit(":", 2)
    bare = b64(json.dumps(asdict(link())).encode())
    head, claims = b64(b'{"alg":"none","typ":"JWT"}'), b64(json.dumps(asdict(link())).encode())
    return {
        "nothing": "x",
        "no seal": f"{body}:{stamp}",
        "an empty seal": f"{body}:{stamp}:",
        "a seal cut short": good[:-1],
        "a seal of other case": f"{body}:{stamp}:{seal.swapcase()}",
        "a seal of another body": f"{bare}:{stamp}:{seal}",
        "another stamp": f"{body}:{stamp[:-1]}{'y' if stamp[-1] == 'z' else 'z'}:{seal}",
        "seals swapped": f"{body}:{seal}:{stamp}",
        "no algorithm": f"{head}.{claims}.",
        "another salt": signing.dumps(asdict(link()), salt="sharing", compress=True),
        "no salt": signing.dumps(asdict(link())),
        "another secret": signing.dumps(asdict(link()), key="guess", salt=SALT, compress=True),
        "the public name as secret": signing.dumps(asdict(link()), key=settings.SITE_URL, salt=SALT),
        "expired": signing.dumps(asdict(link(until=int(time.time()) - 1)), salt=SALT),
        "expired long ago": signing.dumps(asdict(link(until=0)), salt=SALT),
        "fields missing": signing.dumps({"key": "x"}, salt=SALT),
        "fields more": signing.dumps({**asdict(link()), "admin": True}, salt=SALT),
        "a list": signing.dumps([1, 2], salt=SALT),
        "a climbing key": signing.dumps(asdict(link(key="../../etc/passwd")), salt=SALT),
        "an absolute key": signing.dumps(asdict(link(key="/etc/passwd")), salt=SALT),
        "a bomb": "." + b64(zlib.compress(b"a" * 10_000_000)) + f":{stamp}:{seal}",
        "a session's": signing.dumps({"_auth_user_id": "1"}, salt="django.contrib.sessions.backends.signed_cookies"),
        "twice": f"{good}:{seal}",
        "with a blank": f"{good} ",
        "in other letters": good.replace("e", "е"),
    }


def test_there_are_forgeries_enough() -> None:
    assert len(forged()) >= 25


@pytest.mark.parametrize("name", forged())
def test_a_forged_address_opens_nothing(name: str, db: None) -> None:
    token = forged()[name]
    with pytest.raises((LinkRefused, KeyRefused, ValueError)):
        links.read(token)
    assert Client().get(f"/kho/{token}").status_code in (400, 404)


def test_a_good_one_opens_its_object_and_no_other_until_its_time_is_over(db: None, tmp_path) -> None:
    with override_settings(OBJECT_STORE_URL=f"file://{tmp_path}/store"):
        blob = keep(b"some words", "text/plain")
        address = store().link(f"blobs/{blob.pk[:2]}/{blob.pk[2:4]}/{blob.pk}", seconds=60, content_type="text/plain",
                               file_name="a.txt", inline=False)  # fmt: skip
        assert b"".join(Client().get(address).streaming_content) == b"some words"


def test_a_new_secret_ends_all_old_addresses() -> None:
    token = links.address(link()).removeprefix("/kho/")
    assert links.read(token) == link(until=links.read(token).until)
    with override_settings(SECRET_KEY="another-secret-that-is-long-enough-for-django-to-take"):
        with pytest.raises(LinkRefused):
            links.read(token)


def test_no_token_of_others_is_taken() -> None:
    assert [name_of(file) for file in files() if {name.split(".")[0] for name in imports(file)} & TOKENS] == []
    assert [route for route in routes() if OTHERS.search(route)] == []
