import { bulletinsOf } from "../core/box/office.ts";
import { bulletinNow, isFullOfBulletins } from "../core/bulletins/bulletins-state.ts";
import type { BulletinPort } from "../edge/http/bulletin-port.ts";
import type { BoxProgram } from "./box-program.ts";

/** The live state first, rows for what is over. */
export function bulletinPort({ timeline, store }: BoxProgram): BulletinPort {
  const now = () => bulletinsOf(timeline.state);
  return {
    bulletin: (id) => bulletinNow(now(), id) ?? store.bulletin(id),
    act: async (event) => {
      if (event.on === "bulletin.sent" && isFullOfBulletins(now())) return "busy";
      if (!timeline.hear(event)) return "busy";
      // Whoever is told that it was sent or acknowledged may rely on it.
      await store.flushed();
      return "ok";
    },
  };
}
