"""A wrongly set service is named with the setting to correct, tried on real servers; a correct one is not."""

import json
from urllib.parse import urlsplit

import boto3
import pytest
from django.utils.translation import override

from operations.health import services
from tests.operations.fake_server import server
from tests.support import servers
from tests.support.sites import free_port

ELASTIC = {"X-Elastic-Product": "Elasticsearch"}


def codes(issues):
    """Return whether each issue blocks the start, by code; render every sentence in both languages."""
    issues = list(issues)
    for issue in issues:
        for language in ("vi", "en"):
            with override(language):
                assert "%(" not in f"{issue.message}{issue.hint}{issue.reassurance}"
    return {issue.code: issue.blocks_start for issue in issues}


def client_of(url):
    parts = urlsplit(url)
    return boto3.client(
        "s3",
        endpoint_url=f"http://{parts.hostname}:{parts.port}",
        aws_access_key_id=parts.username,
        aws_secret_access_key=parts.password,
        region_name="us-east-1",
    ), parts.path.strip("/")


def test_a_correct_bucket_passes_every_check(settings, s3_url):
    settings.OBJECT_STORE_URL = s3_url
    checks = (services.store_reachable, services.store_writable, services.store_private)
    assert [codes(check()) for check in checks] == [{}, {}, {}]


def test_a_wrong_secret_a_wrong_key_and_a_missing_bucket_block_the_start(settings, s3_url):
    parts = urlsplit(s3_url)
    wrong = {
        "store_refused": s3_url.replace(f":{parts.password}@", ":not-this-one@"),
        "bucket_missing": s3_url.replace(parts.path, "/no-such-bucket"),
    }
    for code, url in wrong.items():
        settings.OBJECT_STORE_URL = url
        assert codes(services.store_reachable()) == {code: True}
    settings.OBJECT_STORE_URL = s3_url.replace(f"//{parts.username}:", "//somebody-else:")
    assert codes(services.store_reachable()) == {"store_refused": True}


def test_a_store_that_does_not_respond_blocks_no_start(settings, s3_url):
    settings.OBJECT_STORE_URL = s3_url.replace(f":{urlsplit(s3_url).port}/", f":{free_port()}/")
    assert codes(services.store_reachable()) == {"store_unreachable": False}


def test_a_public_bucket_blocks_the_start_and_a_private_one_does_not(settings, s3_url):
    settings.OBJECT_STORE_URL = s3_url
    client, bucket = client_of(s3_url)
    whole, each = f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"
    public = {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": "*", "Action": ["s3:ListBucket"], "Resource": whole},
            {"Effect": "Allow", "Principal": "*", "Action": ["s3:GetObject"], "Resource": each},
        ],
    }
    assert codes(services.store_private()) == {}
    client.put_bucket_policy(Bucket=bucket, Policy=json.dumps(public))
    try:
        assert codes(services.store_private()) == {"store_public": True}
    finally:
        client.delete_bucket_policy(Bucket=bucket)
    assert codes(services.store_private()) == {}


def test_a_folder_that_is_a_file_is_no_store(settings, tmp_path):
    (tmp_path / "store").write_text("a file")
    settings.OBJECT_STORE_URL = f"file://{tmp_path}/store"
    assert codes(services.store_reachable()) == {"store_unreachable": False}
    assert codes(services.store_writable()) == {"store_closed": True}
    settings.OBJECT_STORE_URL = f"file://{tmp_path}/other"
    assert codes(services.store_reachable()) == codes(services.store_writable()) == {}


def test_a_real_elasticsearch_passes(settings, elasticsearch_url):
    settings.SEARCH_URL = elasticsearch_url
    assert codes(services.index_reachable()) == {}


@pytest.mark.parametrize(
    ("code", "answer", "status", "headers"),
    [
        ("search_version", {"version": {"number": "7.17.29"}, "tagline": "You Know, for Search"}, 200, ELASTIC),
        ("search_version", {"version": {"number": "9.1.0"}, "tagline": "You Know, for Search"}, 200, ELASTIC),
        ("search_unknown", {"version": {"number": "2.19.1", "distribution": "opensearch"}}, 200, {}),
        ("search_unknown", {"status": "up"}, 200, {}),
        ("search_unknown", "<html>It works!</html>", 200, {}),
        ("search_unknown", "<html>405</html>", 405, {}),
        ("search_refused", {"error": {"type": "security_exception"}}, 401, ELASTIC),
    ],
)
def test_another_version_and_another_product_block_the_start(settings, code, answer, status, headers):
    with server(answer, status=status, headers=headers) as url:
        settings.SEARCH_URL = f"{url}/tusach"
        (issue,) = services.index_reachable()
    assert (issue.code, issue.blocks_start) == (code, True)
    assert "SEARCH_URL" in str(issue.message)
    if code == "search_version":
        assert answer["version"]["number"] in str(issue.message)


def test_an_engine_that_does_not_respond_blocks_no_start(settings):
    settings.SEARCH_URL = f"http://127.0.0.1:{free_port()}/tusach"
    assert codes(services.index_reachable()) == {"index_unreachable": False}
    with server("", status=503) as url:
        settings.SEARCH_URL = f"{url}/tusach"
        assert codes(services.index_reachable()) == {"index_unreachable": False}


def test_redis_is_checked_where_it_is_set(settings):
    settings.TASKS_URL = settings.CACHE_URL = ""
    assert codes(services.tasks_reachable()) == codes(services.cache_reachable()) == {}
    settings.CACHE_URL = f"redis://127.0.0.1:{free_port()}/1"
    assert codes(services.cache_reachable()) == {"cache_unreachable": False}


@pytest.mark.production_only
def test_a_redis_that_answers_passes_and_one_that_refuses_does_not(settings):
    settings.TASKS_URL = servers.address("TASKS_URL")
    settings.CACHE_URL = servers.address("CACHE_URL")
    assert codes(services.tasks_reachable()) == codes(services.cache_reachable()) == {}
    settings.TASKS_URL = settings.TASKS_URL.replace("redis://", "redis://somebody:not-the-password@")
    assert codes(services.tasks_reachable()) == {"tasks_refused": True}
