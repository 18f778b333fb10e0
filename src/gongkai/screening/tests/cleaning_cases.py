"""What the tests of cleaning share: values, a policy, and extractors of their own."""

import io
import re
import shutil
import subprocess
import zipfile

import pikepdf

from gongkai.screening.cleaning.running import cleaned
from gongkai.screening.known import NOTHING
from gongkai.screening.policies import policy

ID18 = "371002199001010015"
MOBILE = "13812345678"
BANK = "6228480000000000018"
USCC = "92371002MA3N8K2X46"
VALUES = (ID18, MOBILE, BANK)


def copy_of(data, kind, name="penalty", known=NOTHING, **settings):
    """A verified copy."""
    return cleaned(data, kind, policy(name).having(**settings), known)


def squeezed(text):
    """Letters and digits only."""
    return "".join(char for char in text if char.isalnum())


def zip_words(data):
    """Every member of a package, unpacked, tags and all."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        whole = "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    return whole + squeezed(re.sub(r"<[^>]*>", "", whole))


def pdf_bytes(data):
    """Every stream of a PDF, unpacked, and the bytes of the file themselves."""
    parts = [data]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for one in pdf.objects:
            if isinstance(one, pikepdf.Stream) and str(one.get("/Subtype", "")) != "/Image":
                parts.append(one.read_bytes())
        out = io.BytesIO()
        pdf.save(
            out,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.all,
        )
    return b"\n".join([*parts, out.getvalue()])


def pdftotext(data, folder):
    """The text of a PDF by poppler; None where it is not installed."""
    program = shutil.which("pdftotext")
    if program is None:
        return None
    path = folder / "looked-at.pdf"
    path.write_bytes(data)
    return subprocess.run([program, str(path), "-"], capture_output=True, check=True).stdout.decode()
