"""Measures proposals on a folder of sample files, by hand: python -m tests.ingest.measure_proposals FOLDER

FOLDER holds the paths that proposals_truth.csv names. Each file goes through the whole pipeline, in a folder of data
that is thrown away.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.ingest.scoring import FIELDS, RIGHT, WRONG, rows, score, verdict

CODE = """
import json
from ingest.models import Upload
print(json.dumps({upload.name: upload.proposals for upload in Upload.objects.exclude(proposals={})}))
"""


def main(folder: Path, ending: str = ".pdf") -> None:
    """Digitise, compare, print a table and every wrong value."""
    wanted = [row for row in rows(shipped=False) if row["path"].endswith(ending)]
    proposals = _proposals([str(folder / row["path"]) for row in wanted])
    for row in wanted:
        found = proposals.get(Path(row["path"]).name, {})
        for field in FIELDS:
            if verdict(field, found.get(field), row[field]) == WRONG:
                print(f"{row['path']} {field}: {found.get(field)!r}, right is {row[field]!r}")
    for field, counts in score(proposals, wanted).items():
        verdicts = ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))
        print(f"{field:<10} {verdicts} (of {counts.total()}; {counts[RIGHT]} right, {counts[WRONG]} wrong)")


def _proposals(paths: list[str]) -> dict[str, dict]:
    with tempfile.TemporaryDirectory() as data:
        environment = {**os.environ, "VAR_DIR": data, "DJANGO_SETTINGS_MODULE": "config.settings"}
        for words in (
            ["migrate", "-v0"],
            ["migrate", "-v0", "--database", "queue"],
            ["shell", "-v0", "-c", "from accounts.models import *; School.objects.create(code='do', name='Đo')"],
            ["ingest", *paths, "--school", "do"],
        ):
            subprocess.run([sys.executable, "manage.py", *words], env=environment, check=True)
        told = subprocess.run(
            [sys.executable, "manage.py", "shell", "-v0", "-c", CODE],
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        )
    return dict(json.loads(told.stdout.splitlines()[-1]))


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
