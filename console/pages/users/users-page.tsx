import "./users.css";
import { useSignal } from "@preact/signals";
import type { Role } from "../../../appliance/contract/routes.ts";
import type { UserRow } from "../../../appliance/contract/user.ts";
import { live } from "../../data/live.ts";
import { agentName, byName } from "../../data/names.ts";
import { myself } from "../../data/session.ts";
import { deleteUser, putUser, users } from "../../data/users.ts";
import { Button } from "../../parts/button.tsx";
import { useCarefulClose } from "../../parts/careful-close.ts";
import { ask, Dialog } from "../../parts/dialog.tsx";
import { Field, PasswordInput, SelectInput, TextInput } from "../../parts/inputs.tsx";
import { useLoaded } from "../../parts/loaded.ts";
import { FaultNote, Loading } from "../../parts/notices.tsx";
import { say, sayFault } from "../../parts/toasts.tsx";
import { fill } from "../../words/fill.ts";
import { words } from "../../words/words.ts";

const roles: Role[] = ["administrator", "supervisor", "agent"];

export function UsersPage() {
  const { state, reload } = useLoaded(users, "users");
  const edited = useSignal<UserRow | "new" | undefined>(undefined);
  const w = words.value.users;
  const rows = state.value.value;
  const remove = (row: UserRow) =>
    ask({
      title: fill(w.removeAsk, { name: row.name }),
      note: w.removeNote,
      yes: words.value.common.remove,
      danger: true,
      run: () =>
        void deleteUser(row.user)
          .then(() => {
            say(w.removed);
            reload();
          })
          .catch(sayFault),
    });
  return (
    <div class="page users">
      <header class="page-head">
        <h1>{w.title}</h1>
        <p class="note">{w.about}</p>
        <Button icon="plus" onPress={() => (edited.value = "new")}>
          {w.add}
        </Button>
      </header>
      {state.value.error ? <FaultNote error={state.value.error} onRetry={reload} /> : null}
      {state.value.loading && !rows ? <Loading /> : null}
      <ul class="user-rows">
        {rows?.map((row) => {
          const mine = row.user === myself()?.user;
          return (
            <li key={row.user} class="user-row">
              <span class="user-name">
                <strong class="cut">{row.name}</strong>
                {mine ? <span class="faint small">{w.you}</span> : null}
              </span>
              <code class="user-id">{row.user}</code>
              <span>{w.roles[row.role] ?? row.role}</span>
              <span class="note cut">{row.agent ? `${agentName(row.agent)} (${row.agent})` : w.noAgent}</span>
              <span class="row user-acts">
                <Button
                  small
                  kind="quiet"
                  onPress={() => (edited.value = row)}
                  aria-description={fill(w.edit, { name: row.name })}
                >
                  {words.value.common.edit}
                </Button>
                <Button
                  small
                  kind="quiet"
                  icon="bin"
                  label={words.value.common.remove}
                  blocked={mine ? w.lastAdmin : undefined}
                  onPress={() => remove(row)}
                />
              </span>
            </li>
          );
        })}
      </ul>
      {edited.value ? (
        <UserForm
          row={edited.value === "new" ? undefined : edited.value}
          done={(changed) => {
            edited.value = undefined;
            if (changed) {
              say(w.saved);
              reload();
            }
          }}
        />
      ) : null}
    </div>
  );
}

function UserForm({ row, done }: { row: UserRow | undefined; done: (changed: boolean) => void }) {
  const w = words.value.users;
  const c = words.value.common;
  const user = useSignal(row?.user ?? "");
  const name = useSignal(row?.name ?? "");
  const role = useSignal<Role>(row?.role ?? "agent");
  const agent = useSignal(row?.agent ?? "");
  const password = useSignal("");
  const busy = useSignal(false);
  const error = useSignal<unknown>(undefined);
  const complete = user.value.trim() !== "" && name.value.trim() !== "" && (row !== undefined || password.value.length >= 10);
  const save = async (event: Event) => {
    event.preventDefault();
    if (busy.value || !complete) return;
    busy.value = true;
    error.value = undefined;
    try {
      await putUser(user.value.trim(), {
        name: name.value.trim(),
        role: role.value,
        ...(agent.value ? { agent: agent.value } : {}),
        ...(password.value ? { password: password.value } : {}),
      });
      done(true);
    } catch (e) {
      error.value = e;
    } finally {
      busy.value = false;
    }
  };
  const written =
    user.value !== (row?.user ?? "") ||
    name.value !== (row?.name ?? "") ||
    role.value !== (row?.role ?? "agent") ||
    agent.value !== (row?.agent ?? "") ||
    password.value !== "";
  const close = useCarefulClose(written, () => done(false));
  return (
    <Dialog form title={row ? fill(w.edit, { name: row.name }) : w.add} onClose={close}>
      <form class="stack" onSubmit={save}>
        <Field label={w.user}>
          {(ids) => (
            <TextInput
              {...ids}
              value={user.value}
              disabled={row !== undefined}
              onText={(t) => (user.value = t.replace(/[^A-Za-z0-9._-]/g, ""))}
              maxLength={60}
              autoComplete="off"
              spellcheck={false}
            />
          )}
        </Field>
        <Field label={w.name}>
          {(ids) => <TextInput {...ids} value={name.value} onText={(t) => (name.value = t)} maxLength={80} />}
        </Field>
        <Field label={w.role} note={w.roleNote[role.value]}>
          {(ids) => (
            <SelectInput
              {...ids}
              value={role.value}
              choices={roles.map((r) => ({ value: r, label: w.roles[r] }))}
              onChoose={(r) => (role.value = r as Role)}
            />
          )}
        </Field>
        <Field label={w.agent}>
          {(ids) => (
            <SelectInput
              {...ids}
              value={agent.value}
              empty={w.noAgent}
              choices={byName(live.value?.agents ?? []).map((a) => ({ value: a.id, label: `${a.name} (${a.id})` }))}
              onChoose={(a) => (agent.value = a)}
            />
          )}
        </Field>
        <Field
          label={row ? w.newPassword : w.password}
          note={row ? `${w.keepPassword} · ${words.value.setUp.rule}` : words.value.setUp.rule}
        >
          {(ids) => (
            <PasswordInput {...ids} value={password.value} onText={(t) => (password.value = t)} autoComplete="new-password" />
          )}
        </Field>
        {error.value ? <FaultNote error={error.value} /> : null}
        <div class="row form-acts">
          <Button onPress={close}>{c.cancel}</Button>
          <Button kind="main" type="submit" pending={busy.value} class={complete ? "" : "is-faint"}>
            {c.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
