import { createServer, type Server } from "node:http";

/** What the demonstration utility's own systems know. */
const bills: Record<string, { balance: string; name: string; address: string }> = {
  "100200": { balance: "205.30", name: "张伟", address: "解放路 12 号" },
  "100201": { balance: "0", name: "李娜", address: "人民路 8 号" },
  "12345678": { balance: "86.05", name: "王芳", address: "滨河新村 3-201" },
};
const cases: Record<string, { state: string; stateEn: string }> = {
  "20260001": {
    state: "已派工，预计今天十八点前修复",
    stateEn: "A crew is on its way; expected to be fixed by six this evening",
  },
  "20260002": { state: "已办结，等待回访", stateEn: "Closed; we will call you to ask whether you are satisfied" },
};

/** Stands in for billing and case systems beside the lab; answers over HTTP as the real ones would. Returns where it listens. */
export async function startBusinessServer(): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://business");
    const answer = (status: number, body: object) => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(body));
    };
    const bill = bills[url.searchParams.get("meter") ?? ""];
    const found = cases[url.searchParams.get("case") ?? ""];
    if (url.pathname === "/billing") return bill ? answer(200, bill) : answer(404, {});
    if (url.pathname === "/cases" && url.searchParams.get("about") === "outage")
      return answer(200, { outage: "今天没有计划停水。", outageEn: "No outage is planned for today." });
    if (url.pathname === "/cases") return found ? answer(200, found) : answer(404, {});
    answer(404, {});
  });
  await new Promise<void>((done, failed) => {
    server.once("error", failed);
    server.listen(0, "127.0.0.1", done);
  });
  server.unref();
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`, server };
}
