import type { Settings, SettingsProblem } from "../../contract/settings.ts";
import { problemAt } from "./problem-at.ts";

/** Mailboxes, surveys and mail: names of things that aren't there, numbers used twice, mail that could not be sent. */
export function checkOffice(settings: Settings): SettingsProblem[] {
  const { voicemailBoxes = [], surveys = [], queues, agents, prompts, flows, mail } = settings;
  const boxes = new Set(voicemailBoxes.map((b) => b.id));
  const known = (id: string, all: readonly { id: string }[]): boolean => all.some((x) => x.id === id);
  const promptAt = (prompt: string | undefined, path: string): SettingsProblem[] =>
    prompt === undefined || known(prompt, prompts) ? [] : [missing("prompt", "提示音", prompt, path)];
  return [
    ...usedTwice(
      voicemailBoxes.map((b) => b.id),
      (i) => `/voicemailBoxes/${i}/id`,
    ),
    ...usedTwice(
      voicemailBoxes.map((b) => b.number),
      (i) => `/voicemailBoxes/${i}/number`,
    ),
    ...usedTwice(
      surveys.map((s) => s.id),
      (i) => `/surveys/${i}/id`,
    ),
    ...voicemailBoxes.flatMap(({ owner, greeting, mailTo }, i) => {
      const at = `/voicemailBoxes/${i}`;
      return [
        ...(owner.kind === "agent" && !known(owner.agent, agents)
          ? [missing("agent", "坐席", owner.agent, `${at}/owner/agent`)]
          : []),
        ...(owner.kind === "queue" && !known(owner.queue, queues)
          ? [missing("queue", "队列", owner.queue, `${at}/owner/queue`)]
          : []),
        ...promptAt(greeting?.prompt, `${at}/greeting/prompt`),
        ...(mailTo && !mail ? [noMail(`${at}/mailTo`)] : []),
      ];
    }),
    ...surveys.flatMap(({ intro, thanks, questions }, i) => [
      ...promptAt(intro?.prompt, `/surveys/${i}/intro/prompt`),
      ...promptAt(thanks?.prompt, `/surveys/${i}/thanks/prompt`),
      ...questions.flatMap((q, n) => promptAt(q.ask.prompt, `/surveys/${i}/questions/${n}/ask/prompt`)),
      ...usedTwice(
        questions.map((q) => q.id),
        (n) => `/surveys/${i}/questions/${n}/id`,
      ),
    ]),
    ...queues.flatMap(({ survey, overflow: { to } }, i) => [
      ...(survey === undefined || known(survey, surveys) ? [] : [missing("survey", "满意度评价", survey, `/queues/${i}/survey`)]),
      ...(to.kind !== "voicemail" || boxes.has(to.box)
        ? []
        : [missing("voicemail box", "语音信箱", to.box, `/queues/${i}/overflow/to/box`)]),
    ]),
    // A flow goes on without the box or the survey, and its trace says so: no reason to refuse the document.
    ...flows.flatMap((flow, i) =>
      Object.entries(flow.nodes).flatMap(([id, node]) => {
        const at = `/flows/${i}/nodes/${id}`;
        const lost =
          node.type === "voicemail" && !boxes.has(node.box)
            ? missing("voicemail box", "语音信箱", node.box, `${at}/box`)
            : node.type === "survey" && !known(node.survey, surveys)
              ? missing("survey", "满意度评价", node.survey, `${at}/survey`)
              : undefined;
        return lost ? [{ ...lost, severity: "warning" as const }] : [];
      }),
    ),
    ...(mail?.user && mail.security === "none" && !isHere(mail.host) ? [openPassword] : []),
  ];
}

const isHere = (host: string): boolean => /^(localhost|127\.[0-9.]+|::1)$/.test(host);

const missing = (what: string, zh: string, id: string, path: string): SettingsProblem =>
  problemAt(
    path,
    { en: `There is no ${what} "${id}".`, zh: `没有${zh}“${id}”。` },
    { en: `Make it first, or choose another ${what}.`, zh: `请先创建，或选择其他${zh}。` },
  );

const noMail = (path: string): SettingsProblem =>
  problemAt(
    path,
    { en: "No mail server is set up: nothing will be sent.", zh: "尚未设置邮件服务器，无法发送。" },
    { en: "Set up the mail server.", zh: "请设置邮件服务器。" },
    "warning",
  );

const openPassword = problemAt(
  "/mail/security",
  { en: "The password would be sent unencrypted.", zh: "密码将以明文发送。" },
  { en: "Choose TLS or STARTTLS, or remove the user.", zh: "请选择 TLS 或 STARTTLS，或去掉用户名。" },
);

function usedTwice(ids: (string | undefined)[], pathOf: (index: number) => string): SettingsProblem[] {
  return ids.flatMap((id, i) =>
    id === undefined || ids.indexOf(id) === i
      ? []
      : [
          problemAt(
            pathOf(i),
            { en: `"${id}" is used twice.`, zh: `“${id}”重复。` },
            { en: "Choose another one.", zh: "请换一个。" },
          ),
        ],
  );
}
