"""The law as dated data, and pure functions over it. No Django, no clock.

``data/`` holds one TOML file for each rule set, with title, number, dates, source and confidence
beside each fact. The functions answer with frozen dataclasses that command, case page, letter and
the portal's calculator render alike.
"""
