import type { AriaAttributes, ComponentChildren } from "preact";
import { Icon, type IconName } from "../look/icon.tsx";

type ButtonProps = {
  children?: ComponentChildren;
  kind?: "plain" | "main" | "danger" | "quiet";
  icon?: IconName;
  /** Words of a button that shows only an icon. */
  label?: string;
  /** Why it can't be pressed now; it stays reachable so that the reason can be read. */
  blocked?: string | undefined;
  pending?: boolean;
  type?: "button" | "submit";
  onPress?: ((event: Event) => void) | undefined;
  small?: boolean;
  class?: string;
  /** Has the focus when its window opens. */
  autofocus?: boolean;
} & Omit<AriaAttributes, "aria-label" | "aria-disabled">;

/** Every button of the console. */
export function Button({
  children,
  kind = "plain",
  icon,
  label,
  blocked,
  pending,
  type = "button",
  onPress,
  small,
  class: extra,
  ...aria
}: ButtonProps) {
  const inert = Boolean(blocked) || Boolean(pending);
  const names = [
    "button",
    `is-${kind}`,
    small ? "is-small" : "",
    children ? "" : "is-icon",
    pending ? "is-pending" : "",
    extra ?? "",
  ];
  return (
    <button
      {...aria}
      type={type}
      class={names.filter(Boolean).join(" ")}
      aria-label={label}
      aria-disabled={inert || undefined}
      title={blocked ?? (children ? undefined : label)}
      onClick={(event) => {
        if (inert) event.preventDefault();
        else onPress?.(event);
      }}
    >
      {icon ? <Icon name={icon} /> : null}
      {children ? <span>{children}</span> : null}
    </button>
  );
}
