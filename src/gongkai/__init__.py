"""Gongkai 公开: the open-government-information work of a local market-supervision bureau.

The plan of the house is in ``docs/architecture.md``: a pure ground floor (``law``, ``sealing``,
``papers``, ``grams``), two Django worlds (``desk`` inside, ``portal`` outside) and one door
between them (``exchange``).
"""

__version__ = "0.1.0"
