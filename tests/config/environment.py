"""The variables that the product reads from the environment, by reading its code."""

import re

from tests.support.template import ROOT

READ = re.compile(r"""(?:env\.\w+|environ\.get|environ\.setdefault)\(\s*["']([A-Z][A-Z0-9_]+)["']""")
OF_OTHERS = frozenset({"DJANGO_SETTINGS_MODULE", "PATH"})


def read_by_the_product() -> set[str]:
    """Return the settings, and what the Procfile and the start read."""
    files = [*(ROOT / "config").glob("*.py"), ROOT / "devtools" / "start.py"]
    found = {name for file in files for name in READ.findall(file.read_text(encoding="utf-8"))}
    procfile = re.findall(r"\$\{([A-Z_]+)", (ROOT / "Procfile").read_text(encoding="utf-8"))
    return (found | set(procfile)) - OF_OTHERS
