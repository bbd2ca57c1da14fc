"""The real servers of `make services`, started by the first test that asks. A server that is missing is a failure."""

import json
import os
import subprocess
import sys
import urllib.request
import uuid
from collections.abc import Iterator
from functools import cache
from urllib.parse import urlsplit

import boto3
import pytest

from tests.rig.template import ROOT


@cache
def address(setting: str) -> str:
    """The value of a setting that points to a server of this machine."""
    ended = subprocess.run(
        [sys.executable, "-m", "setup.services", "start", setting],
        cwd=ROOT,
        env=_plain_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        pytest.fail(f"The servers do not start; `make services` says more.\n{ended.stdout}{ended.stderr}")
    lines = (ROOT / "var" / "services" / "env").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines)[setting]


def a_bucket() -> Iterator[str]:
    """The address of a bucket of its own, taken away afterwards."""
    parts = urlsplit(address("OBJECT_STORE_URL"))
    client = boto3.client(
        "s3",
        endpoint_url=f"http://{parts.hostname}:{parts.port}",
        aws_access_key_id=parts.username,
        aws_secret_access_key=parts.password,
        region_name="us-east-1",
    )
    name = f"test-{uuid.uuid4().hex[:12]}"
    client.create_bucket(Bucket=name)
    yield parts._replace(path=f"/{name}").geturl()
    for page in client.get_paginator("list_objects_v2").paginate(Bucket=name):
        for found in page.get("Contents", []):
            client.delete_object(Bucket=name, Key=found["Key"])
    client.delete_bucket(Bucket=name)


def an_index() -> Iterator[str]:
    """The address of an index name of its own; what was made under it is taken away afterwards."""
    server = urlsplit(address("SEARCH_URL"))._replace(path="").geturl()
    name = f"test-{uuid.uuid4().hex[:12]}"
    yield f"{server}/{name}"
    with urllib.request.urlopen(f"{server}/_cat/indices/{name}*?format=json") as answer:
        made = [row["index"] for row in json.load(answer)]
    for index in made:
        urllib.request.urlopen(urllib.request.Request(f"{server}/{index}", method="DELETE")).close()


def _plain_environment() -> dict[str, str]:
    """The environment without the folder of data of the tests: servers belong to the checkout."""
    return {name: value for name, value in os.environ.items() if name != "VAR_DIR"}
