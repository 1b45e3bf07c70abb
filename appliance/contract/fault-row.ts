/** A fault: its HTTP status, a sentence and a hint in both languages, and whether trying again may help. */
export type FaultRow = { status: number; zh: string; en: string; hintZh: string; hintEn: string; retry: boolean };
export const row = (status: number, en: string, zh: string, hintEn: string, hintZh: string, retry = false): FaultRow => ({
  status,
  en,
  zh,
  hintEn,
  hintZh,
  retry,
});
