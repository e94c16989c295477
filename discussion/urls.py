"""Nouns only: what is done to them is the request's method."""

from django.urls import path

from discussion.views import (
    changes,
    comments,
    ending,
    following,
    inbox,
    mails,
    mine,
    people,
    picks,
    proof,
    subscriptions,
    votes,
    withdrawal,
    wordings,
)
from discussion.views.patterns import patterns

app_name = "discussion"
urlpatterns = [
    path("articles/<slug:slug>/comments/", comments.comments, name="comments"),
    path("articles/<slug:slug>/comments/<int:pk>/", comments.comment, name="comment"),
    path("comments/<int:pk>/replies", comments.replies, name="replies"),
    path("comments/<int:pk>/vote", votes.vote, name="vote"),
    path("comments/<int:pk>/wording", wordings.wording, name="wording"),
    path("comments/<int:pk>/wordings", wordings.wordings, name="wordings"),
    path("comments/<int:pk>/withdrawal", withdrawal.withdrawal, name="withdrawal"),
    path("comments/<int:pk>/restoration", withdrawal.restoration, name="restoration"),
    path("comments/<int:pk>/pick", picks.pick, name="pick"),
    path("comments/<int:pk>/subscription", following.of_comment, name="comment_subscription"),
    path("people/<str:handle>/", people.person, name="person"),
    path("voices/<int:pk>/mute", people.muting, name="mute"),
    path("threads/<int:pk>/changes", changes.changes, name="changes"),
    path("threads/<int:pk>/visit", changes.visit, name="visit"),
    path("threads/<int:pk>/subscription", following.of_thread, name="thread_subscription"),
    path("articles/<slug:slug>/subscription", following.of_article, name="article_subscription"),
    path("subscriptions/", subscriptions.subscriptions, name="subscriptions"),
    path("subscriptions/<str:token>/end", ending.end, name="end"),
    path("guests/<str:token>/confirmation", proof.confirmation, name="confirmation"),
    path("mine/", mine.ask, name="ask_for_mine"),
    path("mine/<str:token>/", mine.mine, name="mine"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("-/mails/", mails.mails, name="mails"),
    path("-/mails/<int:pk>/", mails.mail, name="mail"),
    path("-/mails/<int:pk>/html", mails.html, name="mail_html"),
    path("-/patterns/", patterns, name="patterns"),
]
