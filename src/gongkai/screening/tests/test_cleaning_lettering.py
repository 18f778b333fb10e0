"""The word in the black: the policy's, white, readable, only where it fits."""

from gongkai.screening.cleaning.pdf.lettering import Word, letters, word_in
from gongkai.screening.tests.cleaning_cases import ID18, copy_of, pdftotext, squeezed
from gongkai.screening.tests.test_cleaning_pdf import chinese, is_picture, words


def test_the_policys_word_stands_white_in_the_black_and_can_be_read(tmp_path):
    pdf = chinese(f"当事人：李晓明，身份证号码：{ID18}。罚款伍佰元。")
    copy = copy_of(pdf, "pdf").data
    text = squeezed(words(copy))
    assert "李" in text and "某" in text and "晓明" not in text
    assert "×××" in words(copy)
    said = pdftotext(copy, tmp_path)
    assert said is None or ("某" in said and "×××" in said and ID18 not in said and "晓明" not in said)
    assert not is_picture(copy)


def test_a_word_that_does_not_fit_is_left_out():
    assert word_in([(0, 0, 100, 10)], "×××") is not None
    for boxes, text in (
        ([], "某"),
        ([(0, 0, 100, 10)], ""),
        ([(0, 0, 9, 10)], "×××"),
        ([(0, 0, 10, 80)], "某"),
    ):
        assert word_in(boxes, text) is None


def test_a_letter_outside_the_font_leaves_the_box_plain():
    font = letters([Word("某", (0, 0, 10, 10))])
    assert font.content([Word("某", (0, 0, 10, 10))])
    assert font.content([Word("外", (0, 0, 10, 10))]) == b""
    assert letters([]) is None


def test_a_copy_with_words_in_the_black_can_be_redacted_again():
    once = copy_of(chinese(f"当事人：李晓明，身份证号码：{ID18}。"), "pdf").data
    assert not is_picture(copy_of(once, "pdf").data)
