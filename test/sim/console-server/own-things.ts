import type { LivePhone } from "../../../appliance/contract/live.ts";
import { defaultNoAnswerMs, type ForwardWhen } from "../../../appliance/contract/phone-features.ts";
import type { Handlers, Refuse } from "./asked.ts";
import { machineHandlers } from "./machine.ts";
import { wav } from "./sound.ts";
import type { World } from "./world.ts";

type Box = { id: string; name: string; new: number; heard: number; full: boolean; greeting: boolean; pin: boolean };
type Set = Pick<LivePhone, "forward" | "doNotDisturb">;

/** What people set about themselves at the made-up hotline: forwards, greetings, PINs. */
export class OwnThings {
  readonly #phones = new Map<string, Set>();
  readonly #boxes: Box[] = [
    { id: "repair", name: "报修信箱", new: 2, heard: 5, full: false, greeting: true, pin: true },
    { id: "wang", name: "王芳", new: 0, heard: 1, full: false, greeting: false, pin: false },
  ];
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
    this.#phones.set("801", { forward: { noAnswer: { to: "800", afterMs: 20_000 } } });
    this.#phones.set("803", { forward: { always: { to: "13804110027" } }, doNotDisturb: true });
  }

  /** Phones with what is set at them. */
  dress = (phone: LivePhone): LivePhone => ({ ...phone, ...this.#phones.get(phone.id) });

  handlers(refuse: Refuse): Handlers {
    const change = (id: string | undefined, make: (now: Set) => Set) => {
      this.#phones.set(id ?? "", make(this.#phones.get(id ?? "") ?? {}));
      this.#world.touch("phones", id ?? "");
      return {};
    };
    const boxOf = (id: string | undefined) => this.#boxes.find((b) => b.id === id);
    return {
      calendarsNow: () => {
        const evening = new Date(this.#world.nowMs).setHours(18, 0, 0, 0);
        const untilMs = evening > this.#world.nowMs ? evening : evening + 14 * 3_600_000;
        return this.#world.settings.calendars.map(({ id, name }) => ({ id, name, open: true, untilMs }));
      },
      setForward: ({ params, body, reply }) => {
        if (body.to === params.id) return refuse(reply, "bad-request");
        const set = { to: String(body.to), ...(params.when === "noAnswer" ? { afterMs: defaultNoAnswerMs } : {}), ...body };
        return change(params.id, (now) => ({ ...now, forward: { ...now.forward, [params.when as ForwardWhen]: set } as never }));
      },
      dropForward: ({ params }) =>
        change(params.id, (now) => {
          const { [params.when as ForwardWhen]: _, ...rest } = now.forward ?? {};
          return { ...now, forward: params.when === "all" ? {} : rest };
        }),
      setDoNotDisturb: ({ params, body }) => change(params.id, (now) => ({ ...now, doNotDisturb: body.on === true })),
      voicemailBoxes: ({ me }) =>
        this.#boxes
          .map((box) => ({ ...box, mine: box.id === "repair" ? me.agent === "1002" : me.agent === "1001" }))
          .filter((box) => box.mine || me.role !== "agent" || box.id === "repair"),
      greetingSound: ({ params, reply }) =>
        boxOf(params.id)?.greeting
          ? reply.type("audio/wav").send(wav(`greeting ${params.id}`, 5_000))
          : refuse(reply, "not-found"),
      putGreeting: ({ params, reply }) => {
        const box = boxOf(params.id);
        if (!box) return refuse(reply, "not-found");
        box.greeting = true;
        return { durationMs: 5_000 };
      },
      dropGreeting: ({ params, reply }) => {
        const box = boxOf(params.id);
        if (!box) return refuse(reply, "not-found");
        box.greeting = false;
        return {};
      },
      setVoicemailPin: ({ params, reply }) => {
        const box = boxOf(params.id);
        if (!box) return refuse(reply, "not-found");
        box.pin = true;
        return {};
      },
      setMailSecret: () => ({}),
      ...machineHandlers(() => this.#world.nowMs),
      testMail: ({ body }) =>
        String(body.to).startsWith("x")
          ? { sent: false, fault: "Can't send mail - all recipients were rejected: 550 5.1.1 no such mailbox" }
          : { sent: true, said: "250 2.0.0 Ok: queued as 4XkT2h3Lz9" },
    };
  }
}
