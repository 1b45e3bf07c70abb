import Type from "typebox";
import { Id, route } from "./route.ts";

const Name = Type.Optional(Type.String({ maxLength: 40 }));
const Reason = Type.String({ minLength: 3, maxLength: 300 });
const Moment = Type.Integer({ minimum: 0, maximum: 9e15 });
const Score = Type.Integer({ minimum: 0, maximum: 100 });

export const recordingsRoutes = {
  recordingPause: route({
    method: "POST",
    path: "/api/agents/:id/recording-pause",
    right: "be-agent",
    summary: "Pause the recording of the agent's call: a number or password is given",
    params: Id,
  }),
  recordingResume: route({
    method: "POST",
    path: "/api/agents/:id/recording-resume",
    right: "be-agent",
    summary: "Let the recording of the agent's call go on",
    params: Id,
  }),
  /** Agents find their own calls. Reply: FoundRecording rows, newest first; the next page is before the last one's moment. */
  recordings: route({
    method: "GET",
    path: "/api/recordings",
    right: "see-live",
    summary: "Find recordings by anything known of them",
    query: Type.Object({
      beforeMs: Type.Optional(Moment),
      sinceMs: Type.Optional(Moment),
      number: Name,
      agent: Name,
      queue: Name,
      line: Name,
      direction: Name,
      kind: Name,
      tag: Name,
      words: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
      endReason: Name,
      minMs: Type.Optional(Moment),
      maxMs: Type.Optional(Moment),
      minScore: Type.Optional(Score),
      maxScore: Type.Optional(Score),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
    }),
  }),
  recording: route({
    method: "GET",
    path: "/api/recordings/:id",
    right: "see-live",
    summary: "One recording: row, place, notes, chain links, who heard it",
    params: Id,
  }),
  /** Whoever may: see core/recordings/may-hear. `reason` where the settings ask for one. */
  recordingAudio: route({
    method: "GET",
    path: "/api/recordings/:id/audio",
    right: "see-live",
    summary: "The sound; supports ranges",
    params: Id,
    query: Type.Object({ reason: Type.Optional(Reason) }),
  }),
  recordingPeaks: route({
    method: "GET",
    path: "/api/recordings/:id/peaks",
    right: "see-live",
    summary: "Waveform of both channels",
    params: Id,
    query: Type.Object({ buckets: Type.Optional(Type.Integer({ minimum: 50, maximum: 2000 })) }),
    reply: Type.Object({ durationMs: Type.Number(), left: Type.Array(Type.Number()), right: Type.Array(Type.Number()) }),
  }),
  recordingProof: route({
    method: "GET",
    path: "/api/recordings/:id/proof",
    right: "hear-recordings",
    summary: "The sound with its proof, signed by the box, as a zip",
    params: Id,
    query: Type.Object({ reason: Type.Optional(Reason) }),
  }),
  noteRecording: route({
    method: "POST",
    path: "/api/recordings/:id/notes",
    right: "see-live",
    summary: "Add a tag or a note, at a moment of the recording if wanted",
    params: Id,
    body: Type.Object({
      atMs: Type.Optional(Moment),
      tag: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
      text: Type.Optional(Type.String({ maxLength: 1000 })),
    }),
  }),
  dropRecordingNote: route({
    method: "DELETE",
    path: "/api/recordings/:id/notes/:note",
    right: "hear-recordings",
    summary: "Take a tag or a note away",
    params: Type.Object({ id: Type.String({ minLength: 1, maxLength: 100 }), note: Type.Integer({ minimum: 1 }) }),
  }),
  holds: route({
    method: "GET",
    path: "/api/holds",
    right: "hear-recordings",
    summary: "Recordings and calls that are kept whatever the rules say",
  }),
  hold: route({
    method: "POST",
    path: "/api/holds",
    right: "supervise",
    summary: "Keep a recording, or all of a call, whatever the rules say",
    body: Type.Object({
      recording: Type.Optional(Type.String({ maxLength: 100 })),
      call: Type.Optional(Type.String({ maxLength: 100 })),
      reason: Reason,
      untilMs: Type.Optional(Moment),
    }),
  }),
  releaseHold: route({
    method: "POST",
    path: "/api/holds/:id/release",
    right: "supervise",
    summary: "Let a held recording follow the rules again",
    params: Type.Object({ id: Type.Integer({ minimum: 1 }) }),
  }),
  recordingAccesses: route({
    method: "GET",
    path: "/api/people/:id/recordings-heard",
    right: "supervise",
    summary: "What a person listened to or took along, newest first",
    params: Id,
  }),
  retentionPreview: route({
    method: "GET",
    path: "/api/retention/preview",
    right: "change-settings",
    summary: "What the retention rules would delete now",
  }),
  /** `revision` and `atMs` of the preview: what runs is what was shown. */
  runRetention: route({
    method: "POST",
    path: "/api/retention/run",
    right: "change-settings",
    summary: "Delete exactly what a preview showed",
    body: Type.Object({ revision: Type.String({ pattern: "^[0-9a-f]{64}$" }), atMs: Moment }),
  }),
  retentionRuns: route({
    method: "GET",
    path: "/api/retention/runs",
    right: "hear-recordings",
    summary: "What runs of the retention rules did, newest first",
  }),
  verifyRecordings: route({
    method: "POST",
    path: "/api/recordings-check",
    right: "supervise",
    summary: "Start the check of all recordings against their chain",
  }),
  recordingsCheck: route({
    method: "GET",
    path: "/api/recordings-check",
    right: "hear-recordings",
    summary: "How far the check is, and what it found",
  }),
  qualitySamples: route({
    method: "GET",
    path: "/api/quality/samples",
    right: "supervise",
    summary: "Samples drawn for audits",
  }),
  drawQualitySample: route({
    method: "POST",
    path: "/api/quality/samples",
    right: "supervise",
    summary: "Draw so many recorded talks of each agent, decided by the seed",
    body: Type.Object({
      fromMs: Moment,
      toMs: Moment,
      perAgent: Type.Integer({ minimum: 1, maximum: 100 }),
      seed: Type.String({ minLength: 1, maxLength: 80 }),
    }),
  }),
  qualitySample: route({
    method: "GET",
    path: "/api/quality/samples/:id",
    right: "supervise",
    summary: "The talks of a sample and what the auditor found",
    params: Type.Object({ id: Type.Integer({ minimum: 1 }) }),
  }),
  putQualityResult: route({
    method: "PUT",
    path: "/api/quality/samples/:id/results/:recording",
    right: "supervise",
    summary: "Write down the score and the note of an audited talk",
    params: Type.Object({ id: Type.Integer({ minimum: 1 }), recording: Type.String({ minLength: 1, maxLength: 100 }) }),
    body: Type.Object({ score: Score, note: Type.String({ maxLength: 2000 }) }),
  }),
} as const;
