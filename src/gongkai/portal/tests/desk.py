"""A desk for the tests of the portal: it signs and numbers messages as the real one does."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from gongkai.papers import blocks as b
from gongkai.portal import publishing
from gongkai.portal.publishing import blobs
from gongkai.sealing import log, merkle, messages, objects
from gongkai.sealing.canon import digest, digest_of
from gongkai.sealing.notes import Signer
from gongkai.sealing.portalkeys import Trust

AGENCY, ORIGIN = "371002SC", "scj.example.gov.cn"
NOW = datetime(2018, 3, 1, 2, 0, tzinfo=UTC)
DOOR = Signer(f"{ORIGIN}/desk/door", b"\x04" * 32)
ANSWER = Signer(f"{ORIGIN}/desk/answer", b"\x03" * 32)
LOG = Signer(f"{ORIGIN}/log", b"\x05" * 32)
TRUST = Trust(AGENCY, (DOOR.verifier,), (ANSWER.verifier,), (LOG.verifier,))
FACTS = {
    "name": "威海火炬高技术产业开发区市场监督管理局", "short_name": "市场监督管理局", "code": AGENCY,
    "address": "威海市文化西路288号高新大厦西附楼", "postcode": "264209", "telephone": "0631-5681102",
    "site": "www.example.gov.cn", "hotlines": ["12315", "12331", "12365"], "office": "政务公开办公室",
    "hours": "工作日 8:30–11:30，13:30–17:00",
}  # fmt: skip
COLUMNS = {
    "cases": "案件办理", "sampling": "抽检信息", "warnings": "消费警示", "work": "业务工作",
    "laws": "法律法规", "other": "其他", "finance": "财务公开",
}  # fmt: skip


def stamp(day: str, time: str = "01:00:00") -> str:
    return f"{day}T{time}Z"


def meta(column: str = "sampling", published: str = "2017-09-22", **more: Any) -> dict[str, Any]:
    return {
        "column": {"key": column, "name": COLUMNS[column]},
        "unit": "食品流通餐饮科",
        "published": published,
        "means": "主动公开",
        "scope": "p10_11",
        "validity": None,
        "outlets": ["局网站", "公开栏"],
        "norm": False,
        "kind": "item",
        "year": None,
        "period": None,
        "figures": [],
        "warning_until": None,
    } | more


class Desk:
    """Numbers its messages, keeps its log, and hands over to the portal of this process."""

    def __init__(self, files: Any, now: datetime = NOW) -> None:
        self.files, self.now = files, now
        self.seq, self.prev = 0, None
        self.entries: list[bytes] = []
        self.released: dict[str, dict[str, Any]] = {}
        self.sent: list[tuple[bytes, str]] = []

    def message(self, kind: str, body: dict[str, Any], *, attached: tuple[dict[str, Any], ...] = ()) -> bytes:
        self.seq += 1
        data = messages.build(
            agency=AGENCY,
            sender="desk",
            epoch=1,
            seq=self.seq,
            prev=self.prev,
            kind=kind,
            at=stamp("2018-03-01"),
            body=body,
            blobs=attached,
        )
        self.prev = digest_of(data)
        self.sent.append((data, messages.sign(DOOR, data)))
        return data

    def deliver(self, data: bytes | None = None, note: str | None = None) -> publishing.Applied:
        data = self.sent[-1][0] if data is None else data
        signed = messages.sign(DOOR, data) if note is None else note
        return publishing.apply(data, signed, trust=TRUST, now=self.now, files=self.files)

    def file(self, name: str, data: bytes, kind: str = "application/pdf") -> dict[str, Any]:
        """Put a file where the exchange puts it; gives its line in the content."""
        blobs.store(data, self.files)
        return {"name": name, "type": kind, "size": len(data), "sha256": sha256(data).hexdigest()}

    def content(
        self, index: str, title: str, body: Any = None, files: Any = (), **more: Any
    ) -> dict[str, Any]:
        blocks = body if body is not None else (b.paragraph("共抽检12批次，不合格1批次。"),)
        return objects.content(
            agency=AGENCY,
            index=index,
            title=title,
            category=more.pop("category", "抽检信息"),
            body=b.body_to_json(blocks),
            formed=more.pop("formed", "2017-09-20"),
            doc_no=more.pop("doc_no", ""),
            attachments=files,
            meta=more.pop("meta", None) or meta(**more),
        )

    def release(self, content: dict[str, Any], until: str | None = None) -> bytes:
        """A release message for a content, with its entry in the log."""
        index = content["index"]
        before = self.released.get(index)
        release = objects.release(
            agency=AGENCY,
            index=index,
            no=before["no"] + 1 if before else 1,
            kind="correct" if before else "publish",
            content=digest(content),
            submission="5" * 64,
            clearances=["6" * 64],
            from_=stamp("2017-09-22"),
            until=until,
            replaces=digest(before) if before else None,
            at=stamp(content["meta"]["published"], "07:30:00"),
        )
        self.released[index] = release
        number = self._log(release["kind"], index, digest(release))
        body = {"release": release, "content": content, "log_index": number}
        attached = {file["sha256"]: file["size"] for file in content["attachments"]}
        pairs = tuple({"sha256": name, "size": size} for name, size in attached.items())
        return self.message("release", body, attached=pairs)

    def publish(
        self, index: str, title: str, body: Any = None, files: Any = (), **more: Any
    ) -> dict[str, Any]:
        content = self.content(index, title, body, files, **more)
        self.release(content)
        self.deliver()
        return content

    def withdraw(self, index: str, reason: str = "error", text: str = "文中一处标准编号有误") -> None:
        stone = objects.tombstone(
            agency=AGENCY,
            index=index,
            release=digest(self.released[index]),
            reason=reason,
            text=text,
            since="2018-03-01",
            at=stamp("2018-03-01"),
        )
        number = self._log("withdraw", index, digest(stone))
        self.message("tombstone", {"tombstone": stone, "log_index": number})
        self.deliver()

    def say_who(self, **more: Any) -> None:
        order = [{"key": key, "name": name} for key, name in COLUMNS.items()]
        self.message("stats", {"agency": FACTS | more, "columns": order})
        self.deliver()

    def send_log(self, since: int = 0, root: bytes | None = None) -> None:
        root = root or merkle.root_of(merkle.leaf_hash(entry) for entry in self.entries)
        checkpoint = log.sign_checkpoint(LOG, len(self.entries), root)
        entries = [log.read_entry(entry) for entry in self.entries[since:]]
        self.message("log", {"checkpoint": checkpoint, "entries": entries})
        self.deliver()

    def _log(self, kind: str, index: str, of: str) -> int:
        numbers = [n for n, entry in enumerate(self.entries) if log.read_entry(entry)["index"] == index]
        entry = log.entry(
            kind=kind, index=index, object=of, at=stamp("2018-03-01"), prev=numbers[-1] if numbers else None
        )
        self.entries.append(entry)
        return len(self.entries) - 1
