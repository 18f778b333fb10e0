"""An export of a list that moves notes its keys first: in bounded memory, each row once."""

from itertools import count, islice

import pytest

from gongkai.desk.lists.own import Frozen


def frozen(path, keys, rows=list, beat=lambda: None):
    return Frozen(path, keys, rows, beat)


def read(found, size):
    after, portions = None, []
    while True:
        rows, after = found.portion(after, size)
        if not rows:
            return portions
        portions.append(rows)


@pytest.mark.parametrize("size", [1, 3, 7, 8])
def test_every_key_comes_once_in_the_order_noted(tmp_path, size):
    keys = [5, 3, 1 << 40, 2, 9, 8, 4]
    found = frozen(tmp_path / "a.keys", lambda most: keys[:most])
    assert found.count(100) == 7
    keys.reverse()
    assert [key for part in read(found, size) for key in part] == [5, 3, 1 << 40, 2, 9, 8, 4]


def test_a_portion_of_which_nothing_is_left_does_not_end_the_file(tmp_path):
    found = frozen(tmp_path / "a.keys", lambda _most: range(9), lambda keys: [one for one in keys if one > 6])
    found.count(9)
    assert read(found, 2) == [[7], [8]]


def test_keys_are_read_as_they_come_and_the_lease_is_held(tmp_path):
    beats = []
    found = frozen(tmp_path / "a.keys", lambda most: islice(count(), most), beat=lambda: beats.append(1))
    assert found.count(20_001) == 20_001 and len(beats) == 4
    assert (tmp_path / "a.keys").stat().st_mode & 0o777 == 0o600
    assert found.count(3) == 3 and read(found, 2) == [[0, 1], [2]]  # a step that is done again
