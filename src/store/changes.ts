/** What the API and exports call each action of the log. */
export const changeActions = {
  create: 'created',
  update: 'updated',
  withdraw: 'withdrawn',
  restore: 'restored',
  confirm: 'confirmed',
  revert: 'reverted',
  redact: 'redacted',
} as const;

/** An action as the log holds it. */
export type LoggedAction = keyof typeof changeActions;
export type ChangeAction = (typeof changeActions)[LoggedAction];

const logged = new Map(Object.entries(changeActions).map(([action, told]) => [told, action as LoggedAction]));

/** The action that the log holds for one as the API tells it. */
export function loggedAction(told: ChangeAction): LoggedAction {
  return logged.get(told) as LoggedAction;
}
