"""Who may do what to a meeting."""

from partners.models import Role, Seat
from partners.rules import EVERY_SEAT, allow, grant
from partners.standing import roles_of, seats_of

SECRETARY, CHAIR, VICE_CHAIR = Role.SECRETARY, Role.CHAIR, Role.VICE_CHAIR


def presents_it(person, item) -> bool:
    """their seat presents the item, or they are the secretary"""
    return SECRETARY in roles_of(person, item.governing_body_id()) or item.presenter_id in seats_of(person)


def owns_it(person, action) -> bool:
    """their seat owes the action, or they are the secretary"""
    return SECRETARY in roles_of(person, action.governing_body_id()) or action.owner_id in seats_of(person)


def speaks_for_it(person, remark) -> bool:
    """their seat on the body is the authority's, or they are its secretary"""
    if SECRETARY in roles_of(person, remark.governing_body_id()):
        return True
    mine = Seat.objects.filter(pk__in=seats_of(person), body=remark.body_id, organisation=remark.organisation_id)
    return mine.exists()


def works_on_it(person, action) -> bool:
    """their seat owes or supports the action, or they are the secretary"""
    return owns_it(person, action) or any(seat.pk in seats_of(person) for seat in action.supporters.all())


def owns_the_risk(person, risk) -> bool:
    """their seat owns the risk, or they are the secretary"""
    return owns_it(person, risk)


def is_asked(person, advice) -> bool:
    """their seat is asked for it"""
    return advice.seat_id in seats_of(person)


def proposed_it(person, planned) -> bool:
    """they proposed it, or they are the secretary"""
    return SECRETARY in roles_of(person, planned.governing_body_id()) or planned.proposed_by_id == person.pk


PERMISSIONS = {
    "meetings.import_calendar": allow(SECRETARY),
    "meetings.schedule_year": allow(SECRETARY),
    "meetings.convene_meeting": allow(SECRETARY),
    "meetings.reschedule_meeting": allow(SECRETARY),
    "meetings.cancel_meeting": allow(SECRETARY),
    "meetings.nudge_members": allow(SECRETARY),
    "meetings.see_read_messages": allow(SECRETARY),
    "meetings.settle_message": allow(SECRETARY),
    "meetings.see_replies": allow(SECRETARY, CHAIR, VICE_CHAIR),
    "meetings.reply_to_meeting": allow(*EVERY_SEAT),
    "meetings.reply_for_seat": allow(SECRETARY),
    "meetings.build_agenda": allow(SECRETARY),
    "meetings.set_privacy": allow(SECRETARY, CHAIR),
    "meetings.invite_to_item": allow(SECRETARY, CHAIR),
    "meetings.set_agenda": allow(SECRETARY),
    "meetings.edit_standing_items": allow(SECRETARY),
    "meetings.propose_item": allow(*(EVERY_SEAT - {Role.AUDITOR})),
    "meetings.change_proposal": allow(*EVERY_SEAT, when=proposed_it),
    "meetings.place_proposal": allow(SECRETARY),
    "meetings.call_for_papers": allow(SECRETARY),
    "meetings.leave_out": allow(SECRETARY, CHAIR),
    "meetings.upload_paper": allow(*EVERY_SEAT, when=presents_it),
    "meetings.write_paper": allow(*EVERY_SEAT, when=presents_it),
    "meetings.return_paper": allow(SECRETARY),
    "meetings.accept_paper": allow(SECRETARY),
    "meetings.ask_advice": allow(SECRETARY),
    "meetings.give_advice": allow(*EVERY_SEAT, when=is_asked),
    "meetings.see_late_papers": allow(SECRETARY, CHAIR, VICE_CHAIR),
    "meetings.circulate_pack": allow(SECRETARY),
    "meetings.read_brief": allow(SECRETARY, CHAIR),
    "meetings.see_as": allow(SECRETARY),
    "meetings.open_meeting": allow(SECRETARY),
    "meetings.record_attendance": allow(SECRETARY),
    "meetings.write_minutes": allow(SECRETARY),
    "meetings.record_decision": allow(SECRETARY),
    "meetings.write_procedure": allow(SECRETARY),
    "meetings.agree_procedure": allow(CHAIR, VICE_CHAIR),
    "meetings.reply_to_procedure": allow(*(EVERY_SEAT - {Role.AUDITOR})),
    "meetings.close_procedure": allow(SECRETARY),
    "meetings.raise_action": allow(SECRETARY),
    "meetings.update_action": allow(*EVERY_SEAT, when=works_on_it),
    "meetings.propose_completion": allow(*EVERY_SEAT, when=owns_it),
    "meetings.ask_for_date": allow(*EVERY_SEAT, when=owns_it),
    "meetings.override_rag": allow(SECRETARY),
    "meetings.complete_action": allow(SECRETARY, CHAIR, VICE_CHAIR),
    "meetings.suggest_risk": allow(*(EVERY_SEAT - {Role.AUDITOR})),
    "meetings.keep_register": allow(SECRETARY),
    "meetings.review_risk": allow(*(EVERY_SEAT - {Role.AUDITOR}), when=owns_the_risk),
    "meetings.close_risk": allow(SECRETARY, CHAIR, VICE_CHAIR),
    "meetings.conclude_meeting": allow(SECRETARY),
    "meetings.send_action_notes": allow(SECRETARY),
    "meetings.send_minutes_to_chair": allow(SECRETARY),
    "meetings.clear_minutes": allow(CHAIR, VICE_CHAIR),
    "meetings.return_minutes": allow(CHAIR, VICE_CHAIR),
    "meetings.approve_minutes": allow(SECRETARY),
    "meetings.sign_minutes": allow(CHAIR, VICE_CHAIR),
    "meetings.correct_minutes": allow(SECRETARY),
    "meetings.see_attendance": allow(*EVERY_SEAT),
    "meetings.reply_to_attendance": allow(*EVERY_SEAT, when=speaks_for_it),
    "meetings.see_history": allow(SECRETARY, Role.AUDITOR),
    "meetings.see_readers": allow(SECRETARY, Role.AUDITOR),
}
grant(PERMISSIONS)
