import * as z from 'zod';
import { roles, type Role } from '../../../kernel/actor.ts';
import { type Day, firstDayOf, isDay, type PartialDate } from '../../../kernel/day.ts';
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
/** What other rooms or the codes know about a project. `evidence` is a file of any of the kinds named; `permit` is an approval of the project. */
const gateFacts = ['investmentAgreement', 'nationalCode', 'evidence', 'permit'] as const;
type GateFact = (typeof gateFacts)[number];

const common = { stage: z.enum(stages), effectiveFrom: z.string().refine(isDay), effectiveTo: z.string().refine(isDay).optional() };
/** An approval as rules name it: its key in the templates of the classes, and what it is called. */
export const PermitChoice = z.strictObject({ key: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/), name: z.string().trim().min(1).max(60) });
export type PermitChoice = z.output<typeof PermitChoice>;
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
  /** Granted and still valid; asked only of projects whose class has the approval. */
  z.strictObject({ ...common, fact: z.literal('permit'), permit: PermitChoice }),
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

/** Approvals that a district may add to its gate: no version that ships or was published has them. */
export const suggestedPermits: readonly Readonly<{ stage: Stage; permit: PermitChoice }>[] = [
  { stage: 'building', permit: { key: 'construction', name: '建筑工程施工许可' } },
  { stage: 'producing', permit: { key: 'acceptance', name: '竣工验收备案' } },
];

/** How an approval stands. `dropped`: not needed, with its reason; `foreign`: the class has no such approval; `unlaid`: not in the list of the project. */
const permitStandings = ['granted', 'dropped', 'foreign', 'open', 'declined', 'unlaid'] as const;
export type PermitFact = Readonly<{
  key: string;
  id: string | null;
  standing: (typeof permitStandings)[number];
  /** The last day on which it is valid; null when it has none, or is used already. */
  validUntil: Day | null;
}>;
/** How it stands for a gate; one that was granted may have run out. */
export const GatePermit = PermitChoice.extend({
  id: z.uuid().nullable(),
  standing: z.enum([...permitStandings, 'expired']),
  validUntil: z.string().nullable(),
});
type GatePermit = z.output<typeof GatePermit>;

export type GateFacts = Readonly<{
  hasInvestmentAgreement: boolean;
  hasNationalCode: boolean;
  evidenceKinds: readonly string[];
  /** Of these, scanned clean. */ cleanKinds?: readonly string[];
  /** Of every approval that the rules name, how it stands. */ permits?: readonly PermitFact[];
  /** When the step happened, where it is known: an approval must be valid then, also when it is entered later. */ happenedOn?: PartialDate;
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
  permit?: GatePermit;
  met: boolean;
  withheld: boolean;
  withholdable: boolean;
}>;

type PermitRow = Extract<GateRow, { fact: 'permit' }>;
const applies = (row: GateRow, day: Day) => row.effectiveFrom <= day && (!row.effectiveTo || day <= row.effectiveTo);
const mayWithhold: readonly string[] = withholdable;

/** The approvals that rules name, each once. */
export const permitsAsked = ({ rows }: GateRules): string[] => [
  ...new Set(rows.flatMap((row) => ('permit' in row ? [row.permit.key] : []))),
];

function judge(row: GateRow, day: Day, subject: GateSubject, facts: GateFacts): GateItem | null {
  if ('verifiedBy' in row) return null;
  if ('permit' in row) return judgePermit(row, day, facts);
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

const passes: readonly string[] = ['granted', 'dropped', 'foreign'];
const nowhere = { id: null, standing: 'unlaid', validUntil: null } as const;
function judgePermit({ stage, fact, permit }: PermitRow, day: Day, { permits = [], happenedOn }: GateFacts): GateItem {
  const on = happenedOn === undefined ? day : firstDayOf(happenedOn);
  const { id, standing, validUntil } = permits.find((p) => p.key === permit.key) ?? nowhere;
  const hasEnded = standing === 'granted' && validUntil !== null && validUntil < on;
  const stands = { ...permit, id, standing: hasEnded ? ('expired' as const) : standing, validUntil };
  return { stage, fact, permit: stands, met: passes.includes(stands.standing), withheld: false, withholdable: false };
}

function holds(row: Exclude<Extract<GateRow, { fact: GateFact }>, PermitRow>, facts: GateFacts): boolean {
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
    .flatMap((row) => judge(row, day, subject, facts) ?? []);
}

/** What the move still lacks; empty means the gate is open. */
export const missingFor = (...asked: Parameters<typeof checklist>): GateItem[] => checklist(...asked).filter((item) => !item.met);

/** An approval that is not there for a step: what it is called, and how it stands. */
const namedNeed = ({ key, name, standing, validUntil }: GatePermit) => ({ key, name, need: `permit.${standing}`, on: validUntil });

/** What a refusal says: names of fields and facts, approvals with how they stand, and the kinds of evidence of which one would do. */
export const namesOf = (missing: readonly GateItem[]) => ({
  missing: missing.map((item) => item.field ?? (item.permit ? namedNeed(item.permit) : item.fact!)),
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
