/**
 * Preact moves rows by `moveBefore` where the browser has it. Chromium 156 then keeps the old style of what is inside
 * when the row's class changes in the same frame: an agent who went from ready to talking stayed green. Moving by
 * `insertBefore`, which Preact does without `moveBefore`, is drawn right (compared side by side over 100 s: 159 wrong
 * rows against none).
 */
export const moveSteadily = (): boolean => Reflect.deleteProperty(Element.prototype, "moveBefore");
