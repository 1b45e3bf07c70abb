import type { ApiToken, ApiTokenFields } from "../../contract/api-token.ts";
import type { CallbackRow } from "../../contract/callback.ts";
import type { DeskEvent } from "../../contract/effects.ts";
import type { FaultCode } from "../../contract/faults.ts";
import type { LiveState, LiveTopic } from "../../contract/live.ts";
import type { WebhookDelivery, WebhookSettings, WebhookState } from "../../contract/public-event.ts";
import type { AgentStateRow, CallRecord, RecordingRow, Sentence, TraceEntry } from "../../contract/records.ts";
import type { LadderEntry, Role } from "../../contract/routes.ts";
import type { Settings, SettingsProblem } from "../../contract/settings.ts";
import type { SettingsApplied } from "../../contract/settings-change.ts";
import type { UserRow } from "../../contract/user.ts";
import type { Language } from "../../contract/words.ts";
import type { AlarmPort, AlarmRowsPort } from "./alarm-port.ts";
import type { BulletinPort, BulletinRowsPort } from "./bulletin-port.ts";
import type { DiagnosticsPort } from "./diagnostics-port.ts";
import type { DoctorPort, DoctorRowsPort } from "./doctor-port.ts";
import type { EventPort } from "./event-port.ts";
import type { FiguresPort, ShiftsPort } from "./figures-port.ts";
import type { FlowStorePort, ScriptsPort } from "./flow-ports.ts";
import type { HardwarePort } from "./hardware-port.ts";
import type { HostPort } from "./host-port.ts";
import type { Refused } from "./http-fault.ts";
import type { NumbersPort } from "./numbers-port.ts";
import type { OfficePort, OfficeRowsPort } from "./office-port.ts";
import type { PlantPort, PlantRowsPort } from "./plant-port.ts";
import type { PromptsPort } from "./prompt-ports.ts";
import type { EvidencePort, RecordingsPort } from "./recordings-port.ts";
import type { TextPort, TextRowsPort } from "./text-port.ts";

export type ConsoleUser = UserRow;
type ConsoleSession = { user: ConsoleUser; createdAtMs: number; seenAtMs: number };
type UserFields = { user: string; name: string; role: Role; agent?: string; language?: Language };

/** Users and sessions. What is refused is thrown, with a `code`: "not-found", "last-administrator", "busy". */
type PeoplePort = {
  users(): ConsoleUser[];
  user(id: string): ConsoleUser | undefined;
  /** false when somebody was first. */
  createFirstUser(fields: UserFields, password: string): Promise<boolean>;
  putUser(fields: UserFields, password?: string): Promise<void>;
  deleteUser(id: string): Promise<void>;
  setUserLanguage(id: string, language: Language): Promise<void>;
  setPassword(id: string, password: string, keepToken?: string): Promise<void>;
  checkPassword(id: string, password: string): Promise<ConsoleUser | undefined>;
  openSession(id: string, address: string): Promise<string>;
  session(token: string): ConsoleSession | undefined;
  touchSession(token: string): void;
  dropSession(token: string): Promise<void>;
};

type RecordsPort = {
  calls(query: { beforeMs?: number; limit?: number; caller?: string; queue?: string; agent?: string }): CallRecord[];
  call(id: string): { record: CallRecord; trace: TraceEntry[]; recordings: RecordingRow[] } | undefined;
  recording(id: string): RecordingRow | undefined;
  agentHistory(agent: string): AgentStateRow[];
  webhookLog(id: string, limit: number): WebhookDelivery[];
};

type WebhookPort = {
  states(): WebhookState[];
  test(hook: WebhookSettings): Promise<{ delivered: boolean; status?: number; text: string }>;
  /** false when there is no such hook in force. */
  tryNow(id: string): boolean;
};

type WaitingPort = {
  callbacks(query: { beforeMs?: number; limit?: number; queue?: string; number?: string; state?: string }): CallbackRow[];
};

/** Why somebody waits, why an agent gets no call: words about this moment. */
type WhyPort = {
  waiting(
    queue: string,
    call: string,
  ): { summary: Sentence; expectedWaitMs?: number; agents: { agent: string; name: string; words: Sentence }[] } | undefined;
  idle(agent: string): { queue: string; waiting: number; why: string; words: Sentence }[] | undefined;
};

type SecretsPort = {
  putSecret(kind: string, id: string, value: string): Promise<void>;
  secretIds(kind: string): string[];
};

/** Tokens of other programs; `dropApiToken` rejects with the code "not-found". */
type TokenPort = {
  apiTokens(): ApiToken[];
  makeApiToken(fields: ApiTokenFields, by: string): Promise<{ id: string; token: string }>;
  dropApiToken(id: string): Promise<void>;
  apiToken(token: string): ApiToken | undefined;
  touchApiToken(token: ApiToken, address: string): void;
};

type AuditPort = { audit(row: { who: string; address: string; what: string; subject: string; outcome: string }): void };

/** Something live changed: whole items by id, and the ids of those that are gone. */
export type LivePatch = { [T in LiveTopic]: { topic: T; set: LiveState[T]; gone: string[] } }[LiveTopic];
export type LivePort = {
  state(): LiveState;
  /** Returns how to stop listening. */
  onChange(listener: (patch: LivePatch) => void): () => void;
};

export type SettingsRefused = { fault: FaultCode; problems?: SettingsProblem[] };
export type SettingsPlanned = SettingsApplied;
/** `note` is kept with the versions of flows that come into force; `despiteScripts`: failing scripts are only warnings. */
type SettingsWish = { note?: string; despiteScripts?: boolean };
type SettingsPort = {
  current(): { revision: number; settings: Settings; pending?: { confirmByMs: number } };
  /** What would happen; changes nothing. `ifMatch` is the revision the document was made from. */
  plan(document: Settings, ifMatch: number, wish?: SettingsWish): Promise<SettingsPlanned | SettingsRefused>;
  apply(document: Settings, ifMatch: number, by: string, wish?: SettingsWish): Promise<SettingsPlanned | SettingsRefused>;
  confirm(by: string): Promise<"ok" | FaultCode>;
};

/** All that the console's server needs of the box. The store's object serves the first line as it is. */
export type HttpPorts = {
  store: PeoplePort &
    RecordsPort &
    WaitingPort &
    SecretsPort &
    TokenPort &
    AuditPort &
    FlowStorePort &
    EvidencePort &
    OfficeRowsPort &
    BulletinRowsPort &
    TextRowsPort &
    AlarmRowsPort &
    PlantRowsPort &
    DoctorRowsPort;
  scripts: ScriptsPort;
  prompts: PromptsPort;
  live: LivePort;
  office: OfficePort;
  bulletins: BulletinPort;
  texts: TextPort;
  hardware: HardwarePort;
  plant: PlantPort;
  doctor: DoctorPort;
  why: WhyPort;
  desk(event: DeskEvent): Promise<"ok" | FaultCode | Refused>;
  settings: SettingsPort;
  numbers: NumbersPort;
  events: EventPort;
  webhooks: WebhookPort;
  host: HostPort;
  diagnostics: DiagnosticsPort;
  alarms: AlarmPort;
  /** A password was stored: whoever registers or checks it should take it up. */
  secretChanged(kind: "trunk" | "line" | "phone" | "gateway", id: string): void;
  ladder(callId: string): Promise<LadderEntry[]>;
  /** What the box holds at this moment, by part. */
  gauges(): Promise<Record<string, Record<string, number>>>;
  figures: FiguresPort;
  shifts: ShiftsPort;
  recordings: RecordingsPort;
  nowMs(): number;
};
