import Type from "typebox";
import { ApiToken, ApiTokenFields } from "../api-token.ts";
import { Closed, Id, route } from "./route.ts";

export const tokensRoutes = {
  tokens: route({
    method: "GET",
    path: "/api/tokens",
    right: "manage-users",
    summary: "Tokens of other programs, and the scopes there are",
    reply: Closed({
      tokens: Type.Array(ApiToken),
      /** With what each opens. */
      scopes: Type.Array(Closed({ scope: Type.String(), routes: Type.Array(Type.String()) })),
    }),
  }),
  makeToken: route({
    method: "POST",
    path: "/api/tokens",
    right: "manage-users",
    summary: "Make a token for another program; it is shown this once",
    body: ApiTokenFields,
    reply: Closed({ id: Type.String(), token: Type.String() }),
  }),
  dropToken: route({
    method: "DELETE",
    path: "/api/tokens/:id",
    right: "manage-users",
    summary: "Take a token back; it is void at once",
    params: Id,
  }),
} as const;
