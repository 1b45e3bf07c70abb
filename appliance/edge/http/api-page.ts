import { isPersonal, scopeOf } from "../../contract/api-token.ts";
import { publicEventTypes } from "../../contract/public-event.ts";
import { type RouteName, routes } from "../../contract/routes.ts";
import type { Language, Sentence } from "../../contract/words.ts";

const names = Object.keys(routes) as RouteName[];
const escaped = (text: string): string => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

const words = {
  title: { en: "Linebox: the interface for other programs", zh: "Linebox 开放接口" },
  other: { en: "中文", zh: "English" },
  document: {
    en: "The whole description, with the shape of every question and answer, for tools that read OpenAPI 3.1:",
    zh: "完整描述（含每个请求与应答的结构），供支持 OpenAPI 3.1 的工具读取：",
  },
  signIn: { en: "Signing in", zh: "鉴权" },
  token: {
    en: "An administrator makes a token at the console; it is shown once. A route wants the scope that stands beside it; where there is none it is for people alone.",
    zh: "令牌由管理员在控制台创建，只显示一次。每个接口需要其右侧所列的权限范围；未列出的只供人员使用。",
  },
  events: { en: "What happens, as a stream", zh: "事件流" },
  stream: {
    en: "A WebSocket. The first message is hello with the newest number; begin again with ?from= and the last number you have. Kinds:",
    zh: "WebSocket 连接。首条消息为 hello 及最新序号；重连时用 ?from= 带上已收到的最后序号。类型：",
  },
  webhooks: { en: "Checking a webhook's signature", zh: "校验 Webhook 签名" },
  signature: {
    en: "Every POST has the header Linebox-Signature: t=<seconds>,v1=<hex>: HMAC-SHA256 with the hook's secret over t, a dot and the body as it came. Compare in constant time, refuse what is older than five minutes, and take an event only once by its id: it may come twice.",
    zh: "每个 POST 带有 Linebox-Signature: t=<秒>,v1=<十六进制>：以该 Webhook 的密钥对“t.原始正文”计算 HMAC-SHA256。请用恒定时间比较，拒绝超过五分钟的请求，并按 id 去重：同一事件可能送达两次。",
  },
  routes: { en: "Routes", zh: "接口列表" },
  columns: { en: "What it does", zh: "用途" },
  scope: { en: "Scope", zh: "权限范围" },
} as const satisfies Record<string, Sentence>;

const curl = `curl -H "Authorization: Bearer lbx_…" https://box.example/api/calls?limit=10
curl -H "Authorization: Bearer lbx_…" -H "Content-Type: application/json" \\
  -d '{"phone":"801"}' https://box.example/api/agents/li/login`;
const check = `const [t, v1] = header.match(/^t=(\\d+),v1=([0-9a-f]{64})$/).slice(1);
const wanted = createHmac("sha256", secret).update(\`\${t}.\${body}\`).digest();
const genuine = timingSafeEqual(wanted, Buffer.from(v1, "hex")) && Math.abs(Date.now() / 1000 - t) < 300;`;

/** A page that people read, made of the table of routes: nothing of it needs another machine. */
export function apiPage(language: Language): string {
  const say = (key: keyof typeof words): string => escaped(words[key][language]);
  const rows = names.map((name) => {
    const { method, path, summary, right } = routes[name];
    const scope = right === "everyone" || isPersonal(path) ? "" : scopeOf(routes[name]);
    return `<tr><td>${method}</td><td><code>${escaped(path)}</code></td><td lang="en">${escaped(summary)}</td><td><code>${scope}</code></td></tr>`;
  });
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><link rel="icon" href="/mark.svg" type="image/svg+xml"><meta name="viewport" content="width=device-width">
<title>${say("title")}</title><link rel="stylesheet" href="/api/docs.css"></head><body>
<p><a href="?language=${language === "zh" ? "en" : "zh"}">${say("other")}</a></p><h1>${say("title")}</h1>
<p>${say("document")} <a href="/api/openapi.json">/api/openapi.json</a></p>
<h2>${say("signIn")}</h2><p>${say("token")}</p><pre>${escaped(curl)}</pre>
<h2>${say("events")}</h2><p>${say("stream")} ${publicEventTypes.map((type) => `<code>${type}</code>`).join(" ")}</p>
<pre>wss://box.example/api/events?from=0&#38;types=call.started,call.ended</pre>
<h2>${say("webhooks")}</h2><p>${say("signature")}</p><pre>${escaped(check)}</pre>
<h2>${say("routes")}</h2><table><thead><tr><th></th><th></th><th>${say("columns")}</th><th>${say("scope")}</th></tr></thead>
<tbody>${rows.join("\n")}</tbody></table></body></html>
`;
}

/** The page's own style: the content security policy allows none within it. */
export const apiPageStyle = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 72rem; margin: 0 auto; padding: 1rem; }
pre { overflow-x: auto; padding: 0.75rem; border: 1px solid #8886; }
table { border-collapse: collapse; display: block; overflow-x: auto; }
th, td { padding: 0.25rem 0.5rem; text-align: left; vertical-align: top; border-bottom: 1px solid #8884; }
`;
