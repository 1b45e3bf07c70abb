import { createHash, randomInt } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startBusinessServer } from "../../provisioning/lab/business-server.ts";
import { labScripts } from "../../provisioning/lab/scripts.ts";
import { labPhones, labSettings, labUsers } from "../../provisioning/lab/settings.ts";
import type { Settings } from "../contract/settings.ts";
import type { Store } from "../edge/store/store.ts";

const letters = "abcdefghjkmnpqrstuvwxyz23456789";
const newPassword = (): string => Array.from({ length: 14 }, () => letters[randomInt(letters.length)]).join("");

/** HA1 hashes of a phone's password (RFC 7616 3.4.2), as the secret store keeps them. */
function phoneHashes(phone: string, realm: string, password: string): string {
  const hash = (algorithm: string) => createHash(algorithm).update(`${phone}:${realm}:${password}`, "utf8").digest("hex");
  return JSON.stringify({ md5: hash("md5"), sha256: hash("sha256") });
}

/** First start of the lab: people and phones with fresh passwords, shown once and kept beside the data. */
export async function seedLab(store: Store, dataDir: string): Promise<Settings> {
  const settings = labSettings("http://127.0.0.1:1");
  const credentials: Record<string, unknown> = {};
  for (const { user, name, role, agent } of labUsers) {
    const password = newPassword();
    credentials[user] = { user, password };
    await store.putUser({ user, name, role, language: "zh", ...(agent ? { agent } : {}) }, password);
  }
  const phones: Record<string, { password: string }> = {};
  for (const phone of labPhones) {
    const password = newPassword();
    phones[phone] = { password };
    await store.putSecret("phone", phone, phoneHashes(phone, settings.sip.realm, password));
  }
  const file = join(dataDir, "lab-credentials.json");
  await writeFile(file, `${JSON.stringify({ ...credentials, phones }, null, 2)}\n`, { mode: 0o600 });
  await store.saveSettings(settings, "lab", 0);
  for (const { flow, script } of labScripts) await store.putFlowScript(flow, script, "lab");
  console.log("lab passwords (kept in lab-credentials.json):");
  for (const { user } of labUsers) console.log(`  ${user.padEnd(8)} ${(credentials[user] as { password: string }).password}`);
  for (const phone of labPhones) console.log(`  ${phone.padEnd(8)} ${phones[phone]!.password}`);
  return settings;
}

/** Starts the demonstration utility's own systems and points the lab's connectors at them. */
export async function withBusiness(settings: Settings): Promise<{ settings: Settings; stop(): void }> {
  const { url, server } = await startBusinessServer();
  const wanted = new Map(labSettings(url).connectors.map((c) => [c.id, c]));
  const connectors = settings.connectors.map((c) =>
    /^http:\/\/127\.0\.0\.1:\d+\/(billing|cases|installation|reports)\b/.test(c.url) ? (wanted.get(c.id) ?? c) : c,
  );
  return { settings: { ...settings, connectors }, stop: () => server.close() };
}
