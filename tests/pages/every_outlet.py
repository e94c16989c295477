"""Who reads the words of a comment at which address: what test_outlets.py holds the site to. Written down by hand, and
asked of no code of the site. A new URL needs a row here (docs/recipes.md).
"""

from dataclasses import dataclass

from tests.pages.every_comment import AUTHORS, GUEST, MEMBER, READERS, WAITING

# Who a reader is to a comment. Each is "everybody" and called by his role too: "reader" is he who follows all of it.
MODERATES = {"moderator", "administrator", "superuser"}
ADMINISTERS = {"administrator", "superuser"}
EDITS = {"editor", "administrator", "superuser"}
OWN = {("member", MEMBER), ("guest", GUEST)}


def who(role: str, author: str) -> set[str]:
    found = {"everybody", role, "author" if (role, author) in OWN else "others"}
    found |= {"account"} if (role, author) == ("member", MEMBER) else set()
    found |= {"moderators"} if role in MODERATES else set()
    found |= {"administrators"} if role in ADMINISTERS else set()
    found |= {"editors"} if role in EDITS else set()
    return found | ({"known"} if role != "stranger" else set())


@dataclass(frozen=True)
class Rule:
    """In which states a comment is shown to whom; in those that it does not name to nobody."""

    lines: tuple[str, ...]

    def shows(self, state: str, role: str, author: str) -> bool:
        pairs = (line.split(":") for line in self.lines)
        return any(state in states.split() and set(readers.split()) & who(role, author) for states, readers in pairs)


def rule(*lines: str) -> Rule:
    return Rule(lines)


# The one rule, and what of it stands on pages that are not for all.
NONE = rule()
READS = rule(
    "published: everybody",
    "held refused hidden spam shadowed: author moderators",
    "unproved: author",
)
OUT = rule("published: everybody")
OWN_WORDS = rule("published held refused hidden spam shadowed unproved: author")
BY_THE_LINK = rule("published held refused hidden spam shadowed unproved: everybody")  # which proves who he is
DESK = rule("published held refused hidden spam shadowed: moderators")
# What is his own to take along. Who erases leaves no words; here they are left, to see where they would show.
KEPT = rule("published held refused hidden spam shadowed unproved withdrawn erased: author")
KEPT_BY_THE_LINK = rule("published held refused hidden spam shadowed unproved withdrawn erased: everybody")
OUTBOX = rule("published held refused hidden spam shadowed: administrators")
# Of names, which stay with the places of what was taken back.
POSTED = "published held refused hidden spam shadowed withdrawn erased"
PLACES = rule(f"{POSTED}: moderators")
PEOPLE = rule(f"{POSTED} unproved: moderators")

ASKED = "those that the address is about"
ANYBODY = ("stranger", "reader")  # of pages whose address is the proof, and that do not know who opens them


@dataclass(frozen=True)
class Outlet:
    """`of`: whose comments stand there. `names`: who reads there who said it; `earlier`: how it read before. `to`: as
    whom it is opened.
    """

    words: Rule
    of: str | tuple[str, ...] = ASKED
    names: Rule = NONE
    earlier: Rule = NONE
    to: tuple[str, ...] = READERS


# Shows no comment and nobody's name to anybody.
NOTHING = Outlet(NONE, ())

