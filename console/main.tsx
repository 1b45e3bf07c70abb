import "./look/tokens.css";
import "./look/base.css";
import "./look/parts.css";
import "./shell/shell.css";
import { render } from "preact";
import { begin, firstLanguage } from "./data/session.ts";
import { startTheme } from "./look/theme.ts";
import { App } from "./shell/app.tsx";
import { speak } from "./words/words.ts";

startTheme();
await speak(firstLanguage());
const root = document.getElementById("console");
if (root) render(<App />, root);
void begin();
