"""The law as dated data, and pure functions over it. No Django, no clock.

``data/`` holds one TOML file for each rule set, with title, number, dates, source and confidence
beside each fact. The functions answer with frozen dataclasses that command, case page, letter and
the portal's calculator render alike.

``registry``, ``reading``
    which rule sets there are and which one governs a day
``calendar``, ``calendar_file``, ``receipt``, ``deadlines``, ``answer``
    working days, the date of receipt, and when something is due, with the reasoning
``fees``, ``rewards``
    money
``forms``, ``outcomes``, ``remedies``, ``letters``, ``scope``
    disclosure: statutory tables and their arithmetic, outcomes and their rows, notices, letters, categories
``grounds``, ``publicity``, ``secrecy``, ``risk_warnings``
    complaints, penalties, secrets, what only the province says
"""
