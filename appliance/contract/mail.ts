import Type, { type Static } from "typebox";

/** The server that takes the box's mail. Its password is a secret, not part of this. */
export const MailSettings = Type.Object(
  {
    host: Type.String({ minLength: 1, maxLength: 253, pattern: "^[A-Za-z0-9.:_-]+$" }),
    port: Type.Integer({ minimum: 1, maximum: 65_535 }),
    /** RFC 8314: TLS from the first byte, or STARTTLS which must succeed, or none at all. */
    security: Type.Union([Type.Literal("tls"), Type.Literal("starttls"), Type.Literal("none")]),
    /** With a user, the password is sent too: never without encryption, unless the server is this machine. */
    user: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    from: Type.String({ pattern: '^[^\\s@<>,;"]{1,64}@[^\\s@<>,;"]{1,190}$', maxLength: 255 }),
  },
  { additionalProperties: false },
);
export type MailSettings = Static<typeof MailSettings>;

/** A mail on its way. `attach.path` is relative to the data folder. */
export type MailRow = {
  id: string;
  to: string;
  subject: string;
  text: string;
  attach?: { path: string; name: string; as: "mp3" | "wav" };
  madeAtMs: number;
  state: "waiting" | "sent" | "failed";
  tries: number;
  /** When it is tried next. */
  nextAtMs: number;
  /** Why the last try failed. */
  fault?: string;
  sentAtMs?: number;
};
