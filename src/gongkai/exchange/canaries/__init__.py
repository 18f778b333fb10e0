"""Canaries 测试来件 on the desk: agreed, awaited, taken in, and judged (SEALING.md 4.8, docs/adr/0094)."""
