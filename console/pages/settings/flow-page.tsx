export function FlowPage({ id }: { id: string }) {
  return <section class="settings-form">{id}</section>;
}
