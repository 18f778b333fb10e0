"""Measures what is found on scans. ``python tests/screening/measure_scans.py [--write] [--copies N]``.

Needs the extra ``ocr``. Twenty pages are drawn, each another look of a scanner: skewed, noisy, soft, small,
grey, on its side. Of the values on them that may not go out
    ``exact``   a finding holds the value to the character
    ``caught``  a finding other than ``keep`` lies on it, misread though it may be
    ``kept``    (credit codes) found as what has to stay
``--copies N``: of N pages a redacted copy is made; what a fresh reading still finds there is counted.
"""

import argparse
import random
import sys
import time
from collections import Counter
from difflib import SequenceMatcher
from pathlib import Path

from gongkai.screening import checks
from gongkai.screening.cleaning.pieces import Unclean
from gongkai.screening.cleaning.running import cleaned
from gongkai.screening.files import ocr, scans
from gongkai.screening.files.reading import read
from gongkai.screening.finding import Verdict
from gongkai.screening.known import NOTHING
from gongkai.screening.policies.model import policy
from gongkai.screening.screening import searched
from gongkai.screening.tests.scans_made import Look, as_file, scan

DOCS = Path(__file__).parents[2] / "docs" / "screening.md"
BEGIN, END = "<!-- scans: begin -->", "<!-- scans: end -->"
ALIKE = 0.6
"""How much of a value a finding must share to lie on it."""

LOOKS = {
    "straight": Look(),
    "skewed −2°": Look(skew=-2),
    "skewed 4°": Look(skew=4),
    "skewed −6°": Look(skew=-6),
    "noise 25": Look(noise=25),
    "noise 60": Look(noise=60),
    "soft 1.5": Look(soft=1.5),
    "soft 2.5": Look(soft=2.5),
    "pale": Look(ink=170, paper=235, noise=10),
    "dark to one side": Look(ink=40, shade=170),
    "letters of 9 pt": Look(size=19),
    "letters of 7 pt": Look(size=14),
    "fax, 75 dpi": Look(coarse=0.5, is_bilevel=True),
    "fax, 60 dpi": Look(coarse=0.4, is_bilevel=True),
    "JPEG of quality 8": Look(jpeg=8),
    "skewed 2°, noise, soft": Look(skew=2, noise=20, soft=0.8),
    "skewed −3°, pale, noise, JPEG": Look(skew=-3, ink=130, paper=230, noise=25, jpeg=20),
    "photographed from afar": Look(coarse=0.45, soft=1.0, noise=12, shade=90, skew=1),
    "on its side": Look(quarters=1),
    "on its head": Look(quarters=2, noise=10),
}
NAMES = ["李晓明", "王志强", "于淑华", "孙建国", "赵丽娟", "周海燕", "吴庆林", "郑秀英", "刘洪波", "丛培军"]
VILLAGES = ["后峰西村", "古寨南路", "沈阳中路", "世昌大道", "田和庄", "钦村", "怡园街", "戚家庄"]


def id18(made):
    """A resident id of nobody with the right check digit."""
    body = f"3710{made.choice(['02', '82', '83'])}{made.randint(1950, 2001)}"
    body += f"{made.randint(1, 12):02}{made.randint(1, 28):02}{made.randint(0, 999):03}"
    return next(body + digit for digit in "0123456789X" if checks.is_id18(body + digit))


def bank(made):
    """A card number of nobody that passes Luhn."""
    body = "622848" + "".join(str(made.randint(0, 9)) for _ in range(12))
    return next(body + str(digit) for digit in range(10) if checks.is_luhn(body + str(digit)))


def page(number):
    """The lines of a page and its values by kind."""
    made = random.Random(number)
    values = {
        "person": made.choice(NAMES),
        "id18": id18(made),
        "mobile": f"1{made.choice('3589')}{made.randint(0, 999_999_999):09}",
        "bank": bank(made),
        "address": f"威海市高区{made.choice(VILLAGES)}{made.randint(1, 300)}号{made.randint(1, 9)}单元201室",
        "plate": f"鲁K{made.randint(10_000, 99_999)}",
        "uscc": "92371002MA3N8K2X46",
    }
    lines = [
        "行政处罚决定书",
        f"威高市监罚〔2017〕{number + 1}号",
        f"当事人：{values['person']}，身份证号码：{values['id18']}",
        f"住址：{values['address']}",
        f"联系电话：{values['mobile']}",
        f"银行卡号：{values['bank']}",
        f"车牌：{values['plate']}",
        f"统一社会信用代码：{values['uscc']}",
        *["经查，当事人销售超过保质期的食品，货值金额四百二十元。"] * 6,
        "以上事实有现场检查笔录、询问笔录、照片等证据证明。",
        "二〇一七年九月二十五日",
    ]
    return lines, values


