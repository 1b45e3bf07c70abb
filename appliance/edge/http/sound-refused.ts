import { HttpFault } from "./http-fault.ts";

/** An upload that can't be used; `text` says in the program's words what is wrong with it. */
export const soundRefused = ({
  fault,
  text,
}: {
  fault: "audio-unreadable" | "audio-too-long" | "audio-silent";
  text: string;
}): HttpFault =>
  new HttpFault(fault, [
    {
      path: "/",
      severity: "error",
      reason: { zh: text, en: text },
      hint: { zh: "请换一个文件，或重新录制。", en: "Try another file, or record again." },
    },
  ]);
