"""Every number of the desk equals the rows of the list that it leads to."""

from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from bench.schools import fill_collection
from ingest.models import Upload
from ingest.states import State
from portal.desk.todo import todo
from portal.desk.workers import FAILED_ON_A_PAGE
from repository.index_changes import Part, record_change
from repository.models import IndexChange, Resource
from sharing.models import Agreement
from sharing.viewer import viewer_of_membership
from tests.factories import AgreementFactory, MembershipFactory, SchoolFactory, a_draft
from tests.portal.two_schools import Holding

pytestmark = [pytest.mark.django_db, pytest.mark.backend_independent]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
# The rows of a list, by the beginning of its address.
ROWS = {
    "/quan-tri/hoc-lieu/": "table.listing tbody tr",
    "/quan-tri/chua-tim-duoc/": "table.listing tbody tr",
    "/quan-tri/hang-doi/": ".desk-tasks > li",
    "/so-hoa/": ".table tbody tr",
    "/chia-se/": "article.clause",
}


def rows_of(client: Client, url: str) -> int:
    """Return the number of rows on all pages of a list."""
    selector = next(rows for address, rows in ROWS.items() if url.startswith(address))
    return sum(len(page.select(selector)) for page in pages_of(client, url))


def pages_of(client: Client, url: str) -> Iterator[BeautifulSoup]:
    while url:
        page = BeautifulSoup(client.get(url).content.decode(), "html.parser")
        yield page
        further = page.select_one("[rel=next]")
        url = str(further["href"]) if further else ""


def an_upload(holding: Holding, state: State) -> Upload:
    return Upload.objects.create(
        school=holding.school,
        name="sách.pdf",
        incoming_key=f"incoming/{Upload.objects.count()}",
        state=state,
        created_at=timezone.now(),
        finished_at=timezone.now(),
    )


@pytest.fixture
def busy(schools: tuple[Holding, Holding]) -> Holding:
    """Give the first school different numbers of everything that can wait, and the second school some of each."""
    now = timezone.now()
    for holding, extra in zip(schools, (0, 1), strict=True):
        for state, number in ((State.REVIEW, 3), (State.FAILED, 2), (State.REFUSED, 1), (State.PUBLISHED, 2)):
            for _each in range(number + extra):
                an_upload(holding, state)
        for title in ("Một", "Hai", "Ba"):
            draft = a_draft(holding.school, title=title, rights="unknown")
        Resource.objects.filter(pk=holding.resource.pk).update(state="withdrawn")
        for part in (Part.RECORD, Part.CUES):
            record_change(draft.uuid, part, revision=2, now=now, school=holding.school.pk)
        for state in (Agreement.State.PROPOSED, Agreement.State.ACTIVE, Agreement.State.DECLINED):
            AgreementFactory(partner=holding.school, state=state)
        AgreementFactory(proposer=holding.school, state=Agreement.State.PROPOSED)
    IndexChange.objects.update(last_error="page:1: refused")
    return schools[0]


def test_each_task_of_a_librarian_leads_to_as_many_rows(busy: Holding, client: Client) -> None:
    client.force_login(busy.librarian, backend=BACKEND)
    tasks = todo(viewer_of_membership(busy.membership, now=timezone.now()))
    assert len(tasks) == 6
    assert {task.url: rows_of(client, task.url) for task in tasks} == {task.url: task.number for task in tasks}
    home = client.get("/quan-tri/").content.decode()
    for task in tasks:
        assert task.text in home
        assert task.url.replace("&", "&amp;") in home


def test_the_failed_uploads_of_the_node_administrator_have_pages(busy: Holding, client: Client) -> None:
    for _each in range(FAILED_ON_A_PAGE):
        an_upload(busy, State.FAILED)
    admin = MembershipFactory(school=SchoolFactory(), role="node_admin")
    client.force_login(admin.person, backend=BACKEND)
    (task,) = [one for one in todo(viewer_of_membership(admin, now=timezone.now())) if one.url == "/quan-tri/hang-doi/"]
    assert task.number == FAILED_ON_A_PAGE + 5
    assert rows_of(client, task.url) == task.number


def test_the_lists_of_uploads_say_the_numbers_of_their_rows(busy: Holding, client: Client) -> None:
    client.force_login(busy.librarian, backend=BACKEND)
    page = next(pages_of(client, "/so-hoa/"))
    chips = {str(chip["href"]): chip.get_text() for chip in page.select("a.chip")}
    assert list(chips) == ["/so-hoa/", "/so-hoa/?loc=cho-duyet", "/so-hoa/?loc=chua-xong"]
    for url, text in list(chips.items())[1:]:
        assert text.endswith(f" · {rows_of(client, url)}")
    assert rows_of(client, "/so-hoa/") == 8


def test_the_size_of_a_collection_is_the_number_of_its_content(busy: Holding, client: Client) -> None:
    client.force_login(busy.librarian, backend=BACKEND)
    fill_collection(busy.collection, [a_draft(busy.school, title=f"Tập {number}") for number in range(60)])
    listed = BeautifulSoup(client.get("/quan-tri/bo-suu-tap/").content.decode(), "html.parser")
    row = next(row for row in listed.select("table.listing tbody tr") if busy.collection.name in row.get_text())
    pages = pages_of(client, f"/quan-tri/bo-suu-tap/edit/{busy.collection.pk}/")
    content = sum(len(page.select("input[name=removed]")) for page in pages)
    assert content == 61
    assert str(content) in row.get_text().split()
