"""Measure proposals on a folder of sample files, by hand: python -m tests.ingest.parsers.measure_proposals FOLDER

FOLDER contains the paths in proposals_truth.csv. Each file goes through the whole pipeline, in a temporary data folder.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.ingest.parsers.scoring import FIELDS, RIGHT, WRONG, rows, score, verdict

CODE = """
import json
from ingest.models import Upload
print(json.dumps({upload.name: upload.proposals for upload in Upload.objects.exclude(proposals={})}))
"""


def main(folder: Path, ending: str = ".pdf") -> None:
    """Digitise, compare, print a table and every wrong value."""
    truths = [row for row in rows(shipped=False) if row["path"].endswith(ending)]
    proposals = _proposals([str(folder / row["path"]) for row in truths])
    for row in truths:
        proposal = proposals.get(Path(row["path"]).name, {})
        for field in FIELDS:
            if verdict(field, proposal.get(field), row[field]) == WRONG:
                print(f"{row['path']} {field}: {proposal.get(field)!r}, right is {row[field]!r}")
    for field, counts in score(proposals, truths).items():
        verdicts = ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))
        print(f"{field:<10} {verdicts} (of {counts.total()}; {counts[RIGHT]} right, {counts[WRONG]} wrong)")


def _proposals(paths: list[str]) -> dict[str, dict]:
    with tempfile.TemporaryDirectory() as data:
        environment = {**os.environ, "VAR_DIR": data, "DJANGO_SETTINGS_MODULE": "config.settings"}
        for arguments in (
            ["migrate", "-v0"],
            ["migrate", "-v0", "--database", "queue"],
            ["shell", "-v0", "-c", "from accounts.models import *; School.objects.create(code='do', name='Đo')"],
            ["ingest", *paths, "--school", "do"],
        ):
            subprocess.run([sys.executable, "manage.py", *arguments], env=environment, check=True)
        printed = subprocess.run(
            [sys.executable, "manage.py", "shell", "-v0", "-c", CODE],
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        )
    return dict(json.loads(printed.stdout.splitlines()[-1]))


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
