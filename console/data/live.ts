import { computed, signal } from "@preact/signals";
import type { LiveMessage, LiveState } from "../../appliance/contract/live.ts";
import { address } from "./call.ts";
import { hearBoxClock, tick } from "./clock.ts";
import { applyLive, type LiveView, parseLive } from "./live-state.ts";

/** `tried` counts failed attempts in a row; `retryAtMs` is by this computer's clock. */
type Link = { state: "connecting" | "up" | "down"; heardAtMs: number; tried: number; retryAtMs?: number };

const quietMs = 5_000;
const deadMs = 12_000;
const backoffMs = [500, 1_000, 2_000, 4_000, 8_000, 15_000];

export const live = signal<LiveState | undefined>(undefined);
export const link = signal<Link>({ state: "connecting", heardAtMs: 0, tried: 0 });
/** How old the values on the screen are; 0 while they are fresh. */
export const dataAgeMs = computed(() => {
  tick.value;
  const l = link.value;
  const age = l.heardAtMs === 0 ? 0 : Date.now() - l.heardAtMs;
  return l.state === "up" && age < quietMs ? 0 : age;
});
/** Whether acting on what is shown makes sense. */
export const canAct = computed(() => link.value.state === "up" && dataAgeMs.value === 0);

let socket: WebSocket | undefined;
let view: LiveView | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
let wanted = false;
let drawing = false;

/** Opens the stream and keeps it open until `stopLive`. */
export function startLive(): void {
  if (wanted) return;
  wanted = true;
  open();
}

export function stopLive(): void {
  wanted = false;
  clearTimeout(timer);
  const old = socket;
  socket = undefined;
  view = undefined;
  live.value = undefined;
  link.value = { state: "connecting", heardAtMs: 0, tried: 0 };
  old?.close();
}

export function retryNow(): void {
  clearTimeout(timer);
  if (wanted && !socket) open();
}
addEventListener("online", retryNow);

function open(): void {
  clearTimeout(timer);
  const url = address("live", {});
  const opened = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${url}`);
  socket = opened;
  opened.onmessage = (event) => {
    if (opened === socket) hear(String(event.data));
  };
  opened.onclose = () => {
    if (opened === socket) lost();
  };
  watch();
}

function hear(text: string): void {
  const message = parseLive(text);
  if (!message) return;
  const step = applyLive(view, message);
  if (step === "gap") {
    // Patches are missing: a new connection begins with the whole state again.
    drop();
    return;
  }
  view = step.view;
  hearBoxClock(messageTime(message));
  link.value = { state: "up", heardAtMs: Date.now(), tried: 0 };
  watch();
  draw();
}
const messageTime = (message: LiveMessage): number => (message.type === "hello" ? message.state.nowMs : message.nowMs);

/** Many patches may come within one frame; the page is drawn once. */
function draw(): void {
  if (drawing) return;
  drawing = true;
  const show = () => {
    drawing = false;
    if (view) live.value = view.state;
  };
  if (document.hidden) show();
  else requestAnimationFrame(show);
}

/** A stream that says nothing is dead, even when the connection does not know it yet. */
function watch(): void {
  clearTimeout(timer);
  timer = setTimeout(drop, deadMs);
}
function drop(): void {
  const old = socket;
  socket = undefined;
  old?.close();
  lost();
}
function lost(): void {
  socket = undefined;
  view = undefined;
  clearTimeout(timer);
  if (!wanted) return;
  const tried = link.value.tried + 1;
  const base = backoffMs[Math.min(tried, backoffMs.length) - 1] ?? 15_000;
  const waitMs = base * (0.8 + Math.random() * 0.4);
  link.value = { state: "down", heardAtMs: link.value.heardAtMs, tried, retryAtMs: Date.now() + waitMs };
  timer = setTimeout(open, waitMs);
}
