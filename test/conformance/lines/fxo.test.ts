import type { AnalogLine } from "../../../appliance/contract/line-settings.ts";
import type { LineId } from "../../../appliance/kit/ids.ts";
import { analogLine } from "../../sim/dahdi/analog-line.ts";
import { DahdiCard } from "../../sim/dahdi/dahdi-card.ts";
import { driveCard } from "../../sim/dahdi/drive-card.ts";
import { ExchangeEnd } from "../../sim/dahdi/exchange-end.ts";
import { lineSuite } from "./line-suite.ts";
import type { LineLimits, OpenLine } from "./line-under-test.ts";

const over =
  (settings: Partial<AnalogLine>, reversal: boolean, limits: LineLimits): OpenLine =>
  async (hear) => {
    const card = await DahdiCard.open({ 1: "fxo" }, { reversal });
    const { driver } = driveCard(card, [{ kind: "fxo", channel: 1, line: { ...analogLine, ...settings } }], hear);
    return {
      far: new ExchangeEnd(card, 1),
      party: { kind: "line", line: "fxo1" as LineId },
      limits,
      perform: (command) => driver.line(command),
      gauges: () => driver.gauges(),
      stop: async () => {
        await driver.stop("the test is over");
        await card.stop();
      },
    };
  };

lineSuite("an analog line without supervision", over({}, false, { answerAssumed: true, hangUpHeardMs: 3000 }));
// Rings and tones take the time they take: the second kind of line is for the long form.
if (process.env.LINEBOX_ALL_LINES)
  lineSuite("an analog line with reversal", over({ answer: "reversal", hangUpSigns: ["reversal", "busy-tone"] }, true, {}));
