"""Every address of the site, each with an object that is there. A new URL needs a row here, or the guards fail."""

from dataclasses import dataclass
from uuid import UUID

from allauth.account.forms import default_token_generator
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib import admin
from django.contrib.auth import get_user
from django.contrib.auth.models import Permission
from django.http import HttpRequest
from django.test import Client
from django.urls import get_resolver, reverse

from articles.models import Tag
from discussion.appealing import appeal, decision_about
from discussion.guests.keys import link_token
from discussion.guests.tokens import proof_token
from discussion.models import Appeal, Comment, Mail, Notice, Subscription, Voice
from discussion.moderating import ACTS, moderate
from discussion.notifications.tokens import token_for
from discussion.passages import Chosen
from discussion.posting import edit_comment, withdraw_comment
from discussion.subscribing import subscribe
from people.models import User
from tests.discussion.standing import guest
from tests.factories import article, person, say, thread, voice, vote
from tests.pages.every_moderation_url import ASK, OF_MODERATORS, READ

OURS = ("articles", "discussion", "people", "account", "mfa", "usersessions")
BY_SLUG = ["bridge"]

# What each route of ours answers to, and what stands in its address. Signed in; None: allauth's own answer.
ROUTES = {
    **OF_MODERATORS,
    "articles:front": (READ, lambda cast: []),
    "articles:section": (READ, lambda cast: ["world"]),
    "articles:tag": (READ, lambda cast: ["rivers"]),
    "articles:preview": (READ, lambda cast: BY_SLUG),
    "articles:article": (READ, lambda cast: BY_SLUG),
    "discussion:changes": (READ, lambda cast: [cast.comment.thread_id]),
    "discussion:visit": ({"POST"}, lambda cast: [cast.comment.thread_id]),
    "discussion:patterns": (READ, lambda cast: []),
    "articles:version": (READ, lambda cast: [*BY_SLUG, 1]),
    "discussion:passages": (ASK, lambda cast: BY_SLUG),
    "discussion:passage": (READ, lambda cast: [*BY_SLUG, cast.hanging.passage_id]),
    "discussion:passage_comments": (ASK, lambda cast: [*BY_SLUG, cast.hanging.passage_id]),
    "discussion:passage_question": (ASK, lambda cast: BY_SLUG),
    "discussion:passage_settlement": ({"POST"}, lambda cast: [*BY_SLUG, cast.hanging.passage_id]),
    "discussion:comments": (ASK, lambda cast: BY_SLUG),
    "discussion:comment": (READ, lambda cast: [*BY_SLUG, cast.comment.pk]),
    "discussion:replies": (ASK, lambda cast: [cast.comment.pk]),
    "discussion:vote": (ASK, lambda cast: [cast.comment.pk]),
    "discussion:report": (ASK, lambda cast: [cast.hanging.pk]),
    "discussion:standing": (READ, lambda cast: [cast.comment.pk]),
    "discussion:wording": (ASK, lambda cast: [cast.comment.pk]),
    "discussion:wordings": (READ, lambda cast: [cast.comment.pk]),
    "discussion:withdrawal": (ASK, lambda cast: [cast.comment.pk]),
    "discussion:restoration": ({"POST"}, lambda cast: [cast.gone.pk]),
    "discussion:appeal": (ASK, lambda cast: [cast.comment.pk]),
    "discussion:mine_appeal": (ASK, lambda cast: [cast.link, cast.guests.pk]),
    "discussion:pick": ({"POST"}, lambda cast: [cast.comment.pk]),
    "discussion:comment_subscription": (ASK, lambda cast: [cast.comment.pk]),
    "discussion:thread_subscription": (ASK, lambda cast: [cast.comment.thread_id]),
    "discussion:article_subscription": (ASK, lambda cast: BY_SLUG),
    "discussion:subscriptions": (ASK, lambda cast: []),
    "discussion:end": (ASK, lambda cast: [token_for(cast.follows)]),
    "discussion:guest": (ASK, lambda cast: []),
    "discussion:confirmation": (ASK, lambda cast: [proof_token(cast.waits)]),
    "discussion:ask_for_mine": (ASK, lambda cast: []),
    "discussion:claims": ({"POST"}, lambda cast: []),
    "discussion:mine_gone": (READ, lambda cast: []),
    "discussion:mine": (ASK, lambda cast: [cast.link]),
    "discussion:mine_wording": (ASK, lambda cast: [cast.link, cast.guests.pk]),
    "discussion:mine_withdrawal": (ASK, lambda cast: [cast.link, cast.guests.pk]),
    "discussion:mine_subscription": ({"POST"}, lambda cast: [cast.link]),
    "discussion:mine_erasure": (ASK, lambda cast: [cast.link]),
    "discussion:mine_ownership": ({"POST"}, lambda cast: [cast.link]),
    "discussion:mine_data": (READ, lambda cast: [cast.link]),
    "discussion:mine_page": (READ, lambda cast: [cast.link]),
    "discussion:export": (READ, lambda cast: []),
    "discussion:export_data": (READ, lambda cast: []),
    "discussion:export_page": (READ, lambda cast: []),
    "discussion:inbox": (ASK, lambda cast: []),
    "discussion:mails": (READ, lambda cast: []),
    "discussion:mail": (READ, lambda cast: [cast.mail.pk]),
    "discussion:mail_html": (READ, lambda cast: [cast.mail.pk]),
    "discussion:people": (READ, lambda cast: []),
    "discussion:person": (READ, lambda cast: [cast.ben.handle]),
    "discussion:mute": ({"POST"}, lambda cast: [cast.ada.voice.pk]),
    "account_name": (ASK, lambda cast: []),
    "account_close": (ASK, lambda cast: []),
    "account_closed": (READ, lambda cast: []),
    "account_session": ({"POST"}, lambda cast: [cast.session.pk]),
    "usersessions_list": (ASK, lambda cast: []),
    "mfa_index": (READ, lambda cast: []),
    "mfa_authenticate": (ASK, lambda cast: []),
    "mfa_reauthenticate": (ASK, lambda cast: []),
    "mfa_activate_totp": (ASK, lambda cast: []),
    "mfa_deactivate_totp": (ASK, lambda cast: []),
    "mfa_view_recovery_codes": (READ, lambda cast: []),
    "mfa_generate_recovery_codes": (ASK, lambda cast: []),
    "mfa_download_recovery_codes": (READ, lambda cast: []),
    "mfa_list_webauthn": (READ, lambda cast: []),
    "mfa_add_webauthn": (ASK, lambda cast: []),
    "mfa_edit_webauthn": (ASK, lambda cast: [cast.key.pk]),
    "mfa_remove_webauthn": (ASK, lambda cast: [cast.key.pk]),
    "mfa_login_webauthn": (ASK, lambda cast: []),
    "mfa_reauthenticate_webauthn": (ASK, lambda cast: []),
    "account_login": (ASK, lambda cast: []),
    "account_logout": (ASK, lambda cast: []),
    "account_inactive": (READ, lambda cast: []),
    "account_signup": (ASK, lambda cast: []),
    "account_reauthenticate": (ASK, lambda cast: []),
    "account_email": (ASK, lambda cast: []),
    "account_email_verification_sent": (READ, lambda cast: []),
    "account_change_password": (ASK, lambda cast: []),
    "account_set_password": (ASK, lambda cast: []),
    "account_reset_password": (ASK, lambda cast: []),
    "account_confirm_login_code": (ASK, lambda cast: []),
    "account_confirm_email": (ASK, lambda cast: [cast.confirmation]),
    "account_reset_password_from_key_done": (READ, lambda cast: []),
    "account_reset_password_from_key": (ASK, lambda cast: cast.reset),
    "account_reset_password_done": (READ, lambda cast: []),
    "healthz": (READ, lambda cast: "/healthz"),
    "readyz": (READ, lambda cast: "/readyz"),
    "metrics": (READ, lambda cast: "/metrics"),
    "media/<path:path>": (READ, lambda cast: "/media/photos/none.jpg"),
}


