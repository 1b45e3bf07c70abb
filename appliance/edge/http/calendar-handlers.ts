import { chinaDays } from "./china-days.ts";
import { type Handlers, signedIn } from "./handlers.ts";
import { HttpFault } from "./http-fault.ts";

export const calendarHandlers = (): Pick<Handlers, "chinaDays"> => ({
  chinaDays: (asked) => {
    const days = chinaDays(asked.params.year, signedIn(asked).language);
    if (!days) throw new HttpFault("not-found");
    return days;
  },
});
