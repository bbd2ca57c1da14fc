"""The folders that the development tools read and write."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
MUTANTS_VENV = ROOT / "var" / "mutants-venv"
NODE_MODULES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"
LOCKS = ROOT / "devtools" / "locks"
UNITS = Path("/etc/systemd/system")  # where `make install` puts the units


def var_dir() -> Path:
    """Return the data folder, as the settings of the product define it."""
    folder = Path(os.environ.get("VAR_DIR") or ROOT / "var").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder
