"""Citizens' messages on the portal: forms, receipts, answers. The portal keeps only what it cannot read.

===============  ==================================================================================
``secrets``      the portal's own secrets: form tokens, tickets, hidden drafts; the salt of the codes
``keys``         the desk's public keys that messages are sealed to
``sealing_up``   a filled-in form becomes envelope and box, before any lock is taken
``intake``       the durable store of envelopes: many messages with one commit
``boxes``        looking a code up, reading mail, writing into a box
``limits``       how many may look codes up at once, and how often one address may fail
``hardening``    after the reply a box gets the slow lock
``uploads``      attachments, encrypted while they arrive
``leaving``      envelopes get numbers and go to the desk; ``arriving`` what the desk sends
``sweeping``     what is deleted, and when
``forms``        the questions; ``views`` the pages; ``open311`` the same for a city's application
===============  ==================================================================================
"""
