"""Sign-in and account pages: allauth's, in our words. Nobody can sign up without an invitation."""

from allauth.account import views as allauth
from django.urls import path, re_path

from partners.views import sign_in

urlpatterns = [
    path("sign-in/", sign_in.SignIn.as_view(), name="account_login"),
    path("sign-out/", allauth.logout, name="account_logout"),
    path("password/", sign_in.ChangePassword.as_view(), name="account_change_password"),
    path("e-mail/", sign_in.ChangeEmail.as_view(), name="account_email"),
    path("e-mail/sent/", allauth.email_verification_sent, name="account_email_verification_sent"),
    path("e-mail/confirm/<str:key>/", sign_in.ConfirmEmail.as_view(), name="account_confirm_email"),
    path("password/forgotten/", sign_in.ForgottenPassword.as_view(), name="account_reset_password"),
    path("password/forgotten/sent/", allauth.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/forgotten/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        sign_in.NewPassword.as_view(),
        name="account_reset_password_from_key",
    ),
    path("password/forgotten/done/", allauth.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("closed/", allauth.account_inactive, name="account_inactive"),
    path("check-password/", sign_in.Reauthenticate.as_view(), name="account_reauthenticate"),
]
