"""`python -m devtools.eslint` checks the style of the browser's scripts and their tests (eslint.config.js)."""

import sys

from devtools import tools
from devtools.commands import run
from devtools.errors import CommandFailed
from devtools.paths import NODE_MODULES


def main() -> int:
    """Run ESLint over the whole tree; print what it finds."""
    try:
        run([tools.node().node, NODE_MODULES / "eslint" / "bin" / "eslint.js", "--max-warnings", "0", "."])
    except CommandFailed:
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
