"""The search index: one function replaces an item's row, one takes it away, one finds.

Tokens are written in hexadecimal, so that no tokenizer of a database has an opinion about Chinese.
"""

from __future__ import annotations

from django.db import connections
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from gongkai import grams
from gongkai.papers import blocks as b
from gongkai.papers import text
from gongkai.portal.models import ALIAS, Published, SearchRow


def put(item: Published, body: b.Blocks) -> None:
    """Let an item be found by its title, numbers, unit, attachments and text."""
    facts = [item.title, item.index, item.doc_no, item.unit, *(file.name for file in item.files.all())]
    lines = [line for line in facts if line]
    plain = "\n".join(text.render(body))
    normal = "\n".join(grams.normal(line) for line in (*lines, plain))
    tokens = grams.of_text("\n".join((*lines, plain)))
    SearchRow.objects.update_or_create(item=item, defaults={"plain": plain, "text": normal})
    with connections[ALIAS].cursor() as cursor:
        if connections[ALIAS].vendor == "postgresql":
            sql = "UPDATE portal_searchrow SET grams = %s WHERE item_id = %s"
            cursor.execute(sql, (_coded(tokens), item.pk))
            return
        cursor.execute("DELETE FROM portal_grams WHERE rowid = %s", (item.pk,))
        sql = "INSERT INTO portal_grams (grams, rowid) VALUES (%s, %s)"
        cursor.execute(sql, (" ".join(_coded(tokens)), item.pk))


def drop(item: Published) -> None:
    """Take an item out of the index, before its row goes."""
    SearchRow.objects.filter(item=item).delete()
    if connections[ALIAS].vendor != "postgresql":
        with connections[ALIAS].cursor() as cursor:
            cursor.execute("DELETE FROM portal_grams WHERE rowid = %s", [item.pk])


def find(words: list[str]) -> QuerySet[Published]:
    """The public items that hold all words (of :func:`gongkai.grams.terms`); every item without a word."""
    found = Published.objects.all()
    tokens = sorted({token for word in words for token in grams.of_question(word)})
    if not tokens:
        return found
    if connections[ALIAS].vendor == "postgresql":
        sql = "SELECT item_id FROM portal_searchrow WHERE grams @> %s::text[]"
        found = found.filter(pk__in=RawSQL(sql, [_coded(tokens)]))  # noqa: S611 - a fixed statement
    else:
        sql = "SELECT rowid FROM portal_grams WHERE portal_grams MATCH %s"
        found = found.filter(pk__in=RawSQL(sql, [" ".join(_coded(tokens))]))  # noqa: S611 - as above
    for word in words:
        found = found.filter(search__text__contains=word)
    return found


def _coded(tokens: list[str]) -> list[str]:
    return [f"x{token.encode('utf-16-be').hex()}" for token in tokens]
