import type { HostView } from "../../appliance/contract/host-view.ts";
import { call } from "./call.ts";

export const hostView = async (): Promise<HostView> => (await call("host", {})) as HostView;
