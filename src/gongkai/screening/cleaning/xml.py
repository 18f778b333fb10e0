"""XML of hostile origin: no document types, no entities, nothing from outside."""

from __future__ import annotations

from lxml import etree

from gongkai.refusal import Refused


def parse(data: bytes, name: str) -> etree._Element:
    """The root of an XML document. Raises Refused for a document type and for broken XML."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise Refused("xml-doctype", f"{name} 带有文档类型声明，可能是实体攻击", "请核实文件来源")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
                             remove_pis=True)  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as broken:
        raise Refused("damaged", f"{name} 的 XML 结构损坏", "请用原来的软件另存一份") from broken
    if b"DOCTYPE" in etree.tostring(root.getroottree(), encoding="utf-8")[:200]:
        raise Refused("xml-doctype", f"{name} 带有文档类型声明，可能是实体攻击", "请核实文件来源")
    return root


def written(root: etree._Element) -> bytes:
    """The document as bytes."""
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data


def local(element: etree._Element) -> str:
    """The name of an element without its namespace; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def remove(element: etree._Element) -> None:
    """Take an element out; the text after it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def unwrap(element: etree._Element) -> None:
    """Take an element out, its children stay in its place."""
    parent = element.getparent()
    if parent is None:
        return
    at = parent.index(element)
    for child in list(element):
        parent.insert(at, child)
        at += 1
    parent.remove(element)
