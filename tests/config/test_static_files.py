"""Collected static files: every address that pages, style sheets and modules name exists, and browsers may keep it."""

import json
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.templatetags.static import static
from django.test import Client, override_settings

from config.templatetags import ui
from devtools.paths import ROOT

pytestmark = [pytest.mark.backend_independent, pytest.mark.xdist_group("static files")]

HASHED = re.compile(r"\.[0-9a-f]{12}\.[a-z0-9]+$")
IMPORTS = re.compile(
    r"""^\s*(?:import|export)\b[^'"`;]*['"](\.{1,2}/[^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]""", re.MULTILINE
)
URLS = re.compile(r"""url\(\s*['"]?(?!data:|https?:|#)([^'")]+)|@import\s+['"]([^'"]+)""")
IN_PAGES = re.compile(r"""(?:href|src)="(/static/[^"#]+)""")
NOT_COMPRESSED = [
    "css",
    "js",
    "html",
    "txt",
    "json",
    "map",
    "png",
    "gif",
    "ico",
    "woff",
    "woff2",
]  # compressing takes long


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Run `collectstatic` on the real files; compress only the SVG pictures."""
    root = tmp_path_factory.mktemp("static")
    ui._icon.cache_clear()
    with override_settings(
        STATIC_ROOT=root, WHITENOISE_USE_FINDERS=False, WHITENOISE_SKIP_COMPRESS_EXTENSIONS=NOT_COMPRESSED
    ):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield root
    ui._icon.cache_clear()


@pytest.fixture(scope="module")
def names(collected: Path) -> dict[str, str]:
    """Each file's own name and the name that it was given."""
    given: dict[str, str] = json.loads((collected / "staticfiles.json").read_text("utf-8"))["paths"]
    return given


def unknown(collected: Path, names: dict[str, str], file: str, pattern: re.Pattern[str]) -> tuple[int, list[str]]:
    """How many other files this one names, and those names that lead nowhere or carry no hash."""
    text = (collected / file).read_text("utf-8")
    references = [first or second for first, second in pattern.findall(text)]
    paths = {
        name: posixpath.normpath(posixpath.join(posixpath.dirname(file), re.split(r"[?#]", name)[0]))
        for name in references
    }
    current = set(names.values())
    return len(references), [
        f"{file}: {name}" for name, path in paths.items() if path not in current or not HASHED.search(path)
    ]


def test_names_are_plain_before_anything_is_collected() -> None:
    assert static("theme/site.js") == "/static/theme/site.js"


def test_modules_import_files_that_exist_under_their_hashed_names(collected: Path, names: dict[str, str]) -> None:
    ours = [path.relative_to(ROOT / "static").as_posix() for path in (ROOT / "static").rglob("*.js")]
    importing = [name for name in ours if IMPORTS.search((ROOT / "static" / name).read_text("utf-8"))]
    results = [unknown(collected, names, names[name], IMPORTS) for name in importing]
    assert {"reading/reader.js", "upload/main.js"} <= set(importing)
    assert sum(count for count, _wrong in results) > 20
    assert [line for _count, wrong in results for line in wrong] == []


def test_style_sheets_name_files_that_exist_under_their_hashed_names(collected: Path, names: dict[str, str]) -> None:
    results = {name: unknown(collected, names, names[name], URLS) for name in names if name.endswith(".css")}
    assert results["theme/tokens.css"][0] >= 6  # the fonts
    assert [line for _count, wrong in results.values() for line in wrong] == []


@pytest.mark.django_db
def test_pages_name_hashed_files_that_browsers_keep(collected: Path, names: dict[str, str]) -> None:
    client = Client()
    addresses = set(IN_PAGES.findall(client.get("/tai-khoan/login/").content.decode()))
    assert {f"/static/{names[name]}" for name in ("theme/tokens.css", "theme/site.js", "theme/icons.svg")} <= addresses
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert "immutable" in answer["Cache-Control"], address
        answer.close()


def test_a_plain_name_is_not_cached_and_only_the_hashed_copy_is_compressed(
    collected: Path, names: dict[str, str]
) -> None:
    answer = Client().get("/static/vendor/bookreader/images/loading.gif")  # BookReader puts such names together itself
    assert answer.status_code == 200
    assert "immutable" not in answer["Cache-Control"]
    answer.close()
    assert (collected / f"{names['theme/icons.svg']}.gz").is_file()
    assert not (collected / "theme/icons.svg.gz").exists()
