"""An incomplete or unsafe setting gives a message that names the setting."""

from config import checks


def test_complete_settings_pass():
    assert checks.services_are_set(None) == []
    assert checks.content_is_elsewhere(None) == []


def test_an_incomplete_url_of_a_store_is_named(settings):
    settings.OBJECT_STORE_URL = "s3://"
    (message,) = checks.services_are_set(None)
    assert "OBJECT_STORE_URL" in message.msg
    assert "s3://" in message.msg


def test_content_on_the_host_of_the_site_is_refused(settings):
    settings.SITE_URL, settings.CONTENT_URL = (
        "https://thuvien.example",
        "https://thuvien.example:8443",
    )
    (message,) = checks.content_is_elsewhere(None)
    assert "CONTENT_URL" in message.msg


def test_debug_gives_a_warning(settings):
    assert checks.production_is_safe(None) == []
    settings.DEBUG = True
    (message,) = checks.production_is_safe(None)
    assert "DEBUG" in message.msg
