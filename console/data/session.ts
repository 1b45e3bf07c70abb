import { effect, signal } from "@preact/signals";
import type { Me, Right, RouteReply } from "../../appliance/contract/routes.ts";
import type { Language } from "../../appliance/contract/words.ts";
import { browserLanguage, rememberedLanguage, speak } from "../words/words.ts";
import { call, signedOut } from "./call.ts";
import { asFault, type Fault } from "./fault.ts";
import { startLive, stopLive } from "./live.ts";

export type BoxStatus = RouteReply<"status">;
/** `starting` until the box has answered; `ended` when a session ran out under our feet. */
export type Session =
  | { at: "starting" }
  | { at: "unreachable"; fault: Fault }
  | { at: "set-up" }
  | { at: "sign-in"; ended: boolean }
  | { at: "in"; me: Me };

export const session = signal<Session>({ at: "starting" });
export const boxStatus = signal<BoxStatus | undefined>(undefined);

export const may = (right: Right): boolean => session.value.at === "in" && session.value.me.rights.includes(right);
export const myself = (): Me | undefined => (session.value.at === "in" ? session.value.me : undefined);

/** Asks the box who it is and who we are. */
export async function begin(): Promise<void> {
  session.value = { at: "starting" };
  try {
    const status = await call("status");
    boxStatus.value = status;
    if (!status.setUp) {
      session.value = { at: "set-up" };
      return;
    }
    await enter(await call("me"));
  } catch (error) {
    const fault = asFault(error);
    session.value = fault.status === 401 ? { at: "sign-in", ended: false } : { at: "unreachable", fault };
  }
}

async function enter(me: Me): Promise<void> {
  await speak(me.language, true);
  session.value = { at: "in", me };
  startLive();
}

/** Whoever chose a language on the sign-in page meant it. */
let chosenAtDoor: Language | undefined;

export async function signIn(user: string, password: string): Promise<void> {
  const me = await call("login", { body: { user, password } });
  const chosen = chosenAtDoor;
  chosenAtDoor = undefined;
  if (chosen && chosen !== me.language) {
    await call("setLanguage", { body: { language: chosen } });
    await enter({ ...me, language: chosen });
  } else await enter(me);
}

export async function setUp(body: { user: string; password: string; siteName: string; language: Language }): Promise<void> {
  const me = await call("setUp", { body });
  boxStatus.value = await call("status");
  await enter(me);
}

const landedKey = "linebox.landed";
/** Once after signing in, or in a new tab: true when whoever comes by the front door is to be led to his place. */
export function landsNow(): boolean {
  const first = sessionStorage.getItem(landedKey) === null;
  sessionStorage.setItem(landedKey, "1");
  return first;
}

export async function signOut(): Promise<void> {
  await call("logout");
  sessionStorage.removeItem(landedKey);
  stopLive();
  session.value = { at: "sign-in", ended: false };
}

/** For this person, here and on every other computer. */
export async function chooseLanguage(to: Language): Promise<void> {
  await speak(to, true);
  const me = myself();
  if (!me) {
    chosenAtDoor = to;
    return;
  }
  session.value = { at: "in", me: { ...me, language: to } };
  await call("setLanguage", { body: { language: to } });
}

export const changePassword = (old: string, fresh: string) => call("changePassword", { body: { old, new: fresh } });

export const firstLanguage = (): Language => rememberedLanguage() ?? browserLanguage();

effect(() => {
  if (signedOut.value > 0 && session.peek().at === "in") {
    stopLive();
    session.value = { at: "sign-in", ended: true };
  }
});
