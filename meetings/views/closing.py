"""What the secretary and the chair do about action points: close, reopen, re-date, and set the RAG by hand."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from ccsp_portal.govuk.forms import offer
from ccsp_portal.govuk.templatetags.govuk import long_date
from ccsp_portal.once.decorator import once
from meetings.forms.actions import AnswerForm, CompletionForm, DropForm, OverrideForm, PostponeForm, ReasonForm
from meetings.queries.actions import meetings_that_may_close
from meetings.views.actions import about, action_in_hand, with_way_back
from meetings.workflow import actions as acts
from meetings.workflow import redating as dates
from partners.views.asking import ask, refuse


@once
def complete_action(request, pk):
    """It is done."""
    action = action_in_hand(request, pk, acts.COMPLETE)
    form = CompletionForm.from_request(request, meetings=meetings_that_may_close(action, request.user))
    return _acted(request, action, form, acts.complete_action, "The action point is complete.")


@once
def drop_action(request, pk):
    """It is no longer needed."""
    action = action_in_hand(request, pk, acts.DROP)
    form = DropForm.from_request(request, meetings=meetings_that_may_close(action, request.user))
    return _acted(request, action, form, acts.drop_action, "The action point is dropped.")


@once
def postpone_action(request, pk):
    """It is due on another day."""
    action = action_in_hand(request, pk, dates.POSTPONE)
    return _acted(
        request, action, PostponeForm.from_request(request), dates.postpone_action, "The due date is changed."
    )


def _acted(request, action, form, act, said):
    if with_way_back(action, form).is_bound and form.is_valid():
        try:
            act(action, **form.cleaned_data, by=request.user)
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, said)
            return redirect(action)
    return offer(request, f"meetings/{act.__name__}.html", form, action=action)


@once
def send_back_action(request, pk):
    """It is not complete yet."""
    words = ("What is still to be done?", "Enter what is still to be done", "Send it back to its owner")
    return _for_a_reason(request, pk, acts.SEND_BACK, acts.send_back, words, "It is open again, and its owner is told.")


@once
def reopen_action(request, pk):
    """It was closed too soon."""
    words = ("Why is it opened again?", "Enter why it is opened again", "Reopen the action point")
    return _for_a_reason(
        request, pk, acts.REOPEN, acts.reopen_action, words, "It is open again, and its owner is told."
    )


def _for_a_reason(request, pk, move, act, words, said):
    action = action_in_hand(request, pk, move)
    label, missing, submit = words
    form = with_way_back(action, ReasonForm.from_request(request, label=label, missing=missing, submit=submit))

    def do(answers):
        act(action, reason=answers["reason"], by=request.user)
        return said

    return ask(request, form, do, about(action, move.label))


@once
def answer_date(request, pk):
    """Agree to another date, or refuse it."""
    action = action_in_hand(request, pk, dates.POSTPONE)
    asked = dates.asked_of(action)
    form = with_way_back(action, AnswerForm.from_request(request))
    question = f"{asked.asked_by} asks that it be due by {long_date(asked.due_on)}, not {long_date(asked.due_was)}:"

    def act(answers):
        if answers["decision"] == "agree":
            dates.agree_to_date(asked, answer=answers["answer"], by=request.user)
            return f"It is due by {long_date(asked.due_on)} now, and its owner is told."
        dates.refuse_date(asked, answer=answers["answer"], by=request.user)
        return "The date stays as it is, and its owner is told."

    return ask(request, form, act, about(action, "Answer about the due date", question, asked.reason))


@once
def override_rag(request, pk):
    """Set the RAG by hand, for a reason."""
    action = action_in_hand(request, pk, acts.OVERRIDE)
    form = with_way_back(action, OverrideForm.from_request(request))

    def act(answers):
        acts.override_rag(action, **answers, by=request.user)
        return f"The RAG is {answers['rag']} until something is next said of it."

    return ask(request, form, act, about(action, "Set the RAG by hand", f"By the rule it is {action.rag_by_rule} now."))


@require_POST
@once
def set_rag_back(request, pk):
    """Let the rule hold again."""
    action = action_in_hand(request, pk, acts.SET_BACK)
    acts.set_rag_back(action, by=request.user)
    messages.success(request, "The RAG is what the rule says.")
    return redirect(action)
