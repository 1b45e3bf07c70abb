import { readFileSync } from "node:fs";
import { open, rename } from "node:fs/promises";
import type { Logger } from "pino";
import type { Contact } from "../edge/sip/contacts.ts";
import type { PhoneId } from "../kit/ids.ts";
import type { Clock } from "../runtime/clock.ts";

export type PhoneContacts = { phone: PhoneId; contacts: Contact[] };
export type ContactBookParts = { path: string; clock: Clock; log: Pick<Logger, "warn">; now(): PhoneContacts[] };

/** Registrations are renewed all the time; one write for many of them. */
const gatherMs = 1_000;
const mostPhones = 2_000;
const mostContacts = 10;

/**
 * Where the phones are, kept beside the data: after a restart they ring at once and not only when they have registered again.
 * Soft knowledge: what is lost of it, a phone brings back within its own time.
 */
export class ContactBook {
  readonly #parts: ContactBookParts;
  #cancel: (() => void) | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(parts: ContactBookParts) {
    this.#parts = parts;
  }

  /** What a former run has left; nothing when it is missing or damaged. */
  read(): PhoneContacts[] {
    try {
      const found: unknown = JSON.parse(readFileSync(this.#parts.path, "utf8"));
      return Array.isArray(found) ? found.slice(0, mostPhones).filter(isEntry) : [];
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT")
        this.#parts.log.warn({ error: String(error) }, "the phones' places could not be read; they will register again");
      return [];
    }
  }

  /** Something changed: it is written within a second. */
  changed(): void {
    const { clock } = this.#parts;
    this.#cancel ??= clock.at(clock.nowMs() + gatherMs, () => void this.#write());
  }

  /** Writes what is still to be written. */
  async stop(): Promise<void> {
    if (this.#cancel) void this.#write();
    await this.#writing;
  }

  #write(): Promise<void> {
    this.#cancel?.();
    this.#cancel = undefined;
    const text = JSON.stringify(this.#parts.now());
    this.#writing = this.#writing
      .then(() => replaceFile(this.#parts.path, text))
      .catch((error) => this.#parts.log.warn({ error: String(error) }, "the phones' places could not be kept"));
    return this.#writing;
  }
}

/** Written beside, synced, then renamed: a reader never sees half a file. */
async function replaceFile(path: string, text: string): Promise<void> {
  const beside = `${path}.part`;
  const file = await open(beside, "w", 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(beside, path);
}

function isEntry(value: unknown): value is PhoneContacts {
  const { phone, contacts } = (value ?? {}) as Partial<PhoneContacts>;
  return typeof phone === "string" && Array.isArray(contacts) && contacts.length <= mostContacts && contacts.every(isContact);
}

function isContact(value: unknown): value is Contact {
  const c = (value ?? {}) as Partial<Contact>;
  const texts = [c.uri, c.address, c.callId, c.userAgent];
  const numbers = [c.port, c.expiresAtMs, c.cseq];
  return (
    texts.every((text) => typeof text === "string" && text.length <= 300) &&
    numbers.every((number) => Number.isSafeInteger(number)) &&
    (c.transport === "udp" || c.transport === "tcp" || c.transport === "tls")
  );
}
