import * as z from 'zod';
import { contract } from '../../kernel/contract.ts';
import { isDay, isPartialDate } from '../../kernel/day.ts';
import { amountUnits } from '../../kernel/money.ts';
import { paging } from '../../kernel/paging.ts';
import { arrivalKinds } from '../funds/domain/entry.ts';
import { basisEndpoints } from './domain/basis-contract.ts';
import { claimEndpoints } from './domain/claim-contract.ts';
import { flagEndpoints } from './domain/flag-contract.ts';
import { claimStates } from './domain/claim.ts';
import { groupKinds } from './domain/reconciliation.ts';
import { EffectiveFrom, RecognitionRule } from './domain/rule.ts';
import { outcomes, ownReasons, reasons } from './domain/verdict.ts';

const id = z.uuid();
const fen = z.int();
const basis = z.string().regex(/^[a-z_]{1,40}$/);
const month = z.string().refine((t) => isPartialDate(t) && t.length <= 7, { error: 'date.unreadable' });
const day = z.string().refine(isDay, { error: 'date.unreadable' });
const page = paging();
const scope = { unit: id.optional(), from: month.optional(), to: month.optional() };
const params = z.record(z.string(), z.unknown());

export const Verdict = z.object({
  id,
  basis: z.string(),
  outcome: z.enum(outcomes),
  reason: z.enum(reasons),
  amountFen: fen,
  countsOn: z.string(),
  recognisedOn: z.string(),
  ruleVersion: z.int().nullable(),
  remark: z.string().nullable(),
  givenByName: z.string().nullable(),
  recordedAt: z.iso.datetime(),
  supersedes: id.nullable(),
  /** The claim that ended with it. */
  claimId: id.nullable(),
});
export type Verdict = z.output<typeof Verdict>;
const Proposal = z.object({ outcome: z.enum(outcomes), reason: z.enum(reasons), amountFen: fen, params });

/** An arrival in force and how it stands under every 口径. A 口径 without a verdict is 待核. */
export const Judged = z.object({
  id,
  projectId: id,
  projectCode: z.string(),
  projectName: z.string(),
  unitName: z.string(),
  arrivedOn: z.string(),
  amountFen: fen,
  kind: z.enum(arrivalKinds),
  payer: z.string().nullable(),
  isMasked: z.boolean(),
  verdicts: z.array(Verdict),
  /** What the rule in force proposes under the 口径 asked for. */
  proposal: Proposal.nullable(),
  /** The claim it is in, while that is under way. */
  claim: z.object({ id, state: z.enum(claimStates) }).nullable(),
  can: z.object({ give: z.boolean() }),
});
export type Judged = z.output<typeof Judged>;

const Asked = z.object({ ...scope, a: basis, b: basis, asOf: day.optional() });
const Group = z.object({
  kind: z.enum(groupKinds),
  because: z.string(),
  count: z.int(),
  aFen: fen,
  bFen: fen,
  differenceFen: fen,
});
const Difference = z.object({
  id,
  projectId: id,
  projectCode: z.string(),
  projectName: z.string(),
  unitName: z.string(),
  arrivedOn: z.string(),
  amountFen: fen,
  aFen: fen,
  bFen: fen,
  aReason: z.string(),
  bReason: z.string(),
  kind: z.enum(groupKinds),
  because: z.string(),
});
export type Difference = z.output<typeof Difference>;

const Version = z.object({
  id,
  version: z.int(),
  effectiveFrom: z.string(),
  preset: z.string().nullable(),
  body: RecognitionRule,
  publishedAt: z.iso.datetime(),
});
const access = 'business';

