import type { FaultCode } from "../contract/faults.ts";
import { officeOf } from "../core/box/office.ts";
import { boxNow, isFull, messageNow, newCount } from "../core/messages/messages-state.ts";
import type { OfficePort } from "../edge/http/office-port.ts";
import type { CallId } from "../kit/ids.ts";
import type { BoxProgram } from "./box-program.ts";
import { wavAt } from "./wav-at.ts";

/** What the console sees of messages and work: the live state first, rows for what is past. */
export function officePort({ timeline, store, office, sounds }: BoxProgram): OfficePort {
  const now = () => officeOf(timeline.state);
  return {
    boxes: () => {
      const { messages } = now();
      const pins = new Set(store.secretIds("pin"));
      return (timeline.state.settings.voicemailBoxes ?? []).map((box) => {
        const fresh = newCount(messages, box.id);
        const { messages: all, greeting } = boxNow(messages, box.id);
        const rest = { full: isFull(messages, box), greeting: greeting !== undefined, pin: pins.has(`box:${box.id}`) };
        return { id: box.id, new: fresh, heard: all.length - fresh, ...rest };
      });
    },
    message: (id) => messageNow(now().messages, id),
    item: (id) => {
      const { live } = now().items;
      return Object.hasOwn(live, id) ? live[id] : store.item(id);
    },
    greeting: async (box) => {
      const { greeting } = boxNow(now().messages, box);
      const path = greeting && (await sounds.file(greeting).catch(() => undefined));
      return path ? wavAt(path) : undefined;
    },
    act: (event) => (timeline.hear(event) ? "ok" : "busy"),
    surveyed: (id): { agent: string } | FaultCode => {
      const { calls, settings } = timeline.state;
      const call = Object.hasOwn(calls.calls, id) ? calls.calls[id as CallId] : undefined;
      if (!call) return "not-found";
      const { agent, queue } = call.record;
      const asks = settings.queues.find((q) => q.id === queue)?.survey !== undefined;
      return call.talk && agent && asks && !call.surveyed ? { agent } : "agent-state";
    },
    setPin: (box, pin) => office.setPin(box, pin),
    setMailPassword: (password) => office.setMailPassword(password),
    testMail: (to) => office.testMail(to),
    mailAgain: (id) => office.mailAgain(id),
  };
}
