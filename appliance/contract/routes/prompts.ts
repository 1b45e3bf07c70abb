import Type from "typebox";
import { ConvertedSound, PromptFileRow, PromptListRow } from "../prompt-library.ts";
import { SettingsApplied } from "../settings-change.ts";
import { Bilingual, Language, Slug, Title } from "../words.ts";
import { Closed, Peaks, route } from "./route.ts";

const Prompt = Type.Object({ id: Slug });
const InLanguage = Type.Object({ id: Slug, language: Language });
const N = Type.Integer({ minimum: 1 });
const right = "change-settings";

export const promptsRoutes = {
  prompts: route({
    method: "GET",
    path: "/api/prompts",
    right,
    summary: "The prompt library: recorded, spoken or missing per language, and who plays what",
    reply: Type.Array(PromptListRow),
  }),
  putPrompt: route({
    method: "PUT",
    path: "/api/prompts/:id",
    right,
    summary: "Make a prompt, or change its name, category and text",
    params: Prompt,
    body: Type.Object(
      { name: Title, category: Type.Optional(Type.String({ maxLength: 60 })), text: Bilingual },
      { additionalProperties: false },
    ),
    reply: SettingsApplied,
  }),
  deletePrompt: route({
    method: "DELETE",
    path: "/api/prompts/:id",
    right,
    summary: "Remove a prompt that nothing plays",
    params: Prompt,
  }),
  promptVersions: route({
    method: "GET",
    path: "/api/prompts/:id/versions",
    right,
    summary: "Every recording of a prompt, newest first",
    params: Prompt,
    reply: Type.Array(PromptFileRow),
  }),
  putPromptSound: route({
    method: "PUT",
    path: "/api/prompts/:id/sound/:language",
    right,
    summary: "Upload a recording (any format, also the browser's own); converted, levelled, put in force",
    params: InLanguage,
    query: Type.Object({ name: Type.Optional(Type.String({ maxLength: 200 })) }),
    soundBytes: 50_000_000,
    reply: Closed({ ...ConvertedSound.properties, version: Type.Integer(), revision: Type.Integer() }),
  }),
  promptSound: route({
    method: "GET",
    path: "/api/prompts/:id/sound/:language",
    right,
    summary: "What callers hear: the recording, or the text spoken; `version` an earlier recording",
    params: InLanguage,
    query: Type.Object({ version: Type.Optional(N) }),
    reply: Type.Unknown(),
    media: "audio/wav",
  }),
  promptPeaks: route({
    method: "GET",
    path: "/api/prompts/:id/sound/:language/peaks",
    right,
    summary: "Its waveform",
    params: InLanguage,
    query: Type.Object({
      version: Type.Optional(N),
      buckets: Type.Optional(Type.Integer({ minimum: 50, maximum: 2000 })),
    }),
    reply: Peaks,
  }),
  returnPromptSound: route({
    method: "POST",
    path: "/api/prompts/:id/sound/:language/return",
    right,
    summary: "Put an earlier recording in force; without `version` none, so that the text is spoken",
    params: InLanguage,
    body: Type.Object({ version: Type.Optional(N) }, { additionalProperties: false }),
    reply: SettingsApplied,
  }),
  replacePrompt: route({
    method: "POST",
    path: "/api/prompts/:id/replace",
    right,
    summary: "Play another prompt wherever this one is played, drafts included",
    params: Prompt,
    body: Type.Object({ with: Slug }, { additionalProperties: false }),
    reply: Closed({ ...SettingsApplied.properties, drafts: Type.Integer() }),
  }),
  speakText: route({
    method: "POST",
    path: "/api/speech",
    right,
    summary: "Hear a text as the speech engine says it",
    body: Type.Object(
      { text: Type.String({ minLength: 1, maxLength: 1000 }), language: Language },
      { additionalProperties: false },
    ),
    reply: Type.Unknown(),
    media: "audio/wav",
  }),
} as const;
