"""Addresses of sign-in: the few pages of django-allauth that an invited account needs."""

from allauth.account import views as allauth
from django.urls import path, re_path
from django.views.i18n import set_language

from cordee.platform.access import allowed, anyone
from cordee.web import notifications, views

public = allowed(anyone)
urlpatterns = [
    path("accounts/login/", public(allauth.login), name="account_login"),
    path("accounts/logout/", public(allauth.logout), name="account_logout"),
    path("accounts/signup/", views.closed_signup, name="account_signup"),
    path("accounts/inactive/", views.inactive_account, name="account_inactive"),
    path("accounts/password/change/", views.change_password, name="account_change_password"),
    path("accounts/password/reset/", public(allauth.password_reset), name="account_reset_password"),
    path(
        "accounts/password/reset/done/",
        public(allauth.password_reset_done),
        name="account_reset_password_done",
    ),
    re_path(
        r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        public(allauth.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "accounts/password/reset/key/done/",
        public(allauth.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("account/notifications/", notifications.choices_page, name="mail_choices"),
    path("unsubscribe/<str:token>/", notifications.unsubscribe, name="unsubscribe"),
    path("language/", public(set_language), name="set_language"),
]
