import Type from "typebox";
import { LiveState } from "../live.ts";
import { route } from "./route.ts";

export const boxRoutes = {
  /** WebSocket: LiveMessage. */
  live: route({
    method: "GET",
    path: "/api/live",
    right: "see-live",
    summary: "Live state by WebSocket",
    reply: Type.Unknown(),
    media: "websocket",
  }),
  liveNow: route({
    method: "GET",
    path: "/api/live/now",
    right: "see-live",
    summary: "Live state as it is at this moment, once; the WebSocket tells what changes from then on",
    reply: LiveState,
  }),
  /** Transactions, dialogs, legs, sockets, file handles: what must go back to rest when the calls are over. */
  gauges: route({
    method: "GET",
    path: "/api/gauges",
    right: "change-settings",
    summary: "What the box holds at this moment",
    reply: Type.Record(Type.String(), Type.Record(Type.String(), Type.Number())),
  }),
} as const;
