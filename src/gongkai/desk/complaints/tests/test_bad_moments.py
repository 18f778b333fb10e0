"""Sent twice, from two tabs, by somebody without the duty, after the session ended, endless or with emoji."""

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.desk.casework.models import CaseText
from gongkai.desk.complaints.models import Dispute, FollowUp, Joint, Note
from gongkai.desk.complaints.tests.centre import PHONE

pytestmark = pytest.mark.django_db
OTHER = {"name": "林一帆", "phone": PHONE.replace("4417", "4418")}


def post(client, case, verb, **said):
    return client.post(f"/complaints/{case.uid}/do/{verb}", said)


def test_of_two_tabs_the_second_is_told_how_the_case_stands_now(centre, client_of):
    now = timezone.now()
    main, case = centre.accepted(now), centre.accepted(now, person=OTHER)
    said = {"main": main.registration.number, "consent": "录音 LY-8"}
    first, second = client_of("handler"), client_of("handler")
    assert post(first, case, "join", **said).status_code == 302
    answer = post(second, case, "join", **said)
    assert answer.status_code == 409 and "合并调解" in answer.content.decode()
    assert Joint.objects.count() == 1


def test_a_dispute_that_is_raised_twice_is_one(centre, client_of):
    case = centre.case(timezone.now())
    for status in (302, 409):
        assert post(client_of("handler"), case, "dispute", reason="经营地在田和").status_code == status
    assert Dispute.objects.count() == 1


@pytest.mark.parametrize("who", ["other", "inspector"])
@pytest.mark.parametrize("verb", ["join", "reward", "dispute", "ask_return", "withdraw", "split"])
def test_who_has_no_part_in_the_case_finds_nothing_there(centre, client_of, who, verb):
    case = centre.accepted(timezone.now())
    assert post(client_of(who), case, verb).status_code == 404


@pytest.mark.parametrize("verb", ["refuse_reward", "lapse_reward", "tell_reward", "rule_dispute"])
def test_who_only_reads_takes_no_step(centre, client_of, verb):
    case = centre.case(timezone.now(), kind="举报", unit="JC")
    said = {"reason": "理由", "proof": "凭证", "way": "late", "unit": "TH"}
    assert post(client_of("auditor"), case, verb, **said).status_code in (403, 409)


def test_ten_thousand_characters_with_emoji_are_kept_whole_or_refused_with_the_limit(centre, client_of):
    case, web = centre.accepted(timezone.now()), client_of("handler")
    long = "甲😀" * 5_000
    assert post(web, case, "note", text=long).status_code == 302
    kept = CaseText.objects.get(case=case, field=Note.objects.get(kind="办理记录").field)
    assert kept.masked == long
    answer = post(web, case, "dispute", reason=long)
    assert answer.status_code == 422 and "400" in answer.content.decode()
    assert not Dispute.objects.exists()


def test_what_is_sent_after_the_session_ended_is_given_back_and_nothing_is_done(centre):
    case, web = centre.case(timezone.now()), Client()
    page = f"http://testserver/complaints/{case.uid}/?do=follow_up"
    answer = web.generic(
        "POST",
        f"/complaints/{case.uid}/do/follow_up",
        "text=%E5%86%99%E4%BA%86%E5%BE%88%E4%B9%85%E7%9A%84%E5%86%85%E5%AE%B9%3Cb%3E",
        content_type="application/x-www-form-urlencoded",
        headers={"Referer": page},
    )
    html = answer.content.decode()
    assert "没有提交" in html and "写了很久的内容&lt;b&gt;" in html
    assert f"/login?next=%2Fcomplaints%2F{case.uid}%2F%3Fdo%3Dfollow_up" in html
    assert not FollowUp.objects.exists()


def test_only_a_form_of_ours_gives_words_back_after_the_session_ended(centre):
    case, web = centre.case(timezone.now()), Client(enforce_csrf_checks=True)
    answer = web.generic(
        "POST",
        f"/complaints/{case.uid}/do/follow_up",
        "text=somebody+elses+words",
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code == 401 and "somebody elses words" not in answer.content.decode()
