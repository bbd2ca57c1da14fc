"""Output of the figures as JSON lines and as a Markdown table."""

import json
from collections.abc import Iterable
from pathlib import Path
from statistics import median

from bench.runner import Figures

HEAD = "| figure | unit | ours (min · median · max) | yardstick | ratio | promise | |\n|---|---|---|---|---|---|---|\n"


def write(figures: Iterable[Figures], folder: Path) -> str:
    """Write `figures.jsonl` and `figures.md` into the folder; return the table."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = list(figures)
    lines = [
        json.dumps({"name": f.row.name, "ours": f.ours, "yardstick": f.yardstick, "ratios": f.ratios, "void": f.void})
        for f in rows
    ]
    (folder / "figures.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    table = HEAD + "".join(_line(f) for f in rows)
    (folder / "figures.md").write_text(table, encoding="utf-8")
    return table


def _line(figures: Figures) -> str:
    verdict = f"void: {figures.void}" if figures.void else ("holds" if figures.holds else "missed")
    cells = [
        figures.row.name,
        figures.row.unit,
        _three(figures.ours),
        _three(figures.yardstick) if figures.yardstick else "",
        f"{median(figures.ratios):.2f}" if figures.ratios else "",
        f"≤ {figures.row.target:.2f}" if figures.ratios else f"≤ {figures.row.target:g} {figures.row.unit}",
        verdict,
    ]
    return f"| {' | '.join(cells)} |\n"


def _three(values: list[float]) -> str:
    return f"{min(values):.3g} · {median(values):.3g} · {max(values):.3g}"
