"""Mail: queued with the act it tells, sent by the worker, tried again until the server takes it."""

import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django_tasks import task

from cordee.platform.models import Letter, MailChoices, Notice, Organisation, Pace, User

DIGEST = "digest"
"""What a letter that holds the whole week is about."""
LEASE = timedelta(minutes=15)
"""How long a worker has to send a letter before another one takes it."""
LONGEST_PAUSE = timedelta(hours=4)
SALT = "cordee.mail"
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one round of sending did."""

    sent: int
    refused: int
    waiting: int
    """Letters still queued, due or not."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a letter about one thing says, in the language of its reader."""

    subject: str
    opening: str
    quote: str
    path: str
    """The page where it stands."""
    link: str


def mail_choices(user: User) -> MailChoices:
    """What this account chose to receive; the defaults when it never chose."""
    return MailChoices.objects.filter(user=user).first() or MailChoices(user=user)


def pace_of(user: User, *, notice: Notice) -> Pace:
    return Pace(getattr(mail_choices(user), notice.value))


def language_of(user: User, *, organisation: Organisation) -> str:
    """The language this account chose for its mails, else that of the organisation."""
    return mail_choices(user).language or organisation.language


def address_of(path: str) -> str:
    """The whole address of a page, for readers who are not on the site."""
    return f"{settings.SITE_URL}{path}"


def tell(
    user: User,
    *,
    organisation: Organisation,
    notice: Notice,
    words: Callable[[], Words],
    at: datetime,
) -> Letter | None:
    """Queue a letter for who wants to be told at once; called inside the act's transaction."""
    if pace_of(user, notice=notice) != Pace.AT_ONCE:
        return None
    return queue_letter(
        user,
        organisation=organisation,
        about=notice,
        template="platform/letter.html",
        told=lambda: asdict(words()),
        at=at,
    )


def queue_letter(
    user: User,
    *,
    organisation: Organisation,
    about: str,
    template: str,
    told: Callable[[], dict[str, Any]],
    at: datetime,
) -> Letter | None:
    """Write a letter; `told`, its subject among it, is asked in the language of its reader."""
    if not user.email or not user.is_active:
        return None
    with translation.override(language_of(user, organisation=organisation)):
        said = told()
        context = said | {
            "reader": user,
            "organisation": organisation,
            "stop_url": address_of(unsubscribe_path(user, about=about)),
            "url": address_of(said.get("path", "/")),
            "choices_url": address_of(reverse("mail_choices")),
        }
        letter = Letter.objects.create(
            organisation=organisation,
            user=user,
            about=about,
            subject=" ".join(str(context["subject"]).split())[:250],
            text=render_to_string(template.replace(".html", ".txt"), context).strip() + "\n",
            html=render_to_string(template, context),
            written_at=at,
            due_at=at,
        )
    deliver.enqueue()
    return letter


@task()
def deliver() -> None:
    """Send what is due. Run by the worker, as soon as something is queued."""
    send_due(at=timezone.now())


def send_due(*, at: datetime) -> Delivery:
    """Send the letters that are due; a server that does not answer stops the round."""
    sent = refused = 0
    connection = get_connection()
    for letter in list(_due(at)[:200]):
        if not _taken(letter, at=at):
            continue
        try:
            _message(letter, connection=connection).send()
        except SMTPRecipientsRefused as error:
            refused += _settle(letter, Letter.State.REFUSED, at=at, problem=str(error))
        except OSError as error:  # no server, no answer, or it wants another try
            _postpone(letter, at=at, problem=f"{type(error).__name__}: {error}")
            break
        else:
            sent += _settle(letter, Letter.State.SENT, at=at)
    waiting = Letter.objects.filter(state=Letter.State.QUEUED).count()
    return Delivery(sent, refused, waiting)


def unsubscribe_path(user: User, *, about: str) -> str:
    """The address that stops one kind of mail, signed: it works without signing in."""
    token = signing.dumps({"user": str(user.pseudonym), "about": about}, salt=SALT)
    return reverse("unsubscribe", args=[token])


def unsubscribed(token: str) -> tuple[User, str] | None:
    """Whom and what a link stops; None when nobody here signed it."""
    try:
        said = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    user = User.objects.filter(pseudonym=said["user"]).first()
    return (user, said["about"]) if user else None


def choose_mail(choices: MailChoices) -> None:
    """Keep what an account chose. It belongs to no organisation: no journal tells it."""
    MailChoices.objects.update_or_create(
        user=choices.user,
        defaults={"language": choices.language}
        | {notice.value: getattr(choices, notice.value) for notice in Notice},
    )


def stop_mail(user: User, *, about: str) -> None:
    """No more mail of this kind; for the digest, nothing weekly any more."""
    choices = mail_choices(user)
    for notice in Notice:
        is_weekly = getattr(choices, notice.value) == Pace.WEEKLY
        if about == notice or (about == DIGEST and is_weekly):
            setattr(choices, notice.value, Pace.NEVER)
    choose_mail(choices)


def _due(at: datetime) -> QuerySet[Letter]:
    rows = Letter.objects.filter(state=Letter.State.QUEUED, due_at__lte=at)
    return rows.select_related("user").order_by("due_at", "pk")


def _taken(letter: Letter, *, at: datetime) -> bool:
    """Take the letter for a while; False when another worker was quicker."""
    free = Letter.objects.filter(
        pk=letter.pk, state=Letter.State.QUEUED, due_at=letter.due_at, attempts=letter.attempts
    )
    letter.attempts += 1
    return bool(free.update(due_at=at + LEASE, attempts=letter.attempts))


def _message(letter: Letter, *, connection: Any) -> EmailMultiAlternatives:
    stop = address_of(unsubscribe_path(letter.user, about=letter.about))
    message = EmailMultiAlternatives(
        letter.subject,
        letter.text,
        to=[letter.user.email],
        connection=connection,
        headers={
            "Message-ID": f"<{letter.key}@{settings.SITE_HOST}>",
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(letter.html, "text/html")
    return message


def _settle(letter: Letter, state: Letter.State, *, at: datetime, problem: str = "") -> int:
    sent_at = at if state == Letter.State.SENT else None
    rows = Letter.objects.filter(pk=letter.pk)
    return rows.update(state=state, sent_at=sent_at, problem=problem)


def _postpone(letter: Letter, *, at: datetime, problem: str) -> None:
    """Try again later: one minute, two, four… up to four hours; nothing is ever dropped."""
    pause = min(timedelta(minutes=2 ** min(letter.attempts - 1, 10)), LONGEST_PAUSE)
    Letter.objects.filter(pk=letter.pk).update(due_at=at + pause, problem=problem)
    logger.warning("Mail waits: %s. Next try in %s.", problem, pause)
