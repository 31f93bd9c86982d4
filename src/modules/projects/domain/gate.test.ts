import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  builtInGate,
  checklist,
  type GateFacts,
  gatePreset,
  type GateRow,
  GateRules,
  type GateSubject,
  missingFor,
  namesOf,
  type PermitFact,
  permitsAsked,
  requiredFields,
  suggestedPermits,
  verifiersOf,
} from './gate.ts';
import { isBlank, withholdable } from './record.ts';
import { nextStage, stageNo, stages } from './stage.ts';

const day = '2026-11-20';
const full: GateSubject = {
  ...Object.fromEntries(builtInGate.rows.flatMap((r) => ('field' in r ? [[r.field, r.field === 'totalMinor' ? 0 : 'x']] : []))),
  withheld: [],
};
const all: GateFacts = {
  hasInvestmentAgreement: true,
  hasNationalCode: true,
  evidenceKinds: builtInGate.rows.flatMap((r) => ('anyOf' in r ? r.anyOf : [])),
};
const rows = builtInGate.rows.map(
  (row, i) => [`${i} ${row.stage} ${'field' in row ? row.field : 'fact' in row ? row.fact : 'second person'}`, row] as const,
);

const withoutFact = (row: Extract<GateRow, { fact: string }>): GateFacts => {
  if (row.fact === 'evidence') return { ...all, evidenceKinds: all.evidenceKinds.filter((k) => !row.anyOf.includes(k)) };
  return row.fact === 'nationalCode' ? { ...all, hasNationalCode: false } : { ...all, hasInvestmentAgreement: false };
};

describe('G1 one table drives the gate, the checklist and the marks of the form', () => {
  test.each(rows)('rule %s: what it asks for opens the gate, its lack alone shuts it', (_, row) => {
    const from = stages[stageNo(row.stage) - 1] ?? null;
    expect(missingFor(builtInGate, day, full, all, from, row.stage)).toEqual([]);
    if ('verifiedBy' in row) return expect(verifiersOf(builtInGate, day, from!, row.stage)).toEqual(row.verifiedBy);
    const [subject, facts, name] = 'field' in row ? [{ ...full, [row.field]: null }, all, row.field] : [full, withoutFact(row), row.fact];
    const missing = missingFor(builtInGate, day, subject, facts, from, row.stage);
    expect(missing).toHaveLength(1);
    expect(namesOf(missing).missing).toEqual([name]);
    expect(checklist(builtInGate, day, subject, facts, from, row.stage).filter((item) => !item.met)).toEqual(missing);
    if ('field' in row) expect(requiredFields(builtInGate, day, row.stage)).toContain(row.field);
    if ('anyOf' in row) expect(namesOf(missing).evidence).toEqual(row.anyOf);
  });
  test('every mark on the form and every line of the checklist comes from a rule', () => {
    for (const stage of stages) {
      const fields = builtInGate.rows.flatMap((r) => ('field' in r && stageNo(r.stage) <= stageNo(stage) ? [r.field] : []));
      expect(new Set(requiredFields(builtInGate, day, stage))).toEqual(new Set(fields));
      const next = nextStage(stage);
      const asked = builtInGate.rows.filter((r) => r.stage === next && !('verifiedBy' in r));
      if (next) expect(checklist(builtInGate, day, full, all, stage, next)).toHaveLength(asked.length);
    }
  });
  test('a skip is asked for everything on the way', () => {
    const none: GateFacts = { hasInvestmentAgreement: false, hasNationalCode: false, evidenceKinds: [] };
    const missing = missingFor(builtInGate, day, { withheld: [] }, none, 'negotiating', 'building');
    expect(namesOf(missing).missing).toEqual(
      expect.arrayContaining(['investmentAgreement', 'registeredCompany', 'nationalCode', 'evidence']),
    );
    expect(verifiersOf(builtInGate, day, 'negotiating', 'completed')).toEqual(['unit_head', 'promotion_admin']);
    expect(verifiersOf(builtInGate, day, 'signed', 'preparing')).toBeNull();
  });
});

