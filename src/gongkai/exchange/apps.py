"""The Django application of exchange."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """The door: releases out of the desk, numbered and signed, over the database or as bundles."""

    name = "gongkai.exchange"
    label = "exchange"
    verbose_name = "内外网交换"
