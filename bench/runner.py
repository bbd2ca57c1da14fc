"""Measurement of two commands in turn, A B A B; each run prints its own result."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median

from tqdm import tqdm


@dataclass(frozen=True)
class Row:
    """One figure: the product against a baseline. The last line that both commands print is {"value": …, "check": …}.

    `target` is the promised ratio product ÷ baseline; the checks of both must be equal, or the row is void. A row
    of growth compares the product with itself on an input so many doublings smaller: its ratio is that of one doubling,
    its checks differ. A row without a baseline promises that the product's value is at most `target`, in its unit.
    """

    name: str
    unit: str
    ours: Sequence[str]
    yardstick: Sequence[str]
    target: float
    server: bool = False
    doublings: float = 0


@dataclass
class Figures:
    """The values of all runs of one row, in order."""

    row: Row
    ours: list[float] = field(default_factory=list)
    yardstick: list[float] = field(default_factory=list)
    void: str = ""

    @property
    def ratios(self) -> list[float]:
        """Return product ÷ baseline for each pair; of one doubling, in a row of growth; none without a baseline."""
        if not self.row.yardstick:
            return []
        power = 1 / self.row.doublings if self.row.doublings else 1
        return [(a / b) ** power for a, b in zip(self.ours, self.yardstick, strict=True)]

    @property
    def holds(self) -> bool:
        """Return whether the median ratio meets the target."""
        return not self.void and median(self.ratios or self.ours) <= self.row.target


def measure(rows: Sequence[Row], *, runs: int) -> Iterator[Figures]:
    """Run every pair `runs` times; a row whose checks differ is void from there on."""
    with tqdm(total=len(rows) * runs * 2, unit="run", disable=None) as bar:
        for row in rows:
            figures = Figures(row)
            for _run in range(runs):
                bar.set_description(row.name)
                _add_pair(figures)
                bar.update(2)
            yield figures


def _add_pair(figures: Figures) -> None:
    ours = run(figures.row.ours)
    figures.ours.append(ours["value"])
    if not figures.row.yardstick:
        return
    yardstick = run(figures.row.yardstick)
    figures.yardstick.append(yardstick["value"])
    if ours["check"] != yardstick["check"] and not figures.row.doublings:
        figures.void = f"{ours['check']} ≠ {yardstick['check']}"


def run(command: Sequence[str]) -> dict:
    """Run a part of this benchmark in a separate process; return the measurement in its last line."""
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    done = subprocess.run(
        [sys.executable, "-m", *command], capture_output=True, text=True, env=environment, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stderr[-3000:]}")
    return json.loads(done.stdout.strip().splitlines()[-1])
