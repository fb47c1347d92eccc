"""Addresses of sign-in and of what guards an account: those pages of django-allauth we use."""

from allauth.account import views as allauth
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import include, path, re_path
from django.views.i18n import set_language

from cordee.platform.access import View, allowed, any_member, anyone, of_oneself
from cordee.web import notifications, views
from cordee.web.account import pages
from cordee.web.account.openid import openid
from cordee.web.account.saml import saml

public = allowed(anyone)


def own(view: View) -> View:
    """A page of one's account: the same from whichever organisation it is opened."""
    return of_oneself(allowed(any_member)(view))


STRANGERS = [
    path("login/", views.sign_in, name="account_login"),
    path("login/code/", public(mfa.authenticate), name="mfa_authenticate"),
    path("login/passkey/", public(webauthn.login_webauthn), name="mfa_login_webauthn"),
    path("logout/", public(allauth.logout), name="account_logout"),
    path("signup/", views.closed_signup, name="account_signup"),
    path("inactive/", views.inactive_account, name="account_inactive"),
    path("password/reset/", public(allauth.password_reset), name="account_reset_password"),
    path(
        "password/reset/done/",
        public(allauth.password_reset_done),
        name="account_reset_password_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.reset_password,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        public(allauth.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("oidc/<str:provider_id>/login/", openid("login"), name="openid_connect_login"),
    path(
        "oidc/<str:provider_id>/login/callback/",
        openid("callback"),
        name="openid_connect_callback",
    ),
    path("saml/<str:organization_slug>/login/", saml("login"), name="saml_login"),
    path("saml/<str:organization_slug>/acs/", saml("acs"), name="saml_acs"),
    path("saml/<str:organization_slug>/acs/finish/", saml("finish_acs"), name="saml_finish_acs"),
    path("saml/<str:organization_slug>/sls/", saml("sls"), name="saml_sls"),
    path("saml/<str:organization_slug>/metadata/", saml("metadata"), name="saml_metadata"),
    path("email/<str:key>/", public(allauth.confirm_email), name="account_confirm_email"),
]
OWN = [
    path("password/", views.change_password, name="account_change_password"),
    path("email/", own(allauth.email), name="account_email"),
    path("confirm/", own(allauth.reauthenticate), name="account_reauthenticate"),
    path("confirm/code/", own(mfa.reauthenticate), name="mfa_reauthenticate"),
    path(
        "confirm/passkey/",
        own(webauthn.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("notifications/", notifications.choices_page, name="mail_choices"),
    path("second-factor/", pages.second_factor, name="mfa_index"),
    path("second-factor/app/", own(totp.activate_totp), name="mfa_activate_totp"),
    path("second-factor/app/remove/", own(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("second-factor/codes/", own(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "second-factor/codes/new/",
        own(codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "second-factor/codes/download/",
        own(codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("passkeys/", pages.passkeys, name="mfa_list_webauthn"),
    path("passkeys/new/", own(webauthn.add_webauthn), name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/edit/", own(webauthn.edit_webauthn), name="mfa_edit_webauthn"),
    path("passkeys/<int:pk>/remove/", own(webauthn.remove_webauthn), name="mfa_remove_webauthn"),
]
urlpatterns = [
    path("accounts/", include(STRANGERS)),
    path("account/", include(OWN)),
    path("unsubscribe/<str:token>/", notifications.unsubscribe, name="unsubscribe"),
    path("language/", public(set_language), name="set_language"),
]
