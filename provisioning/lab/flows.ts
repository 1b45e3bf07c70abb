import type { FlowDocument } from "../../appliance/contract/flow.ts";
import { bill } from "./hotline/bill.ts";
import { cases } from "./hotline/cases.ts";
import { ending } from "./hotline/ending.ts";
import { fault } from "./hotline/fault.ts";
import { installation } from "./hotline/installation.ts";
import { welcome } from "./hotline/welcome.ts";
import { nestedMenus } from "./nested-menus.ts";

/** Flows of the demonstration utility. They want the queue `hotline`, the calendar `office`, the boxes `complaints` and `faults`, and the connectors `billing`, `cases`, `installation` and `reports`. */
export const labFlows: FlowDocument[] = [
  {
    id: "hotline",
    name: "Water hotline 96100 供水热线",
    languageDefault: "zh",
    start: "notice",
    back: { key: "*" },
    person: { key: "0", next: "to-person" },
    nodes: { ...welcome, ...bill, ...cases, ...installation, ...fault, ...ending },
  },
  nestedMenus(10),
];
