import type { Language } from "../contract/words.ts";
import { outsideLine } from "../core/lines/outside-lines.ts";
import type { FigureSettings } from "./figures-desk.ts";

/** What a queue, an agent or a line is called, in one language; its id where it has no name. */
export const nameIn =
  (settings: FigureSettings, language: Language) =>
  (key: string): string => {
    const { queues, agents } = settings;
    const queue = queues.find((q) => q.id === key)?.name;
    return (
      (queue && (queue[language] ?? queue.zh ?? queue.en)) ??
      agents.find((a) => a.id === key)?.name ??
      outsideLine(settings, key)?.name ??
      key
    );
  };
