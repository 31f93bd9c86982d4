import * as z from 'zod';
import { isPartialDate } from '../../../kernel/day.ts';
import { type Refusal, refuse } from '../../../kernel/refusal.ts';
import { normalUscc, usccWarning } from '../../../kernel/uscc.ts';

const text = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .nullable()
    .transform((v) => v || null);

/** What people say of an enterprise. */
export const enterpriseShape = {
  name: z.string().trim().min(1).max(200),
  uscc: z
    .string()
    .max(40)
    .nullable()
    .transform((v) => (v && normalUscc(v)) || null),
  usccReason: text(300),
  industryCode: text(10),
  divisionCode: z
    .string()
    .regex(/^\d{6}(\d{3}|\d{6})?$/)
    .nullable(),
  phone: text(50),
  address: text(300),
};
const whole = z.strictObject(enterpriseShape);
export type EnterpriseRecord = z.output<typeof whole>;
export type EnterpriseField = keyof EnterpriseRecord;
export const enterpriseFields = Object.keys(enterpriseShape) as EnterpriseField[];
export const EnterprisePatch = whole.partial();
export type EnterprisePatch = { [F in EnterpriseField]?: EnterpriseRecord[F] | undefined };
export const emptyEnterprise: EnterpriseRecord = {
  name: '',
  uscc: null,
  usccReason: null,
  industryCode: null,
  divisionCode: null,
  phone: null,
  address: null,
};

export const oldNameShape = {
  name: enterpriseShape.name,
  usedFrom: z.string().refine(isPartialDate, { error: 'date.unreadable' }).nullable(),
  usedUntil: z.string().refine(isPartialDate, { error: 'date.unreadable' }).nullable(),
};

/**
 * A credit code of the right form is taken. One that fails GB 32100-2015 (some old registrations do) is taken with a reason;
 * one that is not 18 characters is none.
 */
export function checkUscc({ uscc, usccReason }: Pick<EnterpriseRecord, 'uscc' | 'usccReason'>): true | Refusal {
  const doubt = uscc === null ? null : usccWarning(uscc);
  if (doubt === null) return true;
  const details = { field: 'uscc', doubt: doubt.code, ...doubt };
  if (doubt.code === 'uscc.length') return refuse('invalid', 'enterprise.uscc_length', details);
  return usccReason ? true : refuse('invalid', 'enterprise.uscc_doubtful', details);
}
