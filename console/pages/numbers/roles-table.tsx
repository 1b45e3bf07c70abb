import type { NumberClass, OutgoingRole } from "../../../appliance/contract/outgoing.ts";
import { Button } from "../../parts/button.tsx";
import { TextInput } from "../../parts/inputs.tsx";
import { say } from "../../parts/toasts.tsx";
import { draft, edit, remove, undo } from "../../settings/draft.ts";
import { remarksAt } from "../../settings/field-words.ts";
import { under } from "../../settings/pointer.ts";
import { fill } from "../../words/fill.ts";
import { numberWords } from "../../words/numbers.ts";
import { words } from "../../words/words.ts";
import { numberClasses } from "./contract-tables.ts";
import { isFixed, type Right, rightOf, withRight } from "./rights.ts";

const at = "/outgoing/roles";
const rights: Right[] = ["yes", "pin", "no"];
const open = numberClasses.filter((kind) => !isFixed(kind));

/** Roles against classes: may, with a PIN, or not. */
export function RolesTable() {
  const w = numberWords.value.outgoing;
  const settings = draft.value;
  const roles = settings?.outgoing?.roles ?? [];
  const add = () => {
    let n = roles.length + 1;
    while (roles.some((r) => r.id === `role-${n}`)) n += 1;
    const role: OutgoingRole = { id: `role-${n}`, name: w.newRole, allow: ["internal", "local"], withPin: [] };
    edit(under(at, roles.length), role);
  };
  return (
    <div class="stack">
      <table class="roles">
        <thead>
          <tr>
            <th scope="col">{w.role}</th>
            {open.map((kind) => (
              <th key={kind} scope="col">
                {w.class[kind]}
              </th>
            ))}
            <th scope="col">
              <span class="unseen">{words.value.common.remove}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {roles.map((role, i) => (
            <RoleRow key={role.id} role={role} i={i} />
          ))}
        </tbody>
      </table>
      <p class="note">{w.fixed}</p>
      <div>
        <Button icon="plus" blocked={roles.length >= 50 ? "≤ 50" : undefined} onPress={add}>
          {w.addRole}
        </Button>
      </div>
    </div>
  );
}

function RoleRow({ role, i }: { role: OutgoingRole; i: number }) {
  const w = numberWords.value.outgoing;
  const c = words.value.common;
  const settings = draft.value;
  const users = [...(settings?.agents ?? []), ...(settings?.phones ?? [])].filter((x) => x.outgoing === role.id).length;
  const usual = settings?.outgoing?.usual === role.id;
  const drop = () => {
    remove(under(at, i));
    say(fill(w.removed, { name: role.name }), { label: c.undo, run: undo });
  };
  return (
    <tr>
      <th scope="row">
        <TextInput
          aria-label={w.role}
          maxLength={80}
          value={role.name}
          onText={(t) => edit(under(at, i, "name"), t)}
          autoComplete="off"
        />
        <span class="note">
          <code>{role.id}</code> ·{" "}
          {[usual ? w.isUsual : "", users > 0 ? fill(w.usedBy, { n: users }) : usual ? "" : w.usedByNobody]
            .filter(Boolean)
            .join(" · ")}
        </span>
        {[...remarksAt(under(at, i)), ...remarksAt(under(at, i, "id")), ...remarksAt(under(at, i, "name"))].map((r) => (
          <span key={r.text} class={`bare-remark is-${r.severity}`}>
            {r.text} {r.hint}
          </span>
        ))}
      </th>
      {open.map((kind) => (
        <td key={kind}>
          <span class="cell-name">{w.class[kind]}</span>
          <RightChoice role={role} kind={kind} put={(right) => edit(under(at, i), withRight(role, kind, right))} />
        </td>
      ))}
      <td class="role-tools">
        <Button small kind="quiet" icon="bin" label={`${c.remove}: ${role.name}`} onPress={drop} />
      </td>
    </tr>
  );
}

function RightChoice({ role, kind, put }: { role: OutgoingRole; kind: NumberClass; put: (right: Right) => void }) {
  const w = numberWords.value.outgoing;
  const now = rightOf(role, kind);
  return (
    <span class={`select right is-${now}`}>
      <select
        class="input"
        aria-label={fill(w.cell, { role: role.name, class: w.class[kind] })}
        value={now}
        onChange={(event) => put(rights.find((r) => r === event.currentTarget.value) ?? now)}
      >
        {rights.map((right) => (
          <option key={right} value={right} selected={right === now}>
            {w.may[right]}
          </option>
        ))}
      </select>
    </span>
  );
}
