import { textsOf } from "../core/box/office.ts";
import { isFullOfTexts, textNow } from "../core/texts/texts-state.ts";
import type { TextPort } from "../edge/http/text-port.ts";
import type { BoxProgram } from "./box-program.ts";
import { partsOf } from "./modem-texts.ts";

/** The live state first, rows for what is over. */
export function textPort({ timeline, store }: BoxProgram): TextPort {
  const now = () => textsOf(timeline.state);
  const known = (id: string) => textNow(now(), id) ?? store.text(id);
  return {
    text: known,
    parts: partsOf,
    act: async (event) => {
      if (event.on === "text.asked" && isFullOfTexts(now(), event.texts.length)) return "busy";
      if (event.on === "text.resent" && isFullOfTexts(now(), 1)) return "busy";
      if (!timeline.hear(event)) return "busy";
      // Whoever is told that it was taken may rely on it.
      await store.flushed();
      return "ok";
    },
  };
}
