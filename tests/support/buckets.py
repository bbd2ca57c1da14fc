"""Buckets on the real S3 server."""

from functools import cache
from typing import Any
from urllib.parse import urlsplit

import boto3
from filelock import FileLock

from tests.support import servers, template


def url_of(name: str) -> str:
    """OBJECT_STORE_URL of a bucket."""
    return urlsplit(servers.address("OBJECT_STORE_URL"))._replace(path=f"/{name}").geturl()


def make(url: str = "") -> str:
    """OBJECT_STORE_URL of an empty bucket, under this address if one is given."""
    _sweep()
    url = url or url_of(servers.a_name())
    _client().create_bucket(Bucket=_name(url))
    return url


def copy(url: str) -> str:
    """OBJECT_STORE_URL of a bucket that holds the same."""
    source, target = _name(url), make()
    for key in _keys(source):
        _client().copy_object(Bucket=_name(target), Key=key, CopySource={"Bucket": source, "Key": key})
    return target


def take_away(url: str) -> None:
    """The bucket, if it was made, and all that is in it."""
    if _name(url) in _names():
        _take_away(_name(url))


def _take_away(name: str) -> None:
    for key in _keys(name):
        _client().delete_object(Bucket=name, Key=key)
    for begun in _client().list_multipart_uploads(Bucket=name).get("Uploads", []):
        _client().abort_multipart_upload(Bucket=name, Key=begun["Key"], UploadId=begun["UploadId"])
    _client().delete_bucket(Bucket=name)


def _keys(name: str) -> list[str]:
    pages = _client().get_paginator("list_objects_v2").paginate(Bucket=name)
    return [found["Key"] for page in pages for found in page.get("Contents", [])]


@cache
def _sweep() -> None:
    with FileLock(template.SHELF / "buckets.lock"):  # two processes of a run begin at the same moment
        for name in _names():
            if servers.is_left_over(name):
                _take_away(name)


def _names() -> list[str]:
    return [bucket["Name"] for bucket in _client().list_buckets()["Buckets"]]


def _name(url: str) -> str:
    return urlsplit(url).path.strip("/")


@cache
def _client() -> Any:
    parts = urlsplit(servers.address("OBJECT_STORE_URL"))
    return boto3.client(
        "s3",
        endpoint_url=f"http://{parts.hostname}:{parts.port}",
        aws_access_key_id=parts.username,
        aws_secret_access_key=parts.password,
        region_name="us-east-1",
    )
