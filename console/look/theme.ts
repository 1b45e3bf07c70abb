import { signal } from "@preact/signals";

export type Theme = "light" | "dark" | "system";
const storeKey = "linebox.theme";
const kept = localStorage.getItem(storeKey);
export const theme = signal<Theme>(kept === "light" || kept === "dark" ? kept : "system");
const dark = matchMedia("(prefers-color-scheme: dark)");

const show = (): void => {
  const now = theme.value === "system" ? (dark.matches ? "dark" : "light") : theme.value;
  document.documentElement.dataset.theme = now;
};

export function chooseTheme(to: Theme): void {
  theme.value = to;
  localStorage.setItem(storeKey, to);
  show();
}
export const flipTheme = (): void => chooseTheme(document.documentElement.dataset.theme === "dark" ? "light" : "dark");

export function startTheme(): void {
  show();
  dark.addEventListener("change", show);
}