export const recognitionContract = contract({
  ...basisEndpoints,
  arrivals: {
    method: 'GET',
    path: '/recognition/arrivals',
    summary: 'Arrivals in force with their verdicts, and what the rule of one 口径 proposes',
    access,
    query: z.object({ ...scope, ...page, basis, project: id.optional(), outcome: z.enum([...outcomes, 'not_judged']).optional() }),
    result: z.object({ items: z.array(Judged), total: z.int(), fen }),
  },
  history: {
    method: 'GET',
    path: '/projects/:id/arrivals/:entryId/verdicts',
    summary: 'Every verdict ever given on an arrival',
    access,
    params: z.object({ id, entryId: id }),
    result: z.object({ items: z.array(Verdict) }),
  },
  give: {
    method: 'POST',
    path: '/recognition/verdicts',
    summary: 'Give verdicts under one 口径, singly or many at once',
    access,
    body: z.strictObject({
      basis,
      rows: z
        .array(
          z.strictObject({
            projectId: id,
            arrivalId: id,
            supersedes: id.nullable(),
            own: z
              .strictObject({ outcome: z.enum(outcomes), reason: z.enum(ownReasons), amountFen: fen })
              .nullable()
              .default(null),
          }),
        )
        .min(1)
        .max(200),
      recognisedOn: day.nullable().default(null),
      remark: z.string().trim().max(500).nullable().default(null),
    }),
    result: z.object({ ids: z.array(id) }),
  },
  reconciliation: {
    method: 'GET',
    path: '/recognition/reconciliation',
    summary: 'Two 口径 of a scope and period, and every yuan between them by reason',
    access,
    query: Asked,
    result: z.object({
      aFen: fen,
      bFen: fen,
      aCount: z.int(),
      bCount: z.int(),
      groups: z.array(Group),
      sameCount: z.int(),
      sameFen: fen,
      explainedFen: fen,
      unexplainedFen: fen,
    }),
  },
  differences: {
    method: 'GET',
    path: '/recognition/reconciliation/rows',
    summary: 'The arrivals behind one reason of a difference',
    access,
    query: Asked.extend({ ...page, kind: z.enum(groupKinds).optional(), because: z.string().max(40).optional() }),
    result: z.object({ items: z.array(Difference), total: z.int() }),
  },
  exportReconciliation: {
    method: 'GET',
    path: '/recognition/reconciliation/export',
    summary: 'The reconciliation and its arrivals as a file',
    access,
    download: true,
    query: Asked.extend({ language: z.enum(['zh', 'en']).default('zh'), amountUnit: z.enum(amountUnits).default('万元') }),
    result: z.unknown(),
  },
  rules: {
    method: 'GET',
    path: '/recognition/rules/:basis',
    summary: 'Every version of the rule of a 口径, newest first, and the presets',
    access,
    params: z.object({ basis }),
    result: z.object({
      items: z.array(Version),
      presets: z.array(z.object({ key: z.string(), body: RecognitionRule })),
      can: z.object({ publish: z.boolean() }),
    }),
  },
  publish: {
    method: 'POST',
    path: '/recognition/rules/:basis',
    summary: 'Publish the next version of the rule of a 口径',
    access: ['promotion_admin'],
    params: z.object({ basis }),
    body: z.strictObject({ effectiveFrom: EffectiveFrom, preset: z.string().max(40).nullable().default(null), body: RecognitionRule }),
    result: z.object({ id, version: z.int() }),
  },
  trial: {
    method: 'POST',
    path: '/recognition/rules/:basis/trial',
    summary: 'What a draft of a rule would say of the district’s own arrivals, and which verdicts differ; writes nothing',
    access: ['promotion_admin'],
    params: z.object({ basis }),
    body: z.strictObject({ body: RecognitionRule }),
    result: z.object({
      arrivals: z.int(),
      isCut: z.boolean(),
      proposed: z.array(z.object({ outcome: z.enum(outcomes), reason: z.enum(reasons), count: z.int(), fen })),
      changed: z.int(),
      items: z.array(
        z.object({
          id,
          projectId: id,
          projectCode: z.string(),
          projectName: z.string(),
          arrivedOn: z.string(),
          amountFen: fen,
          was: z.object({ outcome: z.enum(outcomes), reason: z.enum(reasons), amountFen: fen }),
          would: Proposal,
        }),
      ),
    }),
  },
  ...claimEndpoints,
  ...flagEndpoints,
});
