import type { ModemFamily } from "../../contract/hardware.ts";

/** What differs between modems that do the same thing. Commands are without "AT". */
export type Family = {
  name: ModemFamily;
  /** USB interfaces, where the profile doesn't say. */
  interfaces: { at: number; pcm: number };
  frameMs: 20 | 40;
  /** After the common start; a modem that doesn't know one goes on without. */
  setUp: readonly string[];
  simNumber: { command: string; answer: string };
  /** PIN tries left: never enter one when a single try is left. */
  pinTries?: { command: string; read(line: string): number | undefined };
  dial(number: string): string;
  hangUp: string;
  /** Sound on its serial port; `activeOnly`: an error before the call is up. */
  soundOn: { command: string; activeOnly: boolean };
  soundOff?: string;
  digit(digit: string, callIndex: number): string;
  /** A key the far end pressed, told by the modem; without it the sound is listened to. */
  readDigit?(line: string): string | undefined;
  /** Something happened to a call: ask for the list. */
  isCallNews(line: string): boolean;
  ussd: "plain" | "packed" | "ucs2";
  /** Starts its firmware anew. */
  restart: string;
};

const commonNews = (line: string): boolean =>
  line === "RING" || line === "NO CARRIER" || line === "BUSY" || line === "NO ANSWER" || /^\+(CRING|CLIP|CLCC|CCWA):/.test(line);

/** Quectel EC20, EC21, EC25, EG9x: the reference. */
const quectel: Family = {
  name: "quectel-ec2x",
  interfaces: { at: 2, pcm: 1 },
  frameMs: 20,
  setUp: [
    // Else NMEA sentences stand in the sound: both use interface 1.
    '+QGPSCFG="outport","none"',
    "+QTONEDET=1",
    '+QINDCFG="ccinfo",1,0',
    '+QINDCFG="csq",1,0',
    '+QINDCFG="act",1,0',
    '+QINDCFG="ring",0,0',
    "+QPCMV=0",
  ],
  simNumber: { command: "+QCCID", answer: "+QCCID" },
  pinTries: {
    command: '+QPINC="SC"',
    read: (line) => numberOf(/^\+QPINC: *"?SC"?, *(\d{1,2})/.exec(line)?.[1]),
  },
  dial: (number) => `D${number};`,
  hangUp: "+CHUP",
  soundOn: { command: "+QPCMV=1,0", activeOnly: false },
  soundOff: "+QPCMV=0",
  digit: (digit) => `+VTS="${digit}"`,
  readDigit: (line) => digitOfCode(/^\+QTONEDET: *(\d{2,3})$/.exec(line)?.[1]),
  isCallNews: (line) => commonNews(line) || /^(\+QIND: *"ccinfo"|\^DSCI:)/.test(line),
  ussd: "ucs2",
  restart: "+CFUN=1,1",
};

/** Huawei E1550, E169, E173, K3715. */
const huawei: Family = {
  name: "huawei-e1xx",
  interfaces: { at: 2, pcm: 1 },
  frameMs: 20,
  setUp: ["^U2DIAG=0", "^CVOICE=0", "^CURC=1"],
  simNumber: { command: "^ICCID?", answer: "^ICCID" },
  pinTries: { command: "^CPIN?", read: (line) => numberOf(/^\^CPIN: *[^,]{1,12},(\d{1,2}),/.exec(line)?.[1]) },
  dial: (number) => `D${number};`,
  hangUp: "+CHUP",
  soundOn: { command: "^DDSETEX=2", activeOnly: false },
  digit: (digit, callIndex) => `^DTMF=${callIndex},${digit}`,
  isCallNews: (line) => commonNews(line) || /^\^(ORIG|CONF|CONN|CEND):/.test(line),
  ussd: "packed",
  restart: "+CFUN=1,1",
};

/** SIMCom SIM7600: best effort; its sound may be dead from the second call on until it is started anew. */
const simcom: Family = {
  name: "simcom-7600",
  interfaces: { at: 2, pcm: 4 },
  frameMs: 40,
  setUp: ["+CPCMBANDWIDTH=1,1", "+CLCC=1", "+CNSMOD=1", "+AUTOCSQ=1,1", "+DDET=1", "+CPCMREG=0,0"],
  simNumber: { command: "+CICCID", answer: "+ICCID" },
  pinTries: { command: "+SPIC", read: (line) => numberOf(/^\+SPIC: *(\d{1,2}),/.exec(line)?.[1]) },
  dial: (number) => `D${number};`,
  hangUp: "+CHUP",
  soundOn: { command: "+CPCMREG=1", activeOnly: true },
  soundOff: "+CPCMREG=0",
  digit: (digit) => `+VTS="${digit}"`,
  readDigit: (line) => /^\+(?:RXDTMF|DTMF): *"?([0-9*#A-D])"?$/.exec(line)?.[1],
  isCallNews: (line) => commonNews(line) || /^(VOICE CALL|MISSED_CALL)/.test(line),
  ussd: "plain",
  restart: "+CRESET",
};

export const families: Readonly<Record<ModemFamily, Family>> = {
  "quectel-ec2x": quectel,
  "huawei-e1xx": huawei,
  "simcom-7600": simcom,
};

const numberOf = (digits: string | undefined): number | undefined => (digits === undefined ? undefined : Number(digits));

/** Quectel tells keys by their ASCII code. */
function digitOfCode(code: string | undefined): string | undefined {
  const character = code === undefined ? "" : String.fromCharCode(Number(code));
  return /^[0-9*#A-D]$/.test(character) ? character : undefined;
}
