"""The readers of files of records need the same memory for ten times as many records."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import Workbook

from imports.readers import HEAD, recognised
from tests.support.marc_records import mixed
from tests.support.template import ROOT

pytestmark = [pytest.mark.backend_independent, pytest.mark.system, pytest.mark.slow]
FEW, MANY = 2_000, 20_000  # records
MOST = {"marc": 16, "csv": 22, "xlsx": 22}  # MB more for MANY; measured: 2, 12, 12. All records at once: 66, 35, 33
READ = """
import json, re, sys
from pathlib import Path
from imports import parser_main

def peak():  # of this process alone; that of getrusage begins with its parent's
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024

jobs = parser_main.load_jobs()
peaks = []
for path in sys.argv[2:]:
    mapping = {}
    if sys.argv[1] == "spreadsheet":
        mapping = next(iter(jobs["prepare"](path=path, format_code=sys.argv[1])))[0]["mapping"]
    job = jobs["read_records"](path=path, format_code=sys.argv[1], mapping=mapping, after=0, terms=[])
    number = sum(len(values["records"]) for values, _raws in job)
    peaks.append([number, peak()])
print(json.dumps(peaks))
"""


def marc(path: Path, number: int) -> None:
    with path.open("wb") as file:
        file.writelines(between + one.data for between, one in mixed(number))


def csv(path: Path, number: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write("Nhan đề,Tác giả,Năm,Số bản\n")
        file.writelines(f"Dế Mèn phiêu lưu kí tập {n},Tô Hoài,{1950 + n % 70},2\n" for n in range(number))


def xlsx(path: Path, number: int) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["Nhan đề", "Tác giả", "Năm", "Số bản"])
    for n in range(number):
        sheet.append([f"Dế Mèn phiêu lưu kí tập {n}", "Tô Hoài", 1950 + n % 70, 2])
    book.save(path)


@pytest.mark.parametrize("make", [marc, csv, xlsx], ids=MOST)
def test_ten_times_as_many_records_need_no_more_memory(make, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    paths = [tmp_path / f"{number}" for number in (FEW, MANY)]
    make(paths[0], FEW)
    make(paths[1], MANY)
    with paths[0].open("rb") as file:
        code = recognised(file.read(HEAD))
    command = [sys.executable, "-c", READ, code, *map(str, paths)]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, timeout=120)
    (few, first), (many, second) = json.loads(answer.stdout)
    assert (few, many) == (FEW, MANY)
    assert second - first < MOST[request.node.callspec.id], f"{first:.0f} MB, then {second:.0f} MB"
