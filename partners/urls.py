"""Bodies, seats, people and invitations."""

from django.urls import path

from partners.views import account, bodies, directory, invitations, many, organisations, seats, sharing, terms

app_name = "partners"

urlpatterns = [
    path("", bodies.list_bodies, name="list_bodies"),
    path("directory/", directory.directory, name="directory"),
    path("directory/table/", directory.export_directory, name="export_directory"),
    path("directory/cards/", directory.export_cards, name="export_cards"),
    path("people/<int:pk>/", directory.show_person, name="show_person"),
    path("people/<int:pk>/second-factor/", directory.remove_second_factor, name="remove_second_factor"),
    path("people/<int:pk>/e-mail/", directory.change_address, name="change_address"),
    path("people/<int:pk>/card/", directory.export_card, name="export_card"),
    path("bodies/<slug:key>/", bodies.show_body, name="show_body"),
    path("bodies/<slug:key>/office/", bodies.give_office, name="give_office"),
    path("bodies/new/group/", bodies.add_body, name="add_body"),
    path("bodies/<slug:key>/edit/", bodies.edit_body, name="edit_body"),
    path("bodies/<slug:key>/end/", bodies.end_body, name="end_body"),
    path("bodies/<slug:key>/seats/new/", seats.add_seat, name="add_seat"),
    path("bodies/<slug:key>/terms/new/", terms.replace_terms_of_reference, name="replace_terms_of_reference"),
    path(
        "bodies/<slug:key>/terms/<int:number>/", terms.download_terms_of_reference, name="download_terms_of_reference"
    ),
    path("seats/vacant/", seats.list_vacancies, name="list_vacancies"),
    path("seats/<int:pk>/", seats.show_seat, name="show_seat"),
    path("seats/<int:pk>/title/", seats.rename_seat, name="rename_seat"),
    path("seats/<int:pk>/terms/", seats.change_terms, name="change_terms"),
    path("seats/<int:pk>/end/", seats.end_seat, name="end_seat"),
    path("organisations/new/", organisations.add_organisation, name="add_organisation"),
    path("organisations/<slug:key>/", organisations.show_organisation, name="show_organisation"),
    path("organisations/<slug:key>/edit/", organisations.edit_organisation, name="edit_organisation"),
    path("organisations/<slug:key>/name/", organisations.rename_organisation, name="rename_organisation"),
    path("organisations/<slug:key>/merge/", organisations.merge_organisation, name="merge_organisation"),
    path("organisations/<slug:key>/end/", organisations.end_organisation, name="end_organisation"),
    path("organisations/<slug:key>/areas/new/", organisations.add_service_area, name="add_service_area"),
    path("organisations/<slug:key>/contacts/new/", organisations.add_contact_point, name="add_contact_point"),
    path(
        "organisations/<slug:key>/contacts/<int:pk>/remove/",
        organisations.remove_contact_point,
        name="remove_contact_point",
    ),
    path("information-sharing/", sharing.show_protocol, name="show_protocol"),
    path("information-sharing/new/", sharing.put_protocol_in_force, name="put_protocol_in_force"),
    path("information-sharing/versions/<int:number>/", sharing.download_protocol, name="download_protocol"),
    path("information-sharing/<slug:key>/signature/", sharing.record_signature, name="record_signature"),
    path("information-sharing/<slug:key>/liaison/", sharing.name_liaison_officer, name="name_liaison_officer"),
    path("information-sharing/<slug:key>/liaison/end/", sharing.end_liaison_officer, name="end_liaison_officer"),
    path("appointments/<int:pk>/hand-over/", seats.hand_over, name="hand_over"),
    path("appointments/<int:pk>/cover/", seats.arrange_cover, name="arrange_cover"),
    path("appointments/<int:pk>/induction/", seats.record_induction, name="record_induction"),
    path("appointments/<int:pk>/end/", bodies.end_appointment, name="end_appointment"),
    path("invitations/", invitations.list_invitations, name="list_invitations"),
    path("invitations/new/", invitations.invite, name="invite"),
    path("invitations/many/", many.invite_many, name="invite_many"),
    path("invitations/template/", many.invitation_template, name="invitation_template"),
    path("invitations/<int:pk>/", invitations.show_invitation, name="show_invitation"),
    path("invitations/<int:pk>/send-again/", invitations.send_invitation_again, name="send_invitation_again"),
    path("invitations/<int:pk>/withdraw/", invitations.revoke_invitation, name="revoke_invitation"),
    path("invitation/<str:token>/", invitations.accept_invitation, name="accept_invitation"),
    path("account/", account.account, name="account"),
    path("account/data/", account.my_data, name="my_data"),
    path("account/data/file/", account.download_my_data, name="download_my_data"),
    path("account/calendar/", account.calendar_address, name="calendar_address"),
    path("account/calendar/stop/", account.stop_calendar_address, name="stop_calendar_address"),
]
