import { describe, expect, test } from "vitest";
import { checkSettings } from "./check-settings.ts";
import { defaultSettings } from "./default-settings.ts";

const hookTo = (url: string) => ({
  ...defaultSettings("Waterworks", "en"),
  webhooks: [{ id: "billing", name: "Billing", enabled: true, url, events: ["call.ended" as const] }],
});
const wrong = (url: string): string[] =>
  checkSettings(hookTo(url)).flatMap((p) => (p.path.startsWith("/webhooks") ? [`${p.severity} ${p.path}`] : []));

describe("the address of a webhook", () => {
  test.each([
    "http://192.168.1.20",
    "https://billing.example:8443/events?from=linebox",
    "https://[2001:db8::5]/hook",
    "http://linebox@crm/hook",
    "http://crm?x=1",
  ])("%s may be reached", (url) => {
    expect(wrong(url)).toEqual([]);
    expect(() => new URL(url)).not.toThrow();
  });
  test.each(["https://", "http:///events", "http://:8080/x", "http://crm:99999/x", "http://crm /x", "https://?x"])(
    "%s leads nowhere",
    (url) => {
      expect(wrong(url)).toEqual(["error /webhooks/0/url"]);
    },
  );
});
test("the address of a connector may hold parameters", () => {
  const document = defaultSettings("Waterworks", "en");
  const connector = { id: "crm", name: "CRM", method: "GET" as const, timeoutMs: 3_000 };
  const paths = (url: string) => checkSettings({ ...document, connectors: [{ ...connector, url }] }).map((p) => p.path);
  expect(paths("http://192.0.2.60:8080/account?meter={meter}&phone={phone}")).toEqual(checkSettings(document).map((p) => p.path));
  expect(paths("http://")).toContain("/connectors/0/url");
});
