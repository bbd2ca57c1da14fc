"""A half-set service is found before anything starts, with the sentence that says what to set."""

from config import checks


def test_a_whole_set_of_services_passes():
    assert checks.services_are_set(None) == []
    assert checks.content_is_elsewhere(None) == []


def test_a_half_set_store_is_named(settings):
    settings.OBJECT_STORE_URL = "s3://"
    (finding,) = checks.services_are_set(None)
    assert "OBJECT_STORE_URL" in finding.msg
    assert "s3://" in finding.msg


def test_content_on_the_portals_host_is_refused(settings):
    settings.SITE_URL, settings.CONTENT_URL = (
        "https://thuvien.example",
        "https://thuvien.example:8443",
    )
    (finding,) = checks.content_is_elsewhere(None)
    assert "CONTENT_URL" in finding.msg


def test_debug_is_pointed_out(settings):
    assert checks.production_is_safe(None) == []
    settings.DEBUG = True
    (finding,) = checks.production_is_safe(None)
    assert "DEBUG" in finding.msg
