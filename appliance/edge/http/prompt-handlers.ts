import { routes } from "../../contract/routes.ts";
import type { PromptSettings, Settings } from "../../contract/settings.ts";
import type { Language } from "../../contract/words.ts";
import { promptList } from "../../core/prompts/prompt-list.ts";
import { promptUses, replacePrompt } from "../../core/prompts/where-used.ts";
import { type Handlers, signedIn } from "./handlers.ts";
import { HttpFault } from "./http-fault.ts";
import type { HttpPorts } from "./http-ports.ts";
import { receiveSound } from "./receive-sound.ts";
import { sendRecording } from "./recording-file.ts";
import type { SoundPort } from "./recordings-port.ts";
import { accepted } from "./revision.ts";
import { soundRefused } from "./sound-refused.ts";

const defaultBuckets = 400;

type PromptRoute =
  | "prompts"
  | "putPrompt"
  | "deletePrompt"
  | "promptVersions"
  | "putPromptSound"
  | "promptSound"
  | "promptPeaks"
  | "returnPromptSound"
  | "replacePrompt"
  | "speakText";
export function promptHandlers(ports: HttpPorts): Pick<Handlers, PromptRoute> {
  const { store, prompts } = ports;
  const promptOf = (id: string): PromptSettings => {
    const found = ports.settings.current().settings.prompts.find((p) => p.id === id);
    if (!found) throw new HttpFault("not-found");
    return found;
  };
  const usesNow = (settings: Settings) => promptUses(settings, store.flowDrafts());
  /** Through the settings desk, as any other change. */
  const apply = async (change: (settings: Settings) => Settings, by: string) => {
    const { revision, settings } = ports.settings.current();
    return accepted(await ports.settings.apply(change(settings), revision, by));
  };
  const put = (prompt: PromptSettings, by: string) =>
    apply(
      (settings) => ({
        ...settings,
        prompts: settings.prompts.some((p) => p.id === prompt.id)
          ? settings.prompts.map((p) => (p.id === prompt.id ? prompt : p))
          : [...settings.prompts, prompt],
      }),
      by,
    );
  const playing = (prompt: PromptSettings, language: Language, file: string | undefined): PromptSettings => {
    const { file: files = {}, ...rest } = prompt;
    const { [language]: _former, ...others } = files;
    const next = { ...others, ...(file === undefined ? {} : { [language]: file }) };
    return Object.keys(next).length === 0 ? rest : { ...rest, file: next };
  };
  const fileOf = async (file: string): Promise<SoundPort> => {
    const sound = await prompts.sound(file);
    if (!sound) throw new HttpFault("audio-unreadable");
    return sound;
  };
  /** What is heard: that version, the recording in force, or the text spoken. */
  const soundOf = async (id: string, language: Language, version: number | undefined): Promise<SoundPort> => {
    if (version !== undefined) {
      const row = store.promptFiles(id).find((f) => f.language === language && f.n === version);
      if (!row) throw new HttpFault("not-found");
      return fileOf(row.file);
    }
    const { file, text } = promptOf(id);
    const recorded = file?.[language];
    if (recorded) return fileOf(recorded);
    const words = text[language];
    if (!words) throw new HttpFault("not-found");
    return prompts.spoken(words, language);
  };
  return {
    prompts: () => {
      const { settings } = ports.settings.current();
      return promptList(settings.prompts, store.promptFiles(), usesNow(settings));
    },
    async putPrompt(asked) {
      const { params, body } = asked;
      const { id } = params;
      const { file } = ports.settings.current().settings.prompts.find((p) => p.id === id) ?? {};
      return put({ id, ...body, ...(file ? { file } : {}) }, signedIn(asked).user);
    },
    async deletePrompt(asked) {
      const { id } = asked.params;
      promptOf(id);
      refuseUsed(id, ports.settings.current().settings, ports);
      await apply((settings) => ({ ...settings, prompts: settings.prompts.filter((p) => p.id !== id) }), signedIn(asked).user);
    },
    promptVersions: ({ params }) => store.promptFiles(promptOf(params.id).id),
    async putPromptSound(asked) {
      const { params, query, body } = asked;
      const { id, language } = params;
      promptOf(id);
      const by = signedIn(asked).user;
      const { soundBytes = 0 } = routes.putPromptSound;
      const sound = await receiveSound(body, prompts.incoming, soundBytes, (path) => prompts.convert(path));
      if ("fault" in sound) throw soundRefused(sound);
      const { file, durationMs, bytes } = sound;
      const n = await store.putPromptFile({ prompt: id, language, file, original: query.name ?? "", durationMs, bytes, by });
      const { revision } = await put(playing(promptOf(id), language, file), by);
      return { ...sound, version: n, revision };
    },
    promptSound: async ({ params: { id, language }, query, request, reply }) =>
      sendRecording(request, reply, `${id}-${language}`, await soundOf(id, language, query.version)),
    async promptPeaks({ params: { id, language }, query }) {
      return prompts.peaks(await soundOf(id, language, query.version), query.buckets ?? defaultBuckets);
    },
    async returnPromptSound(asked) {
      const { params, body } = asked;
      const { id, language } = params;
      const row = store.promptFiles(id).find((f) => f.language === language && f.n === body.version);
      if (body.version !== undefined && !row) throw new HttpFault("not-found");
      return put(playing(promptOf(id), language, row?.file), signedIn(asked).user);
    },
    async replacePrompt(asked) {
      const { params, body } = asked;
      const [from, to] = [promptOf(params.id).id, promptOf(body.with).id];
      const by = signedIn(asked).user;
      const applied = await apply(
        ({ prompts: library, ...others }) => ({ ...replacePrompt(others, from, to), prompts: library }),
        by,
      );
      let drafts = 0;
      for (const { flow, document, base, rev } of store.flowDrafts()) {
        const next = replacePrompt(document, from, to);
        if (JSON.stringify(next) === JSON.stringify(document)) continue;
        await store.putFlowDraft(flow, next, by, base, rev);
        drafts++;
      }
      return { ...applied, drafts };
    },
    speakText: async ({ body, request, reply }) =>
      sendRecording(request, reply, "speech", await prompts.spoken(body.text, body.language)),
  };
}

function refuseUsed(id: string, settings: Settings, { store }: Pick<HttpPorts, "store">): void {
  const uses = promptUses(settings, store.flowDrafts()).get(id) ?? [];
  if (uses.length === 0) return;
  const hint = { zh: "请先改用其他语音。", en: "Let it play another prompt first." };
  throw new HttpFault(
    "prompt-in-use",
    uses.map(({ path, words }) => ({ path, severity: "error", reason: words, hint })),
  );
}
