"""What a post may contain."""

from discussion.forms.appeals import AnswerForm, AppealForm
from discussion.forms.comments import CommentForm, EditForm
from discussion.forms.guests import AddressForm, GuestForm, HumanForm
from discussion.forms.notifying import (
    NOTHING,
    ListenForm,
    ListenToCommentForm,
    ListenToThreadForm,
    NotifyForm,
    PaceForm,
)
from discussion.forms.passages import CorrectionForm, OnPassageForm, PassageForm, QuestionForm
from discussion.forms.reports import FirstReportForm, ReportForm
from discussion.forms.votes import FirstVoteForm, PickForm, VoteForm

__all__ = [
    "NOTHING",
    "AddressForm",
    "AnswerForm",
    "AppealForm",
    "CommentForm",
    "CorrectionForm",
    "EditForm",
    "FirstReportForm",
    "FirstVoteForm",
    "GuestForm",
    "HumanForm",
    "ListenForm",
    "ListenToCommentForm",
    "ListenToThreadForm",
    "NotifyForm",
    "OnPassageForm",
    "PaceForm",
    "PassageForm",
    "PickForm",
    "QuestionForm",
    "ReportForm",
    "VoteForm",
]
