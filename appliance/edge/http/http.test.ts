import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Box, box, liveCall, log, password, refused, type Sent, send } from "../../../test/sim/http-box.ts";
import { type FaultReply, faults } from "../../contract/faults.ts";
import type { LiveMessage } from "../../contract/live.ts";
import { type Role, type RouteName, rightsOf, routes } from "../../contract/routes.ts";
import type { Settings } from "../../contract/settings.ts";
import { defaultSettings } from "../../core/settings/default-settings.ts";
import { startHttp } from "./start-http.ts";

let open: Box | undefined;
afterEach(async () => {
  await open?.close();
  open = undefined;
});
const fresh = async (): Promise<Box> => {
  open = await box();
  return open;
};

describe("every route", () => {
  let it0: Box;
  let cookies: Record<Role, string>;
  beforeAll(async () => {
    it0 = await box();
    cookies = await it0.staff();
  });
  afterAll(() => it0.close());

  /** How to ask for it, and what somebody who may gets. */
  const samples: Record<RouteName, { url: string; body?: unknown; headers?: Record<string, string>; status: number }> = {
    status: { url: "/api/status", status: 200 },
    setUp: { url: "/api/set-up", body: { user: "x", password, siteName: "S", language: "en" }, status: 409 },
    login: { url: "/api/session", body: { user: "boss", password }, status: 200 },
    logout: { url: "/api/session", status: 204 },
    me: { url: "/api/session", status: 200 },
    people: { url: "/api/session/people", status: 200 },
    changePassword: { url: "/api/session/password", body: { old: password, new: "short" }, status: 422 },
    setLanguage: { url: "/api/session/language", body: { language: "en" }, status: 204 },
    live: { url: "/api/live", status: 400 },
    liveNow: { url: "/api/live/now", status: 200 },
    calls: { url: "/api/calls?limit=5&before=10", status: 200 },
    call: { url: "/api/calls/c1", status: 200 },
    callLadder: { url: "/api/calls/c1/ladder", status: 200 },
    hangupCall: { url: "/api/calls/c1/hangup", status: 204 },
    recordingAudio: { url: "/api/recordings/r1/audio?reason=dispute", status: 200 },
    recordingPeaks: { url: "/api/recordings/r1/peaks?buckets=50", status: 200 },
    recordings: { url: "/api/recordings?number=138&words=%E6%8A%95%E8%AF%89&limit=5", status: 200 },
    recording: { url: "/api/recordings/r1", status: 200 },
    recordingProof: { url: "/api/recordings/r1/proof?reason=dispute", status: 200 },
    noteRecording: { url: "/api/recordings/r1/notes", body: { tag: "complaint", atMs: 10 }, status: 200 },
    dropRecordingNote: { url: "/api/recordings/r1/notes/999", status: 404 },
    recordingAccesses: { url: "/api/people/li/recordings-heard", status: 200 },
    holds: { url: "/api/holds", status: 200 },
    hold: { url: "/api/holds", body: { recording: "r1", reason: "court" }, status: 200 },
    releaseHold: { url: "/api/holds/999/release", status: 404 },
    retentionPreview: { url: "/api/retention/preview", status: 200 },
    callsGoing: { url: "/api/retention/calls?days=90", status: 200 },
    runRetention: { url: "/api/retention/run", body: { revision: "0".repeat(64), atMs: 1 }, status: 409 },
    retentionRuns: { url: "/api/retention/runs", status: 200 },
    verifyRecordings: { url: "/api/recordings-check", status: 200 },
    recordingsCheck: { url: "/api/recordings-check", status: 200 },
    qualitySamples: { url: "/api/quality/samples", status: 200 },
    drawQualitySample: {
      url: "/api/quality/samples",
      body: { fromMs: 0, toMs: 100, perAgent: 3, seed: "week 1" },
      status: 200,
    },
    qualitySample: { url: "/api/quality/samples/999", status: 404 },
    putQualityResult: { url: "/api/quality/samples/999/results/r1", body: { score: 80, note: "polite" }, status: 404 },
    recordingPause: { url: "/api/agents/li/recording-pause", status: 204 },
    recordingResume: { url: "/api/agents/li/recording-resume", status: 204 },
    agentLogin: { url: "/api/agents/li/login", body: { phone: "801" }, status: 204 },
    agentLogout: { url: "/api/agents/li/logout", status: 204 },
    agentReady: { url: "/api/agents/li/ready", status: 204 },
    agentNotReady: { url: "/api/agents/li/not-ready", body: { reason: "lunch" }, status: 204 },
    agentWrapUpDone: { url: "/api/agents/li/wrap-up-done", status: 204 },
    agentHold: { url: "/api/agents/li/hold", status: 204 },
    agentResume: { url: "/api/agents/li/resume", status: 204 },
    agentMute: { url: "/api/agents/li/mute", body: { muted: true }, status: 204 },
    agentConsult: { url: "/api/agents/li/consult", body: { to: { kind: "phone", phone: "8002" } }, status: 204 },
    agentConsultCancel: { url: "/api/agents/li/consult/cancel", status: 204 },
    agentConsultComplete: { url: "/api/agents/li/consult/complete", status: 204 },
    agentConference: { url: "/api/agents/li/conference", status: 204 },
    agentTransfer: { url: "/api/agents/li/transfer", body: { to: { kind: "queue", queue: "one" } }, status: 204 },
    agentPark: { url: "/api/agents/li/park", body: { slot: 3 }, status: 204 },
    agentPickUp: { url: "/api/agents/li/pick-up", body: { what: { kind: "group" } }, status: 204 },
    agentDial: { url: "/api/agents/li/dial", body: { to: "13900139000" }, status: 200 },
    agentLeave: { url: "/api/agents/li/leave", status: 204 },
    watchCall: { url: "/api/calls/c1/watch", body: { watcher: "li", mode: "whisper" }, status: 204 },
    watchCallEnd: { url: "/api/calls/c1/watch/end", body: { watcher: "li" }, status: 204 },
    takeOverCall: { url: "/api/calls/c1/take-over", body: { watcher: "li" }, status: 204 },
    releaseCall: { url: "/api/calls/c1/release", body: { reason: "abuse" }, status: 204 },
    extendWrapUp: { url: "/api/agents/li/extend-wrap-up", body: { bySec: 30 }, status: 204 },
    forceAgent: { url: "/api/agents/li/force", body: { to: "not-ready", why: "fire drill" }, status: 204 },
    calendarsNow: { url: "/api/calendars", status: 200 },
    chinaDays: { url: "/api/calendars/china/2026", status: 200 },
    agentHistory: { url: "/api/agents/li/history", status: 200 },
    settings: { url: "/api/settings", status: 200 },
    putSettings: { url: "/api/settings?dry-run", body: defaultSettings("S", "en"), headers: { "if-match": '"7"' }, status: 200 },
    confirmSettings: { url: "/api/settings/confirm", status: 409 },
    setServerSecret: { url: "/api/secrets/sip-server", body: { secret: "s" }, status: 204 },
    setGatewaySecret: { url: "/api/secrets/gateways/gw1", body: { password: "p" }, status: 404 },
    setLinePin: { url: "/api/secrets/lines/sim1", body: { pin: "1234" }, status: 404 },
    setTrunkSecret: { url: "/api/secrets/trunks/carrier", body: { password: "p" }, status: 204 },
    setPhoneSecret: { url: "/api/secrets/phones/801", status: 200 },
    users: { url: "/api/users", status: 200 },
    putUser: { url: "/api/users/boss", body: { name: "Boss", role: "supervisor" }, status: 204 },
    deleteUser: { url: "/api/users/nobody", status: 404 },
    tokens: { url: "/api/tokens", status: 200 },
    makeToken: {
      url: "/api/tokens",
      body: { name: "Billing", role: "supervisor", scopes: ["calls:read"], allowFrom: [] },
      status: 200,
    },
    dropToken: { url: "/api/tokens/nothing", status: 404 },
    eventStream: { url: "/api/events?from=3&types=call.ended,agent.state", status: 400 },
    webhooks: { url: "/api/webhooks", status: 200 },
    webhookLog: { url: "/api/webhooks/billing/log", status: 200 },
    testWebhook: { url: "/api/webhooks/nothing/test", status: 404 },
    retryWebhook: { url: "/api/webhooks/nothing/retry", status: 404 },
    setWebhookSecret: { url: "/api/secrets/webhooks/nothing", status: 404 },
    flows: { url: "/api/flows", status: 200 },
    flowVersions: { url: "/api/flows/none/versions", status: 404 },
    flowVersion: { url: "/api/flows/none/versions/1", status: 404 },
    flowDiff: { url: "/api/flows/none/diff?from=1&to=2", status: 404 },
    flowDraft: { url: "/api/flows/none/draft", status: 404 },
    putFlowDraft: { url: "/api/flows/none/draft", body: { document: { id: "none" }, rev: 7 }, status: 412 },
    deleteFlowDraft: { url: "/api/flows/none/draft", status: 404 },
    publishFlow: { url: "/api/flows/none/publish", body: { rev: 1 }, status: 404 },
    returnFlow: { url: "/api/flows/none/return", body: { version: 1 }, status: 404 },
    dryRunFlow: {
      url: "/api/flows/dry-run",
      body: { flow: "none", play: { call: { caller: "", called: "1" }, acts: [] } },
      status: 404,
    },
    flowScripts: { url: "/api/flows/none/scripts", status: 200 },
    putFlowScript: {
      url: "/api/flows/none/scripts/one",
      body: { name: "One", play: { call: { caller: "", called: "1" }, acts: [] } },
      status: 404,
    },
    deleteFlowScript: { url: "/api/flows/none/scripts/one", status: 404 },
    runFlowScripts: { url: "/api/flows/none/scripts/run", body: { draft: false }, status: 404 },
    acceptFlowScript: { url: "/api/flows/none/scripts/one/accept", body: { draft: false }, status: 404 },
    gauges: { url: "/api/gauges", status: 200 },
    diagnostics: { url: "/api/diagnostics", status: 200 },
    startCapture: { url: "/api/diagnostics/captures", body: { kind: "sip", minutes: 5, megabytes: 900 }, status: 409 },
    stopCapture: { url: "/api/diagnostics/captures/calls-1/stop", status: 200 },
    dropCapture: { url: "/api/diagnostics/captures/none", status: 404 },
    captureFile: { url: "/api/diagnostics/captures/rtp-1/file", status: 200 },
    eventTrace: { url: "/api/diagnostics/events?fromMs=0&toMs=5", status: 200 },
    gatherBundle: {
      url: "/api/diagnostics/bundles",
      body: { hideNumbers: true, hideNames: true, hours: 24, captures: ["calls-1"] },
      status: 200,
    },
    bundle: { url: "/api/diagnostics/bundles/support-1", status: 200 },
    bundlePart: { url: "/api/diagnostics/bundles/support-1/part?name=about.json", status: 200 },
    makeBundle: { url: "/api/diagnostics/bundles/support-1/make", status: 200 },
    dropBundle: { url: "/api/diagnostics/bundles/none", status: 404 },
    bundleFile: { url: "/api/diagnostics/bundles/support-1/file", status: 200 },
    alarms: { url: "/api/alarms", status: 200 },
    alarmHistory: { url: "/api/alarms/history?severity=error&limit=5", status: 200 },
    alarm: { url: "/api/alarms/a1", status: 200 },
    acknowledgeAlarm: { url: "/api/alarms/a1/acknowledge", status: 204 },
    clearAlarm: { url: "/api/alarms/a1/clear", status: 204 },
    shelveAlarm: { url: "/api/alarms/a1/shelve", body: { minutes: 60, reason: "Works on the line" }, status: 204 },
    commentAlarm: { url: "/api/alarms/a1/comments", body: { text: "Pump two was off" }, status: 204 },
    unshelveAlarm: { url: "/api/alarms/a1/unshelve", status: 204 },
    reachStaff: {
      url: "/api/emergencies",
      body: { number: "13800138000", name: "Li", place: "North street 3", nature: "Smell of gas" },
      status: 204,
    },
    tryStaff: { url: "/api/alarm-tests", body: { person: "nobody" }, status: 404 },
    alarmStaff: { url: "/api/alarm-staff", status: 200 },
    alarmTests: { url: "/api/alarm-tests", status: 200 },
    callbacks: { url: "/api/callbacks?state=waiting&limit=5", status: 200 },
    callbackCancel: { url: "/api/callbacks/cb1-c1/cancel", status: 204 },
    callbackFront: { url: "/api/callbacks/cb1-c1/front", status: 204 },
    callbackNow: { url: "/api/callbacks/cb1-c1/now", status: 204 },
    callbackNumber: { url: "/api/callbacks/cb1-c1/number", body: { number: "13800138000" }, status: 204 },
    moveWaiting: { url: "/api/waiting/c1/move", body: { place: 1 }, status: 204 },
    closeQueue: { url: "/api/queues/hotline/close", body: {}, status: 204 },
    openQueue: { url: "/api/queues/hotline/open", status: 204 },
    whyWaiting: { url: "/api/queues/hotline/waiting/c1/why", status: 200 },
    whyIdle: { url: "/api/agents/li/why-idle", status: 200 },
    voicemailBoxes: { url: "/api/voicemail-boxes", status: 200 },
    messages: { url: "/api/voicemail-boxes/none/messages?state=new", status: 404 },
    message: { url: "/api/messages/none", status: 404 },
    markMessage: { url: "/api/messages/none/mark", body: { state: "heard" }, status: 404 },
    deleteMessage: { url: "/api/messages/none", status: 404 },
    transcribeMessage: { url: "/api/messages/none/transcribe", status: 404 },
    messageAudio: { url: "/api/messages/none/audio", status: 404 },
    greetingSound: { url: "/api/voicemail-boxes/none/greeting", status: 404 },
    putGreeting: { url: "/api/voicemail-boxes/none/greeting", status: 404 },
    dropGreeting: { url: "/api/voicemail-boxes/none/greeting", status: 404 },
    setVoicemailPin: { url: "/api/secrets/voicemail-boxes/none", body: { pin: "1234" }, status: 404 },
    bulletins: { url: "/api/bulletins?limit=5", status: 200 },
    bulletin: { url: "/api/bulletins/none", status: 404 },
    sendBulletin: { url: "/api/bulletins", body: { text: "Call me", to: { kind: "agent", agent: "li" } }, status: 200 },
    readBulletin: { url: "/api/bulletins/none/read", status: 404 },
    acknowledgeBulletin: { url: "/api/bulletins/none/acknowledge", status: 404 },
    withdrawBulletin: { url: "/api/bulletins/none/withdraw", status: 404 },
    hardware: { url: "/api/hardware", status: 200 },
    lookForHardware: { url: "/api/hardware/found", status: 200 },
    gatewayVendors: { url: "/api/gateway-vendors", status: 200 },
    restartLine: { url: "/api/lines/none/restart", status: 404 },
    texts: { url: "/api/texts?direction=out&limit=5", status: 200 },
    text: { url: "/api/texts/none", status: 404 },
    sendTexts: { url: "/api/texts", body: { to: ["13800138000"], text: "No water tonight" }, status: 400 },
    plant: { url: "/api/plant", status: 200 },
    plantHistory: { url: "/api/plant/points/well.level/history?from=0", status: 404 },
    writePoint: { url: "/api/plant/points/well.relay/write", body: { value: 1 }, status: 404 },
    plantChoices: { url: "/api/plant/choices", status: 200 },
    cancelText: { url: "/api/texts/none/cancel", status: 404 },
    resendText: { url: "/api/texts/none/resend", status: 404 },
    doctorReports: { url: "/api/doctor/reports?limit=5", status: 200 },
    doctorReport: { url: "/api/doctor/reports/none", status: 404 },
    examineLine: { url: "/api/doctor/examine", body: { line: "fxo1" }, status: 200 },
    stopExamination: { url: "/api/doctor/stop", status: 204 },
    doctorProposal: { url: "/api/doctor/reports/none/proposal", status: 404 },
    takeProposal: { url: "/api/doctor/reports/none/take-over", body: { revision: 1 }, status: 404 },
    items: { url: "/api/items?state=open&limit=5", status: 200 },
    item: { url: "/api/items/none", status: 404 },
    remind: { url: "/api/items", body: { reason: "Call Mr Wang", dueAtMs: 1 }, status: 204 },
    takeItem: { url: "/api/items/none/take", status: 404 },
    finishItem: { url: "/api/items/none/done", body: { note: "done" }, status: 404 },
    reopenItem: { url: "/api/items/none/reopen", status: 404 },
    changeItem: { url: "/api/items/none/change", body: { note: "later" }, status: 404 },
    assignItem: { url: "/api/items/none/assign", body: { agent: "li" }, status: 404 },
    scores: { url: "/api/scores?from=0&to=10&queue=hotline", status: 200 },
    scoreSummary: { url: "/api/scores/summary?from=0&to=10", status: 200 },
    scoresCsv: { url: "/api/scores/csv?from=0&to=10&language=en", status: 200 },
    callScores: { url: "/api/calls/c1/scores", status: 200 },
    handToSurvey: { url: "/api/calls/c1/survey", status: 404 },
    host: { url: "/api/host", status: 200 },
    setMqttSecret: { url: "/api/secrets/mqtt", body: { password: "p" }, status: 204 },
    mails: { url: "/api/mails?limit=5", status: 200 },
    mailAgain: { url: "/api/mails/none/again", status: 404 },
    testMail: { url: "/api/mails/test", body: { to: "a@example.org" }, status: 200 },
    setMailSecret: { url: "/api/secrets/mail", body: { password: "p" }, status: 204 },
    testCaller: { url: "/api/firewall/test?caller=13800138000&called=96100&line=carrier", status: 200 },
    testOutgoing: { url: "/api/outgoing/test?phone=801&number=110", status: 200 },
    countryNumbers: { url: "/api/outgoing/country?country=CN", status: 200 },
    pins: { url: "/api/outgoing/pins", status: 200 },
    setPin: { url: "/api/outgoing/pins/phone:801", body: { pin: "4711" }, status: 204 },
    dropPin: { url: "/api/outgoing/pins/phone:999", status: 404 },
    unlockPin: { url: "/api/outgoing/pins/phone:801/unlock", status: 404 },
    exportSpecialNumbers: { url: "/api/special-numbers/csv", status: 200 },
    readSpecialNumbers: { url: "/api/special-numbers/read", body: { csv: "number" }, status: 200 },
    importSpecialNumbers: { url: "/api/special-numbers/csv", body: { csv: "number", mode: "merge" }, status: 400 },
    setForward: { url: "/api/phones/801/forward/always", body: { to: "801" }, status: 400 },
    dropForward: { url: "/api/phones/801/forward/all", status: 204 },
    setDoNotDisturb: { url: "/api/phones/801/do-not-disturb", body: { on: true }, status: 204 },
    prompts: { url: "/api/prompts", status: 200 },
    putPrompt: { url: "/api/prompts/welcome", body: { name: "W", text: {}, other: 1 }, status: 400 },
    deletePrompt: { url: "/api/prompts/none", status: 404 },
    promptVersions: { url: "/api/prompts/none/versions", status: 404 },
    putPromptSound: { url: "/api/prompts/none/sound/zh", status: 404 },
    promptSound: { url: "/api/prompts/none/sound/zh", status: 404 },
    promptPeaks: { url: "/api/prompts/none/sound/zh/peaks", status: 404 },
    returnPromptSound: { url: "/api/prompts/none/sound/zh/return", body: { version: 1 }, status: 404 },
    replacePrompt: { url: "/api/prompts/none/replace", body: { with: "other" }, status: 404 },
    speakText: { url: "/api/speech", body: { text: "hello", language: "en" }, status: 200 },
    figures: { url: "/api/figures?from=2026-02-01&to=2026-02-28&by=queue&interval=day", status: 200 },
    figuresCsv: { url: "/api/figures/csv?language=en", status: 200 },
    figureBehind: { url: "/api/figures/nothing/behind", status: 404 },
    figureCatalogue: { url: "/api/figures/catalogue", status: 200 },
    wallboard: { url: "/api/wallboard", status: 200 },
    erlang: { url: "/api/staffing/erlang?calls=100&handleSec=180", status: 200 },
    staffing: { url: "/api/staffing", status: 422 },
    shifts: { url: "/api/shifts?from=2026-02-01&to=2026-02-07", status: 200 },
    shiftTemplates: { url: "/api/shifts/templates", status: 200 },
    putShifts: { url: "/api/shifts", body: { add: [], drop: [] }, status: 200 },
    copyShifts: { url: "/api/shifts/copy-week", body: { from: "2026-02-02", to: "2026-02-02" }, status: 422 },
    attendance: { url: "/api/attendance?of=2026-02", status: 200 },
    correctAttendance: {
      url: "/api/attendance/corrections",
      body: { agent: "li", inAtMs: 1, newInAtMs: 1, why: "forgot" },
      status: 204,
    },
  };
  const names = Object.keys(routes) as RouteName[];

  it.each(names)("%s answers who may, and nobody else", async (name) => {
    const { method, right } = routes[name];
    const { url, status, body, headers } = samples[name];
    const ask = async (cookie?: string) =>
      send(it0.app, method, url, { ...(cookie ? { cookie } : {}), ...(headers ? { headers } : {}), ...(body ? { body } : {}) });
    const stranger = await ask();
    if (right === "everyone") expect(stranger.status).toBe(status);
    else refused(stranger, "not-signed-in");
    for (const role of ["agent", "supervisor", "administrator"] as const) {
      const answer = await ask(cookies[role]);
      if (rightsOf[role].includes(right)) expect([role, answer.status]).toEqual([role, status]);
      else refused(answer, "not-allowed");
      if (name === "logout") cookies[role] = `linebox_session=${await it0.store.openSession(it0.people[role], "127.0.0.1")}`;
    }
  });

  it.each(names.filter((name) => routes[name].method !== "GET"))("%s refuses other sites", async (name) => {
    const { url, body, headers } = samples[name];
    for (const from of [
      { origin: "http://evil.example" },
      { origin: "null" },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site", origin: "http://box.local" },
    ])
      refused(
        await send(it0.app, routes[name].method, url, {
          cookie: cookies.administrator,
          headers: { ...headers, ...from } as Record<string, string>,
          ...(body ? { body } : {}),
        }),
        "wrong-origin",
      );
  });

  it("moves a waiting caller to one place, and only to one", async () => {
    const move = (body: unknown) => send(it0.app, "POST", "/api/waiting/c1/move", { cookie: cookies.supervisor, body });
    it0.desk.length = 0;
    expect((await move({ queue: "other" })).status).toBe(204);
    expect((await move({ agent: "li" })).status).toBe(204);
    expect(it0.desk).toEqual([
      { on: "desk.moveWaiting", call: "c1", to: { queue: "other" }, by: "boss" },
      { on: "desk.moveWaiting", call: "c1", to: { agent: "li" }, by: "boss" },
    ]);
    refused(await move({ queue: "other", place: 1 }), "bad-request");
    refused(await move({}), "bad-request");
    refused(await move({ place: 0 }), "bad-request");
  });

  it("takes requests of the box's own pages", async () => {
    const headers = { origin: "http://box.local", "sec-fetch-site": "same-origin" };
    expect((await send(it0.app, "POST", "/api/agents/li/ready", { cookie: cookies.agent, headers })).status).toBe(204);
  });

  it("is in the OpenAPI document, and nothing else is", async () => {
    const { json, status } = await send(it0.app, "GET", "/api/openapi.json");
    expect(status).toBe(200);
    const { paths } = json as { paths: Record<string, Record<string, { operationId: string }>> };
    const described = Object.values(paths).flatMap((path) => Object.values(path).map((op) => op.operationId));
    expect(described.toSorted()).toEqual(names.toSorted());
  });

  it("an agent acts for himself only, a supervisor for anybody, and what the desk refuses is told", async () => {
    refused(await send(it0.app, "POST", "/api/agents/wang/ready", { cookie: cookies.agent }), "not-allowed");
    it0.desk.length = 0;
    expect(
      (await send(it0.app, "POST", "/api/agents/wang/not-ready", { cookie: cookies.supervisor, body: { reason: "lunch" } }))
        .status,
    ).toBe(204);
    expect(it0.desk).toEqual([{ on: "desk.notReady", agent: "wang", reason: "lunch", by: "boss" }]);
    refused(await send(it0.app, "POST", "/api/agents/nobody/ready", { cookie: cookies.supervisor }), "not-found");
  });

  it("names the place of what does not fit, in both languages", async () => {
    const ask = (sent: Sent, url = "/api/agents/li/login") =>
      send(it0.app, url === "/api/settings" ? "PUT" : "POST", url, { cookie: cookies.administrator, ...sent });
    expect(refused(await ask({}), "bad-request").problems).toMatchObject([
      { path: "/phone", reason: { zh: expect.any(String), en: '"phone" is missing.' } },
    ]);
    expect(refused(await ask({ body: { phone: 801 } }), "bad-request").problems).toMatchObject([{ path: "/phone" }]);
    const unknown = { ...defaultSettings("S", "en"), colour: "blue" };
    expect(
      refused(await ask({ body: unknown, headers: { "if-match": "7" } }, "/api/settings"), "bad-request").problems,
    ).toMatchObject([{ path: "/colour" }]);
    expect(
      refused(await send(it0.app, "GET", "/api/calls?limit=many", { cookie: cookies.agent }), "bad-request").problems,
    ).toMatchObject([{ path: "/limit" }]);
    refused(await send(it0.app, "GET", `/api/calls/${"x".repeat(101)}`, { cookie: cookies.agent }), "not-found");
  });

  it("reads two megabytes of JSON and nothing else", async () => {
    const put = (payload: string, type: string) =>
      it0.app.inject({
        method: "PUT",
        url: "/api/session/language",
        headers: { host: "box.local", cookie: cookies.agent, "content-type": type },
        payload,
      });
    for (const [payload, type] of [
      [`{"language":"en","x":"${"y".repeat(2 * 1024 * 1024)}"}`, "application/json"],
      ['{"language":', "application/json"],
      ['{"language":"en","__proto__":{}}', "application/json"],
      ['{"language":"en"}', "text/plain"],
      ["language=en", "application/x-www-form-urlencoded"],
    ] as const)
      expect((await put(payload, type)).json<FaultReply>().code).toBe("bad-request");
    expect((await put('{"language":"en"}', "application/json")).statusCode).toBe(204);
  });

  it("carries security headers, faults included", async () => {
    for (const url of ["/", "/assets/app-3f2a.js", "/api/status", "/api/nothing", "/api/users"]) {
      const { headers } = await send(it0.app, "GET", url);
      expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
      expect(headers["x-content-type-options"]).toBe("nosniff");
      expect(headers["x-frame-options"]).toBe("DENY");
      expect(headers["referrer-policy"]).toBe("same-origin");
      expect(headers["strict-transport-security"]).toBeUndefined();
    }
    expect((await send(it0.app, "GET", "/api/status")).headers["cache-control"]).toBe("no-store");
  });

  it("notes who changed what, and who listened, but not passwords", async () => {
    await send(it0.app, "PUT", "/api/secrets/trunks/carrier", { cookie: cookies.administrator, body: { password: "tr0ub4dor" } });
    await send(it0.app, "PUT", "/api/secrets/trunks/carrier", { cookie: cookies.agent, body: { password: "tr0ub4dor" } });
    await send(it0.app, "GET", "/api/recordings/r1/audio", { cookie: cookies.supervisor });
    await send(it0.app, "GET", "/api/recordings/r1/audio", { cookie: cookies.supervisor, headers: { range: "bytes=500-" } });
    await send(it0.app, "POST", "/api/session", { body: { user: "ghost", password: "x" } });
    await it0.store.flushed();
    const rows = it0.store.auditRows(4);
    expect(rows.map(({ who, what, subject, outcome }) => [who, what, subject, outcome])).toEqual([
      ["", "login", "ghost", "wrong-password"],
      ["boss", "recordingAudio", "r1", "ok"],
      ["li", "setTrunkSecret", "carrier", "not-allowed"],
      ["admin", "setTrunkSecret", "carrier", "ok"],
    ]);
    expect(JSON.stringify(it0.store.auditRows(1_000))).not.toContain("tr0ub4dor");
  });

  it("calls, one call, and what is not there", async () => {
    const { json } = await send(it0.app, "GET", "/api/calls/c1", { cookie: cookies.agent });
    expect(json).toMatchObject({
      record: { id: "c1" },
      trace: [],
      recordings: expect.arrayContaining([expect.objectContaining({ id: "r1" })]),
    });
    expect((await send(it0.app, "GET", "/api/calls?before=5", { cookie: cookies.agent })).json).toEqual([]);
    refused(await send(it0.app, "GET", "/api/calls/c2", { cookie: cookies.agent }), "not-found");
    refused(await send(it0.app, "GET", "/api/nothing", { cookie: cookies.agent }), "not-found");
  });
});

