"""Where the walk goes: for each page whose address has parts, the examples that it opens.

A page without parts in its address needs no entry. `EXAMPLES[name]` gives, for a world, {which example: the parts}.
"""

from itertools import chain
from operator import attrgetter

from django.urls import URLPattern, get_resolver, reverse

from tests.walk import attending, writing
from tests.walk.links import action_links, reply_links


def pages(patterns=None, space=""):
    """Every page of the portal, from its URL configuration: {name: whether its address has parts}."""
    found = {}
    for each in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(each, URLPattern):
            found[space + (each.name or str(each.pattern))] = bool(each.pattern.regex.groups)
        else:
            found |= pages(each.url_patterns, space + (f"{each.namespace}:" if each.namespace else ""))
    return found


def of(thing, **kwargs):
    return {"pk": thing.pk, **kwargs}


def each(space, examples, *names):
    """Several pages with the same examples."""
    return {space + name: examples for name in names}


def some(examples, wanted):
    return {which: examples[which] for which in wanted or examples}


def meetings(*names):
    """In one state each; the group's is of a body on which nobody of the cast sits."""
    return lambda world: {name.replace("_", " "): of(getattr(world, name)) for name in names}


def items(*wanted):
    """`a guest`: the councillor is invited to it. `group`: of a body on which nobody of the cast sits."""

    def examples(world):
        found = {
            "open, ahead": world.ahead.open,
            "private, ahead": world.ahead.private,
            "open, circulated": world.circulated.open,
            "private, circulated": world.circulated.private,
            "private, a guest": world.circulated.invited,
            "open, session": world.session.open,
            "private, session": world.session.private,
            "private, held": world.held.private,
            "private, group": world.group_held.private,
        }
        return {which: of(item) for which, item in some(found, wanted).items()}

    return examples


def pack_files(*wanted):
    return lambda world: {name: of(world.circulated, number=1, name=name) for name in wanted}


def moves(world):
    return {
        "up": of(world.ahead.open, where="up"),
        "sideways": of(world.ahead.open, where="sideways"),
        "private, down": of(world.ahead.private, where="down"),
    }


def planned(*wanted):
    """Items of the Board's forward plan: two proposals, and one that waits in a quarter."""
    return lambda world: {which: of(world.planned[which]) for which in wanted}


def risks(*wanted, part=""):
    """Risks of the Board, or of each its control."""

    def examples(world):
        return {which: of(getattr(world.risks[which], part) if part else world.risks[which]) for which in wanted}

    return examples


def papers(world):
    return {"open, ahead": of(world.ahead.open.paper), "private, a guest": of(world.circulated.invited.paper)}


def drafts(*wanted):
    """A paper that its seat, the police, writes; the adviser is asked for advice on what was submitted of it."""

    def examples(world):
        found = {
            "open, ahead": world.ahead.open,
            "private, ahead": world.ahead.private,
            "open, session": world.session.open,
        }
        return {which: of(item.report.paper) for which, item in some(found, wanted).items()}

    return examples


def of_drafts(kind):
    def examples(world):
        return {
            "open, ahead": of(getattr(world.ahead.open, kind)),
            "private, ahead": of(getattr(world.ahead.private, kind)),
        }

    return examples


def shown_papers(world):
    return {
        "open, went out": of(world.circulated.open.paper),
        "open, ahead": of(world.ahead.open.paper),
        "open, withdrawn": of(world.circulated.open.withdrawn),
        "private, went out": of(world.circulated.private.paper),
        "private, withdrawn": of(world.circulated.private.withdrawn),
        "a draft": of(world.ahead.open.report.paper),
    }


def paper_versions(world):
    out, private, guest = world.circulated.open, world.circulated.private, world.circulated.invited
    found = {
        "open, went out": out.paper.first_version,
        "open, newer": out.newer,
        "open, did not go out": out.unsent.first_version,
        "open, withdrawn": out.withdrawn.first_version,
        "open, ahead": world.ahead.open.paper.first_version,
        "private, went out": private.paper.first_version,
        "private, withdrawn": private.withdrawn.first_version,
        "private, a guest": guest.paper.first_version,
        "private, a guest, newer": guest.newer,
        "private, held": world.held.private.paper.first_version,
    }
    return {which: of(version) for which, version in found.items()}


def records(kind, *wanted):
    """`published`: the minutes are out. The group is a body on which nobody of the cast sits."""

    def examples(world):
        found = {
            "open, published": world.held.open,
            "open, not yet": world.session.open,
            "private": world.held.private,
            "private, group": world.group_held.private,
        }
        return {which: of(attrgetter(kind)(item)) for which, item in some(found, wanted).items()}

    return examples


