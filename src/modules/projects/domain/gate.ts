import * as z from 'zod';
import { roles, type Role } from '../../../kernel/actor.ts';
import { type Day, isDay } from '../../../kernel/day.ts';
import { isBlank, type RecordField, withholdable } from './record.ts';
import { stageNo, type Stage, stages } from './stage.ts';

/** Fields that a stage may ask for. */
export const gateFields = [
  'name',
  'investorName',
  'investorUscc',
  'investorOrigin',
  'investorKind',
  'industryCode',
  'totalMinor',
  'unitId',
  'personId',
  'leaderId',
  'parkId',
  'source',
  'nature',
  'scale',
  'place',
  'divisionCode',
  'landMu',
  'contactName',
  'contactPhone',
  'registeredCompany',
  'registeredUscc',
  'plannedStartOn',
  'plannedCompletionOn',
  'plannedProductionOn',
  'natongName',
  'natongTotalFen',
  'natongOn',
] as const satisfies readonly RecordField[];
/** What other rooms or the codes know about a project. `evidence` is a file of any of the kinds named. */
const gateFacts = ['investmentAgreement', 'nationalCode', 'evidence'] as const;
type GateFact = (typeof gateFacts)[number];

const common = { stage: z.enum(stages), effectiveFrom: z.string().refine(isDay), effectiveTo: z.string().refine(isDay).optional() };
/** One row says one thing that entering a stage needs: a field, a fact, or a second person of one of the roles. */
export const GateRow = z.union([
  z.strictObject({ ...common, field: z.enum(gateFields) }),
  z.strictObject({ ...common, fact: z.enum(['investmentAgreement', 'nationalCode']) }),
  z.strictObject({
    ...common,
    fact: z.literal('evidence'),
    anyOf: z.array(z.string().min(1)).min(1),
    /** Only files that a scanner found clean will do; else also those not scanned. */
    mustBeScanned: z.boolean().optional(),
  }),
  z.strictObject({ ...common, verifiedBy: z.array(z.enum(roles)).min(1) }),
]);
export type GateRow = z.output<typeof GateRow>;
export const GateRules = z.strictObject({ rows: z.array(GateRow) });
export type GateRules = z.output<typeof GateRules>;

const since = { effectiveFrom: '2020-01-01' } as const;
const fields = (stage: Stage, names: readonly (typeof gateFields)[number][]): GateRow[] =>
  names.map((field) => ({ stage, field, ...since }));
/** The preset 'zhuchao-2026': seven fields to create, the rest when the stage needs it. Places change it as data. */
export const builtInGate: GateRules = {
  rows: [
    ...fields('planning', ['name', 'industryCode', 'totalMinor', 'unitId', 'personId', 'source']),
    ...fields('negotiating', ['investorName']),
    ...fields('signed', ['investorUscc', 'landMu', 'plannedStartOn', 'plannedCompletionOn', 'plannedProductionOn']),
    { stage: 'signed', fact: 'investmentAgreement', ...since },
    ...fields('preparing', ['registeredCompany', 'place', 'nature']),
    { stage: 'building', fact: 'nationalCode', ...since },
    ...fields('building', ['leaderId', 'scale']),
    // 施工许可, or what stands for it where nothing is built: equipment bought, a business opened.
    { stage: 'building', fact: 'evidence', anyOf: ['construction_permit', 'equipment_purchase', 'opening'], ...since },
    { stage: 'building', verifiedBy: ['unit_head', 'promotion_admin'], ...since },
    ...fields('completed', ['natongName', 'natongOn']),
    { stage: 'completed', fact: 'evidence', anyOf: ['completion_acceptance'], ...since },
    { stage: 'producing', fact: 'evidence', anyOf: ['site_check'], ...since },
    { stage: 'producing', verifiedBy: ['unit_head', 'promotion_admin'], ...since },
  ],
};
/** The shipped rules as the reference room publishes them on the first start. */
export const gatePreset = { kind: 'stage-gate', preset: 'zhuchao-2026', effectiveFrom: '2020-01-01', effectiveTo: null, body: builtInGate };

