"""Tests of screening: one file for each family of findings."""
