"""Template tags of the design language: ``{% load face %}``."""