OUTLETS = {
    "articles:article": Outlet(READS, AUTHORS, names=READS),
    "articles:preview": Outlet(rule("published: editors"), (MEMBER,)),
    "discussion:appeal": Outlet(OWN_WORDS),
    "discussion:appeal_decision": Outlet(rule("refused hidden spam: moderators"), (MEMBER,)),
    "discussion:appeals": Outlet(rule("refused hidden spam: moderators"), (MEMBER,)),
    "discussion:changes": Outlet(
        rule("published: others", "held refused hidden spam shadowed: moderators"), AUTHORS, names=READS
    ),
    "discussion:comment": Outlet(READS, AUTHORS, names=READS),
    "discussion:comment_subscription": Outlet(READS),
    "discussion:confirmation": Outlet(rule("unproved: everybody"), (WAITING,), to=ANYBODY),
    "discussion:export_data": Outlet(KEPT, (MEMBER,), earlier=KEPT),
    "discussion:export_page": Outlet(KEPT, (MEMBER,), earlier=KEPT),
    "discussion:full_log": Outlet(NONE, (), names=PLACES),
    "discussion:inbox": Outlet(
        rule("published: reader editor", "refused hidden: account"), AUTHORS, names=rule("published: reader editor")
    ),
    "discussion:mail": Outlet(OUTBOX),
    "discussion:mail_html": Outlet(OUTBOX),
    "discussion:mail, a letter": Outlet(rule("unproved: administrators"), (WAITING,)),
    "discussion:mail_html, a letter": Outlet(rule("unproved: administrators"), (WAITING,)),
    "discussion:mails": Outlet(NONE, (), names=rule(f"{POSTED}: administrators")),
    "discussion:mine": Outlet(BY_THE_LINK, (GUEST,), to=ANYBODY),
    "discussion:mine_appeal": Outlet(BY_THE_LINK, (GUEST,), to=ANYBODY),
    "discussion:mine_data": Outlet(KEPT_BY_THE_LINK, (GUEST,), earlier=KEPT_BY_THE_LINK, to=ANYBODY),
    "discussion:mine_page": Outlet(KEPT_BY_THE_LINK, (GUEST,), earlier=KEPT_BY_THE_LINK, to=ANYBODY),
    "discussion:mine_withdrawal": Outlet(BY_THE_LINK, (GUEST,), to=ANYBODY),
    "discussion:mine_wording": Outlet(rule("published held shadowed unproved: everybody"), (GUEST,), to=ANYBODY),
    "discussion:moderated_person": Outlet(DESK, (MEMBER, GUEST)),
    "discussion:moderation": Outlet(DESK, AUTHORS, names=PLACES),
    "discussion:moderation_acts": Outlet(
        rule("refused hidden spam: moderator"), AUTHORS, names=rule("refused hidden spam: moderator")
    ),
    "discussion:moderation_comment": Outlet(DESK, names=rule("spam: moderator")),  # what he did last stands above it
    "discussion:moderation_decisions": Outlet(DESK, AUTHORS, names=PLACES),
    "discussion:moderation_link": Outlet(
        rule("published held refused hidden spam shadowed: everybody"), (MEMBER,), to=ANYBODY
    ),
    "discussion:passage": Outlet(READS, AUTHORS, names=READS),
    "discussion:people": Outlet(NONE, (), names=rule("published: known")),
    "discussion:person": Outlet(READS, (MEMBER,), names=READS),
    "discussion:pin": Outlet(rule("published hidden shadowed: moderators"), (MEMBER,)),
    "discussion:replies": Outlet(READS),
    "discussion:report": Outlet(rule("published: others"), (MEMBER,)),
    "discussion:root": Outlet(rule("published: moderators"), (GUEST,)),
    "discussion:standing": Outlet(
        rule("published held refused hidden spam shadowed: author moderators", "unproved: author")
    ),
    "discussion:subscriptions": Outlet(NONE, (), names=rule("published: reader")),
    "discussion:vote": Outlet(rule("published: others")),
    "discussion:withdrawal": Outlet(OWN_WORDS),
    "discussion:wording": Outlet(rule("published held shadowed unproved: author")),
    "discussion:wordings": Outlet(READS, earlier=READS),
    "admin:account_emailaddress_changelist": Outlet(NONE, (), names=rule(f"{POSTED} unproved: superuser")),
    "admin:app_list": Outlet(
        rule("held: moderators"), AUTHORS, names=rule("held erased: moderators")
    ),  # the newest too
    "admin:index": Outlet(rule("held: moderators"), AUTHORS, names=rule("held erased: moderators")),
    "admin:discussion_comment_change": Outlet(DESK, earlier=DESK),
    "admin:discussion_comment_changelist": Outlet(DESK, AUTHORS, names=PEOPLE),
    "admin:discussion_comment_history": Outlet(DESK),
    "admin:discussion_event_change": Outlet(DESK, (MEMBER,)),
    "admin:discussion_event_changelist": Outlet(DESK, AUTHORS, names=PEOPLE),
    "admin:discussion_voice_changelist": Outlet(NONE, (), names=PEOPLE),
    "admin:people_user_changelist": Outlet(NONE, (), names=rule(f"{POSTED} unproved: administrators")),
}

