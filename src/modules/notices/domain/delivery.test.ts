import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digestOf, listedAtMost, maxTries, waitAfter } from './delivery.ts';
import { groupOf, noticeGroups, noticeKinds, waysOut } from './kind.ts';
import { messageText, messageTitle } from './message-words.ts';

const kind = fc.constantFrom(...noticeKinds);
const line = fc.record({ kind, link: fc.constant('/projects/1') });
const wishes = fc.record({
  email: fc.option(fc.constant('a@b.cn')),
  robotId: fc.option(fc.uuid()),
  mailGroups: fc.subarray([...noticeGroups]),
  robotGroups: fc.subarray([...noticeGroups]),
});

describe('trying again', () => {
  test('waits longer each time, and gives up after half a day', () => {
    expect([1, 2, 3, 4, 5].map(waitAfter)).toEqual([1, 5, 30, 120, 720]);
    expect(waitAfter(maxTries)).toBeNull();
  });
  test('is always later than now, or never', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), (tries) => {
        expect(waitAfter(tries) === null).toBe(tries >= maxTries);
        expect(waitAfter(tries) ?? 1).toBeGreaterThan(0);
      }),
    ));
});

describe('what a message says', () => {
  test('R5 up to five notices are listed; six become one digest by kind', () => {
    const of = (n: number) =>
      digestOf(Array.from({ length: n }, (_, i) => ({ kind: i % 2 ? 'project.money' : 'review.waiting', link: `/r/${i}` })));
    expect(of(listedAtMost)).toMatchObject({ isDigest: false, total: 5 });
    expect(of(5).lines).toHaveLength(5);
    expect(of(6)).toEqual({
      total: 6,
      isDigest: true,
      lines: [],
      counts: [
        ['review.waiting', 3],
        ['project.money', 3],
      ],
    });
    expect(messageText(of(6), 'https://z.example')).toBe(
      '您有6条新通知：\n· 待您审核：3条\n· 关注项目资金变动：3条\n查看：https://z.example/notices',
    );
    expect(messageText(of(1), 'https://z.example')).toContain('· 待您审核 https://z.example/r/0');
    expect(messageText(of(1), null)).toBe('您有1条新通知：\n· 待您审核');
    expect(messageTitle(of(6))).toBe('【筑巢】您有6条新通知');
  });
  test('counts every notice once, and never takes more lines than a digest allows', () =>
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 40 }), (notices) => {
        const digest = digestOf(notices);
        expect(digest.counts.reduce((sum, [, n]) => sum + n, 0)).toBe(notices.length);
        expect(digest.lines.length).toBeLessThanOrEqual(listedAtMost);
        expect(messageText(digest, null).split('\n').length).toBeLessThanOrEqual(1 + noticeKinds.length + listedAtMost);
      }),
    ));
});

describe('ways out', () => {
  test('are those chosen for the group, and only with an address', () =>
    fc.assert(
      fc.property(kind, wishes, (k, w) => {
        const ways = waysOut(k, w);
        const group = groupOf(k);
        if (ways.includes('mail')) expect(w.email !== null && w.mailGroups.includes(group)).toBe(true);
        if (ways.includes('robot')) expect(w.robotId !== null && w.robotGroups.includes(group)).toBe(true);
        if (k === 'delivery.failed') expect(ways).toEqual([]);
        else expect(ways.includes('mail')).toBe(w.email !== null && w.mailGroups.includes(group));
        expect(waysOut(k, undefined)).toEqual([]);
      }),
    ));
});
