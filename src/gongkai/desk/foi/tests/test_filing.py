"""A court finds the file complete: index, numbered pages; the archive gets a package that checks itself."""

import io
import zipfile
from datetime import date
from hashlib import sha256

import pikepdf
import pypdfium2
import pytest

from gongkai.desk.archive import binding
from gongkai.desk.archive.binding import Part
from gongkai.desk.casework.models import Event
from gongkai.desk.foi import filing, verbs
from gongkai.desk.foi.tests.bureau import at
from gongkai.refusal import Refused

RECEIVED, ON = date(2024, 2, 1), date(2024, 2, 20)


@pytest.fixture
def case(bureau):
    made = bureau.register(RECEIVED)
    verbs.search(made, "档案室", "词", False, by=bureau.handler, at=at(ON))
    bureau.whole(made, "unable.none", ON)
    return made


def words(data):
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)]


def test_the_file_has_an_index_whose_pages_are_right(bureau, case):
    pages = words(filing.court_file(case, by=bureau.office, at=at(ON, 18)))
    assert "卷内目录" in pages[0]
    total = len(pages)
    for number, page in enumerate(pages, start=1):
        assert f"{number} / {total}" in page
    named = {"政府信息公开申请登记表": None, "检索记录": None, "信息不存在告知书": None, "答复审批单": None}
    for title in named:
        named[title] = next(n for n, page in enumerate(pages[1:], start=2) if title in page)
    for n in named.values():
        assert str(n) in pages[0]
    assert "张三丰" in pages[1]
    assert Event.objects.filter(stream=case.stream, type="court-file").exists()


def test_three_hundred_pages_are_bound(bureau, case):
    one = filing.parts(case, by=bureau.office, at=at(ON, 18))[0]
    data = binding.bound(case, [Part(f"材料{n}", one.data) for n in range(300)])
    with pikepdf.open(io.BytesIO(data)) as made:
        assert len(made.pages) > 300


def test_the_package_checks_itself(bureau, case):
    with pytest.raises(Refused) as refused:
        filing.package(case, "", by=bureau.office, at=at(ON, 18))
    assert refused.value.code == "no-retention"
    with pytest.raises(Refused) as refused:
        filing.package(bureau.register(RECEIVED), "30", by=bureau.office, at=at(ON, 18))
    assert refused.value.code == "not-closed"
    bag = zipfile.ZipFile(io.BytesIO(filing.package(case, "30", by=bureau.office, at=at(ON, 18))))
    root = case.registration.number
    listed = bag.read(f"{root}/manifest-sha256.txt").decode().splitlines()
    assert len(listed) == 3
    for line in listed:
        digest, name = line.split("  ")
        assert sha256(bag.read(f"{root}/{name}")).hexdigest() == digest
    assert "定期30年" in bag.read(f"{root}/bag-info.txt").decode()
