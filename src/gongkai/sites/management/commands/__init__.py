"""Commands of Django's that the sites change."""
