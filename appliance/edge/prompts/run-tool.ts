import { spawn } from "node:child_process";

export type ToolResult = { code: number | null; stdout: string; stderr: string };
const mostOutput = 200_000;

/** Runs a program to its end, killed after `withinMs`; keeps the last of what it wrote. Rejects only when it can't be started. */
export function runTool(
  program: string,
  args: readonly string[],
  withinMs: number,
  calledOff?: AbortSignal,
): Promise<ToolResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: ["ignore", "pipe", "pipe"],
      timeout: withinMs,
      killSignal: "SIGKILL",
      ...(calledOff ? { signal: calledOff } : {}),
    });
    const said = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"] as const)
      child[stream].on("data", (part: Buffer) => {
        said[stream] = (said[stream] + part.toString("utf8")).slice(-mostOutput);
      });
    child.on("error", (error) => reject(new Error(`${program} could not be started: ${error.message}`)));
    child.on("close", (code) => resolve({ code, ...said }));
  });
}
