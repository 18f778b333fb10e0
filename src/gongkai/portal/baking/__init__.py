"""The public site as static files, the same bytes as the page store, with a configuration for nginx.

A bake is incremental: what did not change stays untouched, what was withdrawn goes first. Whatever is not
baked (search, forms, the calculator) nginx hands to the portal, where there is one.
"""

from gongkai.portal.baking.baking import Baked, bake
from gongkai.portal.baking.keeping import keep

__all__ = ["Baked", "bake", "keep"]
