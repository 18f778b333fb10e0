"""The check of a copy: what is left is found in any form, what may stay is let through."""

import io
import zipfile

import pytest
from docx import Document

from gongkai.screening import NOTHING
from gongkai.screening.cleaning import running
from gongkai.screening.cleaning.pieces import Removed, Unclean
from gongkai.screening.cleaning.squeezing import Squeezed, bare, solid
from gongkai.screening.cleaning.verifying import remains, verify
from gongkai.screening.policies import policy
from gongkai.screening.tests.cleaning_cases import ID18, MOBILE, USCC
from gongkai.screening.text import screen_text

POLICY = policy("penalty")


def left(text, value, kind="id18"):
    return [one.value for one in remains(text, [Removed(value, kind)], screen_text(text))]


@pytest.mark.parametrize(
    "text",
    [
        ID18,
        " ".join(ID18),
        "\u200b".join(ID18),
        "".join(chr(ord(char) + 0xFEE0) for char in ID18),
        f"{ID18[:6]}-{ID18[6:14]}—{ID18[14:]}",
        f"{ID18[:9]}\n\n{ID18[9:]}",
        f"x{ID18}y",
    ],
)
def test_a_number_is_found_in_every_form(text):
    assert left(text, ID18)


def test_letters_are_found_in_either_case():
    assert left("护照e1234567 8", "E12345678", "passport")


def test_a_name_is_found_with_blanks_but_not_over_a_mark():
    assert left("证人张　三到场", "张三", "person")
    assert not left("国王，五个人", "王五", "person")


def test_a_value_within_something_that_is_kept_may_stay():
    text = f"统一社会信用代码{USCC}"
    assert not left(text, USCC[2:12], "tel")
    assert left("电话371002MA3N8", USCC[2:12], "tel")


def test_a_short_number_is_not_looked_for_across_lines():
    assert not left("共56\n81件", "5681", "tel")


def test_forms_lead_back_to_the_original():
    text = "甲1 3\u200b8乙"
    assert [text[a:b] for _, a, b in Squeezed(text, across=True).places(["138"])] == ["1 3\u200b8"]
    assert bare("张 三-1") == "张三1" and solid("张 三-1") == "张三-1"


def test_a_copy_that_still_holds_something_is_faulted():
    faults = verify(f"电话{MOBILE}".encode(), "txt", [], POLICY, NOTHING)
    assert faults and MOBILE in faults[0].value


def test_a_value_in_an_attribute_or_a_forgotten_part_is_found():
    document = Document()
    document.add_paragraph("正文")
    out = io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/extra.xml", f'<a b="号{ID18}"/>')
    assert any(
        "id18" in fault.why
        for fault in verify(out.getvalue(), "docx", [Removed(ID18, "id18")], POLICY, NOTHING)
    )


def test_hidden_content_is_a_fault_and_so_is_what_cannot_be_read_again():
    document = Document()
    document.add_paragraph().add_run("藏").font.hidden = True
    out = io.BytesIO()
    document.save(out)
    assert any("hidden_text" in fault.why for fault in verify(out.getvalue(), "docx", [], POLICY, NOTHING))
    assert verify(b"", "docx", [], POLICY, NOTHING)


def test_what_the_check_finds_is_taken_out_by_the_next_attempt(monkeypatch):
    calls = []

    def check(data, *_):
        calls.append(data)
        return [running.Fault("残留", "丙")] if len(calls) == 1 else []

    monkeypatch.setattr(running, "verify", check)
    copy = running.cleaned("甲乙丙丁".encode(), "txt", POLICY)
    assert copy.data.decode() == "甲乙×××丁" and len(calls) == 2
    assert copy.log[0].kind == "leftover"


def test_no_verified_result_no_copy(monkeypatch):
    monkeypatch.setattr(running, "verify", lambda *_: [running.Fault("仍有残留")])
    with pytest.raises(Unclean) as unclean:
        running.cleaned("甲".encode(), "txt", POLICY)
    assert unclean.value.faults == ("仍有残留",)
