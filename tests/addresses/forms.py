"""The forms of a page, filled in as a person would who takes the first choice everywhere."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.ingest.material import jpeg

# Values for fields whose meaning the page does not tell a machine, by name.
WRITTEN = {
    "username": "nguoi.moi",
    "code": "truong-moi",
    "slug": "trang-moi",
    "new_slug": "ban-sao-moi",
    "new_title": "Bản sao mới",
    "accent": "",
    "source_url": "",
    "hostname": "khac.example.vn",
    "port": "8001",
    "email": "moi@example.vn",
    "body-count": "0",
    "day": "2026-09-05",
    "expire_at": "",
    "go_live_at": "",
    "isbn": "",
    "root_page": "1",
    "is_default_site": None,
}
TYPED = {
    "number": "3",
    "email": "moi@example.vn",
    "date": "2027-05-31",
    "url": "https://example.vn/",
    "color": "#0b5d57",
}


@dataclass(frozen=True)
class Form:
    """A form with method POST: its address, its fields, and its files by field name."""

    address: str
    fields: Mapping[str, object]
    files: tuple[str, ...] = ()

    def data(self) -> dict[str, object]:
        """Return what a test client sends; files are read once, so each request needs new ones."""
        return {**self.fields, **{name: SimpleUploadedFile("trang.jpg", jpeg(), "image/jpeg") for name in self.files}}


@dataclass
class _Found:
    fields: dict[str, object] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)


def forms_on(browser: Client, address: str) -> Iterator[Form]:
    """Yield the forms with method POST of a page, one for each of their buttons; none where there is no page."""
    answer = browser.get(address)
    if answer.status_code != 200 or answer.streaming or "html" not in answer.headers.get("Content-Type", ""):
        return
    page = BeautifulSoup(answer.content.decode(), "html.parser")
    for form in page.select("form"):
        if str(form.get("method", "")).lower() != "post":
            continue
        found = _filled(form)
        _pick(browser, form, found)
        target = urljoin(address, str(form.get("action") or address))
        buttons: list[Tag | None] = [*form.select("button[name], input[type=submit][name]")] or [None]
        for button in buttons:
            pressed = {str(button["name"]): str(button.get("value", ""))} if button else {}
            elsewhere = urljoin(address, str(button.get("formaction") or target)) if button else target
            yield Form(elsewhere, {**found.fields, **pressed}, tuple(found.files))


def _filled(form: Tag) -> _Found:
    found = _Found()
    for tag in form.select("input[name], textarea[name], select[name]"):
        name, kind = str(tag["name"]), str(tag.get("type", "text")) if tag.name == "input" else tag.name
        if tag.has_attr("disabled") or kind in ("submit", "button", "image", "reset"):
            continue
        if kind == "file":
            found.files.append(name)
        elif name in WRITTEN and not tag.get("value"):
            if WRITTEN[name] is not None:
                found.fields[name] = WRITTEN[name]
        elif kind in ("checkbox", "radio"):
            _tick(found, name, tag)
        elif kind == "select":
            found.fields[name] = _choice(tag)
        else:
            given = tag.get_text() if kind == "textarea" else str(tag.get("value", ""))
            found.fields[name] = given or ("" if kind == "hidden" else TYPED.get(kind, "Chữ mới"))
    return found


def _pick(browser: Client, form: Tag, found: _Found) -> None:
    """Choose in each picker (sharing/pickers.py) the first of what its address offers, unless something is chosen."""
    for picker in form.select("type-to-find"):
        words = str(picker.select(".picker__words")[0]["name"])
        name = words.removesuffix("-words")
        found.fields[words] = ""
        if not found.fields.get(name):
            offered = browser.get(str(picker["data-url"])).json()["choices"]
            found.fields[name] = [offered[0]["value"]] if offered else []


def _tick(found: _Found, name: str, tag: Tag) -> None:
    """Keep what is ticked; tick the first of a group without one."""
    value = str(tag.get("value", "on"))
    if tag.has_attr("checked"):
        chosen = found.fields.get(name, [])
        found.fields[name] = [*chosen, value] if isinstance(chosen, list) and tag.get("type") == "checkbox" else value
    else:
        found.fields.setdefault(name, [value])


def _choice(tag: Tag) -> str:
    """Return the selected option, else the first one with a value."""
    options = tag.select("option")
    selected = next((option for option in options if option.has_attr("selected") and option.get("value")), None)
    chosen = selected or next((option for option in options if option.get("value")), None)
    return str(chosen["value"]) if chosen else ""
