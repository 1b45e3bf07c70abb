import Type, { type Static } from "typebox";

const closed = { additionalProperties: false } as const;

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
export const MailRow = Type.Object(
  {
    id: Type.String(),
    to: Type.String(),
    subject: Type.String(),
    text: Type.String(),
    attach: Type.Optional(
      Type.Object(
        {
          path: Type.String(),
          name: Type.String(),
          as: Type.Enum(["mp3", "wav"]),
        },
        closed,
      ),
    ),
    madeAtMs: Type.Number(),
    state: Type.Enum(["waiting", "sent", "failed"]),
    tries: Type.Number(),
    /** When it is tried next. */
    nextAtMs: Type.Number(),
    /** Why the last try failed. */
    fault: Type.Optional(Type.String()),
    sentAtMs: Type.Optional(Type.Number()),
  },
  closed,
);
export type MailRow = Static<typeof MailRow>;
