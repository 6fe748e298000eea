"""Sign-in and account pages: allauth's, in our words. Nobody can sign up without an invitation."""

from allauth.account import views as allauth
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from django.urls import path, re_path

from partners.views import passkeys, sign_in, single_sign_on

urlpatterns = [
    path("sign-in/", sign_in.SignIn.as_view(), name="account_login"),
    path("sign-in/code/", sign_in.AskForCode.as_view(), name="account_request_login_code"),
    path("sign-in/code/enter/", sign_in.EnterCode.as_view(), name="account_confirm_login_code"),
    path("single-sign-on/", single_sign_on.begin, name="single_sign_on"),
    path("single-sign-on/back/", single_sign_on.come_back, name="single_sign_on_callback"),
    path("sign-out/", allauth.logout, name="account_logout"),
    path("password/", sign_in.ChangePassword.as_view(), name="account_change_password"),
    path("e-mail/", sign_in.ChangeEmail.as_view(), name="account_email"),
    path("e-mail/agree/<str:token>/", sign_in.agree_to_address, name="agree_to_address"),
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
    path("second-factor/", mfa.index, name="mfa_index"),
    path("second-factor/begin/", sign_in.begin_second_factor, name="account_begin_second_factor"),
    path("second-factor/code/", sign_in.SecondFactor.as_view(), name="mfa_authenticate"),
    path("second-factor/check/", sign_in.SecondFactorAgain.as_view(), name="mfa_reauthenticate"),
    path("second-factor/app/", sign_in.set_up_app, name="mfa_activate_totp"),
    path("second-factor/app/remove/", sign_in.RemoveApp.as_view(), name="mfa_deactivate_totp"),
    path("second-factor/recovery-codes/", sign_in.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
    path("second-factor/recovery-codes/new/", sign_in.NewRecoveryCodes.as_view(), name="mfa_generate_recovery_codes"),
    path(
        "second-factor/recovery-codes/file/",
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("passkeys/sign-in/", passkeys.SignInByPasskey.as_view(), name="mfa_login_webauthn"),
    path("passkeys/new/", passkeys.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/remove/", passkeys.RemovePasskey.as_view(), name="mfa_remove_webauthn"),
    path("passkeys/check/", passkeys.PasskeyAgain.as_view(), name="mfa_reauthenticate_webauthn"),
    path("sessions/", sign_in.Sessions.as_view(), name="usersessions_list"),
    path("check-password/", sign_in.Reauthenticate.as_view(), name="account_reauthenticate"),
]
