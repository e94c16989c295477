"""A word to a person, and words of moderators about him."""

import pytest

from discussion.models import Event, Note
from discussion.moderating import note, undo, warn_person
from discussion.permissions import NotAllowed
from people.roles import MODERATORS
from tests.discussion.test_moderating import staff
from tests.factories import guest, voice

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("whom", [voice, guest], ids=["member", "guest"])
def test_a_warning_is_a_fact_with_its_rule_and_reason(whom):
    ben, mod = whom(), staff(MODERATORS)
    warn_person(voice=ben, reason=" Mind your words. ", rule="attack", by=mod)
    event = Event.objects.get()
    assert (event.kind, event.about, event.by.user) == (Event.Kind.WARNED, ben, mod)
    assert (event.reason, event.rule) == ("Mind your words.", "attack")


def test_the_rule_alone_is_reason_enough():
    warn_person(voice=voice(), reason="", rule="attack", by=staff(MODERATORS))
    assert Event.objects.get().rule == "attack"


def test_a_warning_is_taken_back_once():
    mod = staff(MODERATORS)
    batch = warn_person(voice=voice(), reason="Mind your words.", by=mod).batch
    assert undo(batch, by=mod).done
    assert not undo(batch, by=mod).done


def test_a_note_says_who_wrote_it_and_the_log_does_not_say_what():
    ben, mod = voice(), staff(MODERATORS)
    note(about=ben, text=" Twice now. ", by=mod)
    assert [(one.text, one.about, one.by.user) for one in Note.objects.all()] == [("Twice now.", ben, mod)]
    event = Event.objects.get()
    assert event.kind == Event.Kind.NOTED and "Twice" not in f"{event.reason}{event.kept}"


@pytest.mark.parametrize("text", ["", "  \n "])
def test_an_empty_note_is_none(text):
    with pytest.raises(NotAllowed, match="nothing to note"):
        note(about=voice(), text=text, by=staff(MODERATORS))


def test_a_note_that_somebody_took_away_since_is_not_undone():
    ben, mod = voice(), staff(MODERATORS)
    note(about=ben, text="Twice now.", by=mod)
    Note.objects.all().delete()
    assert not undo(Event.objects.get().batch, by=mod).done