describe('G7 what counts as an answer', () => {
  const fields = builtInGate.rows.flatMap((r) => ('field' in r ? [r] : []));
  test('企业不便提供 passes where it is allowed; blank never does; zero is a value', () => {
    for (const row of fields) {
      const from = stages[stageNo(row.stage) - 1] ?? null;
      const lacking = (value: unknown, withheld: string[]) =>
        missingFor(builtInGate, day, { ...full, [row.field]: value, withheld }, all, from, row.stage);
      for (const blank of [null, undefined, '', '  ']) expect(lacking(blank, [])).toHaveLength(1);
      for (const value of [0, '0', '0.00']) expect(lacking(value, [])).toEqual([]);
      const allowed = (withholdable as readonly string[]).includes(row.field);
      expect(lacking(null, [row.field])).toHaveLength(allowed ? 0 : 1);
    }
  });
  test('blank is nothing said, however it is written', () => {
    expect([null, undefined, '', ' \u3000', []].map(isBlank)).toEqual([true, true, true, true, true]);
    expect([0, false, '0', '无', ['x']].map(isBlank)).toEqual([false, false, false, false, false]);
  });
});

describe('an approval in the gate', () => {
  const named = { key: 'construction', name: '建筑工程施工许可' };
  const rules: GateRules = {
    rows: [...builtInGate.rows, { stage: 'building', fact: 'permit', permit: named, effectiveFrom: '2026-01-01' }],
  };
  const ask = (permits: GateFacts['permits'], more: Partial<GateFacts> = {}) =>
    missingFor(rules, day, full, { ...all, ...(permits && { permits }), ...more }, 'preparing', 'building').map(
      (item) => item.permit?.standing,
    );
  const fact = (standing: PermitFact['standing'], validUntil: string | null = null): PermitFact => ({
    key: 'construction',
    id: null,
    standing,
    validUntil,
  });
  test('G1 it must be granted and valid; not needed, or none of the class, asks nothing; what is not told is missing', () => {
    const answers = (['granted', 'dropped', 'foreign', 'open', 'declined', 'unlaid'] as const).map((s) => [s, ask([fact(s)])] as const);
    expect(Object.fromEntries(answers)).toEqual({
      granted: [],
      dropped: [],
      foreign: [],
      open: ['open'],
      declined: ['declined'],
      unlaid: ['unlaid'],
    });
    expect(ask(undefined)).toEqual(['unlaid']);
    expect(ask([{ ...fact('granted'), key: 'fire' }])).toEqual(['unlaid']);
    const missing = missingFor(rules, day, full, { ...all, permits: [fact('open')] }, 'preparing', 'building');
    expect(namesOf(missing)).toEqual({
      missing: [{ key: 'construction', name: '建筑工程施工许可', need: 'permit.open', on: null }],
      evidence: [],
    });
  });
  test('its last day is valid, the day after is not; what happened before it ran out passes when it is entered later', () => {
    expect([ask([fact('granted', day)]), ask([fact('granted', '2026-11-19')])]).toEqual([[], ['expired']]);
    expect(ask([fact('granted', '2026-11-19')], { happenedOn: '2026-11-19' })).toEqual([]);
    expect(ask([fact('granted', '2026-11-19')], { happenedOn: '2026-11' })).toEqual([]);
    expect(ask([fact('granted', '2026-10-31')], { happenedOn: '2026-11' })).toEqual(['expired']);
  });
  test('rules that name no approval ask for none, whatever is told of them', () => {
    const told = fc.record({
      key: fc.constantFrom('construction', 'fire', 'acceptance'),
      id: fc.constant(null),
      standing: fc.constantFrom('granted', 'dropped', 'foreign', 'open', 'declined', 'unlaid'),
      validUntil: fc.constantFrom(null, '2020-01-01', '2030-01-01'),
    }) as fc.Arbitrary<PermitFact>;
    fc.assert(
      fc.property(fc.array(told), fc.constantFrom(...stages), fc.constantFrom(...stages), (permits, from, to) => {
        const without = missingFor(builtInGate, day, full, all, from, to);
        expect(missingFor(builtInGate, day, full, { ...all, permits }, from, to)).toEqual(without);
        // The step that enters building, and no other, asks for the approval: once granted it never shuts the gate again.
        const asked = missingFor(rules, day, full, { ...all, permits }, from, to).filter((item) => item.permit);
        const enters = stageNo(from) < stageNo('building') && stageNo(to) >= stageNo('building');
        const first = permits.find((p) => p.key === 'construction');
        const isOpen =
          first && (['dropped', 'foreign'].includes(first.standing) || (first.standing === 'granted' && first.validUntil !== '2020-01-01'));
        expect(asked).toHaveLength(enters && !isOpen ? 1 : 0);
      }),
    );
  });
  test('no gate that ships names an approval; what may be added is read back as it was written', () => {
    expect([permitsAsked(builtInGate), permitsAsked(rules)]).toEqual([[], ['construction']]);
    const added = { rows: suggestedPermits.map((s) => ({ ...s, fact: 'permit' as const, effectiveFrom: day })) };
    expect(GateRules.parse(added)).toEqual(added);
    expect(GateRules.safeParse({ rows: [{ stage: 'building', fact: 'permit', effectiveFrom: day }] }).success).toBe(false);
  });
});

