"""Bodies, seats, people and invitations."""

from django.urls import path

from partners.views import account, bodies, invitations

app_name = "partners"

urlpatterns = [
    path("bodies/", bodies.list_bodies, name="list_bodies"),
    path("bodies/<slug:key>/", bodies.show_body, name="show_body"),
    path("bodies/<slug:key>/office/", bodies.give_office, name="give_office"),
    path("appointments/<int:pk>/end/", bodies.end_appointment, name="end_appointment"),
    path("invitations/", invitations.list_invitations, name="list_invitations"),
    path("invitations/new/", invitations.invite, name="invite"),
    path("invitations/<int:pk>/", invitations.show_invitation, name="show_invitation"),
    path("invitations/<int:pk>/send-again/", invitations.send_invitation_again, name="send_invitation_again"),
    path("invitations/<int:pk>/withdraw/", invitations.revoke_invitation, name="revoke_invitation"),
    path("invitation/<str:token>/", invitations.accept_invitation, name="accept_invitation"),
    path("account/", account.account, name="account"),
]
