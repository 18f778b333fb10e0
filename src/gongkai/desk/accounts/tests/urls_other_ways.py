"""The desk's addresses with the other ways in turned on."""

from gongkai.desk.accounts.other_urls import CERTIFICATE, OPENID
from gongkai.sites import desk_urls

handler403, handler404, handler500 = desk_urls.handler403, desk_urls.handler404, desk_urls.handler500
urlpatterns = [*OPENID, *CERTIFICATE, *desk_urls.urlpatterns]
