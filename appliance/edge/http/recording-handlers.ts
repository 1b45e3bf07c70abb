import { may, mayActFor } from "../../core/access/may.ts";
import { drawSample } from "../../core/recordings/draw-sample.ts";
import { fitToDraw } from "../../core/recordings/fit-to-draw.ts";
import { lastWeek } from "../../core/recordings/last-week.ts";
import { isOwn, mayHear } from "../../core/recordings/may-hear.ts";
import { type Asked, type Asker, type Handlers, signedIn } from "./handlers.ts";
import { badRequest, expectOk, HttpFault } from "./http-fault.ts";
import type { HttpPorts } from "./http-ports.ts";
import { sendRecording } from "./recording-file.ts";
import type { RecordingsPort } from "./recordings-port.ts";

const defaultBuckets = 400;
/** A player asks for one recording again and again: within this time it is the same listening. */
const oneListeningMs = 600_000;
const listeningsKept = 1_000;
/** Rows of a preview that are shown; the rest is counted. */
const shownGoing = 500;

type Hearing = "recordings" | "recording" | "recordingAudio" | "recordingPeaks" | "recordingProof";
type Pausing = "recordingPause" | "recordingResume";
type Noting = "noteRecording" | "dropRecordingNote" | "recordingAccesses";
type Keeping =
  | "holds"
  | "hold"
  | "releaseHold"
  | "retentionPreview"
  | "callsGoing"
  | "runRetention"
  | "retentionRuns"
  | "verifyRecordings"
  | "recordingsCheck";
type Auditing = "qualitySamples" | "drawQualitySample" | "qualitySample" | "putQualityResult";

export const recordingHandlers = (ports: HttpPorts): Pick<Handlers, Hearing | Pausing | Noting | Keeping | Auditing> => ({
  ...hearing(ports),
  ...pausing(ports),
  ...noting(ports),
  ...keeping(ports),
  ...auditing(ports),
});

/** The row of a recording, and whether this person may hear it. */
function knownRow(ports: HttpPorts, id: string, asker: Asker) {
  const row = ports.store.recording(id);
  if (!row) throw new HttpFault("not-found");
  const call = ports.store.call(row.call)?.record;
  return { row, call, audible: mayHear(asker, row, call, ports.settings.current().settings.recording) };
}

/** The row of a recording that this person may hear. */
function audibleRow(ports: HttpPorts, id: string, asker: Asker) {
  const known = knownRow(ports, id, asker);
  if (!known.audible) throw new HttpFault("not-allowed");
  return known;
}

/** The row of a recording that this person may note on: one he may hear, or of a call of his own. */
function notableRow(ports: HttpPorts, id: string, asker: Asker) {
  const known = knownRow(ports, id, asker);
  if (!known.audible && !isOwn(asker, known.call)) throw new HttpFault("not-allowed");
  return known;
}

function hearing(ports: HttpPorts): Pick<Handlers, Hearing> {
  const { store, recordings } = ports;
  const lately = new Map<string, number>();
  /** Written down before anything is sent; with the reason where one is wanted. */
  const note = async (asker: Asker, address: string, id: string, how: "heard" | "exported", given: string | undefined) => {
    const reason = given?.trim() ?? "";
    const wanted = ports.settings.current().settings.recording.askReason || !may(asker, "hear-recordings");
    if (wanted && reason.length < 3) throw new HttpFault("reason-wanted");
    const key = `${how} ${asker.user} ${id} ${reason}`;
    const now = ports.nowMs();
    if (now - (lately.get(key) ?? Number.NEGATIVE_INFINITY) < oneListeningMs) return;
    await store.recordingAct({ act: "access", recording: id, who: asker.user, address, how, reason, atMs: now });
    lately.delete(key);
    lately.set(key, now);
    if (lately.size > listeningsKept) lately.delete(lately.keys().next().value ?? "");
  };
  return {
    recordings(asked) {
      const asker = signedIn(asked);
      const { query } = asked;
      // An agent finds his own calls, whatever he asks for.
      if (!may(asker, "hear-recordings")) return store.findRecordings({ ...query, agent: asker.agent ?? "" });
      return store.findRecordings(query);
    },
    recording(asked) {
      const { id } = asked.params;
      const { row, call, audible } = notableRow(ports, id, signedIn(asked));
      const place = store.recordingPlace(id);
      return {
        recording: row,
        call,
        audible,
        ...(place ? { format: place.format, sealed: place.sealed, bytes: place.bytes } : {}),
        notes: store.recordingNotes(id),
        links: store.chainLinksOf(id),
        accesses: store.recordingAccesses(id),
      };
    },
    async recordingAudio(asked) {
      const { params, query, request, reply } = asked;
      const asker = signedIn(asked);
      audibleRow(ports, params.id, asker);
      const sound = await opened(recordings.open(params.id), request);
      try {
        await note(asker, request.ip, params.id, "heard", query.reason);
        return await sendRecording(request, reply, params.id, sound);
      } catch (error) {
        await sound.close();
        throw error;
      }
    },
    recordingPeaks(asked) {
      const { params, query, request } = asked;
      audibleRow(ports, params.id, signedIn(asked));
      return opened(recordings.peaks(params.id, query.buckets ?? defaultBuckets), request);
    },
    async recordingProof(asked) {
      const { params, query, request, reply } = asked;
      const asker = signedIn(asked);
      audibleRow(ports, params.id, asker);
      await note(asker, request.ip, params.id, "exported", query.reason);
      const zip = await opened(recordings.proof(params.id, asker.user, query.reason?.trim() ?? ""), request);
      const name = params.id.replace(/[^A-Za-z0-9._-]/g, "_");
      reply.type("application/zip").header("content-disposition", `attachment; filename="${name}.zip"`);
      return zip;
    },
  };
}

