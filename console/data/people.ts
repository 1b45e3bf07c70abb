import { signal } from "@preact/signals";
import { call } from "./call.ts";
import { myself } from "./session.ts";

const known = signal<ReadonlyMap<string, string>>(new Map());
/** Asked about already: who left, programs and those on call have no row. */
const asked = new Set<string>();
let asking = false;

async function learn(): Promise<void> {
  // Rows drawn together ask once.
  await Promise.resolve();
  asking = false;
  // Ids do as long as names can't be had.
  const rows = await call("people").catch(() => []);
  if (rows.length > 0) known.value = new Map(rows.map(({ user, name }) => [user, name]));
}

/** What people call a user of the console whose id stands in a record; the id itself where nobody is known by it. */
export function personName(user: string): string {
  const name = known.value.get(user);
  if (name !== undefined) return name;
  const me = myself();
  if (me?.user === user) return me.name;
  if (me && !asked.has(user)) {
    asked.add(user);
    if (!asking) {
      asking = true;
      void learn();
    }
  }
  return user;
}
