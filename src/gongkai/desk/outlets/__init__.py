"""Where released items are carried: outlets, places 点位, columns and who keeps them, deliveries 送交清单.

An outlet is data (``data/outlets.toml``). What the program does itself is recorded by :func:`verbs.settle`;
what a person does elsewhere is a task with a date and a proof. An item counts once, however many carried it.
"""
