"""Buckets on the real S3 server."""

from functools import cache
from typing import Any
from urllib.parse import urlsplit

import boto3

from tests.support import servers


def url_of(name: str) -> str:
    """Return the OBJECT_STORE_URL of a bucket."""
    return urlsplit(servers.address("OBJECT_STORE_URL"))._replace(path=f"/{name}").geturl()


def create(url: str = "") -> str:
    """Create an empty bucket, at this OBJECT_STORE_URL if one is given; return its OBJECT_STORE_URL."""
    _delete_abandoned()
    url = url or url_of(servers.unique_name())
    _client().create_bucket(Bucket=_name(url))
    return url


def copy(url: str) -> str:
    """Copy a bucket; return the OBJECT_STORE_URL of the copy."""
    source, target = _name(url), create()
    for key in _keys(source):
        _client().copy_object(Bucket=_name(target), Key=key, CopySource={"Bucket": source, "Key": key})
    return target


def delete(url: str) -> None:
    """Delete a bucket with its content; nothing happens if it does not exist."""
    if _name(url) in _names():
        _delete(_name(url))


def _delete(name: str) -> None:
    for key in _keys(name):
        _client().delete_object(Bucket=name, Key=key)
    for begun in _client().list_multipart_uploads(Bucket=name).get("Uploads", []):
        _client().abort_multipart_upload(Bucket=name, Key=begun["Key"], UploadId=begun["UploadId"])
    _client().delete_bucket(Bucket=name)


def _keys(name: str) -> list[str]:
    pages = _client().get_paginator("list_objects_v2").paginate(Bucket=name)
    return [found["Key"] for page in pages for found in page.get("Contents", [])]


@cache
def _delete_abandoned() -> None:
    with servers.lock("buckets"):  # two processes of a run begin at the same moment
        for name in _names():
            if servers.is_abandoned(name):
                _delete(name)


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
