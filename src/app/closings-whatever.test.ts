import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayOf } from '../kernel/day.ts';
import { verifyClosings } from '../modules/closings/queries.ts';
import { undoMerger } from '../modules/duplicates/merger-commands.ts';
import { figureKeys } from '../modules/figures/domain/card.ts';
import { whyChanged } from '../modules/figures/why-queries.ts';
import { recordAgreement, reverseAgreement } from '../modules/funds/agreement-commands.ts';
import { correctArrival, recordArrival, reverseArrival } from '../modules/funds/arrival-commands.ts';
import { recordInvestment, reverseInvestment } from '../modules/funds/investment-commands.ts';
import { fundsOfProject } from '../modules/funds/queries.ts';
import { verifyTotals } from '../modules/funds/verify-queries.ts';
import { restateProject, updateProject } from '../modules/projects/commands.ts';
import { recordDate } from '../modules/projects/date-commands.ts';
import { builtInAuthorities } from '../modules/projects/domain/authority-date.ts';
import { advanceByLedger } from '../modules/projects/ledger-commands.ts';
import { exitProject, reopenProject } from '../modules/projects/move-commands.ts';
import { publishRule } from '../modules/reference/commands.ts';
import { aDistrict, anAgreement, anArrival, anInvestment } from './testing/months.ts';
import './wiring.ts';

const none = { numerator: 0, denominator: 0 };

const acts = [
  'agree',
  'arrive',
  'invest',
  'takeBack',
  'correct',
  'advance',
  'aside',
  'back',
  'rename',
  'restate',
  'date',
  'recognise',
  'enter',
  'merge',
  'unmerge',
] as const;