export type GateFacts = Readonly<{
  hasInvestmentAgreement: boolean;
  hasNationalCode: boolean;
  evidenceKinds: readonly string[];
  /** Of these, scanned clean. */ cleanKinds?: readonly string[];
}>;
export type GateSubject = Readonly<Partial<Record<RecordField, unknown>>> & Readonly<{ withheld: readonly string[] }>;
/** A requirement as the page lists it: which field or fact, and whether it is there. */
export type GateItem = Readonly<{
  stage: Stage;
  field?: RecordField;
  fact?: GateFact;
  anyOf?: string[];
  /** The paper is there and only has not been scanned. */
  unscanned?: boolean;
  met: boolean;
  withheld: boolean;
  withholdable: boolean;
}>;

const applies = (row: GateRow, day: Day) => row.effectiveFrom <= day && (!row.effectiveTo || day <= row.effectiveTo);
const mayWithhold: readonly string[] = withholdable;

function judge(row: GateRow, subject: GateSubject, facts: GateFacts): GateItem | null {
  if ('verifiedBy' in row) return null;
  if ('fact' in row)
    return {
      stage: row.stage,
      fact: row.fact,
      ...('anyOf' in row && { anyOf: row.anyOf, unscanned: !holds(row, facts) && row.anyOf.some((k) => facts.evidenceKinds.includes(k)) }),
      met: holds(row, facts),
      withheld: false,
      withholdable: false,
    };
  const blank = isBlank(subject[row.field]);
  const withheld = blank && subject.withheld.includes(row.field) && mayWithhold.includes(row.field);
  return { stage: row.stage, field: row.field, met: !blank || withheld, withheld, withholdable: mayWithhold.includes(row.field) };
}

function holds(row: Extract<GateRow, { fact: GateFact }>, facts: GateFacts): boolean {
  if (row.fact === 'evidence') {
    const kinds = row.mustBeScanned ? (facts.cleanKinds ?? []) : facts.evidenceKinds;
    return row.anyOf.some((kind) => kinds.includes(kind));
  }
  return row.fact === 'nationalCode' ? facts.hasNationalCode : facts.hasInvestmentAgreement;
}

/**
 * What a move asks for: the rows of every stage it enters, in force on the day. Rows of stages already passed are not
 * asked again, so a project keeps the gate it passed. `from` null: a record that begins.
 */
export function checklist(rules: GateRules, day: Day, subject: GateSubject, facts: GateFacts, from: Stage | null, to: Stage): GateItem[] {
  const passed = from ? stageNo(from) : -1;
  return rules.rows
    .filter((row) => applies(row, day) && stageNo(row.stage) > passed && stageNo(row.stage) <= stageNo(to))
    .flatMap((row) => judge(row, subject, facts) ?? []);
}

/** What the move still lacks; empty means the gate is open. */
export const missingFor = (...asked: Parameters<typeof checklist>): GateItem[] => checklist(...asked).filter((item) => !item.met);

/** The names a refusal gives: fields and facts, and the kinds of evidence of which one would do. */
export const namesOf = (missing: readonly GateItem[]) => ({
  missing: missing.map((item) => item.field ?? item.fact!),
  evidence: missing.flatMap((item) => item.anyOf ?? []),
  ...(missing.some((item) => item.unscanned) && { unscanned: true }),
});

/** The fields that a project of this stage must have: the marks on the form, and what an edit may not make blank. */
export const requiredFields = (rules: GateRules, day: Day, stage: Stage): RecordField[] => [
  ...new Set(rules.rows.flatMap((row) => ('field' in row && applies(row, day) && stageNo(row.stage) <= stageNo(stage) ? [row.field] : []))),
];

/** The roles that may verify the move, when a stage it enters wants a second person; null when none does. */
export function verifiersOf(rules: GateRules, day: Day, from: Stage, to: Stage): readonly Role[] | null {
  const wanted = rules.rows.flatMap((row) =>
    'verifiedBy' in row && applies(row, day) && stageNo(row.stage) > stageNo(from) && stageNo(row.stage) <= stageNo(to)
      ? [row.verifiedBy]
      : [],
  );
  return wanted.length ? wanted.reduce((all, some) => all.filter((role) => some.includes(role))) : null;
}

/** Rows of a gate that another does not have: what it asks for anew. */
export function askedAnew(before: GateRules, after: GateRules): GateRow[] {
  const asked = ({ effectiveFrom: _from, effectiveTo: _to, ...row }: GateRow) => JSON.stringify(row);
  const known = new Set(before.rows.map(asked));
  return after.rows.filter((row) => !('verifiedBy' in row) && !known.has(asked(row)));
}
