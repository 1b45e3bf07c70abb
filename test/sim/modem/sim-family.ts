import type { ModemFamily } from "../../../appliance/contract/hardware.ts";

/** What a simulated modem says in its own way. */
export type SimFamily = {
  maker: string;
  model: string;
  /** USB interface numbers of commands and sound. */
  at: number;
  pcm: number;
  frameBytes: 320 | 640;
  soundOn: RegExp;
  soundOff: RegExp;
  /** Sound only once the call is up. */
  soundLate: boolean;
  /** State as `+CLCC` counts it; 6 is over. */
  callNews(call: { index: number; outgoing: boolean; number: string; busy: boolean }, state: number): string[];
  /** A key from the far end; nothing where it is heard in the sound only. */
  key?(digit: string): string;
  /** The key the box sends. */
  keyOut: RegExp;
  restart: RegExp;
  /** How `*100#` must be written to it, and what follows `+CUSD: ` in its answer (TS 27.007 7.15). */
  ussd: { code: string; answer: string };
  /** Commands of its own it knows, with the answer. */
  own: readonly [RegExp, string[]][];
};

const endWord = (call: { outgoing: boolean; busy: boolean }): string => (call.busy ? "BUSY" : "NO CARRIER");

export const simFamilies: Readonly<Record<ModemFamily, SimFamily>> = {
  "quectel-ec2x": {
    maker: "Quectel",
    model: "EC25",
    at: 2,
    pcm: 1,
    frameBytes: 320,
    soundOn: /^\+QPCMV=1,0$/,
    soundOff: /^\+QPCMV=0$/,
    soundLate: false,
    callNews: (call, state) => [
      `+QIND: "ccinfo",${call.index},${call.outgoing ? 0 : 1},${state === 6 ? -1 : state},0,0,"${call.number}",129`,
      ...(state === 6 ? [endWord(call)] : []),
    ],
    key: (digit) => `+QTONEDET: ${digit.charCodeAt(0)}`,
    keyOut: /^\+VTS="(.)"$/,
    restart: /^\+CFUN=1,1$/,
    ussd: { code: "002A0031003000300023", answer: '0,"4F59989D00310032002E00350030",72' },
    own: [
      [/^\+QCCID$/, ["+QCCID: 89860012345678901234"]],
      [/^\+QPINC="SC"$/, ['+QPINC: "SC",TRIES,10']],
      [/^\+Q(GPSCFG|TONEDET|INDCFG)=/, []],
    ],
  },
  "huawei-e1xx": {
    maker: "huawei",
    model: "E173",
    at: 2,
    pcm: 1,
    frameBytes: 320,
    soundOn: /^\^DDSETEX=2$/,
    soundOff: /^never$/,
    soundLate: false,
    callNews: (call, state) => {
      if (state === 2) return [`^ORIG:${call.index},0`];
      if (state === 3) return [`^CONF:${call.index}`];
      if (state === 0) return [`^CONN:${call.index},0`];
      return state === 6 ? [`^CEND:${call.index},5,104,${call.busy ? 17 : 16}`] : [];
    },
    keyOut: /^\^DTMF=\d,(.)$/,
    restart: /^\+CFUN=1,1$/,
    ussd: { code: "AA180C3602", answer: '0,"C2303BEC1E9775A098CC558301",15' },
    own: [
      [/^\^ICCID\?$/, ["^ICCID: 89860012345678901234"]],
      [/^\^CPIN\?$/, ["^CPIN: SIM PIN,TRIES,10,3,10,3"]],
      [/^\^(U2DIAG|CVOICE|CURC)=/, []],
    ],
  },
  "simcom-7600": {
    maker: "SIMCOM INCORPORATED",
    model: "SIM7600G-H",
    at: 2,
    pcm: 4,
    frameBytes: 640,
    soundOn: /^\+CPCMREG=1$/,
    soundOff: /^\+CPCMREG=0(,0)?$/,
    soundLate: true,
    callNews: (call, state) => {
      if (state === 0) return ["VOICE CALL: BEGIN"];
      if (state !== 6) return [];
      return ["VOICE CALL: END: 000012", ...(call.busy ? ["BUSY"] : ["NO CARRIER"])];
    },
    key: (digit) => `+RXDTMF: ${digit}`,
    keyOut: /^\+VTS="(.)"$/,
    restart: /^\+CRESET$/,
    // As it is, with the line's end the operator put into it.
    ussd: { code: "*100#", answer: '0,"Balance: 12.50 CNY\r\nThank you",15' },
    own: [
      [/^\+CICCID$/, ["+ICCID: 89860012345678901234"]],
      [/^\+SPIC$/, ["+SPIC: TRIES,10,3,10"]],
      [/^\+(CPCMBANDWIDTH|CLCC|CNSMOD|AUTOCSQ|DDET)=/, []],
    ],
  },
};
