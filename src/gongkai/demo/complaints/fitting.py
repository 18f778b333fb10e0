"""What goes with what: products that a complaint can be about, claims that follow, fair prices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from gongkai.demo.words import read


def product_and_complaint(words: Mapping[str, Sequence[str]], firm: str, dice: Random) -> tuple[str, str]:
    """A product that this firm may sell, and a complaint about it (``data/words/fits.toml``)."""
    fits = read("words/fits.toml")
    sold = list(words["products"])
    for sign, parts in fits["firm"].items():
        if sign in firm:
            sold = _only(sold, parts) or sold
    pairs = []
    for complaint in words["complaint"]:
        left = sold
        for sign, parts in fits["complaint"].items():
            if sign in complaint and _only(words["products"], parts):
                left = _only(left, parts)
        pairs.append((complaint, left))
    complaint, products = dice.choice([pair for pair in pairs if pair[1]] or [(words["complaint"][0], sold)])
    return dice.choice(products), complaint


def bought(options: Sequence[str], product: str, dice: Random) -> str:
    """One of the sentences that tell how such a product was bought."""
    signs = read("words/fits.toml")["buy"]
    fit = [
        option
        for option in options
        if all(any(part in product for part in parts) for sign, parts in signs.items() if sign in option)
    ]
    return dice.choice(fit or options)


def _only(products: Sequence[str], parts: Sequence[str]) -> list[str]:
    return [product for product in products if any(part in product for part in parts)]


def fitting(options: Sequence[str], complaint: str, dice: Random) -> str:
    """One of the sentences that does not speak of what the complaint never named."""
    echo = read("words/fits.toml")["echo"]
    fit = [
        option
        for option in options
        if all(any(part in complaint for part in parts) for sign, parts in echo.items() if sign in option)
    ]
    return dice.choice(fit or options)


def fair(amount: float, product: str, dice: Random) -> float:
    """The amount brought within what the product may cost, in yuan."""
    fits = read("words/fits.toml")
    for part, most in fits["most"].items():
        if part in product and amount > most:
            return float(round(most * dice.uniform(0.3, 1.0), 1 if most < 100 else 0))
    for part, least in fits["least"].items():
        if part in product and amount < least:
            return float(round(least * dice.uniform(1.0, 1.9) / 10) * 10)
    return amount
