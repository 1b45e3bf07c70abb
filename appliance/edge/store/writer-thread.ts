// Runs in a worker thread: the only place that writes to the database.
import { parentPort, workerData } from "node:worker_threads";
import Database from "better-sqlite3";
import { batchWriter } from "./batch-writer.ts";
import { linkOlder } from "./chain-writer.ts";
import { lockFolder, openForWriting, previousBoot } from "./open-database.ts";
import { StoreOpenError } from "./store-error.ts";
import type { FromWriter, ToWriter, WriterItem, WriterStart } from "./writer-message.ts";

const start = workerData as WriterStart;
const port = parentPort;
if (!port) throw new Error("the writer runs in a worker thread");
const say = (message: FromWriter): void => port.postMessage(message);

function run(): void {
  const lock = lockFolder(start.dir);
  let db = openForWriting(start);
  const previous = previousBoot(db, start);
  linkOlder(db);
  let commit: ((items: WriterItem[]) => FromWriter) | undefined = batchWriter(db, start);

  const attempt = (items: WriterItem[]): FromWriter => {
    try {
      if (!commit) {
        db = openForWriting(start);
        commit = batchWriter(db, start);
      }
      return commit(items);
    } catch (error) {
      const code = error instanceof Database.SqliteError ? error.code : "";
      // After an I/O fault the connection may know pages that never reached the disk.
      if (!/^SQLITE_(BUSY|FULL)/.test(code)) {
        commit = undefined;
        db.close();
      }
      return { type: "failed", code, message: error instanceof Error ? error.message : String(error) };
    }
  };

  port?.on("message", (message: ToWriter) => {
    if (message.type === "batch") {
      say(attempt(message.items));
      return;
    }
    db.close();
    lock.close();
    say({ type: "stopped" });
    port?.close();
  });
  // From now on this run counts as not stopped in order. A full disk doesn't keep the box from starting: a later heartbeat will do it.
  attempt([{ kind: "alive", atMs: start.startedMs }]);
  say({ type: "open", previous });
}

try {
  run();
} catch (error) {
  if (!(error instanceof StoreOpenError)) throw error;
  say({ type: "refused", file: error.file, what: error.what, hint: error.hint });
  port.close();
}
