import { bulletinsOf } from "../core/box/office.ts";
import { bulletinNow, isFullOfBulletins } from "../core/bulletins/bulletins-state.ts";
import type { BulletinPort } from "../edge/http/bulletin-port.ts";
import type { BoxProgram } from "./box-program.ts";

/** The live state first, rows for what is over. */
export function bulletinPort({ timeline, store }: BoxProgram): BulletinPort {
  const now = () => bulletinsOf(timeline.state);
  return {
    bulletin: (id) => bulletinNow(now(), id) ?? store.bulletin(id),
    act: (event) => {
      if (event.on === "bulletin.sent" && isFullOfBulletins(now())) return "busy";
      return timeline.hear(event) ? "ok" : "busy";
    },
  };
}
