"""A web archive of half a gigabyte is divided and read in little memory: its pictures are passed piece by piece."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT
from tests.reindex.movers import web_page
from tools.pages_in_records import answer

MOST = 300  # MB
PICTURE = b"\xff\xd8\xff" + bytes(range(256)) * 40_000
SCRIPT = """
import sys
from pathlib import Path
from index.readers.records import form_named
from index.reindex.scan.file_records import bytes_of, scan
records = scan(sys.argv[1], "warc", 10_000_000)
found = bytes_of(sys.argv[1], records, range(len(records)))
read = [form_named("warc").page(data, records.place("x")) for data in found]
peak = next(line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(len(read), int(peak) // 1000)
"""


def test_a_large_web_archive_is_read_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "large.warc.gz"
    with path.open("wb") as file:
        for number in range(50):
            page = web_page(number, "quay.example", "").encode()
            file.write(answer(f"https://quay.example/{number}", "text/html", page))
            file.write(answer(f"https://quay.example/{number}.jpg", "image/jpeg", PICTURE))
        film = tmp_path / "film"
        film.write_bytes(b"0" * 100_000_000)
        file.write(answer("https://quay.example/film.mp4", "video/mp4", film.read_bytes()))
    command = (sys.executable, "-c", SCRIPT, str(path))
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    assert told[0] == "50"
    assert int(told[1]) < MOST
