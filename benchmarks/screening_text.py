"""How fast text is screened, in one run with presidio and a plain pass of ``re`` over the triggers.

    python benchmarks/screening_text.py [--megabytes 4]

Four texts: ``clean`` (prose without any trigger), ``usual`` (a trigger in some fifteen hundred characters, a
person in ten thousand), ``papers`` (official documents, complaints and decisions of the tests' corpus, a
passage with persons after every thirty without), ``dense`` (a decision full of persons, again and again);
``decisions`` is ``usual`` in documents of 3,000 characters, as long as a penalty decision.
MB are bytes of UTF-8; each text is screened in documents of 50,000 characters, presidio's share of it in
one of 30,000, ``decisions`` in documents of 3,000 by both; the least processor time of five runs counts
for each document. Prints one JSON document;
``presidio`` is null where it is not installed, and says how (``screening_presidio.py``).
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import time
import tomllib
from collections.abc import Callable
from functools import partial
from pathlib import Path

import screening_presidio
from gongkai.screening import prefilter
from gongkai.screening.normal import UNUSUAL
from gongkai.screening.text import screen_text
from gongkai.screening.triggers import triggers

LIMITS = {
    "vectored clean MB/s": 100.0,
    "linear clean MB/s": 40.0,
    "vectored usual MB/s": 100.0,
    "linear usual MB/s": 40.0,
    "clean against presidio": 200.0,
    "usual against presidio": 200.0,
}
"""What is asked, with Hyperscan and without, and of the faster of both against presidio; ``missed`` names
what falls short."""
CORPUS = Path(__file__).parents[1] / "tests" / "screening" / "corpus"
PROSE = (
    "本局认真贯彻国家和省、市、区关于政务公开和政府信息公开的有关要求，坚持依法行政，深化信息公开，不断增强行政执法工作透明度。",
    "积极发挥质监、工商、食药工作合力，推动行政执法作为信息公开的重点，提高群众的知晓率和满意度。",
    "全年公开各类信息147条，其中案件办理信息49条、业务工作25条、抽检信息16条。",
    "组织开展食品安全宣传周活动，发放宣传材料，接待群众咨询，现场解答疑问。",
    "根据中华人民共和国食品安全法的规定，食品生产经营者应当建立食品安全自查制度，定期对食品安全状况进行检查评价。",
    "对检查中发现的问题，责令限期改正，并将检查结果记入信用档案，向社会公布。",
    "下一步，将继续加强队伍建设，完善工作制度，规范公开程序，丰富公开形式，自觉接受社会监督。",
)
MARKS = re.compile("⟦[^|⟧]*\\||⟧")
"""The marks of the corpus around what is to be found."""
PIECE, DECISION = 50_000, 3_000
"""Characters of a document, and of a usual decision: many short texts cost more than few long ones."""
SAMPLE = 30_000
"""Characters that the slow ones are measured on."""
TRIGGERS = (
    "详见www.whctp.gov.cn。",
    "编号20170925001。",
    "拨打12315。",
    "（此件主动公开）",
    "文化西路288号。",
)
FINDING = "举报人李四，电话13812345678，住威海市文化西路288号5号楼2单元301室。"
DENSE = (
    "当事人：张三，男，1990年1月1日出生，身份证号371002199001010015，住威海市文化西路288号5号楼2单元301室，电话13812345678，"
    "开户账号6228480000000000018，车辆鲁K·A1234。当事人经营威海高区好味道食品店，统一社会信用代码92371002MA3N8K2X46，"
    "经营场所：威海市火炬路10号。举报人李四（电话0631—5681102转8）反映情况。法定代表人王五，护照E12345678。\n"
)


def written(characters: int, *, seasoned: bool) -> str:
    """Prose of so many characters, with triggers and findings or without."""
    dice = random.Random(20180301)
    pieces: list[str] = []
    size = 0
    while size < characters:
        piece = dice.choice(PROSE)
        if seasoned and dice.random() < 1 / 30:
            piece += dice.choice(TRIGGERS)
        if seasoned and dice.random() < 1 / 200:
            piece += FINDING
        if dice.random() < 1 / 8:
            piece += "\n"
        pieces.append(piece)
        size += len(piece)
    return "".join(pieces)


def papers(characters: int) -> str:
    """Passages of the corpus: thirty with nothing to act on, then one of a case with its persons."""
    plain, cases = (
        [MARKS.sub("", row["text"]) for row in tomllib.loads(path.read_text(encoding="utf-8"))["passage"]]
        for path in (CORPUS / "ordinary.toml", CORPUS / "documents.toml")
    )
    cases = [text for text in cases if not re.search(UNUSUAL, text)]
    dice = random.Random(20180301)
    pieces: list[str] = []
    size = 0
    while size < characters:
        piece = dice.choice(cases if len(pieces) % 31 == 30 else plain)
        pieces.append(piece)
        size += len(piece) + 1
    return "\n".join(pieces)


def seconds(work: Callable[[], object], runs: int = 5) -> float:
    """The least processor time of some runs."""
    best = float("inf")
    for _ in range(runs):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def speed(work: Callable[[str], object], text: str, piece: int, runs: int = 5) -> float:
    """MB/s of ``work`` over ``text`` in documents of ``piece`` characters."""
    documents = [text[at : at + piece] for at in range(0, len(text), piece)]
    return len(text.encode()) / 1e6 / sum(seconds(partial(work, document), runs) for document in documents)


def measure(megabytes: float) -> dict[str, object]:
    """All speeds in MB/s, and ratios to presidio and to ``re``."""
    characters = int(megabytes * 1_000_000 / 2.9)
    texts = {
        "clean": written(characters, seasoned=False),
        "usual": written(characters, seasoned=True),
        "decisions": written(characters, seasoned=True),
        "papers": papers(characters),
        "dense": DENSE * max(1, characters // 10 // len(DENSE)),
    }
    plain = re.compile("|".join(f"(?:{pattern})" for _, pattern in triggers()))
    analyze = screening_presidio.analyzer()
    report: dict[str, object] = {
        "benchmark": "screening_text",
        "megabytes": megabytes,
        "presidio": None if analyze is None else "measured",
    }
    if analyze is None:
        report["presidio is measured after"] = screening_presidio.HOW
    ways = ["linear"] if prefilter.hyperscan is None else ["linear", "vectored"]
    for name, text in texts.items():
        piece = DECISION if name == "decisions" else PIECE
        others = {"re": speed(lambda part: sum(1 for _ in plain.finditer(part)), text[:SAMPLE], piece, 2)}
        if analyze is not None:
            others["presidio"] = speed(analyze, text[:SAMPLE], piece, 2)
        report |= {f"{other} {name} MB/s": round(base, 2) for other, base in others.items()}
        ours = {way: speed(partial(screen_text, way=prefilter.WAYS[way]()), text, piece) for way in ways}
        report |= {f"{way} {name} MB/s": round(mine, 1) for way, mine in ours.items()}
        report |= {
            f"{name} against {other}": round(max(ours.values()) / base, 1) for other, base in others.items()
        }
    report["missed"] = [name for name, limit in LIMITS.items() if float(str(report.get(name, limit))) < limit]
    return report


def main() -> int:
    """Measure and print; 1 when something that is asked is missed."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--megabytes", type=float, default=4)
    report = measure(arguments.parse_args().megabytes)
    print(json.dumps(report, ensure_ascii=False, indent=2))
    return int(bool(report["missed"]))


if __name__ == "__main__":
    sys.exit(main())
