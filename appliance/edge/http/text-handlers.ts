import { randomUUID } from "node:crypto";
import type { NewText, TextRow } from "../../contract/texts.ts";
import { may } from "../../core/access/may.ts";
import { textPaths } from "../../core/texts/choose-path.ts";
import { type Asked, type Asker, type Handlers, signedIn } from "./handlers.ts";
import { badRequest, expectOk, HttpFault } from "./http-fault.ts";
import type { HttpPorts } from "./http-ports.ts";

type TextRoute = "texts" | "text" | "sendTexts" | "cancelText" | "resendText";

export function textHandlers(ports: HttpPorts): Pick<Handlers, TextRoute> {
  const { texts, store } = ports;
  const isHis = (asker: Asker, row: TextRow): boolean =>
    may(asker, "supervise") || row.direction === "in" || row.by === asker.user;
  const textOf = (asked: Pick<Asked<"text">, "asker" | "params">): TextRow => {
    const row = texts.text(asked.params.id);
    if (!row || !isHis(signedIn(asked), row)) throw new HttpFault("not-found");
    return row;
  };
  return {
    texts(asked) {
      const asker = signedIn(asked);
      const { before, ...query } = asked.query;
      return store.texts({
        ...query,
        ...(before === undefined ? {} : { beforeMs: before }),
        ...(may(asker, "supervise") ? {} : { for: asker.user }),
      });
    },
    text: (asked) => textOf(asked),
    async sendTexts(asked) {
      const asker = signedIn(asked);
      const { to, text } = asked.body;
      const numbers = [...new Set(to)];
      if (numbers.length > 1 && !may(asker, "supervise")) throw new HttpFault("not-allowed");
      if (textPaths(ports.settings.current().settings).length === 0) throw noWay;
      const asks = numbers.map((number): NewText => {
        const parts = texts.parts(number, text);
        if (parts === undefined) throw notSendable(to.indexOf(number));
        return { id: randomUUID(), number, text, parts };
      });
      expectOk(await texts.act({ on: "text.asked", texts: asks, by: asker.user }));
      return { ids: asks.map(({ id }) => id) };
    },
    async cancelText(asked) {
      const row = textOf(asked);
      if (row.state !== "waiting" && row.state !== "unsure") throw new HttpFault("text-state");
      expectOk(await texts.act({ on: "text.cancelled", text: row.id, by: signedIn(asked).user, row }));
    },
    async resendText(asked) {
      const row = textOf(asked);
      if (row.state !== "unsure" && row.state !== "failed") throw new HttpFault("text-state");
      expectOk(await texts.act({ on: "text.resent", text: row.id, by: signedIn(asked).user, row }));
    },
  };
}

const noWay = badRequest(
  "/to",
  { zh: "没有可发送短信的线路。", en: "No line sends texts." },
  { zh: "请在线路设置中允许发送短信。", en: "Let a modem line send texts in the settings." },
);
const notSendable = (index: number): HttpFault =>
  badRequest(
    `/to/${index}`,
    { zh: "无法向该号码发送此内容。", en: "This text can't be sent to this number." },
    { zh: "请检查号码，或缩短内容。", en: "Check the number, or shorten the text." },
  );
