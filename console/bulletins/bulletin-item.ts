import type { LiveAgent } from "../../appliance/contract/live.ts";
import { myself } from "../data/session.ts";
import type { MenuItem } from "../parts/menu.tsx";
import { words } from "../words/words.ts";
import { askBulletin } from "./my-bulletins.ts";

/** Whom one cannot talk to, one texts (B9); oneself never. */
export const bulletinItem = (agent: LiveAgent): MenuItem[] =>
  myself()?.agent === agent.id
    ? []
    : [
        {
          kind: "act",
          label: words.value.nav.text,
          icon: "letter",
          run: () => askBulletin({ kind: "agent", agent: agent.id as never }),
        },
      ];
