import "./tabs.css";

export type Tab = { path: string; label: string };

/** Pages that belong together, as links in a row. */
export function Tabs({ tabs, at, label }: { tabs: Tab[]; at: string; label: string }) {
  return (
    <nav class="tabs" aria-label={label}>
      {tabs.map((tab) => (
        <a key={tab.path} href={tab.path} aria-current={tab.path === at ? "page" : undefined}>
          {tab.label}
        </a>
      ))}
    </nav>
  );
}
