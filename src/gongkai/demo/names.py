"""Invented persons, firms and addresses of the zone. A firm is a function of its number: nothing is kept."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from random import Random

from gongkai.demo.identifiers import invented_credit_code, invented_landline, invented_mobile
from gongkai.demo.shares import dice_for
from gongkai.demo.words import read


@dataclass(frozen=True, slots=True)
class Firm:
    """A respondent, producer or party to a penalty; ``district`` is the market supervision office's area."""

    name: str
    code: str
    sole_trader: bool
    address: str
    district: str
    owner: str


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who calls, writes or applies."""

    name: str
    phone: str
    woman: bool


@cache
def _names() -> dict[str, list[str]]:
    words = read("words/names.toml")
    return {key: list(value) for key, value in words.items() if key not in ("kinds", "districts")}


def person_name(dice: Random) -> str:
    """A name as it is heard in Weihai; now and then one with a single given character."""
    words = _names()
    surname = dice.choice(words["surnames"])
    if dice.random() < 0.22:
        return surname + dice.choice(words["given_single"])
    first = dice.choice(words["given_first"])
    second = dice.choice([char for char in words["given_second"] if char != first])
    return surname + first + second


@lru_cache(maxsize=16384)
def person(seed: int, number: int) -> Person:
    """The person with this number; the same seed always gives the same person."""
    dice = dice_for(seed, "person", number)
    name = person_name(dice)
    phone = invented_mobile(dice) if dice.random() < 0.9 else invented_landline(dice)
    return Person(name, phone, dice.random() < 0.56)


def address(dice: Random, district: str) -> str:
    """A street address within the district of an office."""
    road = dice.choice(read("words/names.toml")["districts"][district])
    number = dice.randrange(1, 420)
    tail = dice.choice(("", "", f"-{dice.randrange(1, 28)}", f"甲{dice.randrange(1, 9)}"))
    where = dice.choice(("", "", "", "1层", "2层", f"{dice.randrange(1, 5)}号门市"))
    return f"威海火炬高技术产业开发区{road}{number}号{tail or where}"


def brand(dice: Random) -> str:
    """Two characters that no known firm of the region uses as its name."""
    words = _names()
    while True:
        word = dice.choice(words["brand_first"]) + dice.choice(words["brand_second"])
        if word not in words["brand_avoid"] and word[0] != word[1]:
            return word


@lru_cache(maxsize=4096)
def firm(seed: int, kind: str, number: int) -> Firm:
    """The firm of this kind with this number; the same seed always gives the same firm."""
    dice = dice_for(seed, "firm", kind, number)
    words = read("words/names.toml")
    form = words["kinds"][kind]
    sole = dice.random() < form["share"]
    district = dice.choices(list(words["districts"]), weights=(38, 30, 20, 12))[0]
    if sole:
        head = dice.choice(_names()["nick"]) if dice.random() < 0.4 else brand(dice)
        name = f"威海高区{head}{dice.choice(form['sole'])}"
    else:
        name = f"威海{brand(dice)}{dice.choice(form['company'])}"
        if dice.random() < 0.12:
            name += f"{district}分公司"
    code = invented_credit_code(dice, sole_trader=sole)
    return Firm(name, code, sole, address(dice, district), district, person_name(dice))
