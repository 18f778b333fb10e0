"""How fast text is screened, against a plain pass of ``re`` over the union of the triggers, in one run.

    python benchmarks/screening_text.py [--megabytes 4]

Three texts: ``clean`` (prose without any trigger), ``usual`` (a trigger in some fifteen hundred
characters, a person in ten thousand), ``dense`` (a decision full of persons, again and again). MB are bytes
of UTF-8; times are processor time of this process, the best of three. Prints one JSON document.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import time
from collections.abc import Callable
from functools import partial

from gongkai.screening import prefilter
from gongkai.screening.text import screen_text
from gongkai.screening.triggers import triggers

LIMITS = {"vectored": 100.0, "linear": 40.0}
"""MB/s on clean text with Hyperscan and without."""
PROSE = (
    "本局认真贯彻国家和省、市、区关于政务公开和政府信息公开的有关要求，坚持依法行政，深化信息公开，不断增强行政执法工作透明度。",
    "积极发挥质监、工商、食药工作合力，推动行政执法作为信息公开的重点，提高群众的知晓率和满意度。",
    "全年公开各类信息147条，其中案件办理信息49条、业务工作25条、抽检信息16条。",
    "组织开展食品安全宣传周活动，发放宣传材料，接待群众咨询，现场解答疑问。",
    "根据中华人民共和国食品安全法的规定，食品生产经营者应当建立食品安全自查制度，定期对食品安全状况进行检查评价。",
    "对检查中发现的问题，责令限期改正，并将检查结果记入信用档案，向社会公布。",
    "下一步，将继续加强队伍建设，完善工作制度，规范公开程序，丰富公开形式，自觉接受社会监督。",
)
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


def seconds(work: Callable[[], object], runs: int = 3) -> float:
    """The least processor time of some runs."""
    best = float("inf")
    for _ in range(runs):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def measure(megabytes: float) -> dict[str, object]:
    """All speeds in MB/s, and ratios to ``re``."""
    characters = int(megabytes * 1_000_000 / 2.9)
    texts = {
        "clean": written(characters, seasoned=False),
        "usual": written(characters, seasoned=True),
        "dense": DENSE * max(1, characters // 10 // len(DENSE)),
    }
    plain = re.compile("|".join(f"(?:{pattern})" for _, pattern in triggers()))
    sample = texts["clean"][: min(characters, 100_000)]
    base = len(sample.encode()) / 1e6 / seconds(lambda: sum(1 for _ in plain.finditer(sample)), 1)
    report: dict[str, object] = {
        "benchmark": "screening_text",
        "megabytes": megabytes,
        "re MB/s": round(base, 2),
    }
    ways = ["linear"] if prefilter.hyperscan is None else ["linear", "vectored"]
    for way in ways:
        search = prefilter.WAYS[way]()
        for name, text in texts.items():
            size = len(text.encode()) / 1e6
            speed = size / seconds(partial(screen_text, text, way=search))
            report[f"{way} {name} MB/s"] = round(speed, 1)
            report[f"{way} {name} against re"] = round(speed / base, 1)
    return report


def main() -> int:
    """Measure and print; 1 when a limit on clean text is missed."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--megabytes", type=float, default=4)
    report = measure(arguments.parse_args().megabytes)
    print(json.dumps(report, ensure_ascii=False, indent=2))
    return int(
        any(float(str(report.get(f"{way} clean MB/s", limit))) < limit for way, limit in LIMITS.items())
    )


if __name__ == "__main__":
    sys.exit(main())
