"""The environment variables that the product reads, found in its code."""

import re

from tests.support.template import ROOT

READ = re.compile(r"""(?:env\.\w+|environ\.get|environ\.setdefault)\(\s*["']([A-Z][A-Z0-9_]+)["']""")
FOREIGN = frozenset({"DJANGO_SETTINGS_MODULE", "PATH"})


def read_by_the_product() -> set[str]:
    """Return the names of settings, and of what the Procfile and `make run` read."""
    files = [*(ROOT / "config").glob("*.py"), ROOT / "devtools" / "start.py"]
    names = {name for file in files for name in READ.findall(file.read_text(encoding="utf-8"))}
    procfile = re.findall(r"\$\{([A-Z_]+)", (ROOT / "Procfile").read_text(encoding="utf-8"))
    return (names | set(procfile)) - FOREIGN
