import { type Right, type Role, rightsOf } from "../../contract/routes.ts";

/** A person at the console. `agent` is the agent this person is, when he answers calls himself. */
export type Person = { user: string; role: Role; agent?: string };

/** Whether this person, or a stranger (`undefined`), has the right that a route wants. */
export const may = (person: Person | undefined, right: Right): boolean =>
  right === "everyone" || (person !== undefined && rightsOf[person.role].includes(right));

/** Agents act for themselves; whoever may supervise acts for any agent. */
export const mayActFor = (person: Person, agent: string): boolean =>
  may(person, "supervise") || (may(person, "be-agent") && person.agent === agent);
