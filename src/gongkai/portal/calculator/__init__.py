"""The deadline calculator for anyone: questions in plain words, and the answer as a calendar.

What is due when, and why, says :mod:`gongkai.law.deadlines` alone.
"""
