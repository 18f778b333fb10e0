"""The one OpenID provider of the settings, as django-allauth wants it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gongkai.refusal import Refused
from gongkai.sites.home import Value

PROVIDER = "unit"
"""Its id in addresses (``gongkai.desk.accounts.other_ways.PROVIDER``)."""


def provider(values: Mapping[str, Value], secret: Path) -> dict[str, Any]:
    """The provider's settings; none where ``oidc_server`` is empty. Refuses what is not safe or not whole."""
    server, client = str(values["oidc_server"]).rstrip("/"), str(values["oidc_client_id"])
    if not server:
        return {"APPS": []}
    if not server.startswith("https://"):
        raise Refused("bad-setting", "oidc_server 须是 https 网址", "请填写统一身份认证的 https 网址")
    if not client:
        raise Refused("bad-setting", "没有填写 oidc_client_id", "请填写在统一身份认证登记的应用标识")
    if not secret.is_file():
        raise Refused("bad-setting", f"没有 {secret.name}", f"请把应用密钥写入 {secret}，权限 600")
    if secret.stat().st_mode & 0o077:
        raise Refused("bad-setting", f"{secret.name} 别人也能读", f"请执行 chmod 600 {secret}")
    app = {
        "provider_id": PROVIDER,
        "name": str(values["oidc_name"]),
        "client_id": client,
        "secret": secret.read_text(encoding="utf-8").strip(),
        "settings": {"server_url": server, "oauth_pkce_enabled": True, "fetch_userinfo": False},
    }
    return {"APPS": [app]}
