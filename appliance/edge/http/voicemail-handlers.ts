import { routes } from "../../contract/routes.ts";
import type { VoicemailBoxSettings } from "../../contract/voicemail.ts";
import { may } from "../../core/access/may.ts";
import { isOwner } from "../../core/messages/owners.ts";
import type { AgentId } from "../../kit/ids.ts";
import { type Asked, type Asker, type Handlers, signedIn } from "./handlers.ts";
import { expectOk, HttpFault } from "./http-fault.ts";
import type { HttpPorts } from "./http-ports.ts";
import { receiveSound } from "./receive-sound.ts";
import { sendRecording } from "./recording-file.ts";
import { soundRefused } from "./sound-refused.ts";

/** As long as a greeting recorded by phone may be. */
const greetingMs = 120_000;
const tooLong = "longer than two minutes";

type VoicemailRoute =
  | "voicemailBoxes"
  | "messages"
  | "message"
  | "markMessage"
  | "deleteMessage"
  | "transcribeMessage"
  | "messageAudio"
  | "greetingSound"
  | "putGreeting"
  | "dropGreeting"
  | "setVoicemailPin";

export function voicemailHandlers(ports: HttpPorts): Pick<Handlers, VoicemailRoute> {
  const { office, store } = ports;
  const settings = () => ports.settings.current().settings;
  const owns = ({ agent }: Asker, box: VoicemailBoxSettings): boolean =>
    agent !== undefined && isOwner(settings(), box, agent as AgentId);
  const isHis = (asker: Asker, box: VoicemailBoxSettings): boolean => may(asker, "supervise") || owns(asker, box);
  /** A box he may hear; for everybody else there is none by that name. */
  const boxOf = (asked: { asker: Asker | undefined }, id: string): VoicemailBoxSettings => {
    const box = settings().voicemailBoxes?.find((b) => b.id === id);
    if (!box || !isHis(signedIn(asked), box)) throw new HttpFault("not-found");
    return box;
  };
  const messageOf = (asked: Pick<Asked<"message">, "asker" | "params">) => {
    const message = office.message(asked.params.id) ?? store.message(asked.params.id);
    if (!message) throw new HttpFault("not-found");
    boxOf(asked, message.box);
    return message;
  };
  /** One that is not deleted. */
  const liveOf = (asked: Pick<Asked<"message">, "asker" | "params">) => {
    const message = messageOf(asked);
    if (message.state === "deleted") throw new HttpFault("not-found");
    return message;
  };
  return {
    voicemailBoxes(asked) {
      const asker = signedIn(asked);
      const now = new Map(office.boxes().map((box) => [box.id, box]));
      return (settings().voicemailBoxes ?? [])
        .filter((box) => isHis(asker, box))
        .flatMap((settingsOf) => {
          const box = now.get(settingsOf.id);
          return box ? [{ ...box, name: settingsOf.name, mine: owns(asker, settingsOf) }] : [];
        });
    },
    messages(asked) {
      const { id } = boxOf(asked, asked.params.id);
      const { before, ...query } = asked.query;
      return store.messagesOf(id, { ...query, ...(before === undefined ? {} : { beforeMs: before }) });
    },
    message: (asked) => messageOf(asked),
    markMessage(asked) {
      const { id } = liveOf(asked);
      const { state, kept } = asked.body;
      const by = signedIn(asked).user;
      expectOk(office.act({ on: "message.marked", message: id, state, by, ...(kept ? { kept } : {}) }));
    },
    deleteMessage(asked) {
      const { id } = liveOf(asked);
      expectOk(office.act({ on: "message.marked", message: id, state: "deleted", by: signedIn(asked).user }));
    },
    transcribeMessage(asked) {
      const { id } = liveOf(asked);
      if (!settings().transcription) throw new HttpFault("not-found");
      expectOk(office.act({ on: "message.transcribe", message: id, by: signedIn(asked).user }));
    },
    async messageAudio(asked) {
      const { recording } = liveOf(asked);
      const { request, reply } = asked;
      const asker = signedIn(asked);
      const sound = await ports.recordings.open(recording).catch((error: unknown) => {
        request.log.warn({ error }, "a message can't be read");
        throw new HttpFault("recording-damaged");
      });
      try {
        const access = { who: asker.user, address: request.ip, how: "heard" as const, reason: "", atMs: ports.nowMs() };
        await store.recordingAct({ act: "access", recording, ...access });
        return await sendRecording(request, reply, recording, sound);
      } catch (error) {
        await sound.close();
        throw error;
      }
    },
    async greetingSound(asked) {
      const { id } = boxOf(asked, asked.params.id);
      const sound = await office.greeting(id);
      if (!sound) throw new HttpFault("not-found");
      return sendRecording(asked.request, asked.reply, `greeting-${id}`, sound);
    },
    async putGreeting(asked) {
      const { id } = boxOf(asked, asked.params.id);
      const { user } = signedIn(asked);
      const { soundBytes } = routes.putGreeting;
      const sound = await receiveSound(asked.body, ports.prompts.incoming, soundBytes ?? 0, (path) =>
        ports.prompts.convert(path),
      );
      if ("fault" in sound) throw soundRefused(sound);
      if (sound.durationMs > greetingMs) throw soundRefused({ fault: "audio-too-long", text: tooLong });
      expectOk(office.act({ on: "greeting.recorded", box: id, path: `prompts/${sound.file}`, by: user }));
      return { durationMs: sound.durationMs };
    },
    dropGreeting(asked) {
      const { id } = boxOf(asked, asked.params.id);
      expectOk(office.act({ on: "greeting.recorded", box: id, by: signedIn(asked).user }));
    },
    setVoicemailPin: (asked) => office.setPin(boxOf(asked, asked.params.id).id, asked.body.pin),
  };
}