async function opened<T>(file: Promise<T>, request: Asked<"recordingAudio">["request"]): Promise<T> {
  try {
    return await file;
  } catch (error) {
    request.log.warn({ error }, "a recording can't be read");
    throw new HttpFault("recording-damaged");
  }
}

function pausing(ports: HttpPorts): Pick<Handlers, Pausing> {
  const act = async (asked: Asked<Pausing>, on: "desk.recordPause" | "desk.recordResume"): Promise<void> => {
    const asker = signedIn(asked);
    const agent = asked.params.id;
    if (!mayActFor(asker, agent)) throw new HttpFault("not-allowed");
    expectOk(await ports.desk({ on, agent, by: asker.user }));
  };
  return {
    recordingPause: (asked) => act(asked, "desk.recordPause"),
    recordingResume: (asked) => act(asked, "desk.recordResume"),
  };
}

function noting(ports: HttpPorts): Pick<Handlers, Noting> {
  const { store } = ports;
  return {
    async noteRecording(asked) {
      const asker = signedIn(asked);
      const { id } = asked.params;
      const { text = "", tag, atMs } = asked.body;
      notableRow(ports, id, asker);
      if (text.trim() === "" && tag === undefined)
        throw badRequest(
          "/text",
          { zh: "备注和标签均为空。", en: "There is neither a note nor a tag." },
          { zh: "请填写备注或标签。", en: "Write a note or choose a tag." },
        );
      const at = { ...(tag === undefined ? {} : { tag }), ...(atMs === undefined ? {} : { atMs }) };
      return {
        note: await store.recordingAct({ act: "note", recording: id, text, ...at, by: asker.user, madeAtMs: ports.nowMs() }),
      };
    },
    async dropRecordingNote({ params }) {
      await store.recordingAct({ act: "dropNote", recording: params.id, note: params.note });
    },
    recordingAccesses: ({ params }) => store.accessesOf(params.id),
  };
}

function keeping(ports: HttpPorts): Pick<Handlers, Keeping> {
  const { store, recordings } = ports;
  const shown = (plan: Awaited<ReturnType<RecordingsPort["preview"]>>) => {
    const { going, ...rest } = plan;
    return { ...rest, count: going.length, going: going.slice(0, shownGoing) };
  };
  return {
    holds: () => store.recordingHolds(),
    async hold(asked) {
      const { recording, call, reason, untilMs } = asked.body;
      const what = {
        ...(recording ? { recording } : {}),
        ...(call ? { call } : {}),
        ...(untilMs === undefined ? {} : { untilMs }),
      };
      const by = signedIn(asked).user;
      return { hold: await store.recordingAct({ act: "hold", ...what, reason, by, atMs: ports.nowMs() }) };
    },
    async releaseHold(asked) {
      await store.recordingAct({ act: "release", hold: asked.params.id, by: signedIn(asked).user, atMs: ports.nowMs() });
    },
    retentionPreview: async () => shown(await recordings.preview()),
    callsGoing: ({ query }) => recordings.callsGoing(query.days),
    async runRetention(asked) {
      const done = await recordings.runRetention(signedIn(asked).user, asked.body);
      if ("fault" in done) throw new HttpFault(done.fault);
      return shown(done);
    },
    retentionRuns: () => store.retentionRuns(),
    verifyRecordings: () => recordings.verify(),
    recordingsCheck: () => recordings.verifying() ?? {},
  };
}

type Wished = { fromMs?: number; toMs?: number; lastWeek?: boolean };
/** The time to draw from, and what a seed is called without one. */
function whenToDraw({ fromMs, toMs, lastWeek: wanted }: Wished, timeZone: string, nowMs: number) {
  if (wanted === true) return lastWeek(timeZone, nowMs);
  if (fromMs !== undefined && toMs !== undefined && fromMs < toMs) return { fromMs, toMs, name: new Date(nowMs).toISOString() };
  throw badRequest(
    "/fromMs",
    { zh: "没有说明抽样的时间范围。", en: "It is not said from when to when to draw." },
    { zh: "请给出 fromMs 与更晚的 toMs，或使用 lastWeek。", en: "Give fromMs and a later toMs, or lastWeek." },
  );
}

function auditing(ports: HttpPorts): Pick<Handlers, Auditing> {
  const { store } = ports;
  return {
    qualitySamples: () => store.qualitySamples(),
    async drawQualitySample(asked) {
      const { perAgent, minTalkSec = 0, leaveOutAudited = false } = asked.body;
      const atMs = ports.nowMs();
      const { fromMs, toMs, name } = whenToDraw(asked.body, ports.settings.current().settings.site.timeZone, atMs);
      const seed = asked.body.seed ?? name;
      const rules = { minTalkMs: minTalkSec * 1_000, leaveOutAudited };
      const { talks, leftOut } = fitToDraw(store.audibleTalks(fromMs, toMs), rules);
      const chosen = drawSample(talks, perAgent, seed).map(({ recording, agent }) => ({ recording, agent }));
      const drawn = { fromMs, toMs, perAgent, seed, ...rules, talks: talks.length, leftOut, chosen };
      const sample = await store.recordingAct({ act: "sample", by: signedIn(asked).user, atMs, ...drawn });
      return { sample, seed, results: store.qualityResults(sample) };
    },
    qualitySample({ params }) {
      const sample = store.qualitySamples().find((s) => s.n === params.id);
      if (!sample) throw new HttpFault("not-found");
      return { ...sample, results: store.qualityResults(params.id) };
    },
    async putQualityResult(asked) {
      const { id, recording } = asked.params;
      const by = signedIn(asked).user;
      await store.recordingAct({ act: "result", sample: id, recording, ...asked.body, by, atMs: ports.nowMs() });
    },
  };
}
