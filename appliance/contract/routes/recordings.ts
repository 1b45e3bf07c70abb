import Type from "typebox";
import { Id, route } from "./route.ts";

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
  recordingAudio: route({
    method: "GET",
    path: "/api/recordings/:id/audio",
    right: "hear-recordings",
    summary: "The WAV file; supports ranges",
    params: Id,
  }),
  recordingPeaks: route({
    method: "GET",
    path: "/api/recordings/:id/peaks",
    right: "hear-recordings",
    summary: "Waveform of both channels",
    params: Id,
    query: Type.Object({ buckets: Type.Optional(Type.Integer({ minimum: 50, maximum: 2000 })) }),
    reply: Type.Object({ durationMs: Type.Number(), left: Type.Array(Type.Number()), right: Type.Array(Type.Number()) }),
  }),
} as const;
