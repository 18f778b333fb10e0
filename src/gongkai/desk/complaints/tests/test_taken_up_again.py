"""A case that was taken up again: what was said in earlier rounds stays, and what comes next is said."""

import pypdfium2
import pytest

from gongkai.desk.complaints import filing, verbs
from gongkai.desk.complaints.tests.centre import AT, later

pytestmark = pytest.mark.django_db


def test_a_later_answer_keeps_the_words_of_the_earlier_one(centre, client_of):
    case, by = centre.case(kind="咨询"), centre["handler"]
    for said, at in (("不用办证", AT), ("要办登记证", later(3))):
        verbs.answer(case, said, delivery="短信", proof="回执 1", by=by, at=at)
        verbs.close(case, by=by, at=at)
        verbs.reopen(case, "dissatisfied", by=centre["operator"], at=at)
    page = client_of("handler").get(f"/complaints/{case.uid}/").content.decode()
    assert page.index("不用办证") < page.index("要办登记证")
    copied = client_of("handler").get(f"/complaints/{case.uid}/copy").content.decode()
    assert "要办登记证" in copied
    assert "不用办证" not in copied
    data = filing.court_file(case, by=by, at=later(3))
    paper = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))
    assert paper.index("不用办证") < paper.index("要办登记证")
