import "./look/tokens.css";
import "./look/base.css";
import "./look/parts.css";
import "./look/fields.css";
import "./look/overlays.css";
import "./look/inline.css";
import "./shell/shell.css";
import { render } from "preact";
import { begin, firstLanguage } from "./data/session.ts";
import { moveSteadily } from "./look/steady-moves.ts";
import { startTheme } from "./look/theme.ts";
import { App } from "./shell/app.tsx";
import { speak } from "./words/words.ts";

// After an update of the box the old parts of the console are gone; the new console is one reload away.
addEventListener("vite:preloadError", (event) => {
  event.preventDefault();
  const last = Number(sessionStorage.getItem("linebox.reloaded") ?? 0);
  if (Date.now() - last < 30_000) return;
  sessionStorage.setItem("linebox.reloaded", String(Date.now()));
  location.reload();
});

moveSteadily();
startTheme();
await speak(firstLanguage());
const root = document.getElementById("console");
if (root) render(<App />, root);
void begin();
