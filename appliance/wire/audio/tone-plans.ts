import type { ToneSpec } from "./tones.ts";

/** waiting: another call knocks; error: no such number (special information tone, or what the country uses). */
export type ToneName = "dial" | "ringback" | "busy" | "congestion" | "waiting" | "error";
export type TonePlan = Record<ToneName, ToneSpec>;

const levelDbm0 = -10;
const forever = Number.POSITIVE_INFINITY;

/** Cadence in ms: on, off, on, off …; one frequency set for all of it. */
const cadence = (frequenciesHz: number[], ...onOffMs: number[]): ToneSpec => {
  const parts = [];
  for (let i = 0; i < onOffMs.length; i += 2)
    parts.push({ frequenciesHz, levelDbm0, onMs: onOffMs[i]!, offMs: onOffMs[i + 1] ?? 0 });
  return { parts, repeat: true };
};
const steady = (...frequenciesHz: number[]): ToneSpec => cadence(frequenciesHz, forever);
/** ITU-T E.180 5: three rising tones of 330 ms, then a second of silence. */
const information: ToneSpec = {
  parts: [950, 1400, 1800].map((hz) => ({ frequenciesHz: [hz], levelDbm0, onMs: 330, offMs: hz === 1800 ? 1000 : 0 })),
  repeat: true,
};

/** Supervisory tones by ISO 3166 country, after ITU-T E.180 supplement 2. A modulated tone is given as its two side frequencies. */
export const tonePlans: Readonly<Record<string, TonePlan>> = {
  CN: {
    dial: steady(450),
    ringback: cadence([450], 1000, 4000),
    busy: cadence([450], 350, 350),
    congestion: cadence([450], 700, 700),
    waiting: cadence([450], 400, 4000),
    error: cadence([450], 100, 100, 100, 100, 100, 100, 400, 400),
  },
  HK: {
    dial: steady(350, 440),
    ringback: cadence([440, 480], 400, 200, 400, 3000),
    busy: cadence([480, 620], 500, 500),
    congestion: cadence([480, 620], 250, 250),
    waiting: cadence([440], 300, 10_000),
    error: steady(480, 620),
  },
  TW: {
    dial: steady(350, 440),
    ringback: cadence([440, 480], 1000, 2000),
    busy: cadence([480, 620], 500, 500),
    congestion: cadence([480, 620], 250, 250),
    waiting: cadence([350, 440], 250, 250, 250, 3250),
    error: information,
  },
  SG: {
    dial: steady(425),
    ringback: cadence([401, 449], 400, 200, 400, 2000),
    busy: cadence([425], 750, 750),
    congestion: cadence([425], 250, 250),
    waiting: cadence([425], 300, 200, 300, 3200),
    error: cadence([425], 2500, 500),
  },
  JP: {
    dial: steady(400),
    ringback: cadence([384, 416], 1000, 2000),
    busy: cadence([400], 500, 500),
    congestion: cadence([400], 500, 500),
    waiting: cadence([384, 416], 500, 4000, 50, 450),
    error: information,
  },
  IN: {
    dial: steady(375, 425),
    ringback: cadence([375, 425], 400, 200, 400, 2000),
    busy: cadence([400], 750, 750),
    congestion: cadence([400], 250, 250),
    waiting: cadence([400], 200, 100, 200, 7500),
    error: cadence([400], 2500, 500),
  },
  AU: {
    dial: steady(413, 438),
    ringback: cadence([413, 438], 400, 200, 400, 2000),
    busy: cadence([425], 375, 375),
    congestion: cadence([425], 375, 375),
    waiting: cadence([425], 200, 200, 200, 4400),
    error: cadence([425], 2500, 500),
  },
  US: {
    dial: steady(350, 440),
    ringback: cadence([440, 480], 2000, 4000),
    busy: cadence([480, 620], 500, 500),
    congestion: cadence([480, 620], 250, 250),
    waiting: cadence([440], 300, 10_000),
    error: information,
  },
  GB: {
    dial: steady(350, 440),
    ringback: cadence([400, 450], 400, 200, 400, 2000),
    busy: cadence([400], 375, 375),
    congestion: cadence([400], 400, 350, 225, 525),
    waiting: cadence([400], 100, 4000),
    error: steady(400),
  },
  DE: {
    dial: steady(425),
    ringback: cadence([425], 1000, 4000),
    busy: cadence([425], 480, 480),
    congestion: cadence([425], 240, 240),
    waiting: cadence([425], 200, 200, 200, 5000),
    error: information,
  },
  FR: {
    dial: steady(440),
    ringback: cadence([440], 1500, 3500),
    busy: cadence([440], 500, 500),
    congestion: cadence([440], 250, 250),
    waiting: cadence([440], 300, 10_000),
    error: information,
  },
  IT: {
    dial: cadence([425], 200, 200, 600, 1000),
    ringback: cadence([425], 1000, 4000),
    busy: cadence([425], 500, 500),
    congestion: cadence([425], 200, 200),
    waiting: cadence([425], 400, 100, 250, 100, 150, 14_000),
    error: information,
  },
  ES: {
    dial: steady(425),
    ringback: cadence([425], 1500, 3000),
    busy: cadence([425], 200, 200),
    congestion: cadence([425], 200, 200, 200, 200, 200, 600),
    waiting: cadence([425], 175, 175, 175, 3500),
    error: information,
  },
  NL: {
    dial: steady(425),
    ringback: cadence([425], 1000, 4000),
    busy: cadence([425], 500, 500),
    congestion: cadence([425], 250, 250),
    waiting: cadence([425], 500, 9500),
    error: information,
  },
  RU: {
    dial: steady(425),
    ringback: cadence([425], 1000, 4000),
    busy: cadence([425], 350, 350),
    congestion: cadence([425], 175, 175),
    waiting: cadence([425], 200, 5000),
    error: information,
  },
  BR: {
    dial: steady(425),
    ringback: cadence([425], 1000, 4000),
    busy: cadence([425], 250, 250),
    congestion: cadence([425], 250, 250, 750, 250),
    waiting: cadence([425], 50, 1000),
    error: cadence([425], 250, 250, 750, 250),
  },
};

/** The tones of a country; China's where none are known. */
export const tonePlanOf = (country: string): TonePlan => tonePlans[country.toUpperCase()] ?? tonePlans.CN!;
export const toneFor = (country: string, name: ToneName): ToneSpec => tonePlanOf(country)[name];
