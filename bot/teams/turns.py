"""One turn from its activity to its delivered reply, and what the person is told when that fails."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from bot.teams import answers
from bot.teams.errors import ConversationGone, Refused, SendFailure, Unavailable
from bot.teams.fields import JsonObject
from bot.teams.file_consent import consent_card
from bot.teams.introductions import Introductions
from bot.teams.request_log import describe, log
from bot.teams.runner import Outcome, TurnRunner, Watch
from bot.teams.sdk import Chat, SdkAdapter
from bot.teams.translate import Form, Inbound
from dialogs.core import cards
from dialogs.core.document import Offer
from dialogs.core.reply import Reply
from dialogs.core.turn import Json, Kind, Turn
from dialogs.core.words import words_of

_NOT_THIS_CARD = frozenset({0, 400, 413})  # 0: found too large before it was sent

# Where an offered file can be fetched; empty if nowhere.
Link: TypeAlias = Callable[[Offer, datetime], str]
# What a turn becomes once it is known whose it is.
Become: TypeAlias = Callable[[Turn], Awaitable[Turn]]

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP status and a JSON body."""

    status: int = 200
    body: Json = None


class TurnFlow:
    """Runs turns and delivers their replies.

    The status says whether another try by Teams would help. 503: the reply certainly didn't arrive, and the runner will
    give the same reply again. 500: the turn failed and nobody could be told. Else 200, also for a reply that may have
    arrived or never will: a repeat of those only duplicates.
    """

    def __init__(
        self,
        sdk: SdkAdapter,
        runner: TurnRunner,
        watch: Watch,
        introductions: Introductions | None = None,
        link: Link | None = None,
        *,
        asks_consent: bool = True,
    ) -> None:
        self._sdk = sdk
        self._runner = runner
        self._watch = watch
        self._introductions = introductions
        self._link = link
        self._asks_consent = asks_consent

    async def serve(self, activity: JsonObject, inbound: Inbound, become: Become | None = None) -> Answer:
        """Act and answer; never raises because of the turn."""
        status = 200
        outcome: Outcome | None = None

        async def logic(chat: Chat) -> None:
            nonlocal status, outcome
            if self._introductions is not None:
                await self._introductions.before(activity, inbound.turn)
            turn = await become(inbound.turn) if become is not None else inbound.turn
            outcome = await self._runner.run(turn)
            status = await self._answer(chat, inbound, outcome)

        async def failed(chat: Chat, error: Exception) -> None:
            nonlocal status
            log(_logger, logging.ERROR, "turn failed: %s", describe(error))
            # After the act, "nothing was changed" would be untrue.
            status = 500 if outcome else await self._apologise(chat, inbound)

        return Answer(body=await self._sdk.run(activity, logic, failed), status=status)

    async def _answer(self, chat: Chat, inbound: Inbound, outcome: Outcome) -> int:
        if inbound.form is Form.CARD:
            await chat.answer(answers.card_answer(outcome.reply))
            await self._offer(chat, inbound, outcome)
        elif inbound.form is Form.SEARCH:
            await chat.answer(answers.search_answer(outcome.reply))
        elif outcome.reply is not None and not outcome.already_delivered:
            return await self._deliver(chat, inbound, outcome.reply)
        return 200

    async def _deliver(self, chat: Chat, inbound: Inbound, reply: Reply) -> int:
        try:
            await _send(chat, inbound, reply)
        except SendFailure as failure:
            self._watch.reply_failed()
            log(_logger, logging.ERROR, "reply not delivered: %s: %s", type(failure).__name__, failure.reason)
            return 503 if isinstance(failure, Unavailable) else 200
        await self._offer(chat, inbound, Outcome(reply))
        try:
            await self._runner.delivered(inbound.turn)
        except Exception as error:  # the person has the reply: at worst a repeat gets it twice
            log(_logger, logging.ERROR, "delivery not noted: %s", describe(error))
        return 200

    async def _offer(self, chat: Chat, inbound: Inbound, outcome: Outcome) -> None:
        """Offer the file that belongs to a reply: by a card of Teams, or else by a link. A failure is told, if it can
        be, and changes nothing: the reply is there, and asking again offers it again."""
        offer = outcome.reply.document if outcome.reply and not outcome.already_delivered else None
        if offer is None:
            return None
        try:
            if self._asks_consent:
                try:
                    return await chat.send(consent_card(offer))
                except Refused as failure:
                    log(_logger, logging.ERROR, "consent card refused: %s", failure.reason)
            link = self._link(offer, inbound.turn.at) if self._link else ""
            await chat.send(answers.message(offered(offer, link)))
        except SendFailure as failure:
            log(_logger, logging.ERROR, "file not offered: %s: %s", type(failure).__name__, failure.reason)

    async def _apologise(self, chat: Chat, inbound: Inbound) -> int:
        sorry = words_of("home")("sorry")
        if inbound.form is Form.CARD:
            await chat.answer(answers.error_answer(500, sorry))
        elif inbound.form is Form.SEARCH:
            await chat.answer(answers.search_message(sorry))
        elif inbound.turn.kind in (Kind.INSTALLED, Kind.REMOVED):
            return 500  # nobody asked for anything
        else:
            try:
                await chat.send(answers.text_message(sorry))
            except SendFailure as failure:
                log(_logger, logging.ERROR, "apology not delivered: %s: %s", type(failure).__name__, failure.reason)
                return 500
        return 200


def offered(offer: Offer, link: str) -> Reply:
    """A link to a file, or that there is none."""
    if not link:
        return Reply(words_of("core")("document_failed"))
    says = words_of("core")("document_link", label=offer.label)
    return Reply(
        f"{says}\n{link}",
        cards.card([cards.paragraph(says)], [cards.open_url(words_of("core")("document_fetch"), link)], says),
    )


async def _send(chat: Chat, inbound: Inbound, reply: Reply) -> None:
    """Send the reply; a card that Teams doesn't take goes as its text, which says the same."""
    try:
        await _send_as_it_is(chat, inbound, reply)
    except Refused as failure:
        if reply.card is None or failure.status not in _NOT_THIS_CARD:
            raise
        log(_logger, logging.ERROR, "card refused, sent as text: %s", failure.reason)
        await chat.send(answers.text_message(reply.text))


async def _send_as_it_is(chat: Chat, inbound: Inbound, reply: Reply) -> None:
    message = answers.message(reply)
    if inbound.form is Form.SUBMIT and inbound.card_id and reply.in_place and reply.card is not None:
        try:
            return await chat.replace(inbound.card_id, message)
        except (Refused, ConversationGone) as failure:
            # The card may have been deleted, or be one that can't be changed: the answer matters more than its place.
            log(_logger, logging.WARNING, "card not replaced, sent anew: %s", failure.reason)
    return await chat.send(message)
