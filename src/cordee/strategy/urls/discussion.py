"""Addresses of the inbox, of comments and of the questions referred to someone."""

from django.urls import path

from cordee.platform.registers import register_addresses
from cordee.strategy.registers import REFERRALS
from cordee.strategy.views import discussion, inbox, referrals

QUESTIONS = register_addresses(REFERRALS, sheet=referrals.referral)
UNWANTED = {"edit_referral", "remove_referral"}
"""A question is answered or withdrawn: nobody rewrites what was asked."""
urlpatterns = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/aside/", inbox.set_aside, name="set_aside"),
    path(
        "initiatives/<str:code>/comments/",
        discussion.comment_on_initiative,
        name="comment_on_initiative",
    ),
    path(
        "initiatives/<str:code>/comments/people/",
        discussion.mentionable,
        name="mentionable",
    ),
    path("needs/<int:pk>/comments/", discussion.comment_on_need, name="comment_on_need"),
    path(
        "needs/<int:pk>/comments/people/",
        discussion.mentionable_on_need,
        name="mentionable_on_need",
    ),
    path("comments/<int:pk>/", discussion.change_comment, name="change_comment"),
    path("comments/<int:pk>/remove/", discussion.remove_comment, name="remove_comment"),
    *(page for page in QUESTIONS if page.name not in UNWANTED),
    path("referrals/<int:pk>/answer/", referrals.answer_referral, name="answer_referral"),
    path("referrals/<int:pk>/withdraw/", referrals.withdraw_referral, name="withdraw_referral"),
]
