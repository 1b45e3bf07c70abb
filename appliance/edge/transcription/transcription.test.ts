import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { OfficeEvent } from "../../contract/office.ts";
import type { TranscriptionSettings } from "../../contract/voicemail.ts";
import { Transcription } from "./transcription.ts";

type Answer = Extract<OfficeEvent, { on: "message.transcribed" }>;
let server: Server;
let base = "";
const held: (() => void)[] = [];
beforeAll(async () => {
  server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const { "content-type": type, "content-language": language } = request.headers;
      if (request.url === "/slow") held.push(() => response.end("{}"));
      else if (request.url === "/long") response.end(`"${"x".repeat(400_000)}"`);
      else if (request.url === "/other") response.end("[1]");
      else if (request.url === "/down") response.writeHead(503).end();
      else response.end(JSON.stringify({ text: `${type} ${language} ${Buffer.concat(parts).toString()}` }));
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  for (const go of held) go();
  server.closeAllConnections();
  server.close();
});

function asking(settings: TranscriptionSettings | undefined): { edge: Transcription; answers: (n: number) => Promise<Answer[]> } {
  const heard: Answer[] = [];
  const waiting: (() => void)[] = [];
  const edge = new Transcription({
    settings: () => settings,
    hear: (event) => {
      heard.push(event);
      for (const look of waiting.splice(0)) look();
    },
    recording: async (path) => Buffer.from(`sound of ${path}`),
  });
  const answers = async (n: number): Promise<Answer[]> => {
    while (heard.length < n) await new Promise<void>((done) => waiting.push(done));
    return heard;
  };
  return { edge, answers };
}
const ask = (message: string) => ({ do: "transcribe.ask", message, path: `${message}.wav`, language: "zh" }) as const;

test("sends the sound and its language, and keeps the order", async () => {
  const { edge, answers } = asking({ url: `${base}/` });
  edge.perform(ask("m1"));
  edge.perform(ask("m2"));
  expect(await answers(2)).toEqual([
    { on: "message.transcribed", message: "m1", outcome: "done", text: "audio/wav zh sound of m1.wav" },
    { on: "message.transcribed", message: "m2", outcome: "done", text: "audio/wav zh sound of m2.wav" },
  ]);
});

test.each([
  ["/down", /503/],
  ["/other", /no text/],
  ["/long", /too long/],
  ["/slow", /timeout|aborted/i],
])("%s fails in words", async (path, words) => {
  const { edge, answers } = asking({ url: base + path, timeoutMs: 1_000 });
  edge.perform(ask("m1"));
  const [answer] = await answers(1);
  expect(answer).toMatchObject({ outcome: "failed" });
  expect(answer!.text).toMatch(words);
});

test("without a service it says so; what is stopped in the middle says nothing, for it is asked again", async () => {
  const none = asking(undefined);
  none.edge.perform(ask("m1"));
  expect(await none.answers(1)).toMatchObject([{ outcome: "failed", text: "no transcription is set up" }]);
  const slow = asking({ url: `${base}/slow` });
  slow.edge.perform(ask("m1"));
  await slow.edge.stop("the box is stopping");
  const after = asking({ url: `${base}/` });
  after.edge.perform(ask("m2"));
  expect(await after.answers(1)).toHaveLength(1);
});
