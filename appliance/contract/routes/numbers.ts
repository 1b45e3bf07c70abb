import Type from "typebox";
import { FirewallAct } from "../firewall.ts";
import { SpecialNumber } from "../special-number.ts";
import { NumberPattern, Slug } from "../words.ts";
import { Closed, route, Words } from "./route.ts";

const Dialled = Type.String({ pattern: "^[0-9+*#]{1,40}$" });
const Owner = Type.Object({ id: Type.String({ pattern: "^(agent|phone|role):[a-z0-9][a-z0-9_-]{0,39}$" }) });

export const numbersRoutes = {
  testCaller: route({
    method: "GET",
    path: "/api/firewall/test",
    right: "supervise",
    summary: "Which rule would strike a caller now, and why; without `caller`, one who withholds his number",
    query: Type.Object({
      caller: Type.Optional(Type.String({ pattern: "^[0-9+]{1,40}$" })),
      called: Type.String({ pattern: "^[0-9+*#]{1,40}$" }),
      line: Type.String({ maxLength: 40 }),
    }),
    reply: Closed({
      /** The line and the number called would be taken at all; if not, the end reason. */
      admitted: Type.Union([Closed({ flow: Type.String(), pattern: Type.String() }), Closed({ why: Type.String() })]),
      act: FirewallAct,
      by: Type.Optional(Closed({ rule: Type.String(), name: Type.String(), why: Words })),
      /** Rules looked at, in order, to the one that strikes. */
      tried: Type.Array(Closed({ rule: Type.String(), name: Type.String(), strikes: Type.Boolean(), why: Words })),
      special: Type.Optional(Closed({ number: NumberPattern, name: Type.String(), class: Type.String(), vip: Type.Boolean() })),
      callsLastHour: Type.Integer(),
    }),
  }),
  testOutgoing: route({
    method: "GET",
    path: "/api/outgoing/test",
    right: "supervise",
    summary:
      "What would happen if a phone, or somebody of a role, dialled this now: class, right, trunks in the order they are tried",
    /** With `role` its rights count, whoever sits where; with neither, those of who has no role. */
    query: Type.Object({
      phone: Type.Optional(Type.String({ pattern: "^[0-9]{2,8}$" })),
      role: Type.Optional(Slug),
      number: Dialled,
    }),
    reply: Closed({
      /** What the dialled digits mean: a phone, a flow, a star code, the world outside, nothing. */
      means: Type.String(),
      class: Type.Optional(Type.String()),
      role: Type.Optional(Type.String()),
      may: Type.Optional(Type.Union([Type.Literal("yes"), Type.Literal("with-pin"), Type.Literal("no")])),
      why: Type.Optional(Words),
      trunks: Type.Array(Closed({ line: Type.String(), number: Type.String() })),
    }),
  }),
  countryNumbers: route({
    method: "GET",
    path: "/api/outgoing/country",
    right: "supervise",
    summary:
      "How a country's numbers are classed before the site's own table: emergency numbers, then patterns, first match wins",
    query: Type.Object({ country: Type.String({ pattern: "^[A-Z]{2}$" }) }),
    reply: Closed({
      /** false: no table of its own, the general one is used. */
      known: Type.Boolean(),
      emergency: Type.Array(Type.String()),
      classes: Type.Array(Closed({ pattern: Type.String(), class: Type.String() })),
      /** Rights of who has no role while the site names none. */
      usual: Type.Array(Type.String()),
    }),
  }),
  pins: route({
    method: "GET",
    path: "/api/outgoing/pins",
    right: "supervise",
    summary: "Who has a PIN for calls outside, and whose is locked; never the PIN",
    reply: Type.Array(Closed({ owner: Type.String(), set: Type.Boolean(), lockedUntilMs: Type.Optional(Type.Number()) })),
  }),
  setPin: route({
    method: "PUT",
    path: "/api/outgoing/pins/:id",
    right: "change-settings",
    summary: "PIN of an agent, a phone or a role (`agent:…`, `phone:…`, `role:…`); stored as a hash",
    params: Owner,
    body: Type.Object({ pin: Type.String({ pattern: "^[0-9]{4,12}$" }) }),
  }),
  dropPin: route({
    method: "DELETE",
    path: "/api/outgoing/pins/:id",
    right: "change-settings",
    summary: "Take a PIN away",
    params: Owner,
  }),
  unlockPin: route({
    method: "POST",
    path: "/api/outgoing/pins/:id/unlock",
    right: "supervise",
    summary: "Let somebody try again whose PIN is locked",
    params: Owner,
  }),
  exportSpecialNumbers: route({
    method: "GET",
    path: "/api/special-numbers/csv",
    right: "change-settings",
    summary: "Special numbers as CSV (RFC 4180, UTF-8)",
    reply: Type.Unknown(),
    media: "text/csv",
  }),
  /** Reads and judges row by row; for a preview, and for whoever puts the numbers into the settings himself. */
  readSpecialNumbers: route({
    method: "POST",
    path: "/api/special-numbers/read",
    right: "change-settings",
    summary: "Read special numbers from CSV without taking them in: good rows as they would be, wrong rows with the reason",
    body: Type.Object({ csv: Type.String({ maxLength: 1_000_000 }) }),
    reply: Closed({
      /** `forms`: every way this number may be written; a number listed in one of them is the same. */
      numbers: Type.Array(Closed({ row: Type.Integer(), number: SpecialNumber, forms: Type.Array(Type.String()) })),
      /** Rows that can't be taken, at most 200; `column` where one cell is to blame. */
      problems: Type.Array(Closed({ row: Type.Integer(), column: Type.Optional(Type.String()), reason: Words, hint: Words })),
      /** Wrong rows in all. */
      wrongRows: Type.Integer(),
    }),
  }),
  /** `replace` drops those not in it. If-Match and `?dry-run` as for the settings. */
  importSpecialNumbers: route({
    method: "POST",
    path: "/api/special-numbers/csv",
    right: "change-settings",
    summary: "Take in special numbers from CSV; wrong rows are named and nothing is changed",
    query: Type.Object({ "dry-run": Type.Optional(Type.String()) }),
    body: Type.Object({
      csv: Type.String({ maxLength: 1_000_000 }),
      mode: Type.Union([Type.Literal("replace"), Type.Literal("merge")]),
    }),
    reply: Closed({ revision: Type.Integer(), rows: Type.Integer(), plan: Type.Array(Words) }),
  }),
} as const;
