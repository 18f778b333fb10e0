"""Consultations, complaints and reports of all hotlines: one matter a registration."""