# Where nothing of a comment stands, whoever opens it: what is about something else, forms to write in, steps elsewhere.
OF_NOTHING = {
    "": "account_change_password account_close account_closed account_confirm_email account_confirm_login_code "
    "account_email account_email_verification_sent account_inactive account_login account_logout account_name "
    "account_reauthenticate account_reset_password account_reset_password_done account_reset_password_from_key "
    "account_reset_password_from_key_done account_set_password account_signup healthz metrics readyz media/<path:path> "
    "mfa_activate_totp mfa_add_webauthn mfa_authenticate mfa_deactivate_totp mfa_download_recovery_codes "
    "mfa_edit_webauthn mfa_generate_recovery_codes mfa_index mfa_list_webauthn mfa_login_webauthn mfa_reauthenticate "
    "mfa_reauthenticate_webauthn mfa_remove_webauthn mfa_view_recovery_codes usersessions_list",
    "articles:": "front section tag version",
    "discussion:": "article_subscription ask_for_mine comments end export guest log mine_erasure mine_gone "
    "moderated_thread numbers passage_comments passage_question passages patterns restrictions thread_subscription",
    "admin:": "autocomplete jsi18n login logout password_change password_change_done view_on_site",
    "admin:account_emailaddress_": "add change delete history",
    "admin:articles_appeal_": "add change changelist delete history",
    "admin:articles_article_": "add change changelist delete history revision revisions",
    "admin:articles_photo_": "add change changelist delete history",
    "admin:articles_section_": "add change changelist delete history",
    "admin:articles_tag_": "add change changelist delete history",
    "admin:auth_group_": "add change changelist delete history",
    "admin:discussion_classifier_": "add change changelist delete history train use",
    "admin:discussion_comment_": "add decision delete",
    "admin:discussion_event_": "add delete history",
    "admin:discussion_noticetext_": "add change changelist delete history",
    "admin:discussion_screeningrule_": "add change changelist delete history",
    "admin:discussion_simulation_": "add change changelist delete history standing",
    "admin:discussion_stopped_": "add change changelist delete history",
    "admin:discussion_thread_": "add change changelist delete history",
    "admin:discussion_voice_": "add change delete erasure history suspension",
    "admin:discussion_watchedword_": "add change changelist delete history import",
    "admin:django_tasks_database_dbtaskresult_": "add change changelist delete history",
    "admin:mfa_authenticator_": "add change changelist delete history",
    "admin:people_user_": "add change delete history",
    "admin:usersessions_usersession_": "add change changelist delete history",
}
OUTLETS |= {area + name: NOTHING for area, names in OF_NOTHING.items() for name in names.split()}

# The mails that leave when all of it has happened. Dora follows the discussion, and is told once a day.
MAILED = {
    "dora": Outlet(OUT, AUTHORS, names=OUT),
    "moderator": Outlet(rule("held: moderators"), AUTHORS, names=rule("held: moderators")),
    "member": Outlet(rule("refused hidden: author"), (MEMBER,)),
    "guest": Outlet(rule("refused hidden: author"), (GUEST,)),
    "reader": NOTHING,  # that what he reported was taken down
}
