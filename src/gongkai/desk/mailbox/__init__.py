"""Citizens' mailboxes on the desk: what came in sealed through the portal, and the answers that go back.

This is the seam between the exchange and the rooms; a room needs three things of it.

**Receiving.** ``sites/common.py`` names for every kind of message who takes it::

    GONGKAI_RECEIVERS = {"complaint": "gongkai.desk.complaints.arriving.receive", …}

A receiver is ``receive(message: Message) -> Taken`` (:mod:`~gongkai.desk.mailbox.receiving`). It runs inside
one transaction of the desk's database, once for a message: it makes the case (or adds to ``message.cases``)
and says which cases took the message; the citizen is told 已登记 in the same transaction. Kinds of first
messages: ``complaint`` 投诉, ``report`` 举报, ``both`` 投诉举报 (two cases), ``ask`` 咨询, ``suggest`` 建议,
``foi`` 依申请公开, ``opinion`` 对草案的意见 (no case: its room knows it by ``message.receipt``). What follows
in the same box goes to the receiver of the box's first message, with
``message.cases`` filled: ``reply`` 回复, ``supplement`` 补充, ``withdraw`` 撤回, ``rate`` 满意度. These count
only because the box signed them: that was checked before the receiver is called. A refused message is parked
with the refusal, for a person; one of a kind without receiver stays sealed in
:class:`~gongkai.desk.mailbox.models.Arrival` until there is one.

**Answering.** ``answering.tell(case, kind="answer", text="…", at=at)`` seals a mail to the citizen who sent
the case by the portal (no box: returns null, use another way of delivery), ``answering.close(case, at=at)``
says that the matter has ended. Both are to be called inside the verb's transaction.

**Asking.** ``queries.boxes(case)``, ``queries.seen_on(case)``: that a box exists, and the day on which the
citizen read the last mail (the proof of delivery). Nobody on the desk ever sees a receipt code.
"""
