from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.law.forms import check, form_for_year, with_totals

PEOPLE = ("natural", "biz", "research", "ngo", "legal", "other")


def test_the_rows_of_the_2014_form_add_up_from_the_bottom():
    form = form_for_year(2017)
    given_ = {"app.reply.deny.trade": 2, "app.reply.deny.privacy": 1, "app.reply.full": 4, "app.recv.mail": 7}
    filled = with_totals(given_, form=form)
    assert (filled["app.reply.deny"], filled["app.reply"], filled["app.recv"]) == (3, 7, 7)
    assert filled["app.done"] == 0


def test_a_given_total_stays_even_when_it_is_wrong():
    form = form_for_year(2017)
    filled = with_totals({"app.reply.deny": 5, "app.reply.deny.law": 1}, form=form)
    assert (filled["app.reply.deny"], filled["app.reply"]) == (5, 5)
    assert "sum.app.reply.deny" in [one.rule for one in check(filled, form=form) if not one.ok]


def test_a_blank_total_is_filled_and_blanks_count_as_0():
    filled = with_totals({"rev.total": None, "rev.upheld": 1, "rev.other": None}, form=form_for_year(2017))
    assert filled["rev.total"] == 1
    assert filled["rev.other"] is None


def test_what_no_sum_can_give_is_not_invented():
    filled = with_totals({"out.grant.natural": 1}, form=form_for_year(2023))
    assert "in.new.natural" not in filled
    assert "in.new.total" not in filled
    assert (filled["out.grant.total"], filled["out.total.natural"], filled["out.total.total"]) == (1, 1, 1)


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_records_counted_by_leaf_balance_when_all_are_closed(data):
    form = form_for_year(data.draw(st.sampled_from([2019, 2024])))
    values = dict.fromkeys((key for key in form.keys if key.startswith("t2.")), 0)
    for column in PEOPLE:
        for row in form.matrix.leaves:
            values[f"{row.key}.{column}"] = data.draw(st.integers(0, 9))
        done = sum(values[f"{row.key}.{column}"] for row in form.matrix.leaves)
        left = data.draw(st.integers(0, 9))
        values |= {f"in.carry.{column}": 0, f"carry.next.{column}": left, f"in.new.{column}": done + left}
    for group in form.groups:
        values |= {key: data.draw(st.integers(0, 9)) for key in group.cells[:-1]}
    filled = with_totals(values, form=form)
    assert set(filled) == set(form.keys)
    assert all(one.ok for one in check(filled, form=form))
