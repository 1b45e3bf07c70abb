import type { MessageRow } from "../../../appliance/contract/voicemail.ts";
import type { CallId, RecordingId } from "../../../appliance/kit/ids.ts";
import type { Handlers, Refuse } from "./asked.ts";
import { wav } from "./sound.ts";

const minuteMs = 60_000;
const said = ["门前水管漏水，已经淹到路上了，请尽快派人。", "想问一下水费账单为什么比上个月多这么多。", ""];

/** Messages that callers left in the made-up boxes, the older half of them heard. */
export function messageHandlers(refuse: Refuse): Handlers {
  const nowMs = Date.now();
  const rows: MessageRow[] = Array.from({ length: 7 }, (_, i) => ({
    id: `m${i}`,
    box: "repair",
    call: `call-m${i}` as CallId,
    recording: `rec-m${i}` as RecordingId,
    path: "",
    caller: i === 3 ? "" : `1380013${String(8000 + i * 37)}`,
    ...(i === 1 ? { callerName: "海昌小区物业" } : {}),
    language: "zh",
    atMs: nowMs - (i * i * 47 + 12) * minuteMs,
    lengthMs: 14_000 + i * 6_500,
    fields: i % 2 ? [] : [{ name: "meter", label: { zh: "水表号", en: "Meter" }, value: `0042${7310 + i}` }],
    state: i < 2 ? "new" : "heard",
    ...(i === 4 ? { kept: true } : {}),
    ...(i < 2 ? {} : { by: "wang", changedAtMs: nowMs - i * i * 40 * minuteMs }),
    ...(i === 2 ? {} : { transcript: { state: i === 5 ? "failed" : "done", text: said[i % 3] || "请回电。", atMs: nowMs } }),
  })) as MessageRow[];
  const found = (id: string | undefined) => rows.find((r) => r.id === id);
  return {
    messages: ({ params, query }) =>
      rows.filter((r) => r.box === params.id && (query.state ? r.state === query.state : r.state !== "deleted")),
    messageAudio: ({ params, reply }) => {
      const row = found(params.id);
      return row ? reply.type("audio/wav").send(wav(row.id, row.lengthMs)) : refuse(reply, "not-found");
    },
    markMessage: ({ params, body, me, reply }) => {
      const row = found(params.id);
      if (!row) return refuse(reply, "not-found");
      const kept = body.kept as boolean | undefined;
      Object.assign(row, { state: body.state, by: me.user, changedAtMs: Date.now(), ...(kept === undefined ? {} : { kept }) });
      return {};
    },
    deleteMessage: ({ params, me, reply }) => {
      const row = found(params.id);
      if (!row) return refuse(reply, "not-found");
      Object.assign(row, { state: "deleted", by: me.user, changedAtMs: Date.now() });
      return {};
    },
    transcribeMessage: ({ params, reply }) => {
      const row = found(params.id);
      if (!row) return refuse(reply, "not-found");
      row.transcript = { state: "asked", text: "", atMs: Date.now() };
      return {};
    },
  };
}
