"""Seals, signatures and chains: everything that makes a record checkable or unreadable.

Pure functions over bytes: no Django, no clock (times are passed in as ``YYYY-MM-DDTHH:MM:SSZ``, see
:mod:`~gongkai.sealing.times`). What each module is for:

===============  ==================================================================================
``canon``        canonical JSON, the bytes that are hashed and signed; digests
``objects``      content, submission, clearance, release, tombstone
``shapes``       which fields a hashed object has and what each may hold
``notes``        Ed25519 signatures as C2SP signed notes, one verifying function for everything
``keys``         the key files of a home, their escrow and restore; ``portalkeys`` those of the portal
``hpke``         sealing to a public key (RFC 9180)
``fields``       personal data at rest: data keys of a case, sealed fields, commitments
``index``        equality of phones and ids without storing them
``events``       the chain of events of a record; ``verifying`` checks it against the anchored tree
``merkle``       RFC 6962 trees: roots, inclusion and consistency proofs; ``tiles`` stores them
``log``          the public release log: entries, checkpoints, tile paths, proofs as text
``witness``      who else signs it: only what grew out of what was signed before
``messages``     numbered messages between desk and portal and the receiver's rules
``receipt``      receipt codes and what is derived from them
``envelope``     a citizen's sealed message; ``mail`` the sealed answers; ``attachments`` its files
``canary``       test messages from outside: what is written in which hour
``bundle``       messages as one signed tar file, for networks that are physically apart
===============  ==================================================================================

Refusals carry stable codes (``E_CANON``, ``E_SIGNATURE``, ``E_FORK`` …) in :class:`gongkai.refusal.Refused`.
"""
