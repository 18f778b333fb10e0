"""Investigations, decisions, samples and batches are read from rows of their own, as lists of a million want it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0001_initial'),
        ('disclosure', '0011_items_by_column'),
        ('enforcement', '0010_blank_cells_of_registers'),
    ]

    operations = [
        migrations.CreateModel(
            name='BatchRow',
            fields=[
                ('place', models.BigIntegerField(unique=True)),
                ('text', models.TextField()),
                ('record', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='batch_row', serialize=False, to='enforcement.sample')),
                ('batch', models.CharField(max_length=80)),
                ('result', models.CharField(choices=[('failed', '有不合格'), ('passed', '全部合格')], max_length=8)),
                ('tied', models.CharField(choices=[('tied', '已起草或者认定'), ('open', '没有起草，也没有认定')], max_length=8)),
                ('count', models.PositiveIntegerField()),
                ('failed', models.PositiveIntegerField()),
                ('last', models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='InvestigationRow',
            fields=[
                ('place', models.BigIntegerField(unique=True)),
                ('text', models.TextField()),
                ('record', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='row', serialize=False, to='enforcement.investigation')),
                ('state', models.CharField(max_length=8)),
                ('line', models.CharField(blank=True, max_length=4)),
            ],
        ),
        migrations.CreateModel(
            name='PenaltyRow',
            fields=[
                ('place', models.BigIntegerField(unique=True)),
                ('text', models.TextField()),
                ('record', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='row', serialize=False, to='enforcement.penalty')),
                ('state', models.CharField(max_length=8)),
                ('party_kind', models.CharField(blank=True, choices=[('企业', '企业'), ('个体工商户', '个体工商户'), ('自然人', '自然人')], max_length=8)),
                ('line', models.CharField(blank=True, max_length=4)),
            ],
        ),
        migrations.CreateModel(
            name='SampleRow',
            fields=[
                ('place', models.BigIntegerField(unique=True)),
                ('text', models.TextField()),
                ('record', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='row', serialize=False, to='enforcement.sample')),
                ('verdict', models.CharField(blank=True, choices=[('合格', '合格'), ('不合格', '不合格')], max_length=4)),
                ('state', models.CharField(max_length=8)),
            ],
        ),
        migrations.AddIndex(
            model_name='penalty',
            index=models.Index(fields=['agency', 'doc_no'], name='penalty_by_number'),
        ),
        migrations.AddIndex(
            model_name='sample',
            index=models.Index(condition=models.Q(('verdict', '不合格')), fields=['agency', 'batch'], name='sample_failed'),
        ),
        migrations.AddField(
            model_name='batchrow',
            name='agency',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency'),
        ),
        migrations.AddField(
            model_name='batchrow',
            name='item',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='disclosure.item'),
        ),
        migrations.AddField(
            model_name='investigationrow',
            name='agency',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency'),
        ),
        migrations.AddField(
            model_name='investigationrow',
            name='unit',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.unit'),
        ),
        migrations.AddField(
            model_name='penaltyrow',
            name='agency',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency'),
        ),
        migrations.AddField(
            model_name='penaltyrow',
            name='item',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='disclosure.item'),
        ),
        migrations.AddField(
            model_name='samplerow',
            name='agency',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency'),
        ),
        migrations.AddIndex(
            model_name='batchrow',
            index=models.Index(fields=['agency', 'place'], name='batch_row'),
        ),
        migrations.AddIndex(
            model_name='batchrow',
            index=models.Index(fields=['agency', 'result', 'place'], name='batch_row_r'),
        ),
        migrations.AddIndex(
            model_name='batchrow',
            index=models.Index(fields=['agency', 'tied', 'place'], name='batch_row_t'),
        ),
        migrations.AddIndex(
            model_name='batchrow',
            index=models.Index(fields=['agency', 'result', 'tied', 'place'], name='batch_row_rt'),
        ),
        migrations.AddIndex(
            model_name='batchrow',
            index=models.Index(fields=['agency', 'batch'], name='batch_row_named'),
        ),
        migrations.AddIndex(
            model_name='investigationrow',
            index=models.Index(fields=['agency', 'place'], name='inv_row'),
        ),
        migrations.AddIndex(
            model_name='investigationrow',
            index=models.Index(fields=['agency', 'state', 'place'], name='inv_row_s'),
        ),
        migrations.AddIndex(
            model_name='investigationrow',
            index=models.Index(fields=['agency', 'line', 'place'], name='inv_row_l'),
        ),
        migrations.AddIndex(
            model_name='investigationrow',
            index=models.Index(fields=['agency', 'unit', 'place'], name='inv_row_u'),
        ),
        migrations.AddIndex(
            model_name='investigationrow',
            index=models.Index(fields=['agency', 'state', 'line', 'place'], name='inv_row_sl'),
        ),
        migrations.AddIndex(
            model_name='investigationrow',
            index=models.Index(fields=['agency', 'unit', 'state', 'place'], name='inv_row_us'),
        ),
        migrations.AddIndex(
            model_name='investigationrow',
            index=models.Index(fields=['agency', 'unit', 'line', 'place'], name='inv_row_ul'),
        ),
        migrations.AddIndex(
            model_name='investigationrow',
            index=models.Index(fields=['agency', 'unit', 'state', 'line', 'place'], name='inv_row_usl'),
        ),
        migrations.AddIndex(
            model_name='penaltyrow',
            index=models.Index(fields=['agency', 'place'], name='penalty_row'),
        ),
        migrations.AddIndex(
            model_name='penaltyrow',
            index=models.Index(fields=['agency', 'state', 'place'], name='penalty_row_s'),
        ),
        migrations.AddIndex(
            model_name='penaltyrow',
            index=models.Index(fields=['agency', 'party_kind', 'place'], name='penalty_row_p'),
        ),
        migrations.AddIndex(
            model_name='penaltyrow',
            index=models.Index(fields=['agency', 'line', 'place'], name='penalty_row_l'),
        ),
        migrations.AddIndex(
            model_name='penaltyrow',
            index=models.Index(fields=['agency', 'state', 'party_kind', 'place'], name='penalty_row_sp'),
        ),
        migrations.AddIndex(
            model_name='penaltyrow',
            index=models.Index(fields=['agency', 'state', 'line', 'place'], name='penalty_row_sl'),
        ),
        migrations.AddIndex(
            model_name='penaltyrow',
            index=models.Index(fields=['agency', 'party_kind', 'line', 'place'], name='penalty_row_pl'),
        ),
        migrations.AddIndex(
            model_name='penaltyrow',
            index=models.Index(fields=['agency', 'state', 'party_kind', 'line', 'place'], name='penalty_row_spl'),
        ),
        migrations.AddIndex(
            model_name='samplerow',
            index=models.Index(fields=['agency', 'place'], name='sample_row'),
        ),
        migrations.AddIndex(
            model_name='samplerow',
            index=models.Index(fields=['agency', 'verdict', 'place'], name='sample_row_v'),
        ),
        migrations.AddIndex(
            model_name='samplerow',
            index=models.Index(fields=['agency', 'state', 'place'], name='sample_row_s'),
        ),
        migrations.AddIndex(
            model_name='samplerow',
            index=models.Index(fields=['agency', 'verdict', 'state', 'place'], name='sample_row_vs'),
        ),
    ]
