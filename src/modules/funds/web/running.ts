import { counts } from '../domain/agreement.ts';
import type { Agreement } from '../contract.ts';

type Row = Pick<Agreement, 'kind' | 'totalFen'>;

/** 累计协议额 up to and with each row, in the order shown; 框架协议 adds nothing, a reversal takes away. */
export function withRunningTotal<R extends Row>(rows: readonly R[]): (R & { cumulativeFen: number })[] {
  let sum = 0;
  return rows.map((row) => {
    sum += counts(row) ? row.totalFen : 0;
    return { ...row, cumulativeFen: sum };
  });
}
