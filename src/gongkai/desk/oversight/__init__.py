"""Meetings, trainings, campaigns, responses and the yearly work plan with its evidence."""
