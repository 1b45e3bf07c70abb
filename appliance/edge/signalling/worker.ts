import { parentPort, workerData } from "node:worker_threads";
import { readSnapshot } from "../../wire/sip/dialog/snapshot-dialog.ts";
import type { SignallingOptions } from "./signalling-options.ts";
import { SignallingServer } from "./signalling-server.ts";
import type { Answer, Question, Told } from "./worker-messages.ts";

const RESTORE_LIMIT = 10_000;
const port = parentPort!;
const server = new SignallingServer(workerData as SignallingOptions);

async function answer(question: Question): Promise<unknown> {
  switch (question.name) {
    case "ladder":
      return server.agent.ladder(question.ask.callId);
    case "ladderCalls":
      return server.agent.ladderCalls();
    case "gauges": {
      const { transactions, dialogs, timers } = server.agent.gauges();
      const heapBytes = process.memoryUsage().heapUsed;
      return { transactions: transactions.client + transactions.server, dialogs, timers, ...server.counts, heapBytes };
    }
    case "ban":
      server.banSource(question.ask.address, question.ask.forMs, question.ask.why);
      return true;
    case "trust":
      server.bans.trust(question.ask.addresses);
      return true;
    case "unban":
      return server.bans.unban(question.ask.address);
    case "bans":
      return server.bans.list(Date.now());
    case "snapshotDialogs":
      return server.agent.snapshotDialogs(performance.now());
    case "restoreDialogs": {
      const list = question.ask.list.slice(0, RESTORE_LIMIT).map(readSnapshot);
      return server.restoreDialogs(list.filter((snapshot) => snapshot !== undefined));
    }
    case "tap":
      server.tap(question.ask.wish && { ...question.ask.wish, tell: (chunk) => port.postMessage({ tap: chunk } satisfies Told) });
      return true;
    case "tapped":
      server.tapped();
      return true;
    case "stop":
      await server.stop(question.ask.reason);
      return true;
  }
}

port.on("message", (question: Question) => {
  const reply = (message: Answer): void => port.postMessage(message);
  answer(question).then(
    (value) => {
      reply({ id: question.id, value });
      if (question.name === "stop") port.close();
    },
    (error: unknown) => reply({ id: question.id, error: String(error) }),
  );
});

const bound = await server.start();
port.postMessage({ id: 0, value: bound } satisfies Answer);
