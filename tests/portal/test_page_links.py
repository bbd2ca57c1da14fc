"""Links in the text of pages: no writer and no reader learns the address of another school's draft."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from wagtail.blocks import StreamValue

from portal.models import NewsPage
from tests.portal.two_schools import SECRET, Holding

pytestmark = [pytest.mark.backend_independent, pytest.mark.django_db]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
WORDS = "xem tin truong ban"  # in ASCII: the editor escapes other letters


def editor_value(key: Any) -> str:
    """Return what the editor of a text sends: one paragraph that is a link to a page."""
    link = {"type": "LINK", "mutability": "MUTABLE", "data": {"id": key, "url": "/x/", "parentId": 1}}
    block = {"key": "a", "text": WORDS, "type": "unstyled", "depth": 0, "inlineStyleRanges": []}
    block["entityRanges"] = [{"offset": 0, "length": len(WORDS), "key": 0}]
    return json.dumps({"blocks": [block], "entityMap": {"0": link}})


def write(client: Client, page: NewsPage, key: Any) -> NewsPage:
    """Publish a page with a link to the page with this key, as its editor; return it as it is stored."""
    data = {"title": page.title, "slug": page.slug, "day": "2026-11-30", "summary": "", "action-publish": "1"}
    data |= {"body-count": "1", "body-0-type": "text", "body-0-order": "0", "body-0-deleted": "", "body-0-id": ""}
    answer = client.post(f"/quan-tri/pages/{page.pk}/edit/", {**data, "body-0-value": editor_value(key)})
    assert answer.status_code == 302, answer.content.decode()[:500]
    return NewsPage.objects.get(pk=page.pk)


@pytest.fixture
def librarian(schools: tuple[Holding, Holding]) -> Client:
    """Return a client that is signed in as the librarian of school A."""
    client = Client()
    client.force_login(schools[0].librarian, backend=BACKEND)
    return client


def news(holding: Holding) -> NewsPage:
    return NewsPage.objects.get(pk=holding.news.pk)


def test_a_link_reaches_only_what_its_writer_may_see(librarian: Client, schools: tuple[Holding, Holding]) -> None:
    own, other = schools
    for key in (other.news.pk, str(other.news.pk), 987654, "1 or 1=1", -1):
        stored = write(librarian, news(own), key)
        assert WORDS in stored.body[0].value.source
        assert "linktype" not in stored.body[0].value.source, key
    for key in (own.home.pk, other.home.pk, own.news.pk):  # own pages, and published ones
        assert f'linktype="page" id="{key}"' in write(librarian, news(own), key).body[0].value.source
        shown = Client().get(news(own).url).content.decode()
        assert re.search(rf'<a href="/truong/truong-[ab]/[^"]*">{WORDS}</a>', shown), key


def test_a_stored_link_to_a_draft_shows_its_address_to_nobody(
    librarian: Client, schools: tuple[Holding, Holding]
) -> None:
    """A page that is published today may be a draft tomorrow; its slug is the secret then."""
    own, other = schools
    source = f'<p><a linktype="page" id="{other.news.pk}">{WORDS}</a></p>'
    page = news(own)
    page.body = StreamValue(page.body.stream_block, [{"type": "text", "value": source}], is_lazy=True)
    page.save_revision().publish()
    slug = f"/{other.news.slug}/"
    shown, edited = Client().get(page.url), librarian.get(f"/quan-tri/pages/{page.pk}/edit/")
    for answer in (shown, edited):
        assert answer.status_code == 200
        assert WORDS in answer.content.decode()
        assert slug not in answer.content.decode()
        assert SECRET not in answer.content.decode()

    NewsPage.objects.get(pk=other.news.pk).save_revision().publish()
    assert slug in Client().get(page.url).content.decode()
