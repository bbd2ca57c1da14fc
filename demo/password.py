"""The common password of the demo's accounts: drawn once, stored in the folder of data."""

import secrets
from pathlib import Path

WORDS = ["sen", "mai", "cau", "tre", "lua", "sao", "may", "song", "nui", "dao", "cam", "gio", "nang", "mua", "dat"]


def password(folder: Path) -> str:
    """Return the password; draw it at the first call."""
    path = folder / "password"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        drawn = "-".join(secrets.choice(WORDS) for _ in range(3)) + f"-{secrets.randbelow(9000) + 1000}"
        path.touch(mode=0o600)
        path.write_text(drawn, "utf-8")
    return path.read_text("utf-8").strip()
