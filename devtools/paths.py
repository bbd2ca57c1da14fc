"""Where everything stands that the set-up makes."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NODE_MODULES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"
LOCKS = ROOT / "devtools" / "locks"


def var_dir() -> Path:
    """The folder of data, as the settings read it too."""
    folder = Path(os.environ.get("VAR_DIR") or ROOT / "var").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def tools() -> Path:
    """Node and Go from packages: they belong to the checkout, whatever folder of data is in use."""
    return ROOT / "var" / "tools"
