"""The links of the base template to the same screen in the other language."""

from django.test import RequestFactory
from django.utils import translation

from reading.context import languages


def test_each_language_links_to_the_other_with_the_same_parameters() -> None:
    request = RequestFactory().get("/tim/?q=toan")
    with translation.override("vi"):
        (english,) = languages(request)["other_languages"]
    assert (english.code, english.name, english.url) == ("en", "English", "/en/tim/?q=toan")
    with translation.override("en"):
        (vietnamese,) = languages(RequestFactory().get("/en/tim/?q=toan"))["other_languages"]
    assert (vietnamese.code, vietnamese.url) == ("vi", "/tim/?q=toan")


def test_after_a_form_was_sent_the_link_leads_to_the_front_page() -> None:
    with translation.override("vi"):
        (english,) = languages(RequestFactory().post("/tu-cua-toi/"))["other_languages"]
    assert english.url == "/en/"
