"""Outside commands of the set-up: shown before they run, and stopped for when they fail."""

import os
import shlex
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from devtools.errors import CommandFailed
from devtools.paths import ROOT


def say(sentence: str) -> None:
    """One line for the person who waits."""
    print(f"· {sentence}", flush=True)


def run(command: Sequence[str | Path], *, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> None:
    """Run to the end with the output shown."""
    words = [str(word) for word in command]
    ended = subprocess.run(words, cwd=cwd, env={**os.environ, **(env or {})}, stdin=subprocess.DEVNULL, check=False)
    if ended.returncode:
        raise CommandFailed(f"This command ended with error {ended.returncode}: {shlex.join(words)}")


def output_of(command: Sequence[str | Path]) -> str | None:
    """What the command prints, or None where it is missing or fails."""
    try:
        ended = subprocess.run(
            [str(word) for word in command], capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
        )
    except OSError:
        return None
    return ended.stdout + ended.stderr if ended.returncode == 0 else None