def found_on(data):
    """The findings of a picture, as screening gives them."""
    return searched(read(data, "scan.png"), NOTHING)


def measure(copies):
    """Counts by kind, the looks on which something was missed, the copies, seconds a page."""
    marks, exact, caught, left = Counter(), Counter(), Counter(), Counter()
    missed = {}
    began = time.process_time()
    for number, (name, look) in enumerate(LOOKS.items()):
        lines, values = page(number)
        findings = found_on(as_file(scan(lines, look, seed=number)))
        for kind, value in values.items():
            wanted = [one for one in findings if (one.verdict is Verdict.KEEP) == (kind == "uscc")]
            marks[kind] += 1
            exact[kind] += any(one.kind == kind and value in (one.value, one.text) for one in wanted)
            on_it = any(SequenceMatcher(None, value, one.text).ratio() >= ALIKE for one in wanted)
            caught[kind] += on_it
            if not on_it:
                missed.setdefault(name, []).append(kind)
        sys.stderr.write(f"{name}: {', '.join(missed.get(name, ['-']))}\n")
    seconds = (time.process_time() - began) / len(LOOKS)
    for number, (name, look) in enumerate(
        list(LOOKS.items())[:: max(len(LOOKS) // copies, 1)] if copies else ()
    ):
        lines, values = page(number)
        try:
            copy = cleaned(as_file(scan(lines, look, seed=number)), "png", policy("penalty"), NOTHING)
        except Unclean as unclean:
            left["refused"] += 1
            sys.stderr.write(f"{name}: no copy, {unclean.faults[:2]}\n")
            continue
        text = read(copy.data, "scan.png").text
        left["copies"] += 1
        still = [kind for kind, value in values.items() if kind != "uscc" and value[1:] in text]
        left["with a value left"] += bool(still)
        sys.stderr.write(f"{name}: copy, left {still}\n")
    return marks, exact, caught, missed, left, seconds


def report(marks, exact, caught, missed, left, seconds):
    """The section of the documentation."""
    lines = [
        f"{len(LOOKS)} pages of A4 at 150 dpi, {sum(marks.values())} values. "
        f"{seconds:.1f} seconds of processor time a page.",
        "",
        "| kind | values | exact | caught |",
        "|---|---:|---:|---:|",
        *(f"| `{kind}` | {marks[kind]} | {exact[kind]} | {caught[kind]} |" for kind in marks),
        f"| all | {sum(marks.values())} | {sum(exact.values())} | {sum(caught.values())} |",
        "",
        "Missed: "
        + ("; ".join(f"{name} ({', '.join(kinds)})" for name, kinds in missed.items()) or "nothing")
        + ".",
    ]
    if left:
        lines += [
            "",
            f"Redacted copies asked for: {left['copies'] + left['refused']}; made and verified: "
            f"{left['copies']}, refused because something was left: {left['refused']}. "
            f"On {left['with a value left']} of those made a fresh reading found a value again.",
        ]
    return "\n".join(lines)


def main(arguments):
    """Print the numbers; with --write store them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="write the numbers into docs/screening.md")
    parser.add_argument("--copies", type=int, default=5, help="of how many pages a copy is made")
    options = parser.parse_args(arguments)
    if not scans.is_installed():
        sys.stderr.write(f"no OCR here: {scans.INSTALL}\n")
        return 2
    ocr.lines(scan(["热身"], high=200).convert("RGB"))
    scans.MOST_SECONDS = float("inf")
    text = report(*measure(options.copies))
    sys.stdout.write(text + "\n")
    if options.write:
        old = DOCS.read_text(encoding="utf-8")
        head, _, rest = old.partition(BEGIN)
        DOCS.write_text(f"{head}{BEGIN}\n{text}\n{END}{rest.partition(END)[2]}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
