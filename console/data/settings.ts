import { signal } from "@preact/signals";
import type { RouteReply } from "../../appliance/contract/routes.ts";
import type { PlanStep, Settings, SettingsProblem } from "../../appliance/contract/settings.ts";
import { call } from "./call.ts";
import { boxNow } from "./clock.ts";

export type SettingsReply = RouteReply<"settings">;
export type Reviewed = { plan: PlanStep[]; warnings: SettingsProblem[] };

/** When an applied change returns by itself unless somebody keeps it; by the box's clock. */
export const pendingUntilMs = signal<number | undefined>(undefined);
/** Rises when a change was not kept, so that whoever shows settings loads them again. */
export const returnedCount = signal(0);
let timer: ReturnType<typeof setTimeout> | undefined;

function setPending(until: number | undefined): void {
  clearTimeout(timer);
  pendingUntilMs.value = until;
  if (until === undefined) return;
  timer = setTimeout(
    () => {
      pendingUntilMs.value = undefined;
      returnedCount.value += 1;
    },
    Math.max(0, until - boxNow()) + 1_000,
  );
}

export async function fetchSettings(): Promise<SettingsReply> {
  const reply = await call("settings");
  setPending(reply.pending?.confirmByMs);
  return reply;
}

/** What would happen, without doing it. Throws a fault with problems when the document would be refused. */
export async function planSettings(settings: Settings, revision: number): Promise<Reviewed> {
  const reply = await call("putSettings", { body: settings, query: { "dry-run": "1" }, ifMatch: revision });
  return { plan: reply.plan, warnings: reply.warnings };
}

export async function applySettings(settings: Settings, revision: number): Promise<{ revision: number }> {
  const reply = await call("putSettings", { body: settings, ifMatch: revision });
  setPending(reply.confirmByMs);
  return { revision: reply.revision };
}

export async function keepSettings(): Promise<void> {
  await call("confirmSettings");
  setPending(undefined);
}

export const setTrunkSecret = (id: string, password: string) => call("setTrunkSecret", { params: { id }, body: { password } });
/** The secret of a drachtio server that takes the place of the box's own. */
export const setServerSecret = (secret: string) => call("setServerSecret", { body: { secret } });
/** Without a password the box makes one and tells it this once. */
export const setPhoneSecret = (id: string, password?: string) =>
  call("setPhoneSecret", { params: { id }, body: password ? { password } : {} });
/** Of the account for texts. */
export const setGatewaySecret = (id: string, password: string) =>
  call("setGatewaySecret", { params: { id }, body: { password } });
export const setLinePin = (id: string, pin: string) => call("setLinePin", { params: { id }, body: { pin } });
export const setMqttSecret = (secret: { password: string } | { key: string }) => call("setMqttSecret", { body: secret });
export const setMailPassword = (password: string) => call("setMailSecret", { body: { password } });
/** A mail at once, by the settings in force; what the mail server said comes back in its own words. */
export const testMail = (to: string) => call("testMail", { body: { to } });
