"""A file of settings is read as systemd reads it, and what systemd would misunderstand is refused with its line."""

import pytest

from operations.env_file import EnvFileError, parse
from tests.support.template import ROOT


def test_names_values_comments_and_quotation_marks() -> None:
    text = "# one\n; two\n\nSITE_URL=https://a.example\nMAIL_FROM=\"Tủ Sách <a@b.example>\"\nSECRET='a#b c'\n"
    text += "EMPTY=\nURL=a#b\n"
    assert parse(text, source="x") == {
        "SITE_URL": "https://a.example",
        "MAIL_FROM": "Tủ Sách <a@b.example>",
        "SECRET": "a#b c",
        "EMPTY": "",
        "URL": "a#b",
    }


@pytest.mark.parametrize(
    "line",
    [
        "TRUSTED_PROXY_COUNT=1                  # one front server",
        'MAIL_FROM="a" # comment',
        "export SITE_URL=https://a.example",
        "SITE_URL = https://a.example",
        "SITE_URL",
        'NAME="open',
        "NAME=continued \\",
    ],
)
def test_a_line_that_systemd_reads_differently_is_refused_with_its_number(line: str) -> None:
    with pytest.raises(EnvFileError, match=r"settings\.env, line 2"):
        parse(f"# first\n{line}\n", source="settings.env")


def test_the_shipped_file_is_clean() -> None:
    found = parse((ROOT / "deploy" / "tu-sach.env").read_text("utf-8"), source="deploy/tu-sach.env")
    assert found["TRUSTED_PROXY_COUNT"] == "1"
    assert found["LOG_FORMAT"] == "json"
