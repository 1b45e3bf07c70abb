import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pino from "pino";
import { BoxProgram } from "./assembly/box-program.ts";
import { bundleFromShell } from "./assembly/bundle-cli.ts";
import { settleCutRecordings } from "./assembly/cut-recordings.ts";
import { httpPorts } from "./assembly/http-ports.ts";
import { seedLab, withBusiness } from "./assembly/lab.ts";
import { labBrokerLogin, startLabBroker, withLabBroker } from "./assembly/lab-broker.ts";
import { LogFile } from "./assembly/log-file.ts";
import { readOptions } from "./assembly/options.ts";
import { promptsPort } from "./assembly/prompts-port.ts";
import { proposeHardware } from "./assembly/propose-hardware.ts";
import { RecordingKeeper } from "./assembly/recording-keeper.ts";
import { recordingsPort } from "./assembly/recordings-port.ts";
import { readStored, SettingsDesk } from "./assembly/settings-desk.ts";
import { Watchdog } from "./assembly/watchdog.ts";
import type { Settings } from "./contract/settings.ts";
import { defaultSettings } from "./core/settings/default-settings.ts";
import { startHttp } from "./edge/http/start-http.ts";
import { openStore } from "./edge/store/store.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
const options = readOptions(process.argv.slice(2));
if ("fault" in options) {
  console.error(options.fault);
  process.exit(2);
}
if (options.proposeHardware !== undefined) process.exit(proposeHardware(options, options.proposeHardware));
if (options.supportBundle !== undefined) {
  const parts = await bundleFromShell(options, options.supportBundle, version).catch((error: Error) => refuse(error));
  console.log(`${options.supportBundle}\n  ${parts.join("\n  ")}`);
  process.exit(0);
}
const log = pino(
  { level: process.env.LINEBOX_LOG ?? "warn", redact: ["password", "*.password", "authorization"] },
  pino.multistream([
    { level: "trace", stream: pino.destination(2) },
    { level: "trace", stream: new LogFile(options.data) },
  ]),
);

// What is kept: opened first, closed last.
let program: BoxProgram | undefined;
const store = await openStore({
  dir: options.data,
  hear: (problem) => program?.timeline.hear(problem),
  wantSnapshot: () => program?.keepState(),
}).catch((error: Error) => refuse(error));

// What is in force: the stored document, or the lab's, or nothing yet.
const stored = store.settings();
let settings: Settings = defaultSettings("Linebox", "zh");
let revision = stored?.revision ?? 0;
const unfit = stored ? readStored(stored.document) : undefined;
if (unfit && !("problems" in unfit)) settings = unfit;
if (!stored && options.profile === "lab") {
  settings = await seedLab(store, options.data);
  revision = store.settings()?.revision ?? 1;
}
const lab = options.profile === "lab" ? await withBusiness(settings) : undefined;
settings = lab?.settings ?? settings;
const { labBroker, powerOff } = options;
const login = labBroker ? labBrokerLogin(options.data) : undefined;
const broker = labBroker && login ? await startLabBroker(labBroker, login).catch((error: Error) => refuse(error)) : undefined;
if (labBroker && login) settings = await withLabBroker(settings, labBroker, login, store);

// What decides, and the doors.
program = new BoxProgram(store, settings, options, log, version);
if (unfit && "problems" in unfit)
  program.raise(
    "settings-stored",
    "settings",
    unfit.problems[0] ? `${unfit.problems[0].path}: ${unfit.problems[0].reason.en}` : "",
  );
const running = program;
const sipAt = await running.open(settings).catch((error: Error) => refuse(error));
const desk = new SettingsDesk(
  store,
  running.clock,
  { revision, settings, ...(stored?.pending ? { pending: stored.pending } : {}) },
  (next) => running.put(next),
  running.scripts,
);
const keeperParts = { store, dataDir: options.data, clock: running.clock, settings: () => running.settings, log };
const keeper = await RecordingKeeper.start(keeperParts).catch((error: Error) => refuse(error));
const recordings = recordingsPort(keeper, keeperParts);
running.sounds.use((id) => recordings.open(id));
const http = await startHttp({
  ...options.http,
  consoleDir: join(root, "console/dist"),
  version,
  ports: httpPorts(running, desk, recordings, promptsPort(running.speech, options.data)),
  log,
}).catch((error: Error) => refuse(error));
void running.speech.configure(settings.prompts);
void settleCutRecordings(store, options.data);

const watchdog = new Watchdog({
  env: process.env,
  pid: process.pid,
  clock: running.clock,
  media: () => running.doors.mediaAnswers(),
  note: (text) => log.warn(text),
});
watchdog.ready();
console.log(`linebox ready  console ${http.url}  sip ${sipAt}`);

// And the end: calls first, the database last.
let ending = false;
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => end("signal"));
running.onEnd = end;

/** Who is to be started again says so by its status (EX_TEMPFAIL, sysexits.h). */
function end(why: "signal" | "restart" | "power-off"): void {
  if (ending) return;
  ending = true;
  watchdog.stop();
  desk.stop();
  lab?.stop();
  broker?.stop();
  void http
    .stop()
    .then(() => keeper.stop())
    .then(() => running.stop())
    .then(
      () => {
        if (why === "power-off" && powerOff) spawn(powerOff, { detached: true, stdio: "ignore" }).unref();
        process.exit(why === "restart" ? 75 : 0);
      },
      (error) => {
        log.error(error);
        process.exit(1);
      },
    );
}

function refuse(error: Error): never {
  console.error(`linebox could not start: ${error.message}`);
  process.exit(1);
}
