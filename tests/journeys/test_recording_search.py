"""Journey 5: a search finds a word that is only spoken, and the player starts at its second."""

import json

import pytest
from playwright.sync_api import Page, expect

from demo.lesson import sentences
from tests.journeys.conftest import LESSON, Shelf, hit_of
from tests.support.browsers import wait_until

pytestmark = [
    pytest.mark.backend_independent,
    pytest.mark.journey,
    pytest.mark.xdist_group("site"),
    pytest.mark.timeout(900),
]


def test_a_word_of_a_recording_is_found_and_leads_to_its_second(page: Page, shelf: Shelf) -> None:
    sentence = next(one for one in sentences() if "ước chung lớn nhất" in one.text)
    shelf.search(page, "uoc chung lon nhat")
    place = hit_of(page, LESSON).locator(".match").first
    expect(place.locator("mark").first).to_be_visible()
    assert f"00:{sentence.start // 1000:02}" in place.locator("a").inner_text()
    place.locator("a").click()
    page.wait_for_url("**/xem/**")
    wait_until(page, "document.querySelector('#video').readyState >= 1")
    wait_until(page, f"Math.abs(document.querySelector('#video').currentTime - {sentence.start / 1000}) < 1.5")
    expect(page.locator("#transcript a").filter(has_text="ước chung lớn nhất")).to_be_visible()
    cues = page.evaluate(
        """() => new Promise(done => {
            const track = document.querySelector('#video').textTracks[0];
            track.mode = 'showing';
            const look = () => track.cues?.length ? done([...track.cues].map(cue => cue.text)) : setTimeout(look, 100);
            look(); })"""
    )
    assert cues == [one.text for one in sentences()], json.dumps(cues, ensure_ascii=False)


def test_a_line_of_the_transcript_jumps_there(page: Page, shelf: Shelf) -> None:
    shelf.search(page, LESSON)
    hit_of(page, LESSON).locator(".result__actions a").click()
    wait_until(page, "document.querySelector('#video').readyState >= 1")
    line = page.locator("#transcript a").filter(has_text="ba phần tư")
    wanted = int(str(line.get_attribute("data-from"))) / 1000
    line.click()
    wait_until(page, f"Math.abs(document.querySelector('#video').currentTime - {wanted}) < 1.5")
