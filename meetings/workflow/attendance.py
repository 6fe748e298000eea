"""An authority replies to the figures of its attendance."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from ccsp_portal import clock
from ccsp_portal.history.tracking import acting
from ccsp_portal.workflow import Stale, lock, save_if_fresh
from meetings.models import AttendanceRemark
from partners.models import Body, Organisation, User


@transaction.atomic
def reply_to_attendance(
    body: Body, organisation: Organisation, financial_year: int, text: str, *, version: int = 0, by: User
) -> AttendanceRemark:
    """Say something to an authority's figures of a financial year; it stands beside them until it is said otherwise.

    `version` is that of the reply that the person began from, 0 where there was none. Raises PermissionDenied for who
    does not speak for the authority, Stale where somebody replied since, and ValidationError without words.
    """
    remark = AttendanceRemark(body=body, organisation=organisation, financial_year=financial_year)
    if not by.has_perm("meetings.reply_to_attendance", remark):
        raise PermissionDenied("Only the authority’s own people on the body, and its secretary, reply to its figures.")
    lock(body)
    said = {"text": text.strip(), "said_at": clock.now(), "said_by": by}
    before = AttendanceRemark.objects.filter(
        body=body, organisation=organisation, financial_year=financial_year
    ).first()
    if before and version == 0:
        raise Stale(theirs=before, yours=said)
    if before:
        return save_if_fresh(before, version, said, by, verb="reply to the figures")
    for name, value in said.items():
        setattr(remark, name, value)
    remark.full_clean()
    with acting("reply to the figures", by):
        remark.save(force_insert=True)
    return remark
