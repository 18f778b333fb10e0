"""``gongkai screen`` on files: start-up, a DOCX and a PDF of 100 pages, against what only reads their text.

    python benchmarks/screening_files.py [--runs 3]

Limits: start-up 0.4 s, DOCX 1 s, PDF 3 s, without OCR. Times are those of a process from its start to its
end; beside them the processor time, which a busy machine does not change much.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import docx
import pylopdf_fonts_zh_cn
import typst

PAGES = 100
LIMITS = {"txt": 0.4, "docx": 1.0, "pdf": 3.0}
SENTENCE = (
    "经查，当事人于2017年9月25日在经营场所销售的食品标签不符合食品安全标准，货值金额1200元，违法所得300元。"
)
LINE = SENTENCE * 3 + "电话13812345678。"
READERS = {
    "txt": "import sys; open(sys.argv[1], encoding='utf-8').read()",
    "docx": "import sys, docx; [p.text for p in docx.Document(sys.argv[1]).paragraphs]",
    "pdf": "import sys, pypdfium2; d = pypdfium2.PdfDocument(sys.argv[1]); "
    "[d[n].get_textpage().get_text_range() for n in range(len(d))]",
}


def main() -> int:
    """Measure and print; 1 when a limit is passed."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--runs", type=int, default=3)
    runs = arguments.parse_args().runs
    passed = False
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as name:
        for kind, path in made(Path(name)).items():
            screen = [sys.executable, "-m", "gongkai.cli", "screen", str(path), "--json"]
            wall, processor = median(screen, runs)
            bare, _ = median([sys.executable, "-c", READERS[kind], str(path)], runs)
            passed |= wall > LIMITS[kind]
            print(
                f"{kind}: {wall:.2f} s = {wall / LIMITS[kind]:.2f} of the limit, "
                f"processor {processor:.2f} s, {wall / bare:.1f} times a bare reader ({bare:.2f} s)"
            )
    return int(passed)


def made(folder: Path) -> dict[str, Path]:
    """The files."""
    paths = {kind: folder / f"a.{kind}" for kind in LIMITS}
    paths["txt"].write_text("本局依法公示有关信息。\n", encoding="utf-8")
    document = docx.Document()
    for page in range(PAGES):
        for _ in range(6):
            document.add_paragraph(LINE)
        table = document.add_table(4, 4)
        table.cell(0, 0).text = f"第 {page + 1} 页"
        document.add_page_break()
    document.save(str(paths["docx"]))
    body = "\n#pagebreak()\n".join(
        "\n\n".join([LINE] * 4 + ["#table(columns: 3, ..range(12).map(str))"]) for _ in range(PAGES)
    )
    source = f'#set text(font: "Noto Sans SC", size: 12pt)\n{body}'.encode()
    typst.compile(source, output=str(paths["pdf"]), font_paths=[str(pylopdf_fonts_zh_cn.sans_path().parent)])
    return paths


def median(command: list[str], runs: int) -> tuple[float, float]:
    """Median wall and processor time of a process in seconds."""
    walls, processors = [], []
    for _ in range(runs):
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        walls.append(time.perf_counter() - start)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        processors.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(walls), statistics.median(processors)


if __name__ == "__main__":
    sys.exit(main())