@dataclass
class Cast:
    """An article with a comment of Ben's: answered, voted on, edited; and one that is withdrawn. Ada's account has
    every second step that there is, Ben's none.
    """

    author: User
    ada: User
    ben: User
    moderator: User
    chief: User
    comment: Comment
    gone: Comment
    confirmation: str
    reset: list[str]
    key: Authenticator
    session: UserSession
    follows: Subscription  # Ben's, of the whole thread
    mail: Mail  # to Ben, of Ada's answer
    waits: Voice  # who said something, and has not confirmed his address
    hanging: Comment  # Ada's, on a passage
    guests: Comment  # of somebody who confirmed his address
    link: str  # to all that is his
    decided: UUID  # by the moderator: that he kept Ben's comment
    appeal: Appeal  # Ada's, against what the chief decided


def cast() -> Cast:
    ben, ada = voice(person("ben")), voice(person("ada"))
    moderator, chief = person("moderator", is_staff=True), person("chief", is_staff=True, is_superuser=True)
    moderator.user_permissions.set(Permission.objects.filter(codename="moderate"))
    told = article("bridge", author=person("elin"))
    told.tags.add(Tag.objects.create(name="Rivers", slug="rivers"))
    comment, gone = say(ben, "First words.", thread=thread(told)), say(ben, "Gone.", thread=thread(told))
    say(ada, "A reply.", under=gone)
    withdraw_comment(comment=gone, by=ben)
    follows = subscribe(by=ben, thread=comment.thread, kind=Subscription.Kind.THREAD)
    subscribe(by=ben, thread=comment.thread, kind=Subscription.Kind.BRANCH, comment=comment)
    mail = _told_of(say(ada, "An answer.", under=comment), ben)
    waits = Voice.objects.create(name="Gus", email="gus@example.org")
    say(waits, "Waiting words.", thread=comment.thread)
    vote(ada, comment)
    edit_comment(comment=comment, by=ben, source="Second words.", wording=0)
    hanging = say(ada, "Of these words.", thread=comment.thread, chosen=Chosen("The text"))
    guests = say(guest("cem@example.org"), "A guest's.", thread=comment.thread)
    new = EmailAddress.objects.create(user=ben.user, email="new@example.org")
    key = default_token_generator.make_token(ada.user)
    return Cast(
        author=told.author,
        ada=ada.user,
        ben=ben.user,
        moderator=moderator,
        chief=chief,
        comment=comment,
        gone=gone,
        confirmation=EmailConfirmationHMAC(new).key,
        reset=[user_pk_to_url_str(ada.user), key],
        key=_second_steps(ada.user),
        session=_session_elsewhere(ben.user),
        follows=follows,
        mail=mail,
        waits=waits,
        hanging=hanging,
        guests=guests,
        link=link_token(guests.voice.email),
        decided=moderate([comment.pk], ACTS["keep"], by=moderator).batch,
        appeal=_appealed(say(ada, "Down.", thread=comment.thread), chief),
    )


