"""The outside world: what was released, as finished pages. No key lies here that opens or releases.

``publishing`` is the one way in, ``store`` the finished pages, ``front`` the thin layer that serves them
before Django, ``views`` what is not in the store. It knows nothing of the desk.
"""
