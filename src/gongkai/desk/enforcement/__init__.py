"""Penalty decisions and samples: where publishable facts come from."""
