"""The partnership's people and structure: who sits where, from when, to when."""

from partners.models.bodies import Body, BodyMembers, MeetingPolicy, Office, Problem, TermsOfReference
from partners.models.calendars import CalendarAddress
from partners.models.induction import InductionStep
from partners.models.interests import Interest, InterestsConfirmation
from partners.models.invitations import Invitation
from partners.models.organisations import ContactPoint, FormerName, Organisation, Partnership, ServiceArea
from partners.models.people import Reminder, User
from partners.models.retention import Removal
from partners.models.reviews import AccessReview, ReviewedAccount
from partners.models.seats import Appointment, Role, Seat, SeatTerms
from partners.models.self_assessments import SelfAssessment, SelfAssessmentAnswer
from partners.models.sharing import LiaisonOfficer, Protocol, Signature
from partners.models.sign_ins import SignIn
from partners.models.suspensions import Suspension

__all__ = [
    "AccessReview",
    "Appointment",
    "Body",
    "BodyMembers",
    "CalendarAddress",
    "ContactPoint",
    "FormerName",
    "InductionStep",
    "Interest",
    "InterestsConfirmation",
    "Invitation",
    "LiaisonOfficer",
    "MeetingPolicy",
    "Office",
    "Organisation",
    "Partnership",
    "Problem",
    "Protocol",
    "Reminder",
    "Removal",
    "ReviewedAccount",
    "Role",
    "Seat",
    "SeatTerms",
    "SelfAssessment",
    "SelfAssessmentAnswer",
    "ServiceArea",
    "SignIn",
    "Signature",
    "Suspension",
    "TermsOfReference",
    "User",
]