def assessments(*states, part=""):
    return lambda world: _versions(world.assessments, states, part)


def plans(*states, part=""):
    return lambda world: _versions(world.plans, states, part)


def _versions(versions, states, part):
    return {state: of(getattr(versions[state], part) if part else versions[state]) for state in states}


def wordings(world):
    draft = world.plans["draft"]
    return {
        "priority": of(draft.priority, kind="priority"),
        "published": of(world.plans["published"].priority, kind="priority"),
    }


def commitments(world):
    return {state: of(world.plans[state].commitment.commitment) for state in ("draft", "adopted", "published")}


def bodies(world):
    return {"board": {"key": "board"}, "group": {"key": "drugs-group"}}


def seats(world):
    theirs = world.partnership.group.seats.get()
    return {"of the Board": of(world.partnership.seats["police"]), "of the group": of(theirs)}


def appointments(world):
    cast = world.cast
    return {
        "on the Board": of(cast.police_lead.appointments.get()),
        "on the group": of(cast.elsewhere.appointments.get()),
    }


def people(world):
    """Somebody with a seat, and somebody whose seat has ended."""
    return {"a member": of(world.cast.police_lead), "a former member": of(world.cast.former_member)}


def replies(world):
    police, chair = world.partnership.seats["police"], world.partnership.seats["chair"]
    return {"the police's": of(world.circulated, seat=police.pk), "the chair's": of(world.circulated, seat=chair.pk)}


def terms(world):
    return {"newest": {"key": "board", "number": 2}, "earlier": {"key": "board", "number": 1}}


def notices(world):
    return {"about a private item": of(world.notice), "letter": of(world.letter)}


