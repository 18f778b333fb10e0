"""Addresses of one's own account, under the names by which django-allauth finds them."""

from __future__ import annotations

from django.urls import path

from gongkai.desk.accounts.views import entering, factor, mine

urlpatterns = [
    path("login/code", entering.CodeView.as_view(), name="mfa_authenticate"),
    path("login/recover", entering.recover, name="recover"),
    path("account/", mine.mine, name="mfa_index"),
    path("account/password", mine.password, name="account_change_password"),
    path("account/sessions/end", mine.end_others, name="end_other_sessions"),
    path("account/confirm", entering.AgainView.as_view(), name="account_reauthenticate"),
    path("account/confirm/code", entering.AgainCodeView.as_view(), name="mfa_reauthenticate"),
    path("account/confirm/key", entering.AgainKeyView.as_view(), name="mfa_reauthenticate_webauthn"),
    path("account/app", factor.AppView.as_view(), name="mfa_activate_totp"),
    path("account/app/remove", factor.remove_app, name="mfa_deactivate_totp"),
    path("account/codes", factor.codes, name="mfa_view_recovery_codes"),
    path("account/codes/new", factor.new_codes, name="mfa_generate_recovery_codes"),
    path("account/keys/new", factor.KeyView.as_view(), name="mfa_add_webauthn"),
    path("account/keys/<int:pk>/remove", factor.remove_key, name="mfa_remove_webauthn"),
]
