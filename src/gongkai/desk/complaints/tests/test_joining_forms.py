"""What comes together: named as pages name it, offered where it is known, shown on both pages."""

import pytest
from django.utils import timezone

from gongkai.desk.casework.models import Merge
from gongkai.desk.casework.numbers import read_number, short
from gongkai.desk.complaints import verbs
from gongkai.desk.complaints.models import Joint, Verdict
from gongkai.desk.complaints.tests.centre import AT, DAY

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


def at(case, verb=""):
    return f"/complaints/{case.uid}/do/{verb}" if verb else f"/complaints/{case.uid}/"


@pytest.fixture
def word(centre):
    """The agency's word before its numbers, as a register brought it."""
    registration = centre.register().registration
    registration.number = "高市监诉〔2018〕0001号"
    registration.save(update_fields=["number"])
    verbs.void(
        registration, by=centre["office"], approved_by=centre["leader"], reason="样例", at=AT
    )  # fmt: skip


@pytest.mark.usefixtures("word")
def test_a_number_may_be_typed_as_pages_show_it(centre, client_of):
    main, case = centre.accepted(), centre.accepted()
    number = main.registration.number
    assert number.startswith("高市监诉")
    client_of("handler").post(at(case, "join"), {"main": short(number), "consent": "录音 3"})
    assert Joint.objects.get().main == main
    verbs.unjoin(case, by=centre["handler"], at=timezone.now())
    said = {"kept": short(number), "reason": "重复登记", "approved_by": centre["leader"].uid}
    client_of("office").post(at(case, "merge"), said)
    assert Merge.objects.get().kept == main.registration


@pytest.mark.usefixtures("word")
@pytest.mark.parametrize("typed", ["{:04d}", "{}", "第{}号", " {:04d}号 "])
def test_the_last_part_of_a_number_alone_is_one_of_the_year_of_the_case(centre, client_of, typed):
    main, case = centre.accepted(), centre.accepted()
    said = typed.format(read_number(main.registration.number)[2])
    client_of("handler").post(at(case, "join"), {"main": said, "consent": "录音 3"})
    assert Joint.objects.get().main == main
    answer = client_of("handler").post(at(centre.accepted(), "join"), {"main": "9999", "consent": "录音 3"})
    assert answer.status_code == 404 and f"诉〔{DAY.year}〕9999号" in text(answer)


def test_the_only_complaint_that_fits_stands_in_the_form_and_both_pages_lead_to_the_other(centre, client_of):
    main, case = centre.accepted(), centre.accepted()
    centre.accepted(respondent="别家", credit_code="")
    page = text(client_of("handler").get(at(case), {"do": "join"}))
    assert f'value="{main.registration.number}"' in page
    verbs.join(case, main, "录音 20180301-3", by=centre["handler"], at=AT)
    page = text(client_of("handler").get(at(case)))
    assert f'href="{at(main)}"' in page
    assert "录音 20180301-3" in page
    assert f'href="{at(case)}"' in text(client_of("handler").get(at(main)))


def test_what_was_judged_the_same_letter_stands_in_the_form_of_merging(centre, client_of):
    first, again = centre.case(), centre.case(channel="12345")
    verbs.judge(first.registration, again.registration, Verdict.Kind.SAME, by=centre["operator"], at=AT)
    page = text(client_of("office").get(at(again), {"do": "merge"}))
    assert f'value="{first.registration.number}"' in page


def test_who_hands_out_sees_who_gave_the_case_back_and_it_is_not_suggested_again(centre, client_of):
    case = centre.case()
    verbs.give_back(case, "not-ours", by=centre["handler"], at=AT)
    page = text(client_of("operator").get(at(case), {"do": "assign"}))
    assert f"{DAY} 怡园监管所退回：不属本单位职责" in page
    assert '<option value="YY" selected' not in page