EXAMPLES = {
    "meetings:show_meeting": meetings("ahead", "circulated", "held", "cancelled", "group_ahead"),
    "meetings:show_minutes": meetings("draft", "with_chair", "held", "group_held"),
    **each("meetings:", meetings("ahead", "circulated"),
           "meeting_calendar", "show_pack", "members_pack", "open_pack", "read_pack", "pack_pages", "offline_pack",
           "download_offline_pack", "show_history"),
    "meetings:pack_file": pack_files("open", "members", "supplement", "nonsense"),
    **each("meetings:", meetings("with_chair", "held"), "download_minutes", "clear_minutes"),
    "meetings:return_minutes": meetings("with_chair"),
    "meetings:show_minutes_version": lambda world: {
        which: of(world.held, number=number) for which, number in (("replaced", 1), ("latest", 2), ("none", 9))
    },
    "meetings:minutes_file": lambda world: {
        name: of(world.held, number=2, name=name)
        for name in ("pdf", "docx", "odt", "members-pdf", "members-docx", "members-odt", "nonsense")
    },
    "meetings:show_published": meetings("held", "circulated", "ahead"),
    "meetings:send_to_chair": meetings("draft"),
    **each("meetings:", meetings("held"), "approve_minutes", "sign_minutes", "correct_minutes"),
    **each("meetings:", meetings("ahead", "group_ahead"),
           "edit_agenda", "reschedule_meeting", "cancel_meeting", "add_item", "circulate"),
    **each("meetings:", meetings("circulated", "group_ahead"), "show_replies", "nudge_members", "ask_to_read",
           "see_as", "see_page_as"),
    **each("meetings:", meetings("session"),
           "run_meeting", "take_back_opening", "record_attendance", "declare_interest", "add_urgent_item",
           "record_guest", "conclude_meeting", "write_minutes"),
    **each("meetings:", meetings("circulated", "group_ahead"), "show_brief", "download_brief"),
    **each("meetings:", items("open, session", "private, session"), "come_and_go", "take_chair",
           "change_urgent_item", "take_off_urgent_item"),
    **attending.EXAMPLES,
    "meetings:open_meeting": meetings("circulated"),
    **each("meetings:", meetings("ahead", "group_ahead"),
           "order_items", "set_minutes", "copy_items", "add_standing", "call_for_papers", "chase_papers",
           "set_agenda"),
    "meetings:send_notes": meetings("held"),
    **each("meetings:", bodies, "list_standing_items", "add_standing_item", "show_forward_plan", "propose_item"),
    **each("meetings:", lambda world: {"": {"key": "board", "item": "actions"}},
           "edit_standing_item", "remove_standing_item"),
    "meetings:move_standing_item": lambda world: {"down": {"key": "board", "item": "actions", "where": "down"}},
    **each("meetings:", planned("open", "private", "placed"),
           "show_planned_item", "change_proposal", "place_proposal", "move_planned_item", "decline_proposal",
           "withdraw_proposal"),
    **each("meetings:", bodies, "list_risks", "risk_map", "register_on_day", "suggest_risk", "export_risks",
           "export_risks_workbook"),
    "meetings:show_risk": risks("open", "private", "closed", "suggested"),
    **each("meetings:", risks("open", "private", "suggested"), "accept_risk", "decline_risk", "change_risk"),
    **each("meetings:", risks("open", "private", "closed"), "review_risk", "review_unchanged", "close_risk",
           "reopen_risk", "add_control"),
    **each("meetings:", risks("open", "private", "closed", part="control"), "change_control", "end_control"),
    **writing.EXAMPLES,
    "meetings:write_procedure": bodies,
    "meetings:carry_over": meetings("cancelled", "ahead"),
    "meetings:convene_meeting": bodies,
    "meetings:show_import": lambda world: {"": of(world.calendar)},
    "meetings:reply_to_meeting": replies,
    "meetings:show_item": items(),
    **each("meetings:", items("open, ahead", "private, a guest", "private, group"),
           "edit_item", "set_privacy", "withdraw_item", "restore_item", "bring_paper", "invite_to_item", "leave_out",
           "show_readers"),
    **each("meetings:", items("open, circulated", "private, circulated", "private, a guest"),
           "write_note", "save_note"),
    **each("meetings:", lambda world: {"": of(world.note)}, "remove_note", "restore_note"),
    "meetings:end_exclusion": lambda world: {"": of(world.circulated.invited.exclusion)},
    "meetings:end_item_invitation": lambda world: {"": of(world.circulated.invited.invitation)},
    **each("meetings:", items("open, session", "private, session"), "write_minute", "save_minute",
           "list_revisions", "settle_sentence", "record_decision", "raise_action"),
    "meetings:restore_minute": lambda world: {
        "open, session": of(world.session.open, number=1),
        "private, session": of(world.session.private, number=1),
    },
    "meetings:move_item": moves,
    **each("meetings:", papers, "bring_version", "withdraw_paper", "restore_paper"),
    "meetings:download_paper": paper_versions,
    "meetings:show_paper": shown_papers,
    "meetings:start_paper": items("open, ahead", "private, group"),
    **each("meetings:", drafts(), "show_draft", "write_paper"),
    **each("meetings:", drafts("open, ahead"),
           "save_draft", "submit_paper", "return_paper", "accept_paper", "revise_paper", "attach",
           "compare_submissions", "compare_versions", "ask_advice"),
    **each("meetings:", of_drafts("attachment"), "read_attachment", "download_attachment", "change_attachment"),
    **each("meetings:", lambda world: {"": of(world.ahead.open.attachment)},
           "remove_attachment", "restore_attachment"),
    **each("meetings:", of_drafts("advice"), "give_advice", "end_advice_request"),
    **each("meetings:", lambda world: {"": of(world.read_message)}, "settle_message", "reopen_message"),
    "meetings:show_decision": records("decision"),
    "meetings:show_action": records("action"),
    **each("meetings:", records("decision", "open, published", "private"), "correct_decision", "record_dissent",
           "take_back_decision"),
    "meetings:correct_action": records("action", "open, published", "private"),
    "meetings:withdraw_dissent": records("decision.dissent", "open, published", "private"),
    **each("meetings:", records("action", "open, published", "private"),
           "update_action", "complete_action", "postpone_action", "drop_action", "attach_evidence", "send_back_action",
           "answer_date", "override_rag", "set_rag_back", "reopen_action"),
    **each("meetings:", records("action.piece"), "download_evidence", "withdraw_evidence",
           "restore_evidence"),
    "meetings:update_by_link": action_links,
    "assessments:download_chart": lambda world: {"": of(world.chart)},
    "assessments:download_sample": lambda world: {"": {"name": "no-such.csv"}},
    "assessments:show_police_file": lambda world: {"": of(world.police_file)},
    "assessments:show_assessment": assessments("draft", "before the board", "signed off", "published"),
    **each("assessments:", assessments("draft"), "write_finding", "write_summary", "put_before_board"),
    "assessments:download_assessment_chart": assessments("draft", "published"),
    **each("assessments:", assessments("before the board"), "take_back", "put_on_agenda", "sign_off"),
    "assessments:publish": assessments("signed off"),
    **each("assessments:", assessments("draft", part="finding"),
           "rewrite_finding", "remove_finding", "put_back_finding"),
    "plans:show_plan": plans("draft", "before the board", "adopted", "published"),
    **each("plans:", plans("draft"), "write_summary", "write_theme", "write_priority", "put_before_board"),
    **each("plans:", plans("before the board"), "take_back", "put_on_agenda", "adopt_plan"),
    "plans:publish_plan": plans("adopted", "draft"),
    **each("plans:", plans("draft", part="priority"), "write_measure", "write_commitment"),
    **each("plans:", wordings, "rewrite", "remove", "put_back"),
    **each("plans:", commitments, "show_commitment", "report_progress"),
    **each("partners:", bodies, "set_meeting_policy",
           "show_body", "give_office", "edit_body", "end_body", "add_seat", "replace_terms_of_reference"),
    **each("meetings:", lambda world: {"board": {"key": "board"}}, "show_attendance", "export_attendance"),
    "meetings:reply_to_figures": lambda world: {"police": {"key": "board", "organisation": "police", "year": 2026}},
    "partners:download_terms_of_reference": terms,
    **each("partners:", appointments, "show_induction"),
    "partners:take_back_step": lambda world: {"": of(world.step.appointment, key="prevent")},
    "partners:record_self_assessment": lambda world: {"": {"year": 2026}},
    "partners:end_interest": lambda world: {"": of(world.interest)},
    "partners:download_protocol": lambda world: {"": {"number": 1}},
    **each("partners:", lambda world: {"": {"key": "council"}},
           "record_signature", "name_liaison_officer", "end_liaison_officer"),
    **each("partners:", seats, "show_seat", "rename_seat", "change_terms", "end_seat"),
    **each("partners:", lambda world: {"": {"key": "council"}},
           "show_organisation", "edit_organisation", "rename_organisation", "merge_organisation",
           "end_organisation", "add_service_area", "add_contact_point"),
    **each("partners:", people, "show_person", "export_card", "change_address", "suspend_account",
           "let_in_again", "remove_second_factor"),
    "partners:remove_contact_point": lambda world: {"": of(world.contact, key="council")},
    **each("partners:", appointments, "hand_over", "arrange_cover", "end_cover", "record_induction", "end_appointment",
           "let_last_longer", "call_off_appointment", "change_hand_over", "call_off_hand_over"),
    **each("partners:", lambda world: {"": of(world.invitation)},
           "show_invitation", "send_invitation_again", "revoke_invitation"),
    "meetings:reply_by_link": reply_links,
    "meetings:my_calendar": lambda world: {"good": {"token": world.calendar_token}, "dead": {"token": "no-such"}},
    **each("partners:", lambda world: {"": of(world.review)}, "show_review", "export_review"),
    "partners:accept_invitation": lambda world: {"good": {"token": world.token}, "dead": {"token": "no-such"}},
    "agree_to_address": lambda world: {"dead": {"token": "no-such"}},
    "mfa_remove_webauthn": lambda world: {"no such": {"pk": 987654}},
    "account_confirm_email": lambda world: {"dead": {"key": "no-such"}},
    "account_reset_password_from_key": lambda world: {"dead": {"uidb36": "1", "key": "abc"}},
    **each("jobs:", lambda world: {"waiting": of(world.job)}, "show_job", "job_progress", "cancel_job"),
    "jobs:retry_job": lambda world: {"failed": of(world.failed_job)},
    **each("notices:", notices, "show_notice", "send_again"),
}  # fmt: skip

# pages whose address takes a query that finds what is planted
QUERIES = {
    "search:search": {"for all that is planted": "?q=planted"},
    "meetings:list_actions": {"all": "?which=all"},
    "meetings:list_decisions": {"for all that is planted": "?words=planted"},
    "meetings:list_procedures": {"for all that is planted": "?words=planted"},
    "meetings:list_meetings": {"past": "?when=past"},
}


def rows(world):
    """Every stop of the walk: (row's label, address). Pages without an example where they need one are left out."""
    return list(chain.from_iterable(_rows_of(name, has_parts, world) for name, has_parts in pages().items()))


def _rows_of(name, has_parts, world):
    examples = EXAMPLES.get(name, lambda world: {})(world) if has_parts else {"": {}}
    for which, kwargs in examples.items():
        yield label(name, which), reverse(name, kwargs=kwargs)
    for which, query in QUERIES.get(name, {}).items():
        yield label(name, which), reverse(name) + query


def label(name, which=""):
    return f"{name} ({which})" if which else name
