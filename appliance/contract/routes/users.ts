import Type from "typebox";
import { UserRow } from "../user.ts";
import { Title } from "../words.ts";
import { Id, Password, route } from "./route.ts";

export const usersRoutes = {
  users: route({
    method: "GET",
    path: "/api/users",
    right: "manage-users",
    summary: "Console users",
    reply: Type.Array(UserRow),
  }),
  putUser: route({
    method: "PUT",
    path: "/api/users/:id",
    right: "manage-users",
    summary: "Make or change a user",
    params: Id,
    body: Type.Object({
      name: Title,
      role: Type.Union([Type.Literal("administrator"), Type.Literal("supervisor"), Type.Literal("agent")]),
      agent: Type.Optional(Type.String({ maxLength: 40 })),
      password: Type.Optional(Password),
    }),
  }),
  deleteUser: route({ method: "DELETE", path: "/api/users/:id", right: "manage-users", summary: "Remove a user", params: Id }),
} as const;
