import type { Page } from "playwright-core";

/** Signs a page in, in English, without its forms; it must be at the box's address, best where no console runs yet. */
export async function englishSession(page: Page, login: { user: string; password: string }): Promise<void> {
  await page.evaluate(async (body) => {
    localStorage.setItem("linebox.language", "en");
    const headers = { "content-type": "application/json" };
    await fetch("/api/session", { method: "POST", headers, body: JSON.stringify(body) });
    await fetch("/api/session/language", { method: "PUT", headers, body: '{"language":"en"}' });
  }, login);
}
