import { createHash } from "node:crypto";
import type { Proof } from "./proof-contents.ts";

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" })[c] ?? c);

/** The proof for people: one page, both languages, no script. */
export function proofPage(
  { recording, call, trace, chain, sound, by, reason, atMs, site, timeZone }: Proof,
  publicKey: string,
): string {
  const when = (ms: number | undefined): string =>
    ms === undefined ? "" : new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "medium", timeZone }).format(ms);
  const key = createHash("sha256").update(publicKey).digest("hex");
  const gaps = (recording.gaps ?? [])
    .map((g) => `${Math.round(g.fromMs / 1000)}–${Math.round((g.toMs ?? g.fromMs) / 1000)} s (${g.why}, ${g.by})`)
    .join("; ");
  const rows: [string, string, string | undefined][] = [
    ["录音编号", "Recording", recording.id],
    ["开始时间", "Began", `${when(recording.startedAtMs)} ${timeZone}`],
    ["时长", "Length", `${((recording.durationMs ?? 0) / 1000).toFixed(1)} s`],
    ["主叫", "Caller", call?.caller],
    ["被叫", "Called", call?.called],
    ["坐席", "Agent", call?.agent],
    ["队列", "Queue", call?.queue],
    ["暂停录音的时段", "Paused", gaps],
    ["文件", "File", `${sound.name} (${sound.bytes})`],
    ["SHA-256", "SHA-256", sound.sha256],
    ["链中位置", "Place in the chain", chain.own.map((l) => `${l.n} ${l.hash}`).join(" ; ")],
    ["导出人", "Exported by", `${by}, ${when(atMs)}`],
    ["原因", "Reason", reason],
    ["公钥指纹", "Key fingerprint", key],
  ];
  const line = ([zh, en, value]: (typeof rows)[number]): string =>
    value ? `<tr><th>${zh}<br>${en}</th><td>${escaped(value)}</td></tr>` : "";
  const journey = trace
    .map((t) => `<tr><td>${when(t.atMs)}</td><td>${escaped(t.words.zh)}<br>${escaped(t.words.en)}</td></tr>`)
    .join("\n");
  return `<!doctype html>
<html lang="zh"><meta charset="utf-8"><title>录音证明 Recording proof ${escaped(recording.id)}</title>
<style>body{font:16px/1.5 sans-serif;max-width:52em;margin:2em auto;padding:0 1em}table{border-collapse:collapse;width:100%}th,td{border:1px solid #999;padding:.3em .6em;text-align:left;vertical-align:top;word-break:break-all}th{width:11em}</style>
<h1>录音证明 · Recording proof</h1><p>${escaped(site)}</p>
<table>${rows.map(line).join("\n")}</table>
<p>左声道为来电者所说，右声道为来电者所听。proof.json 列出每个文件的 SHA-256，proof.sig 是设备用 Ed25519 密钥对它的签名，可用 <code>scripts/verify proof</code> 核验，无需设备在场。</p>
<p>The left channel is what the caller said, the right what he heard. proof.json lists the SHA-256 of every file; proof.sig is the box's Ed25519 signature of it. <code>scripts/verify proof</code> checks it without the box.</p>
<h2>通话经过 · Journey of the call</h2><table>${journey}</table></html>
`;
}
