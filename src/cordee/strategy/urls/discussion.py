"""Addresses of the inbox, of comments and of the questions referred to someone."""

from django.urls import path

from cordee.strategy.views import discussion, inbox, referrals

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
    path("referrals/", referrals.referrals, name="referrals"),
    path("referrals/new/", referrals.new_referral, name="new_referral"),
    path("referrals/<int:pk>/", referrals.referral, name="referral"),
    path("referrals/<int:pk>/answer/", referrals.answer_referral, name="answer_referral"),
    path("referrals/<int:pk>/withdraw/", referrals.withdraw_referral, name="withdraw_referral"),
]