test(
  'of every figure, whatever was done: the entries listed sum to the difference, and a closing stays what it was',
  { timeout: 300_000 },
  async () => {
    const d = await aDistrict();
    const { db, bureau, now } = d;
    const projects = [await d.enter(d.units.north, '2026-07'), await d.enter(d.units.south, '2026-07', 'negotiating')];
    const mergers: string[] = [];
    const anyProject = (n: number) => projects[n % projects.length]!;
    /** Does one thing somewhere; what cannot be done there now is not done. */
    const run: Record<(typeof acts)[number], (n: number, month: string) => Promise<unknown>> = {
      agree: (n, month) =>
        recordAgreement(db, { ...anAgreement(`${month}-0${1 + (n % 9)}`, 1_000_000 + n), projectId: anyProject(n) }, bureau, now()),
      arrive: (n, month) => recordArrival(db, { ...anArrival(month, 1000 + n), projectId: anyProject(n) }, bureau, now()),
      invest: (n, month) => recordInvestment(db, { ...anInvestment(month, 2000 + n), projectId: anyProject(n) }, bureau, now()),
      takeBack: async (n) => {
        const { agreements, arrivals, investments } = await fundsOfProject(db, anyProject(n), bureau);
        const [ledger, reverse] = (
          [
            [agreements, reverseAgreement],
            [arrivals, reverseArrival],
            [investments, reverseInvestment],
          ] as const
        )[n % 3]!;
        const open = ledger.filter((r) => r.can.reverse);
        if (open.length) await reverse(db, { projectId: anyProject(n), id: open[n % open.length]!.id, reason: '错' }, bureau, now());
      },
      correct: async (n, month) => {
        const { arrivals } = await fundsOfProject(db, anyProject(n), bureau);
        const open = arrivals.filter((r) => r.can.reverse);
        const entry = anArrival(month, 7000 + n);
        if (open.length) await correctArrival(db, { projectId: anyProject(n), id: open[0]!.id, reason: '错', entry }, bureau, now());
      },
      advance: (n, month) =>
        advanceByLedger(
          db,
          {
            batchId: '0190a000-0000-7000-8000-000000000002',
            steps: [{ id: anyProject(n), to: (['signed', 'building', 'completed', 'producing'] as const)[n % 4]!, happenedOn: month }],
          },
          bureau,
          now(),
        ),
      aside: async (n, month) => {
        const side = (['withdrawn', 'suspended', 'transferred'] as const)[n % 3]!;
        const id = anyProject(n);
        await exitProject(
          db,
          { id, version: await d.version(id), side, reason: '调整', exitTo: side === 'withdrawn' ? 'funding' : '邻区', happenedOn: month },
          bureau,
          now(),
        );
      },
      back: async (n, month) =>
        reopenProject(db, { id: anyProject(n), version: await d.version(anyProject(n)), reason: '恢复', happenedOn: month }, bureau, now()),
      rename: async (n) =>
        updateProject(
          db,
          { id: anyProject(n), version: await d.version(anyProject(n)), patch: { name: `新名${n}`, totalMinor: (n % 3) * 90_000_000 } },
          bureau,
          now(),
        ),
      restate: async (n) =>
        restateProject(
          db,
          {
            id: anyProject(n),
            version: await d.version(anyProject(n)),
            patch: { unitId: n % 2 ? d.units.north : d.units.south },
            reason: '划转',
          },
          bureau,
          now(),
        ),
      date: async (n, month) => {
        const patch = n % 2 ? { startedOn: month } : { productionOn: month };
        await updateProject(db, { id: anyProject(n), version: await d.version(anyProject(n)), patch }, bureau, now());
      },
      recognise: (n, month) =>
        recordDate(
          db,
          { id: anyProject(n), event: 'started', authority: 'promotion', kind: 'works', happenedOn: month, insteadOf: null, uploadIds: [] },
          bureau,
          now(),
        ),
      merge: async (n) => void mergers.push(await d.merge(anyProject(n), anyProject(n + 1))),
      unmerge: (n) => undoMerger(db, { id: mergers[n % mergers.length] ?? projects[0]!, reason: '误并' }, bureau, now()),
      enter: async (n, month) => void projects.push(await d.enter(n % 2 ? d.units.north : d.units.south, month)),
    };
    const kept = new Map<string, unknown>();
    const act = fc.tuple(fc.constantFrom(...acts), fc.nat(40), fc.nat(2));
    let done = 0;
    for (const [month, day, next] of [
      ['2026-08', '2026-08-25', '2026-09-04'],
      ['2026-09', '2026-09-25', '2026-10-09'],
      ['2026-10', '2026-10-25', '2026-11-08'],
    ] as const) {
      d.at(day);
      for (const [name, n, back] of fc.sample(act, { numRuns: 30, seed: Number(month.slice(5)) })) {
        const when = ['2026-07', '2026-08', '2026-09', '2026-10'].filter((m) => m <= month).at(-1 - back) ?? month;
        await run[name](n, when).then(
          () => (done += 1),
          (error: { code?: string }) => expect(error.code).toBeTypeOf('string'),
        );
      }
      d.at(next);
      for (const first of month === '2026-08' ? ['2026-07', month] : [month]) await d.close(first);
      kept.set(month, await d.all({ asOf: month }));
    }
    expect([done > 45, mergers.length > 1]).toEqual([true, true]);
    for (const [month, figures] of kept) expect([month, await d.all({ asOf: month })]).toEqual([month, figures]);
    // As of today and now are the same, whichever way they are read; and rules that come later change nothing that was closed.
    const today = dayOf(now());
    expect(await d.all({ asOf: today })).toEqual(await d.all());
    const since = { effectiveFrom: '2020-01-01', effectiveTo: null, preset: null };
    const counts = { started: 'promotion', production: 'claimed' };
    await publishRule(db, { ...since, kind: 'authority-dates', body: { ...builtInAuthorities, counts } }, bureau, now());
    await publishRule(db, { ...since, kind: 'figure-thresholds', body: { investedMinTotalFen: 400_000_000 } }, bureau, now());
    for (const [month, figures] of kept) expect([month, await d.all({ asOf: month })]).toEqual([month, figures]);
    expect(await verifyClosings(db)).toEqual([]);
    expect(await verifyTotals(db)).toEqual([]);
    for (const key of figureKeys) {
      for (const [before, after] of [
        ['2026-08', '2026-09'],
        ['2026-08', undefined],
        ['2026-09', undefined],
        ['2026-09-20', '2026-10'],
      ] as const) {
        const { remainder, listed, difference } = await d.why(key, before, after);
        expect([key, before, after, remainder]).toEqual([key, before, after, none]);
        expect([key, listed]).toEqual([key, difference]);
      }
      for (const unitId of [d.units.north, d.units.south]) {
        const asked = { unitId, before: '2026-08', after: undefined, from: '2026-08', page: 1, size: 10 };
        expect([key, (await whyChanged(db, key, asked, bureau, now())).remainder]).toEqual([key, none]);
      }
    }
    await d.close_();
  },
);
