import { createTransport } from "nodemailer";
import type { MailSettings } from "../../contract/mail.ts";
import type { Trouble } from "../../contract/trouble.ts";
import { troubleOf } from "../../runtime/trouble-of.ts";

export type Letter = { to: string; subject: string; text: string; attach?: { name: string; bytes: Buffer; type: string } };
/** `text` as it came, `trouble` for people. `final`: the server will never take this one. */
export type MailFault = { text: string; trouble: Trouble; final: boolean };

const patienceMs = 20_000;

/** The server took it; `said` in its own words. */
export type MailTaken = { said: string };

/** Hands one mail to the server. Never rejects. */
export async function handToServer(
  { host, port, security, user, from }: MailSettings,
  password: string | undefined,
  letter: Letter,
): Promise<MailFault | MailTaken> {
  const transport = createTransport({
    host,
    port,
    // RFC 8314 3.3: from the first byte; else RFC 3207, and no falling back to clear text.
    secure: security === "tls",
    requireTLS: security === "starttls",
    ignoreTLS: security === "none",
    ...(user ? { auth: { user, pass: password ?? "" } } : {}),
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs * 3,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    const { to, subject, text, attach } = letter;
    const attachments = attach ? [{ filename: attach.name, content: attach.bytes, contentType: attach.type }] : [];
    const { response } = (await transport.sendMail({ from, to, subject, text, attachments })) as { response?: string };
    return { said: oneLine(response ?? "") };
  } catch (error) {
    const { code, responseCode, message } = error as { code?: string; responseCode?: number; message?: string };
    // RFC 5321 4.2.1: a 5yz reply to the addresses or the content says "never"; to the login it may be mended by people.
    const final = (code === "EENVELOPE" || code === "EMESSAGE") && (responseCode ?? 0) >= 500;
    return { text: oneLine(message ?? String(error)), trouble: mailTrouble(error), final };
  } finally {
    transport.close();
  }
}

/** Which part of sending failed, by nodemailer's codes; what the server answered is quoted. */
const mailCodes: Record<string, Trouble["code"]> = {
  EAUTH: "login",
  EENVELOPE: "recipient",
  EMESSAGE: "content",
  ETLS: "encryption",
  ETIMEDOUT: "no-answer",
};
function mailTrouble(error: unknown): Trouble {
  const { code = "", response } = error as { code?: string; response?: string };
  const known = Object.hasOwn(mailCodes, code) ? mailCodes[code] : undefined;
  return known ? { code: known, ...(response ? { said: response } : {}) } : troubleOf(error);
}

const oneLine = (text: string): string => text.replace(/\s+/g, " ").slice(0, 300);
