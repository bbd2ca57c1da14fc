"""The boxes that the reader draws cover the printed words, also on skewed pages and on a rotated one."""

import json
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page as BrowserPage
from pytest_django.live_server_helper import LiveServer

from access.actions import Action
from demo.scan import TURNED_PAGE, make_scan
from demo.typesetting import HEIGHT, WIDTH
from ingest.parsers.pages import read_pictures
from repository import actions
from repository.models import Resource
from sharing.viewer import system_viewer
from tests.factories import NOW, a_draft
from tests.reading.conftest import keep, open_to
from tests.support.browsers import wait_until

pytestmark = [pytest.mark.backend_independent, pytest.mark.xdist_group("boxes on pages")]
PLACES = (7, 8, TURNED_PAGE)  # two with verse, at a slant; one that the scanner turned by 90°

Row = dict[str, object]

SHOWN = "[...document.querySelectorAll('#book .BRpagecontainer[data-index=\"2\"]')].find(one => one.checkVisibility())"
PLACES_OF = "[one, one.querySelector('rect')].map(it => it.getBoundingClientRect().toJSON())"
BOTH = f"(() => {{ const one = {SHOWN}; return {PLACES_OF} }})()"
IN_VIEW = (
    f"(() => {{ const one = {SHOWN}; return one?.querySelector('rect') && one.getBoundingClientRect().y < 200 }})()"
)


@pytest.fixture(scope="module")
def scan(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Row]]:
    """Return pages of the demo's scan with the true box of each word, read as the pipeline reads them."""
    folder = tmp_path_factory.mktemp("scan")
    pictures = make_scan(folder, pages=PLACES)
    rows = json.loads((folder / f"{pictures.name}.truth.json").read_text("utf-8"))
    for number, row in enumerate(rows):
        ((row["values"], row["blobs"]),) = read_pictures(pictures / row["file"], [(number, "", 0)])
    return rows


def a_scanned_book(rows: list[Row]) -> Resource:
    resource = a_draft(title="Văn tuyển")
    by = system_viewer(resource.owner_id, now=NOW)
    actions.add_pages(resource, pages=[a_page(number, row) for number, row in enumerate(rows)], by=by)
    actions.publish(resource, by=by)
    open_to(resource, Action.READ)
    return resource


def a_page(number: int, row: Row) -> actions.PageToAdd:
    values, (image, thumbnail, boxes, *_cover) = row["values"], row["blobs"]  # type: ignore[misc]
    return actions.PageToAdd(
        number=number,
        label=str(row["label"]),
        image=keep(image, "image/jpeg"),
        thumbnail=keep(thumbnail, "image/jpeg"),
        width=values["width"],  # type: ignore[index]
        height=values["height"],  # type: ignore[index]
        text=values["text"],  # type: ignore[index]
        boxes=keep(boxes, "application/gzip"),
    )


def upright(box: list[float], *, turned: bool) -> tuple[float, float]:
    """Return the centre of a word's true box as fractions of the upright page."""
    x0, y0, x1, y1 = box
    if turned:
        x0, y0, x1, y1 = y0, HEIGHT - x1, y1, HEIGHT - x0
    return (x0 + x1) / 2 / WIDTH, (y0 + y1) / 2 / HEIGHT


def share_on_their_words(row: Row, boxes_for_word: dict[str, list[list[int]]]) -> float:
    """Return the share of the page's words whose centre lies inside a box drawn for them."""
    hit = 0
    for word in row["words"]:  # type: ignore[attr-defined]
        x, y = (10_000 * part for part in upright(word["box"], turned=bool(row["turned"])))
        hit += any(left <= x <= left + w and top <= y <= top + h for left, top, w, h in boxes_for_word[word["text"]])
    return hit / len(row["words"])  # type: ignore[arg-type]


@pytest.mark.django_db
def test_the_box_of_a_word_covers_that_word(in_store: None, scan: list[Row]) -> None:
    resource, client = a_scanned_book(scan), Client()
    for page, row in zip(resource.pages.all(), scan, strict=True):
        address = reverse("reading:page_text", args=[resource.uuid, page.uuid])
        words = {word["text"] for word in row["words"]}  # type: ignore[attr-defined]
        drawn = {word: client.get(address, {"q": word}).json()["boxes"] for word in words}
        assert share_on_their_words(row, drawn) > 0.93, row["file"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("mode", ["1", pytest.param("2", marks=pytest.mark.slow)])
def test_the_marks_cover_those_places_of_the_image(
    in_store: None, scan: list[Row], live_server: LiveServer, page: BrowserPage, mode: str
) -> None:
    resource = a_scanned_book(scan)
    address = reverse("reading:read", args=[resource.uuid])
    turned = list(resource.pages.all())[-1]
    word = str(scan[-1]["words"][0]["text"])  # type: ignore[index]
    boxes = Client().get(reverse("reading:page_text", args=[resource.uuid, turned.uuid]), {"q": word}).json()["boxes"]
    page.goto(f"{live_server.url}{address}?trang={turned.uuid}&q={word}")
    page.locator("#book img.BRpageimage:visible").first.wait_for()
    page.keyboard.press(mode)
    wait_until(page, IN_VIEW)
    picture, drawn = page.evaluate(BOTH)  # at one moment: the page may still be settling
    wanted = [
        picture["x"] + boxes[0][0] / 10_000 * picture["width"],
        picture["y"] + boxes[0][1] / 10_000 * picture["height"],
    ]
    assert [drawn["x"], drawn["y"]] == pytest.approx(wanted, abs=3)
    assert drawn["width"] == pytest.approx(boxes[0][2] / 10_000 * picture["width"], abs=3)
