"""What the pages of outlets share: a verb behind a form, a stored proof as a download."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.forms import BaseForm
from django.http import FileResponse, Http404, HttpRequest, HttpResponseRedirect

from gongkai.desk.disclosure import files
from gongkai.desk.outlets.proofs import content_type
from gongkai.refusal import Refused


def done(
    request: HttpRequest, form: BaseForm, act: Callable[[], object], said: str, where: str
) -> HttpResponseRedirect | Refused | None:
    """Run a verb with a valid form and go on; its refusal, or null where the form is wrong."""
    if not form.is_valid():
        return None
    try:
        act()
    except Refused as refused:
        return refused
    messages.success(request, said)
    return HttpResponseRedirect(where)


def stored(digest: str, name: str) -> FileResponse:
    """A proof by its digest, as a download that no browser runs."""
    file = files.place(digest) if digest else None
    if file is None or not file.is_file():
        raise Http404
    with file.open("rb") as source:
        kind = content_type(source.read(16))
    return FileResponse(file.open("rb"), as_attachment=True, filename=name, content_type=kind)
