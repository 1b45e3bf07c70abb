import type { TextCommand, TextEvent } from "../contract/texts.ts";
import type { GsmCommand, GsmEvent } from "../edge/gsm/gsm-config.ts";
import { readPdu } from "../wire/sms/read-pdu.ts";
import { submitPdus } from "../wire/sms/submit.ts";

/** What a modem tells, as the box understands it. Nothing for what is no matter of texts. */
export function textEvent(event: GsmEvent): TextEvent | undefined {
  switch (event.on) {
    case "sms.stored":
      return storedEvent(event);
    case "sms.sent": {
      const { id, line } = event;
      if (event.ok) return { on: "text.answered", id, line, ok: true, reference: event.reference };
      const { retry, of, why } = event;
      return { on: "text.answered", id, line, ok: false, retry, of, why: "code" in why ? `${why.kind} ${why.code}` : why.kind };
    }
    case "sms.memory":
    case "ussd.answer":
      return undefined;
  }
}

function storedEvent({ line, index, hex }: Extract<GsmEvent, { on: "sms.stored" }>): TextEvent {
  const place = { line, index, hex };
  const read = readPdu(hex);
  if ("fault" in read) return { on: "text.unreadable", place, fault: read.fault };
  switch (read.kind) {
    case "text": {
      const { from, text, sentAtMs, part } = read;
      return { on: "text.arrived", place, from: from.number, text, sentAtMs, ...(part ? { part } : {}) };
    }
    case "report": {
      const { reference, to, sentAtMs, doneAtMs, outcome, status } = read;
      return { on: "text.reported", place, reference, to: to.number, sentAtMs, doneAtMs, outcome, status };
    }
    case "data":
      return { on: "text.unreadable", place, fault: "data" };
  }
}

/** What a modem is asked, or the answer if no modem need be asked. */
export function modemCommand(command: TextCommand): GsmCommand | Extract<TextEvent, { on: "text.answered" }> {
  if (command.do === "text.delete") return { do: "sms.delete", ...command.place };
  const { id, line, to, text, reference, report, part } = command;
  const pdu = submitPdus({ to, text, reference, report })?.[part - 1];
  if (!pdu) return { on: "text.answered", id, line, ok: false, retry: "never", why: "no number" };
  return { do: "sms.send", id, line, ...pdu };
}

/** How many parts a text goes out in; nothing for a number that can't be one, or a text too long. */
export const partsOf = (to: string, text: string): number | undefined =>
  submitPdus({ to, text, reference: 0, report: false })?.length;
