"""Disclosure on request 依申请公开: applications and the facts of their handling."""
