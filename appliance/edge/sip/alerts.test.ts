import { expect, test } from "vitest";
import { alertHeaders } from "./alerts.ts";

test.each([
  ["Yealink SIP-T46U 108.86.0.20", "<http://127.0.0.1/>;info=Bellcore-dr3"],
  ["Fanvil X6U 2.4.6", "<http://127.0.0.1/>;info=Bellcore-dr3"],
  ["Grandstream GXP2170 1.0.11.35", "<http://127.0.0.1/>;info=alert-group"],
  ["snomD785/10.1.73.16", "<http://127.0.0.1/>;info=alert-group"],
  ["Cisco/SPA504G-7.6.2c", "<http://127.0.0.1/Bellcore-r3>;info=Bellcore-r3"],
  ["Linksys/SPA942-6.1.5(a)", "<http://127.0.0.1/Bellcore-r3>;info=Bellcore-r3"],
  ["baresip v1.0.0 (x86_64/linux)", "<urn:alert:priority:high>"],
  ["", "<urn:alert:priority:high>"],
])("by itself: %s is told of a queue's call in its own words", (userAgent, header) => {
  expect(alertHeaders("priority", "auto", userAgent)).toEqual({ "Alert-Info": header });
});

test("the setting counts, whatever the phone says it is", () => {
  expect(alertHeaders("internal", "snom", "Yealink T46")).toEqual({ "Alert-Info": "<http://127.0.0.1/>;info=alert-internal" });
  expect(alertHeaders("internal", "none", "Yealink T46")).toEqual({});
});

test("the ordinary ring needs no word, except where texts name it", () => {
  expect(alertHeaders("normal", "yealink", "")).toEqual({});
  expect(alertHeaders("normal", "standard", "")).toEqual({});
  expect(alertHeaders("normal", "grandstream", "")).toEqual({ "Alert-Info": "<http://127.0.0.1/>;info=alert-external" });
});

test.each(["yealink", "fanvil", "grandstream", "snom", "cisco-spa", "standard", "none"] as const)(
  "%s is always told when it is to answer by itself",
  (dialect) => {
    const headers = alertHeaders("auto-answer", dialect, "");
    expect(headers["Call-Info"]).toBe("<sip:linebox>;answer-after=0");
    if (dialect !== "cisco-spa") expect(headers["Alert-Info"]).toContain("info=alert-autoanswer");
  },
);

test.each(["yealink", "fanvil", "grandstream", "snom", "cisco-spa", "standard"] as const)(
  "%s tells all kinds of rings apart, in the grammar of RFC 3261 20.4",
  (dialect) => {
    const said = (["normal", "internal", "priority", "recall", "auto-answer"] as const).map(
      (ring) => alertHeaders(ring, dialect, "")["Alert-Info"] ?? "",
    );
    expect(new Set(said.slice(0, 4)).size).toBe(4);
    for (const header of said) expect(header).toMatch(/^(<[a-z]+:[^<>\s]+>(;[a-z]+=[A-Za-z0-9-]+)*)?$/);
  },
);