def _appealed(comment, by):
    moderate([comment.pk], ACTS["hide"], by=by, rule="attack")
    return appeal(
        decision=decision_about(Comment.objects.get(pk=comment.pk)), by=comment.voice, text="It says nothing bad."
    )


def _told_of(comment, voice):
    Notice.objects.get_or_create(voice=voice, comment=comment, defaults={"reason": Notice.Reason.MINE})
    mail = {"kind": Subscription.Kind.THREAD, "pace": Subscription.Pace.AT_ONCE, "address": voice.user.email}
    return Mail.objects.get_or_create(voice=voice, comment=comment, defaults=mail)[0]


def _session_elsewhere(user):
    elsewhere = Client()
    elsewhere.force_login(user)
    key = elsewhere.session.session_key
    return UserSession.objects.get_or_create(session_key=key, defaults={"user": user, "ip": "127.0.0.1"})[0]


def _second_steps(user):
    TOTP.activate(user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(user)
    data = {"name": "1", "credential": {"clientExtensionResults": {}}}
    return Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=data)


def prove_it(client, *methods):
    """Makes his session one of somebody who gave his password a moment ago, and his second step too if he has one."""
    request = HttpRequest()
    request.session = client.session
    for method in methods:
        record_authentication(request, get_user(request), method=method, reauthenticated=True)
    request.session.save()


def routes():
    """The names of all routes outside of the admin; the pattern itself where a route has no name."""
    return sorted(_names(get_resolver(), ""))


def _names(resolver, namespace):
    for pattern in resolver.url_patterns:
        if getattr(pattern, "app_name", None) == "admin":
            continue
        if hasattr(pattern, "url_patterns"):
            yield from _names(pattern, f"{pattern.namespace}:" if pattern.namespace else namespace)
        else:
            yield namespace + (pattern.name or str(pattern.pattern))


def address_of(route, cast):
    parts = ROUTES[route][1](cast)
    return parts if isinstance(parts, str) else reverse(route, args=parts)


def pages(cast):
    """Every address that answers to GET, admin included, and what a reader's links add to them."""
    found = [address_of(name, cast) for name in routes() if "GET" in ROUTES[name][0]]
    bridge = "/articles/bridge/"
    found += [f"{bridge}?sort={sort}" for sort in ("newest", "top", "oldest", "best", "nonsense")]
    found += [
        f"/comments/{cast.gone.pk}/withdrawal",
        f"{bridge}comments/{cast.gone.pk}/",
        f"{bridge}?after=1.1.1",
        "/sections/world/?page=2",
        *(f"/moderation/?queue={queue}&q=words" for queue in ("reported", "held", "new", "all")),
        f"/moderation/comments/{cast.comment.pk}/?queue=all",
        f"/moderation/decisions/?queue=all&comment={cast.comment.pk}",
        "/no/such/page",
    ]
    return found + admin_pages()


def admin_pages():
    found = [reverse("admin:index"), reverse("admin:logout"), reverse("admin:password_change")]
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        found += [reverse(f"{name}_changelist"), reverse(f"{name}_add")]
        one = model.objects.first()
        if one:
            found += [reverse(f"{name}_{page}", args=[one.pk]) for page in ("change", "history", "delete")]
    return found


def rows():
    """All that is in the tables of ours, and of those whose rows somebody could miss."""
    models = [model for app in OURS for model in apps.get_app_config(app).get_models(include_auto_created=True)]
    return {model._meta.label: list(model.objects.order_by("pk").values_list()) for model in models}
