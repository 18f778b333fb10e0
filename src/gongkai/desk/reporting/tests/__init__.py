"""Tests of figures and annual reports."""
