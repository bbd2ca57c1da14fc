"""The secret key is created once, for its owner only, also by processes that start together."""

import stat
from pathlib import Path

from config import secret
from config.secret import secret_key


def test_a_key_is_created_once_and_read_again(tmp_path: Path) -> None:
    path = tmp_path / "secret_key"
    key = secret_key(path)
    assert len(key) >= 50
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert secret_key(path) == key
    assert [file.name for file in tmp_path.iterdir()] == ["secret_key"]


def test_of_two_processes_at_the_first_start_one_creates_the_key(tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "secret_key"
    random_key = secret.get_random_secret_key

    def overtaken() -> str:
        path.write_text("the key of another process")
        return random_key()

    monkeypatch.setattr(secret, "get_random_secret_key", overtaken)
    assert secret_key(path) == "the key of another process"