describe("the console's files", () => {
  it("caches what has a hash in its name, and gives the page for any address of the console", async () => {
    const { app } = await fresh();
    expect((await send(app, "GET", "/assets/app-3f2a.js")).headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    for (const url of ["/", "/index.html", "/calls/c1", "/agents?x=1"]) {
      const { status, headers, raw } = await send(app, "GET", url);
      expect([url, status, headers["cache-control"], raw.toString().includes("Linebox")]).toEqual([url, 200, "no-cache", true]);
    }
    for (const url of ["/assets/old-1.js", "/favicon.ico"]) refused(await send(app, "GET", url), "not-found");
    refused(await send(app, "POST", "/calls"), "not-found");
  });

  it("does not lead out of its folder", async () => {
    const { app } = await fresh();
    for (const url of [
      "/../outside.wav",
      "/..%2foutside.wav",
      "/%2e%2e/outside.wav",
      "/assets/..%2f..%2foutside.wav",
      "/assets/%2e%2e%5c%2e%2e%5coutside.wav",
      "//etc/passwd",
      "/%00.html",
    ]) {
      const { status, raw, json } = await send(app, "GET", url);
      expect(raw.toString()).not.toContain("not for you");
      expect(raw.toString()).not.toContain("root:");
      expect([200, 400, 403, 404]).toContain(status);
      if (status !== 200) expect(Object.keys(faults)).toContain((json as FaultReply).code);
    }
  });
});

describe("setting up and signing in", () => {
  const form = { user: "first", password, siteName: "自来水公司", language: "zh" };

  it("makes one administrator, once, whoever races, and names the site", async () => {
    const { app, store, force } = await fresh();
    expect((await send(app, "GET", "/api/status")).json).toEqual({
      setUp: false,
      name: "Waterworks",
      version: "1.2.3",
      language: "zh",
    });
    refused(await send(app, "POST", "/api/set-up", { body: { ...form, password: "short" } }), "weak-password");
    const both = await Promise.all([
      send(app, "POST", "/api/set-up", { body: form }),
      send(app, "POST", "/api/set-up", { body: { ...form, user: "second" } }),
    ]);
    expect(both.map((answer) => answer.status).toSorted()).toEqual([200, 409]);
    const winner = both.find((answer) => answer.status === 200);
    expect(winner?.json).toMatchObject({ role: "administrator", rights: rightsOf.administrator });
    expect(winner?.cookies).toMatchObject([{ name: "linebox_session", httpOnly: true, sameSite: "Strict", path: "/" }]);
    expect(winner?.cookies[0]).not.toHaveProperty("secure");
    expect(store.users()).toHaveLength(1);
    expect(force.settings.site.name).toBe("自来水公司");
    refused(await send(app, "POST", "/api/set-up", { body: form }), "already-set-up");
    expect((await send(app, "GET", "/api/status")).json).toMatchObject({ setUp: true, name: "自来水公司" });
  });

  it("signs in and out; a session lasts while it is used and ends after thirty days without", async () => {
    const { app, store, staff, clock } = await fresh();
    await staff();
    refused(await send(app, "POST", "/api/session", { body: { user: "admin", password: "wrong" } }), "wrong-password");
    refused(await send(app, "POST", "/api/session", { body: { user: "nobody", password } }), "wrong-password");
    const entered = await send(app, "POST", "/api/session", { body: { user: "admin", password } });
    const cookie = `linebox_session=${entered.cookies[0]?.value}`;
    const me = () => send(app, "GET", "/api/session", { cookie });
    expect((await me()).json).toEqual(entered.json);
    const day = 24 * 3_600_000;
    for (let n = 0; n < 3; n++) {
      clock.nowMs += 29 * day;
      expect((await me()).status).toBe(200);
      await store.flushed();
    }
    clock.nowMs += 30 * day;
    refused(await me(), "not-signed-in");
    const again = await send(app, "POST", "/api/session", { body: { user: "admin", password } });
    const second = `linebox_session=${again.cookies[0]?.value}`;
    const out = await send(app, "DELETE", "/api/session", { cookie: second });
    expect([out.status, out.cookies[0]?.value]).toEqual([204, ""]);
    refused(await send(app, "GET", "/api/session", { cookie: second }), "not-signed-in");
    for (const forged of ["linebox_session=", "linebox_session=guess", `linebox_session=${"x".repeat(5_000)}`])
      refused(await send(app, "GET", "/api/session", { cookie: forged }), "not-signed-in");
  });

  it("slows down guessing, also of many at once, and lets the right one in after the wait", async () => {
    const { app, staff, clock } = await fresh();
    await staff();
    const guess = (user: string, word: string) => send(app, "POST", "/api/session", { body: { user, password: word } });
    const codes = (await Promise.all(Array.from({ length: 9 }, () => guess("admin", "wrong")))).map(
      (answer) => (answer.json as FaultReply).code,
    );
    expect(codes.toSorted()).toEqual([...Array<string>(4).fill("too-many-attempts"), ...Array<string>(5).fill("wrong-password")]);
    const held = await guess("admin", password);
    refused(held, "too-many-attempts");
    expect(held.headers["retry-after"]).toBe("1");
    expect((await guess("boss", password)).status).toBe(200);
    clock.nowMs += 1_000;
    expect((await guess("admin", password)).status).toBe(200);
    expect((await guess("admin", "wrong")).status).toBe(401);
  });

  it("a changed password ends the user's other sessions", async () => {
    const { app, store, staff } = await fresh();
    const { agent: cookie } = await staff();
    const other = `linebox_session=${await store.openSession("li", "127.0.0.1")}`;
    const change = (old: string, wanted: string) =>
      send(app, "PUT", "/api/session/password", { cookie, body: { old, new: wanted } });
    refused(await change("wrong", "another good one"), "wrong-password");
    refused(await change(password, "li"), "weak-password");
    expect((await change(password, "another good one")).status).toBe(204);
    expect((await send(app, "GET", "/api/session", { cookie })).status).toBe(200);
    refused(await send(app, "GET", "/api/session", { cookie: other }), "not-signed-in");
    expect((await send(app, "POST", "/api/session", { body: { user: "li", password: "another good one" } })).status).toBe(200);
  });
});

describe("users", () => {
  it("are made, changed at once and removed; the last administrator stays", async () => {
    const { app, staff, store } = await fresh();
    const { administrator: cookie, supervisor } = await staff();
    const put = (user: string, body: object) => send(app, "PUT", `/api/users/${user}`, { cookie, body });
    const place = async (answer: Promise<Awaited<ReturnType<typeof send>>>) =>
      refused(await answer, "bad-request").problems?.[0]?.path;
    expect(await place(put("new", { name: "New", role: "agent" }))).toBe("/password");
    expect(await place(put("new", { name: "New", role: "agent", agent: "nobody", password }))).toBe("/agent");
    expect(await place(put("n%20w", { name: "New", role: "agent", password }))).toBe("/id");
    refused(await put("new", { name: "New", role: "agent", password: "newnewnewnew" }), "weak-password");
    expect((await put("new", { name: "New", role: "agent", agent: "li", password })).status).toBe(204);
    const { json } = await send(app, "GET", "/api/users", { cookie });
    expect(json).toContainEqual(expect.objectContaining({ user: "new", role: "agent", agent: "li" }));
    expect(JSON.stringify(json)).not.toContain("scrypt");
    expect(await place(put("admin", { name: "Admin", role: "agent" }))).toBe("/role");
    expect(await place(send(app, "DELETE", "/api/users/admin", { cookie }))).toBe("/role");
    expect((await put("boss", { name: "Boss", role: "agent" })).status).toBe(204);
    refused(await send(app, "GET", "/api/recordings/r1/audio", { cookie: supervisor }), "not-allowed");
    expect((await send(app, "DELETE", "/api/users/boss", { cookie })).status).toBe(204);
    refused(await send(app, "GET", "/api/session", { cookie: supervisor }), "not-signed-in");
    expect(store.users().map((user) => user.user)).toEqual(["admin", "li", "new"]);
  });
});

describe("settings and secrets", () => {
  it("are changed from a revision, and refused with places", async () => {
    const { app, staff, force } = await fresh();
    const { administrator: cookie } = await staff();
    const got = await send(app, "GET", "/api/settings", { cookie });
    expect(got.headers.etag).toBe('"7"');
    const { settings } = got.json as { settings: Settings };
    const put = (name: string, match?: string, dry = "") =>
      send(app, "PUT", `/api/settings${dry}`, {
        cookie,
        ...(match ? { headers: { "if-match": match } } : {}),
        body: { ...settings, site: { ...settings.site, name } },
      });
    expect(refused(await put("New"), "bad-request").problems?.[0]?.path).toBe("If-Match");
    refused(await put("New", '"6"'), "revision-changed");
    expect(refused(await put("refused", '"7"'), "settings-refused").problems?.[0]?.path).toBe("/site/name");
    expect((await put("New", '"7"', "?dry-run")).json).toMatchObject({ revision: 7, plan: [{ change: "change" }] });
    expect(force.settings.site.name).toBe("Waterworks");
    const done = await put("New", '"7"');
    expect([done.status, done.headers.etag, force.settings.site.name]).toEqual([200, '"8"', "New"]);
    force.pending = { confirmByMs: 5 };
    expect((await send(app, "GET", "/api/settings", { cookie })).json).toMatchObject({ pending: { confirmByMs: 5 } });
    expect((await send(app, "POST", "/api/settings/confirm", { cookie })).status).toBe(204);
  });

  it("secrets are stored, never shown; a phone's as digest hashes", async () => {
    const { app, staff, store, secrets } = await fresh();
    const { administrator: cookie } = await staff();
    const put = (path: string, body: object = {}) => send(app, "PUT", `/api/secrets/${path}`, { cookie, body });
    expect((await put("trunks/carrier", { password: "tr0ub4dor" })).status).toBe(204);
    expect(store.secret("trunk", "carrier")).toBe("tr0ub4dor");
    expect((await put("phones/801", { password: "zanzibar" })).json).toEqual({});
    // RFC 7616 3.4.2: H(user:realm:password), computed with md5sum and sha256sum.
    expect(JSON.parse(store.secret("phone", "801") ?? "")).toEqual({
      realm: "linebox",
      md5: "5e576d0081dfa199203f31424f72666d",
      sha256: "f861545deea74ac40947db9a8b26e408b02890c9c50ed555342e034705692c55",
    });
    const made = (await put("phones/801")).json as { password: string };
    expect(made.password).toMatch(/^[A-HJ-NP-Za-hj-km-np-z2-9]{20}$/);
    expect(JSON.parse(store.secret("phone", "801") ?? "").md5).not.toBe("5e576d0081dfa199203f31424f72666d");
    refused(await put("phones/999"), "not-found");
    refused(await put("trunks/other", { password: "x" }), "not-found");
    expect(secrets).toEqual(["trunk carrier", "phone 801", "phone 801"]);
    const { json } = await send(app, "GET", "/api/settings", { cookie });
    expect(json).toMatchObject({
      secrets: { trunks: ["carrier"], phones: ["801"], lines: [], gateways: [], mqtt: [], mail: [] },
    });
    expect(JSON.stringify(json)).not.toContain("tr0ub4dor");
  });

  it("an answer that the table does not promise is not sent", async () => {
    const { app, force } = await fresh();
    force.settings = { ...force.settings, site: { ...force.settings.site, name: 5 as unknown as string } };
    refused(await send(app, "GET", "/api/status"), "internal");
  });

  it("a disk that takes nothing is answered with busy", async () => {
    const { app, staff, ports } = await fresh();
    const { administrator: cookie } = await staff();
    ports.store.putSecret = () => Promise.reject(Object.assign(new Error("database or disk is full"), { code: "busy" }));
    const reply = refused(await send(app, "PUT", "/api/secrets/trunks/carrier", { cookie, body: { password: "p" } }), "busy");
    expect(reply.retry).toBe(true);
  });
});

describe("the live socket", () => {
  /** A viewer that keeps what he hears; `next` waits for a message that fits. */
  function viewer(url: string, headers: Record<string, string>) {
    const socket = new WebSocket(`${url.replace("http", "ws")}/api/live`, { headers } as never);
    const heard: LiveMessage[] = [];
    let wake = () => {};
    socket.addEventListener("message", (message) => {
      heard.push(JSON.parse(String(message.data)) as LiveMessage);
      wake();
    });
    const opened = new Promise<void>((resolve, reject) => {
      socket.addEventListener("open", () => resolve());
      socket.addEventListener("error", () => reject(new Error("refused")));
    });
    const closed = new Promise<number>((resolve) => socket.addEventListener("close", ({ code }) => resolve(code)));
    const next = async <T extends LiveMessage["type"]>(type: T): Promise<Extract<LiveMessage, { type: T }>> => {
      for (;;) {
        const at = heard.findIndex((message) => message.type === type);
        if (at >= 0) return heard.splice(at, 1)[0] as Extract<LiveMessage, { type: T }>;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    };
    return { socket, heard, opened, closed, next };
  }
  async function served(port: number) {
    const it0 = await fresh();
    const cookies = await it0.staff();
    const http = await startHttp({ host: "127.0.0.1", port, consoleDir: it0.consoleDir, version: "1", ports: it0.ports, log });
    return { ...it0, cookies, http };
  }

  it("says everything at first, then what changes, gathered and numbered, and that it is alive", async () => {
    const { http, cookies, change, state } = await served(24_101);
    state.calls = [liveCall("c1")];
    const one = viewer(http.url, { cookie: cookies.agent, origin: http.url });
    const two = viewer(http.url, { cookie: cookies.supervisor });
    const hello = await one.next("hello");
    expect(hello.state.calls.map((call) => call.id)).toEqual(["c1"]);
    expect((await two.next("hello")).n).toBe(hello.n);
    change({ topic: "calls", set: [liveCall("c2")], gone: [] });
    change({ topic: "calls", set: [liveCall("c3")], gone: ["c1", "c2"] });
    change({ topic: "calls", set: [{ ...liveCall("c3"), caller: "139" }], gone: [] });
    for (const each of [one, two]) {
      const patch = await each.next("patch");
      expect(patch).toMatchObject({ n: hello.n + 1, topic: "calls", set: [{ id: "c3", caller: "139" }], gone: ["c1", "c2"] });
      expect((await each.next("beat")).n).toBe(patch.n);
    }
    await http.stop();
    expect(await one.closed).toBe(1001);
  });

  it("is told once as well, to each his own bulletins", async () => {
    const it0 = await fresh();
    const cookies = await it0.staff();
    it0.state.calls = [liveCall("c1")];
    const bulletin = {
      id: "b1",
      text: "Burst main",
      importance: "urgent" as const,
      to: { kind: "agent" as const, agent: "anna" as never },
      agents: ["anna" as never],
      mustAcknowledge: false,
      sentAtMs: 1,
      sentBy: "chief",
      untilMs: 9,
      readings: [],
    };
    it0.state.bulletins = [bulletin];
    const now = async (cookie: string | undefined) =>
      (await send(it0.app, "GET", "/api/live/now", cookie ? { headers: { cookie } } : {})) as { status: number; json: unknown };
    expect(await now(cookies.supervisor)).toMatchObject({ status: 200, json: { calls: [{ id: "c1" }], bulletins: [] } });
    expect((await now(undefined)).status).toBe(401);
    it0.state.bulletins = [{ ...bulletin, to: { kind: "all" as const } }];
    expect(await now(cookies.agent)).toMatchObject({ status: 200, json: { bulletins: [{ id: "b1" }] } });
  });

  it("is for those who are signed in and come from the box's own page", async () => {
    const { http, cookies } = await served(24_102);
    await expect(viewer(http.url, {}).opened).rejects.toThrow();
    await expect(viewer(http.url, { cookie: "linebox_session=guess" }).opened).rejects.toThrow();
    await expect(viewer(http.url, { cookie: cookies.agent, origin: "http://evil.example" }).opened).rejects.toThrow();
    await viewer(http.url, { cookie: cookies.agent, origin: http.url }).opened;
    await http.stop();
  });

  it("takes nothing of any size from a viewer", async () => {
    const { http, cookies } = await served(24_103);
    const one = viewer(http.url, { cookie: cookies.agent });
    await one.opened;
    one.socket.send("x".repeat(2_000));
    expect(await one.closed).toBe(1009);
    await http.stop();
  });

  it("stops listening to the box when it stops, and a taken port is an error", async () => {
    const { http, listeners, ports, consoleDir } = await served(24_104);
    await expect(startHttp({ host: "127.0.0.1", port: 24_104, consoleDir, version: "1", ports, log })).rejects.toThrow(
      /EADDRINUSE/,
    );
    const before = listeners.size;
    await http.stop();
    expect(listeners.size).toBe(before - 1);
  });
});