describe('rules carry their dates', () => {
  const later: GateRules = { rows: [...builtInGate.rows, { stage: 'signed', field: 'contactPhone', effectiveFrom: '2027-01-01' }] };
  test('a rule asks nothing before the day it takes effect, nor after the day it ends', () => {
    const ask = (rules: GateRules, on: string) => namesOf(missingFor(rules, on, full, all, 'negotiating', 'signed')).missing;
    expect(ask(later, '2026-12-31')).toEqual([]);
    expect(ask(later, '2027-01-01')).toEqual(['contactPhone']);
    const ended = {
      rows: [
        ...builtInGate.rows,
        { stage: 'signed' as const, field: 'contactPhone' as const, effectiveFrom: '2026-01-01', effectiveTo: '2026-06-30' },
      ],
    };
    expect(ask(ended, '2026-06-30')).toEqual(['contactPhone']);
    expect(ask(ended, '2026-07-01')).toEqual([]);
  });
  test('a project keeps the gate it passed: rules of stages behind it are not asked again', () => {
    expect(missingFor(later, '2027-02-01', full, all, 'signed', 'preparing')).toEqual([]);
  });
  test('any published table is read back as it was written, and an unknown field or fact is refused', () => {
    expect(GateRules.parse(JSON.parse(JSON.stringify(gatePreset.body)))).toEqual(builtInGate);
    expect(GateRules.safeParse({ rows: [{ stage: 'signed', field: 'shoeSize', effectiveFrom: '2026-01-01' }] }).success).toBe(false);
    expect(GateRules.safeParse({ rows: [{ stage: 'signed', fact: 'evidence', effectiveFrom: '2026-01-01' }] }).success).toBe(false);
    expect(GateRules.safeParse({ rows: [{ stage: 'signed', field: 'place', effectiveFrom: '2026' }] }).success).toBe(false);
  });
  test('more known never shuts a gate', () => {
    const subset = fc.subarray(Object.keys(full).filter((k) => k !== 'withheld'));
    fc.assert(
      fc.property(subset, fc.constantFrom(...stages), (known, to) => {
        const some = { ...Object.fromEntries(known.map((k) => [k, 'x'])), withheld: [] };
        const missing = namesOf(missingFor(builtInGate, day, some, all, null, to)).missing;
        const more = namesOf(missingFor(builtInGate, day, { ...some, name: 'x' }, all, null, to)).missing;
        expect(missing).toEqual(expect.arrayContaining(more));
      }),
    );
  });
});
