import { partsOf } from "../../../appliance/assembly/modem-texts.ts";
import type { LiveState } from "../../../appliance/contract/live.ts";
import { type Right, rightsOf } from "../../../appliance/contract/routes.ts";
import type { Settings } from "../../../appliance/contract/settings.ts";
import { type TextGroup, textGroups } from "../../../appliance/contract/text-states.ts";
import type { TextCommand, TextRow } from "../../../appliance/contract/texts.ts";
import { stepTexts, type TextsWord } from "../../../appliance/core/texts/step-texts.ts";
import { liveTexts, newTexts, textNow, textsLive } from "../../../appliance/core/texts/texts-state.ts";
import type { LineId } from "../../../appliance/kit/ids.ts";
import type { Handlers, Refuse, User } from "./asked.ts";
import { pastTexts, textLines } from "./texts-past.ts";
import type { World } from "./world.ts";

/** A network takes a text, and hands it over, after so long. */
const takenMs = 1_500;
const handedOverMs = 4_000;
const settings = { lines: textLines } as unknown as Settings;

/** Text messages of the made-up hotline: those of two days, and new ones by the rules of the real box over a network that takes all. */
export class Texts {
  readonly #world: World;
  readonly #state = newTexts();
  readonly #rows = new Map<string, TextRow>();
  #made = 0;

  constructor(world: World, full: boolean) {
    this.#world = world;
    if (full) for (const row of pastTexts(world.nowMs)) this.#rows.set(row.id, row);
  }

  /** Says what a console sees of texts besides their page. */
  dress(state: LiveState): void {
    state.texts = liveTexts(this.#state);
    if (this.#rows.size === 0) return;
    const health = { signalDbm: -71, operator: "CMCC", registration: "home" };
    for (const { id, name, kind, port, ownNumber } of textLines)
      state.lines.push({ id, name, kind, port, number: ownNumber, state: "up", text: "", calls: 0, maxCalls: 1, health });
  }

  #step(event: TextsWord): void {
    const atMs = this.#world.nowMs;
    for (const effect of stepTexts(this.#state, event, { atMs, settings, lineUp: () => true })) {
      if (effect.do === "store" && effect.change.put === "text") this.#rows.set(effect.change.row.id, effect.change.row);
      if (effect.do === "push") this.#world.touch("texts", textsLive);
      if (effect.do === "text.send") this.#take(effect);
    }
  }
  #take({ id, line, to }: Extract<TextCommand, { do: "text.send" }>): void {
    const reference = this.#made++ & 255;
    setTimeout(() => this.#step({ on: "text.answered", id, line, ok: true, reference }), takenMs);
    setTimeout(() => {
      const [sentAtMs, doneAtMs] = [this.#world.nowMs - handedOverMs, this.#world.nowMs];
      const place = { line: line as LineId, index: 1, hex: id };
      this.#step({ on: "text.reported", place, reference, to, sentAtMs, doneAtMs, outcome: "delivered", status: 0 });
    }, takenMs + handedOverMs);
  }

  handlers(refuse: Refuse): Handlers {
    const may = (me: User, right: Right): boolean => rightsOf[me.role].includes(right);
    const isHis = (me: User, row: TextRow) => may(me, "supervise") || row.direction === "in" || row.by === me.user;
    const of = (me: User, id = ""): TextRow | undefined => {
      const row = textNow(this.#state, id) ?? this.#rows.get(id);
      return row && isHis(me, row) ? row : undefined;
    };
    const acts = (on: "text.cancelled" | "text.resent") => (asked: Parameters<NonNullable<Handlers["text"]>>[0]) => {
      const row = of(asked.me, asked.params.id);
      if (!row) return refuse(asked.reply, "not-found");
      this.#step({ on, text: row.id, by: asked.me.user, row });
      return {};
    };
    return {
      texts: ({ me, query }) => {
        const states: readonly string[] | undefined = query.group ? textGroups[query.group as TextGroup] : undefined;
        const text = query.text?.toLowerCase() ?? "";
        return [...this.#rows.values()]
          .filter((row) => isHis(me, row) && (states?.includes(row.state) ?? true) && row.atMs < Number(query.before ?? Infinity))
          .filter((row) => row.text.toLowerCase().includes(text) || row.number.includes(text))
          .sort((a, b) => b.atMs - a.atMs)
          .slice(0, Number(query.limit ?? 50));
      },
      text: ({ me, params, reply }) => of(me, params.id) ?? refuse(reply, "not-found"),
      sendTexts: ({ me, body, reply }) => {
        const to = [...new Set(body.to as string[])];
        if (to.length > 1 && !may(me, "supervise")) return refuse(reply, "not-allowed");
        const text = String(body.text);
        const texts = to.map((number) => ({ id: crypto.randomUUID(), number, text, parts: partsOf(number, text) ?? 1 }));
        this.#step({ on: "text.asked", texts, by: me.user });
        return { ids: texts.map(({ id }) => id) };
      },
      cancelText: acts("text.cancelled"),
      resendText: acts("text.resent"),
    };
  }
}
