import { api } from '../../../web/api.ts';
import { remindersContract } from '../contract.ts';

export const reminders = api(remindersContract);
/** Whatever shows what people were told. */
export const stale = [['notices'], ['table', 'notices'], ['table', 'reminders']];
export const choicesQuery = { queryKey: ['reminders', 'choices'], queryFn: () => reminders.choices({}) };
export const rulesKey = ['reminders', 'rules'];
export const rulesQuery = (unit: string | null) => ({
  queryKey: [...rulesKey, unit],
  queryFn: () => reminders.rules({ query: unit ? { unit } : {} }),
});
