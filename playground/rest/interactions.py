"""Answers to interactions: the callback, the original response, and followups."""

from dataclasses import replace

from playground import payloads
from playground.bodies import check_message
from playground.command_bodies import check_choices
from playground.compose import INTERACTION, compose, revise
from playground.errors import refused, unknown
from playground.forms import FormErrors
from playground.interactions import Interaction, Interactions, Kind, State
from playground.model import Choice, Json, Message, MessageFlag, MessageType, Reference
from playground.rest.call import Call, Reply, Route
from playground.world import World

MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE, SUGGESTIONS = 4, 5, 6, 7, 8
_ANSWERS = {
    Kind.COMMAND: (MESSAGE, DEFERRED_MESSAGE),
    Kind.COMPONENT: (MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE),
    Kind.AUTOCOMPLETE: (SUGGESTIONS,),
}


class InteractionAnswers:
    def __init__(self, world: World, interactions: Interactions) -> None:
        self._world = world
        self._interactions = interactions

    def routes(self) -> tuple[Route, ...]:
        webhook = "/webhooks/{application_id}/{token}"
        one = webhook + "/messages/{message_id}"
        return (
            Route("POST", "/interactions/{interaction_id}/{token}/callback", self.answer, open=True),
            Route("POST", webhook, self.follow_up, open=True),
            Route("GET", one, self.get, open=True),
            Route("PATCH", one, self.edit, open=True),
            Route("DELETE", one, self.delete, open=True),
        )

    def answer(self, call: Call) -> Reply:
        body = call.form()
        interaction = self._interactions.to_answer(call.id("interaction_id"), call.params["token"])
        errors = FormErrors()
        kind, data = body.get("type"), errors.mapping(("data",), body.get("data"))
        if errors.one_of(("type",), kind, _ANSWERS[interaction.kind]):
            if kind == SUGGESTIONS:
                check_choices(errors, data.get("choices"), ("data", "choices"))
            else:
                check_message(errors, data, ("data",))
        errors.check()
        if interaction.state is not State.PENDING:
            raise refused(40060)
        message = self._carry_out(interaction, int(body["type"]), data)
        if call.query.get("with_response") not in ("1", "true"):
            return None
        return self._receipt(interaction, int(body["type"]), message)

    def _carry_out(self, interaction: Interaction, kind: int, data: Json) -> Message | None:
        world, settle = self._world, self._interactions.settle
        if kind == SUGGESTIONS:
            interaction.choices = tuple(
                Choice(_localized(choice, interaction), choice["value"]) for choice in data.get("choices") or ()
            )
            settle(interaction, State.SUGGESTED)
            return None
        if kind in (DEFERRED_UPDATE, UPDATE):
            return self._update(interaction, kind, data)
        if kind == DEFERRED_MESSAGE:
            placeholder = self._new(interaction, {"content": "…"} | data, original=True)
            flags = placeholder.flags & MessageFlag.EPHEMERAL | MessageFlag.LOADING
            message = world.add_message(replace(placeholder, content="", flags=flags))
            settle(interaction, State.LOADING, message.id)
            return message
        message = world.add_message(self._new(interaction, data, original=True))
        settle(interaction, State.ANSWERED, message.id)
        return message

    def _update(self, interaction: Interaction, kind: int, data: Json) -> Message | None:
        if interaction.pressed is None:
            raise unknown("Message")
        pressed = self._world.message(interaction.channel.id, interaction.pressed.id)
        if kind == UPDATE:
            if pressed is None:
                raise unknown("Message")
            pressed = self._world.change_message(revise(self._world, pressed, data, default_parse=INTERACTION))
        state = State.ANSWERED if kind == UPDATE else State.ACKNOWLEDGED
        self._interactions.settle(interaction, state, interaction.pressed.id)
        return pressed

    def _new(self, interaction: Interaction, body: Json, *, original: bool) -> Message:
        ephemeral = bool((body.get("flags") or 0) & MessageFlag.EPHEMERAL)
        answered = interaction.pressed.id if interaction.pressed is not None else None
        reply_to = answered if original else interaction.original_id
        return compose(
            self._world,
            interaction.channel,
            body,
            default_parse=INTERACTION,
            type_=interaction.message_type if original else MessageType.REPLY,
            reference=None if reply_to is None else Reference(interaction.channel.id, reply_to),
            origin=interaction.origin(followup=not original),
            visible_to=interaction.user.id if ephemeral else None,
        )

    def _receipt(self, interaction: Interaction, kind: int, message: Message | None) -> Json:
        about: Json = {
            "id": str(interaction.id),
            "type": interaction.kind.value,
            "channel_id": str(interaction.channel.id),
        }
        if interaction.channel.guild_id is not None:
            about["guild_id"] = str(interaction.channel.guild_id)
        receipt: Json = {"interaction": about}
        if message is not None:
            about |= {
                "response_message_id": str(message.id),
                "response_message_loading": message.loading,
                "response_message_ephemeral": message.ephemeral,
            }
        if message is not None and kind in (MESSAGE, UPDATE):
            receipt["resource"] = {"type": kind, "message": payloads.message(self._world, message)}
        return receipt

    # the webhook of an interaction's token

    def _interaction(self, call: Call) -> Interaction:
        if call.params["application_id"] != str(self._world.bot.id):
            raise unknown("Webhook")
        return self._interactions.by_token(call.params["token"])

    def _message(self, call: Call, interaction: Interaction) -> Message:
        name = call.params["message_id"]
        message_id = interaction.original_id if name == "@original" else call.id("message_id")
        own = (interaction.original_id, *interaction.followup_ids)
        message = self._world.message(interaction.channel.id, message_id or 0) if message_id in own else None
        if message is None:
            raise unknown("Message")
        return message

    def get(self, call: Call) -> Reply:
        return payloads.message(self._world, self._message(call, self._interaction(call)))

    def edit(self, call: Call) -> Reply:
        interaction, body = self._interaction(call), call.form()
        message = self._message(call, interaction)
        _check(body)
        return payloads.message(self._world, self._changed(interaction, message, body))

    def _changed(self, interaction: Interaction, message: Message, body: Json) -> Message:
        changed = self._world.change_message(revise(self._world, message, body, default_parse=INTERACTION))
        if interaction.state is State.LOADING:
            self._interactions.settle(interaction, State.ANSWERED)
        return changed

    def delete(self, call: Call) -> Reply:
        interaction = self._interaction(call)
        self._world.remove_message(self._message(call, interaction))
        if interaction.state is State.LOADING:
            self._interactions.settle(interaction, State.ANSWERED)
        return None

    def follow_up(self, call: Call) -> Reply:
        """The first after a deferral fills the placeholder, whose visibility stays."""
        interaction, body = self._interaction(call), call.form()
        _check(body)
        if interaction.state is State.LOADING:
            placeholder = self._world.message(interaction.channel.id, interaction.original_id or 0)
            if placeholder is not None:
                return payloads.message(self._world, self._changed(interaction, placeholder, body))
        message = self._world.add_message(self._new(interaction, body, original=False))
        self._interactions.follow_up(interaction, message)
        return payloads.message(self._world, message)


def _check(body: Json) -> None:
    errors = FormErrors()
    check_message(errors, body)
    errors.check()


def _localized(choice: Json, interaction: Interaction) -> str:
    localizations = choice.get("name_localizations") or {}
    return str(localizations.get(interaction.user.locale) or choice["name"])
