import Type, { type Static } from "typebox";
import { PlanStep, SettingsProblem } from "./settings.ts";

/** What a change of the settings does or would do; `confirmByMs`: it returns by itself unless it is confirmed by then. */
export const SettingsApplied = Type.Object(
  {
    revision: Type.Integer(),
    plan: Type.Array(PlanStep),
    warnings: Type.Array(SettingsProblem),
    confirmByMs: Type.Optional(Type.Number()),
  },
  { additionalProperties: false },
);
export type SettingsApplied = Static<typeof SettingsApplied>;
