import { words } from "../words/words.ts";
import { ask } from "./dialog.tsx";

type Asked = { title: string; note: string; yes: string };
/** Closes at once while nothing is written; asks before what is written is lost. */
export const carefulClose =
  (written: boolean, asked: Asked, close: () => void): (() => void) =>
  () =>
    written ? ask({ ...asked, no: words.peek().common.keepWriting, danger: true, run: close }) : close();
