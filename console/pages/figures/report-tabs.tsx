import { may } from "../../data/session.ts";
import { Tabs } from "../../parts/tabs.tsx";
import { reportWords } from "../../words/reports.ts";

/** Everything that is counted or planned. */
export function ReportTabs({ at }: { at: "/figures" | "/surveys" | "/staffing" | "/shifts" | "/attendance" }) {
  const w = reportWords.value.tabs;
  const tabs = [
    { path: "/figures", label: w.figures },
    ...(may("supervise") ? [{ path: "/surveys", label: w.surveys }] : []),
    { path: "/staffing", label: w.staffing },
    { path: "/shifts", label: w.shifts },
    { path: "/attendance", label: w.attendance },
    { path: "/wall", label: w.wall },
  ];
  return <Tabs tabs={tabs} at={at} label={w.label} />;
}
