import { paths as made } from "virtual:route-paths";
import type { RouteName } from "../../appliance/contract/routes.ts";

/** Method and path of every route of the contract. */
export const paths = made as Record<RouteName, readonly ["GET" | "POST" | "PUT" | "DELETE", string]>;
