"""Sign-in and account pages: allauth's, in our words. Nobody can sign up without an invitation."""

from allauth.account import views as allauth
from django.urls import path, re_path

urlpatterns = [
    path("sign-in/", allauth.login, name="account_login"),
    path("sign-out/", allauth.logout, name="account_logout"),
    path("password/", allauth.password_change, name="account_change_password"),
    path("e-mail/", allauth.email, name="account_email"),
    path("e-mail/sent/", allauth.email_verification_sent, name="account_email_verification_sent"),
    path("e-mail/confirm/<str:key>/", allauth.confirm_email, name="account_confirm_email"),
    path("password/forgotten/", allauth.password_reset, name="account_reset_password"),
    path("password/forgotten/sent/", allauth.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/forgotten/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("password/forgotten/done/", allauth.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("inactive/", allauth.account_inactive, name="account_inactive"),
    path("reauthenticate/", allauth.reauthenticate, name="account_reauthenticate"),
]
