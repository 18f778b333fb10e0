"""A portal in a folder of its own for the benchmarks: settings, tables, many items without the door."""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

NOW = datetime(2018, 3, 1, 2, 0, tzinfo=UTC)
FIRST = date(2008, 5, 1)
COLUMNS = (("cases", "案件办理"), ("sampling", "抽检信息"), ("warnings", "消费警示"), ("work", "业务工作"))
WORDS = [
    "食品", "药品", "月饼", "粽子", "抽检", "合格", "不合格", "过期", "超市",
    "餐饮", "小作坊", "电梯", "计量", "商标", "广告", "消费", "警示", "预付卡",
    "退货", "网购", "燃气", "热水器", "保健品", "化妆品", "器械", "学校", "周边",
    "市场", "监管", "行政", "处罚", "决定", "许可", "公告", "双随机", "检查",
    "整治", "安全", "质量", "标准", "投诉", "举报", "调解", "年货", "河鲀",
    "织纹螺", "野蘑菇", "防晒", "文具", "电热毯", "威海", "高区", "怡园", "田和",
    "双岛", "初村", "好邻居", "福满园", "海月坊", "桂香里", "万家乐",
]  # fmt: skip
NAMES = "金木水火土天地日月星辰山川河海风云雷雨春夏秋冬东南西北"


def begin(folder: Path) -> None:
    """Django on a new portal database in ``folder``; PostgreSQL where the environment names one."""
    os.environ["GONGKAI_HOME"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.sites.portal"
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
    import django

    django.setup()
    from gongkai.sites import portal_home

    portal_home.create(folder, origin="scj.example.gov.cn", at=NOW)


def texts(number: int, seed: int = 2017) -> Iterator[tuple[str, str]]:
    """Titles and texts of so many items: common words, and names that are rare."""
    dice = random.Random(seed)
    for place in range(number):
        firm = "".join(dice.choices(NAMES, k=4))
        words = dice.choices(WORDS, k=28)
        yield (
            f"{words[0]}{words[1]}{words[2]}情况（{place}）",
            f"{firm}商行{''.join(words)}，编号{place:07d}。",
        )


def published(place: int, title: str) -> dict[str, Any]:
    """The row of an item, without its bytes."""
    column, name = COLUMNS[place % len(COLUMNS)]
    day = FIRST + timedelta(days=place * 3500 // 200_000)
    return {
        "agency": "371002SC", "index": f"37100017-8/{day.year}-{place:06d}", "title": title, "category": name,
        "column": column, "column_name": name, "unit": "食品流通餐饮科", "published": day, "content": b"{}",
        "content_digest": "0" * 64, "release": b"{}", "release_digest": "0" * 64, "release_no": 1,
        "released": NOW, "log_index": place, "since": NOW, "updated": NOW,
    }  # fmt: skip
