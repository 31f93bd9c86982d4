import type { DeliveryKey } from '../domain/delivery-card.ts';

/** The day and the months that figures are of. */
export type Months = Readonly<{ today: string; lightMonth: string; reportMonth: string }>;
type Address = (months: Months, unitId: string | undefined) => string;

/** The list of a room with its filters; `page` says that no other filter holds. */
const list =
  (path: string, filters: (months: Months) => Record<string, string>, unit = 'unit'): Address =>
  (months, unitId) =>
    `${path}?${new URLSearchParams({ ...filters(months), ...(unitId && { [unit]: unitId }), page: '1' })}`;

/** Where the rows of each figure are. Problems are those of the unit that is to solve them. */
export const rowsOf: Readonly<Record<DeliveryKey, Address>> = {
  red_lights: list('/lights', () => ({ colour: 'red' })),
  yellow_lights: list('/lights', () => ({ colour: 'yellow' })),
  report_completeness: list('/reports', ({ reportMonth }) => ({ month: reportMonth })),
  report_timeliness: list('/reports', ({ reportMonth }) => ({ month: reportMonth, late: 'true' })),
  overdue_nodes: list('/milestones', () => ({ state: 'overdue' })),
  permits_on_time: list('/permits', ({ today }) => ({ decided: today.slice(0, 4) })),
  late_permits: list('/permits', () => ({ state: 'late' })),
  open_problems: list('/problems', () => ({ state: 'open' }), 'owner'),
  overdue_problems: list('/problems', () => ({ overdue: 'true' }), 'owner'),
  overdue_tasks: list('/supervisions', () => ({ state: 'overdue' })),
};
