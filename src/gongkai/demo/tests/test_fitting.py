"""What a registration says hangs together: product, firm, complaint, claim and price."""

import re
from random import Random

import pytest

from gongkai.demo.complaints.fitting import bought, fair, fitting, product_and_complaint
from gongkai.demo.complaints.goods import goods
from gongkai.demo.tests.checking import read
from gongkai.demo.words import read as words

CATEGORIES = [key for file in ("goods", "services", "watch") for key in words(f"words/{file}.toml")]


@pytest.mark.parametrize("key", CATEGORIES)
def test_every_complaint_finds_a_product(key):
    dice = Random(1)
    category = goods(key).words
    drawn = {product_and_complaint(category, "威海某商贸有限公司", dice)[1] for _ in range(400)}
    assert drawn == set(category["complaint"])


def test_only_wine_is_suspected_to_be_false_wine():
    dice = Random(2)
    for _ in range(300):
        product, complaint = product_and_complaint(goods("retail").words, "威海某超市", dice)
        assert "假酒" not in complaint or "白酒" in product


def test_a_shoe_shop_sells_shoes():
    dice = Random(3)
    sold = {product_and_complaint(goods("clothes").words, "威海高区某鞋店", dice)[0] for _ in range(100)}
    assert all("鞋" in product or "靴" in product for product in sold)


def test_nobody_wants_back_a_deposit_that_was_never_paid():
    dice = Random(4)
    options = ["要求退还定金", "要求退货"]
    assert {fitting(options, "使用后开裂", dice) for _ in range(40)} == {"要求退货"}
    assert {fitting(options, "收取的定金不退", dice) for _ in range(40)} == set(options)


def test_prices_are_those_of_such_things():
    dice = Random(5)
    assert fair(6198.0, "手机电池一块", dice) <= 320
    assert fair(8.0, "家用轿车一辆", dice) >= 62000
    assert fair(50.0, "别的", dice) == 50.0


def test_a_laptop_is_not_put_into_a_telephone():
    dice = Random(6)
    for _ in range(50):
        assert "送到" not in bought(goods("phone").words["buy"], "笔记本电脑一台", dice)


def test_no_placeholder_and_no_double_mark_is_left(registers):
    for row in read(registers(2017) / "complaints.csv"):
        said = row["诉求内容"] + row["答复内容"]
        assert not re.search(r"[{}\ue000-\uf8ff]|，，|。。|，。|。，|：：", said), said
