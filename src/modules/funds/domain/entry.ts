/**
 * 框架协议 is an intention and does not count as signed; 投资协议 does; 补充协议 adds to it. 再次签约 is an event: what is signed
 * already was signed once more, and adds to nothing.
 */
export const agreementKinds = ['framework', 'investment', 'supplement', 'resigning'] as const;
export type AgreementKind = (typeof agreementKinds)[number];
/** 土地 / 土建 / 设备 / 安装 / 流动资金 / 注册资本 / 其他 */
export const arrivalKinds = ['land', 'civil', 'equipment', 'installation', 'working_capital', 'registered_capital', 'other'] as const;
export type ArrivalKind = (typeof arrivalKinds)[number];
/** In the order in which their month totals are locked: agreements first, then arrivals, then investment. */
export const monthTotalKinds = ['agreed', 'attracted', 'arrived', 'invested'] as const;
export type MonthTotalKind = (typeof monthTotalKinds)[number];

/** The three books of this room. */
export type Ledger = 'agreement' | 'arrival' | 'investment';

/** Rows that count: neither reversed by another row nor reversing one. A pair leaves nothing behind. */
export function effective<R extends Readonly<{ id: string; reverses: string | null }>>(rows: readonly R[]): R[] {
  const reversed = new Set(rows.map((r) => r.reverses));
  return rows.filter((r) => r.reverses === null && !reversed.has(r.id));
}

/** The month a (partly known) date counts in; a date known only to the year counts under the year itself, 'YYYY'. */
export const monthKey = (date: string) => date.slice(0, 7);

/** A tick and a reason, given by the person who recorded what looks wrong and is right. */
export type Acknowledgement = Readonly<{ codes: readonly string[]; reason: string }>;
/** What is kept with the row: the reason and every fault as it was found then. */
export type Acknowledged = Readonly<{ reason: string; faults: readonly Readonly<{ code: string }>[] }>;

/** Does the acknowledgement answer every fault? A blank reason answers none. */
export function answers(given: Acknowledgement | null, faults: readonly Readonly<{ code: string }>[]): boolean {
  if (!faults.length) return true;
  return given !== null && given.reason.trim() !== '' && faults.every((f) => given.codes.includes(f.code));
}

/** What makes two arrivals the same line of a ledger: the nth such line of a file is the nth such row recorded (acceptance I9). */
export const arrivalKey = (a: ArrivalLine) =>
  JSON.stringify([
    a.projectId,
    a.arrivedOn,
    a.amountMinor,
    a.currency,
    a.payer || null,
    a.kind,
    a.voucherNo || null,
    a.externalRef || null,
  ]);
export type ArrivalLine = Readonly<{
  projectId: string;
  arrivedOn: string;
  amountMinor: number;
  currency: string;
  payer: string | null;
  kind: ArrivalKind;
  voucherNo: string | null;
  externalRef: string | null;
}>;
