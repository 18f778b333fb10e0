"""Incidents of every door of the desk: pages, sealed messages, imports; cases and messages that are purged."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Places, and what was purged."""

    dependencies: ClassVar = [
        ("casework", "0001_initial"),
        ("disclosure", "0004_opinions_stay"),
        ("mailbox", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations: ClassVar = [
        migrations.AddField(
            model_name="incident",
            name="arrival",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="incidents",
                to="mailbox.arrival",
            ),
        ),
        migrations.AddField(
            model_name="incident",
            name="case",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="incidents",
                to="casework.case",
            ),
        ),
        migrations.AlterField(
            model_name="incident",
            name="officer",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="incident",
            name="place",
            field=models.CharField(
                choices=[
                    ("draft", "起草"),
                    ("file", "附件"),
                    ("stored", "已存内容"),
                    ("page", "办理页面"),
                    ("mail", "网上来件"),
                    ("import", "台账导入"),
                ],
                max_length=8,
                verbose_name="发现处",
            ),
        ),
    ]
